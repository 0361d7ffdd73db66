#include "core/base/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace wg {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) { }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool valid() const { return m_fd >= 0; }
    int close()
    {
        const int result = m_fd >= 0 ? ::close(m_fd) : 0;
        m_fd = -1;
        return result;
    }

private:
    int m_fd;
};

std::unexpected<Error> systemError(std::string_view doing, const std::string& path, int number)
{
    const ErrorCode code = number == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    return fail(code, fmt::format("cannot {} {}: {}", doing, path, std::strerror(number)));
}

InputFile::Identity identityFrom(const struct stat& status)
{
    return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
        status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<void> writeAll(int fd, std::string_view bytes, const std::string& path)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 || (written == 0 && errno == ENOSPC)) {
            const int number = errno;
            struct statvfs space{};
            if (number == ENOSPC && ::fstatvfs(fd, &space) == 0)
                return fail(ErrorCode::Io,
                    fmt::format("cannot save {}: the disk is full ({} bytes free, {} needed). Nothing was changed; "
                                "free some space and save again",
                        path, space.f_bavail * space.f_frsize, bytes.size()));
            return systemError("save", path, number);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> syncFolder(const std::string& folder)
{
    Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid() || ::fsync(fd.get()) != 0)
        return systemError("sync folder", folder, errno);
    return {};
}

/// A hard link keeps the old bytes under .bak without a moment in which `path` is missing.
void keepBackup(const std::string& path)
{
    const std::string backup = path + ".bak";
    const std::string next = path + ".bak.new";
    ::unlink(next.c_str());
    if (::link(path.c_str(), next.c_str()) == 0 && ::rename(next.c_str(), backup.c_str()) != 0)
        ::unlink(next.c_str());
}

} // namespace

Result<InputFile> InputFile::open(const std::string& path)
{
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    InputFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK), path);
    if (file.m_fd < 0)
        return systemError("open", path, errno);
    struct stat status{};
    if (::fstat(file.m_fd, &status) != 0)
        return systemError("read", path, errno);
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::Io, fmt::format("{} is a folder, not a file; open a file in it", path));
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::Io,
            fmt::format("{} is not a regular file; pipes and devices are not read: save what they give to a file", path));
    ::posix_fadvise(file.m_fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return file;
}

InputFile::InputFile(InputFile&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_path(std::move(other.m_path)) { }

InputFile& InputFile::operator=(InputFile&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    m_path.swap(other.m_path);
    return *this;
}

InputFile::~InputFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<std::size_t> InputFile::readAt(std::uint64_t offset, std::span<char> out) const
{
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t count = ::pread(m_fd, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError("read", m_path, errno);
        if (count == 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    return done;
}

Result<InputFile::Identity> InputFile::identity() const
{
    struct stat status{};
    if (::fstat(m_fd, &status) != 0)
        return systemError("read", m_path, errno);
    return identityFrom(status);
}

Result<InputFile::Identity> InputFile::identityOf(const std::string& path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return systemError("read", path, errno);
    return identityFrom(status);
}

Result<void> readFileChunks(const std::string& path, const std::function<Result<void>(std::string_view)>& sink)
{
    WG_TRY(const InputFile file, InputFile::open(path));
    constexpr std::size_t kChunk = std::size_t{1} << 20;
    std::string buffer(kChunk, '\0');
    for (std::uint64_t at = 0;;) {
        WG_TRY(const std::size_t count, file.readAt(at, buffer));
        if (count == 0)
            return {};
        at += count;
        WG_CHECK(sink(std::string_view(buffer).substr(0, count)));
    }
}

Result<std::string> readFile(const std::string& path, std::uint64_t maxBytes)
{
    std::string out;
    WG_CHECK(readFileChunks(path, [&](std::string_view chunk) -> Result<void> {
        if (out.size() + chunk.size() > maxBytes)
            return fail(ErrorCode::Limit, fmt::format("{} is larger than the limit of {} bytes", path, maxBytes));
        out += chunk;
        return {};
    }));
    return out;
}

Result<void> writeFileAtomically(const std::string& target, std::string_view bytes, unsigned mode)
{
    std::error_code ignored;
    // A symbolic link stays one: the file it points to is replaced.
    const auto resolved = std::filesystem::weakly_canonical(target, ignored);
    const std::string path = ignored || resolved.empty() ? target : resolved.string();
    const std::string folder = std::filesystem::path(path).parent_path().string();
    struct stat old{};
    const bool existed = ::stat(path.c_str(), &old) == 0;
    if (existed && !S_ISREG(old.st_mode))
        return fail(ErrorCode::Io, fmt::format("{} is not a regular file and is not overwritten", path));
    std::string temporary = path + ".XXXXXX";
    Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!fd.valid())
        return systemError("save", path, errno);
    const auto abandon = [&](Result<void> error) {
        ::unlink(temporary.c_str());
        return error;
    };
    if (auto written = writeAll(fd.get(), bytes, path); !written)
        return abandon(std::move(written));
    if (::fchmod(fd.get(), existed ? old.st_mode & 07777U : mode) != 0 || ::fsync(fd.get()) != 0)
        return abandon(systemError("save", path, errno));
    if (fd.close() != 0)
        return abandon(systemError("save", path, errno));
    if (existed)
        keepBackup(path);
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return abandon(systemError("save", path, errno));
    return syncFolder(folder.empty() ? "." : folder);
}

Result<std::int64_t> fileModifiedMs(const std::string& path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return systemError("read", path, errno);
    return status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

} // namespace wg
