#include "core/runtime/state/instance_lock.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace wg::state {

InstanceLock::~InstanceLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<InstanceLock> InstanceLock::take(const std::string& path)
{
    InstanceLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.m_fd < 0)
        return fail(ErrorCode::Io, fmt::format("cannot write {}: {}. Changes are not kept", path, std::strerror(errno)));
    if (::flock(lock.m_fd, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno == EWOULDBLOCK)
        return fail(ErrorCode::Io,
            "another Watchglass is running: this one reads the settings and the recent list, and keeps no changes to them");
    return fail(ErrorCode::Io, fmt::format("cannot lock {}: {}. Changes are not kept", path, std::strerror(errno)));
}

} // namespace wg::state
