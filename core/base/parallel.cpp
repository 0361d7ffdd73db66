#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace wg {
namespace {

class Parts {
public:
    Parts(std::size_t count, std::size_t size, const std::function<Result<void>(std::size_t, std::size_t)>& body)
        : m_count(count)
        , m_size(size)
        , m_body(body)
    {
    }

    void work()
    {
        while (!m_stop.load(std::memory_order_relaxed)) {
            const std::size_t begin = m_next.fetch_add(m_size, std::memory_order_relaxed);
            if (begin >= m_count)
                return;
            try {
                if (auto done = m_body(begin, std::min(m_count, begin + m_size)); !done)
                    keep(begin, std::move(done), nullptr);
            } catch (...) {
                keep(begin, {}, std::current_exception());
            }
        }
    }

    Result<void> result()
    {
        if (m_exception)
            std::rethrow_exception(m_exception);
        return std::move(m_result);
    }

private:
    void keep(std::size_t begin, Result<void> result, std::exception_ptr exception)
    {
        m_stop.store(true, std::memory_order_relaxed);
        const std::lock_guard lock(m_mutex);
        if (begin >= m_failedAt)
            return;
        m_failedAt = begin;
        m_result = std::move(result);
        m_exception = std::move(exception);
    }

    const std::size_t m_count;
    const std::size_t m_size;
    const std::function<Result<void>(std::size_t, std::size_t)>& m_body;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_stop = false;
    std::mutex m_mutex; ///< guards what follows
    std::size_t m_failedAt = static_cast<std::size_t>(-1);
    Result<void> m_result;
    std::exception_ptr m_exception;
};

} // namespace

unsigned hardwareThreads()
{
    static const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    return threads;
}

Result<void> parallelFor(
    std::size_t count, unsigned threads, const std::function<Result<void>(std::size_t begin, std::size_t end)>& body)
{
    if (count == 0)
        return {};
    const std::size_t wanted = std::min<std::size_t>(threads == 0 ? hardwareThreads() : threads, count);
    if (wanted == 1)
        return body(0, count);
    constexpr std::size_t kPartsPerThread = 8; // so that a slow part does not leave the others idle
    Parts parts(count, std::max<std::size_t>(1, count / (wanted * kPartsPerThread)), body);
    {
        std::vector<std::jthread> helpers;
        bool more = true; // until the system gives no more: those that are there do the work
        while (more && helpers.size() + 1 < wanted) {
            try {
                helpers.emplace_back([&parts] { parts.work(); });
            } catch (const std::system_error&) {
                more = false;
            }
        }
        parts.work();
    }
    return parts.result();
}

} // namespace wg
