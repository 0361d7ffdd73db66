// Walks a column whose cells are made on the fly: for range-for and for algorithms that read.
#pragma once

#include <cstddef>
#include <iterator>

namespace wg::logs {

template <class Column, class Value>
class RowIterator {
public:
    using iterator_category = std::input_iterator_tag; // it gives values, not references
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = const Value*;
    using reference = Value;

    RowIterator() = default;
    RowIterator(const Column& column, std::size_t row) : m_column(&column), m_row(row) { }

    Value operator*() const { return (*m_column)[m_row]; }
    RowIterator& operator++()
    {
        ++m_row;
        return *this;
    }
    RowIterator operator++(int)
    {
        RowIterator before = *this;
        ++m_row;
        return before;
    }
    bool operator==(const RowIterator&) const = default;

private:
    const Column* m_column = nullptr;
    std::size_t m_row = 0;
};

} // namespace wg::logs
