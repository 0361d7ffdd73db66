// Cancellation and deadlines: a small value that is copied into work and asked now and then.
#pragma once

#include <atomic>
#include <memory>

namespace wg {

/// Copies share one flag. Thread-safe. A default-made token is never cancelled by anybody else.
class CancelToken {
public:
    CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) { }

    void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool cancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace wg
