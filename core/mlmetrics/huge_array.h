// An array that is written once and read a few times: not zeroed, on huge pages where the system has them, as a fresh page
// of 4 KiB costs more than what is written to it.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

#include <sys/mman.h>

namespace wg::mlmetrics {

template <class T>
class HugeArray {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    explicit HugeArray(std::size_t size) : m_size(size)
    {
        constexpr std::size_t kHugePage = std::size_t{2} << 20U;
        const std::size_t bytes = size * sizeof(T);
        const std::size_t alignment = bytes < kHugePage ? 64 : kHugePage;
        m_data.reset(static_cast<T*>(std::aligned_alloc(alignment, (bytes / alignment + 1) * alignment)));
        if (!m_data)
            throw std::bad_alloc();
        if (alignment == kHugePage)
            madvise(m_data.get(), bytes, MADV_HUGEPAGE); // a hint: it may fail
    }

    [[nodiscard]] T* data() { return m_data.get(); }
    [[nodiscard]] const T* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    struct Free {
        void operator()(T* data) const { std::free(data); }
    };
    std::unique_ptr<T[], Free> m_data;
    std::size_t m_size;
};

} // namespace wg::mlmetrics
