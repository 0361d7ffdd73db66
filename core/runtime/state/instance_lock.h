// One writer per state folder, by flock: the system drops the lock of a killed process, so no lock file is ever stale.
#pragma once

#include "core/base/result.h"

#include <string>
#include <utility>

namespace wg::state {

class InstanceLock {
public:
    InstanceLock() = default;
    InstanceLock(InstanceLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }
    InstanceLock& operator=(InstanceLock&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~InstanceLock();

    /// Does not wait. The message of a failure is for the user.
    [[nodiscard]] static Result<InstanceLock> take(const std::string& path);

private:
    explicit InstanceLock(int fd) : m_fd(fd) { }
    int m_fd = -1;
};

} // namespace wg::state
