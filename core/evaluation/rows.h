// Row numbers of a table, ascending unless they were listed otherwise, held as runs where rows follow one another: all rows
// of a log cost nothing, and no set costs more than four bytes a row. A value; reading it is safe from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace wg::evaluation {

class Rows {
public:
    Rows() = default;
    /// As listed, in that order.
    Rows(std::vector<std::uint32_t> listed); // NOLINT(google-explicit-constructor): a list of rows is a set of rows
    /// [from, from + count).
    [[nodiscard]] static Rows range(std::uint32_t from, std::size_t count);

    void push_back(std::uint32_t row);

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    /// O(log runs).
    [[nodiscard]] std::uint32_t operator[](std::size_t at) const;
    [[nodiscard]] std::uint32_t front() const { return (*this)[0]; }
    [[nodiscard]] std::uint32_t back() const { return (*this)[m_size - 1]; }
    [[nodiscard]] std::size_t bytes() const; ///< in use

    /// Calls body(first row, count, position of the first) for runs in order; each position once.
    template <class Body>
    void forEachRun(Body&& body) const
    {
        for (std::size_t i = 0; i < m_listed.size(); ++i)
            body(m_listed[i], std::size_t{1}, i);
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const std::size_t end = i + 1 < m_runs.size() ? m_runs[i + 1].at : m_size;
            body(m_runs[i].row, end - m_runs[i].at, std::size_t{m_runs[i].at});
        }
    }
    /// Calls body(row) in order.
    template <class Body>
    void forEach(Body&& body) const
    {
        forEachRun([&body](std::uint32_t first, std::size_t count, std::size_t) {
            for (std::size_t i = 0; i < count; ++i)
                body(static_cast<std::uint32_t>(first + i));
        });
    }

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = std::uint32_t;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::uint32_t*;
        using reference = std::uint32_t;

        Iterator() = default;
        Iterator(const Rows* rows, std::size_t at) : m_rows(rows), m_at(at) { }
        std::uint32_t operator*() const;
        Iterator& operator++();
        Iterator operator++(int)
        {
            Iterator old = *this;
            ++*this;
            return old;
        }
        bool operator==(const Iterator& other) const { return m_at == other.m_at; }

    private:
        const Rows* m_rows = nullptr;
        std::size_t m_at = 0, m_run = 0;
    };
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, m_size}; }

    [[nodiscard]] std::vector<std::uint32_t> listed() const;
    operator std::vector<std::uint32_t>() const { return listed(); } // NOLINT(google-explicit-constructor)

private:
    struct Run {
        std::uint32_t row = 0; ///< its first
        std::uint32_t at = 0; ///< position of that one
    };
    void list(); ///< from runs to a list, when that is smaller

    std::vector<Run> m_runs; ///< one of the two is empty
    std::vector<std::uint32_t> m_listed;
    std::size_t m_size = 0;
};

} // namespace wg::evaluation
