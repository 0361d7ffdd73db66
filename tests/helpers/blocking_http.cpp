#include "tests/helpers/blocking_http.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wg::test {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) { }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd;
};

bool connectTo(const Descriptor& socket, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket.get() >= 0 && ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool sendAll(const Descriptor& socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string receiveAll(const Descriptor& socket)
{
    std::string out;
    std::size_t used = 0;
    for (;;) {
        if (out.size() - used < 65536)
            out.resize(std::max<std::size_t>(out.size() * 2, 262144));
        const ssize_t got = ::recv(socket.get(), out.data() + used, out.size() - used, 0);
        if (got <= 0)
            break;
        used += static_cast<std::size_t>(got);
    }
    out.resize(used);
    return out;
}

std::string head(std::string_view method, std::string_view path, std::uint16_t port, std::string_view type, std::size_t length)
{
    std::string out = fmt::format("{} {} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\n", method, path, port);
    if (method == "POST")
        out += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", type, length);
    return out + "\r\n";
}

} // namespace

std::optional<std::string> httpExchange(std::uint16_t port, std::string_view path, std::string_view form)
{
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto* method = form.empty() ? "GET" : "POST";
    if (!connectTo(socket, port)
        || !sendAll(socket, head(method, path, port, "application/x-www-form-urlencoded", form.size()) + std::string(form)))
        return std::nullopt;
    std::string reply = receiveAll(socket);
    const std::size_t body = reply.find("\r\n\r\n");
    if (body == std::string::npos)
        return std::nullopt;
    reply.erase(0, body + 4);
    return reply;
}

bool httpPostFile(std::uint16_t port, std::string_view path, const std::string& file)
{
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about{};
    if (input.get() < 0 || ::fstat(input.get(), &about) != 0)
        return false;
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto left = static_cast<std::size_t>(about.st_size);
    if (!connectTo(socket, port) || !sendAll(socket, head("POST", path, port, "text/plain", left)))
        return false;
    while (left > 0) {
        const ssize_t sent = ::sendfile(socket.get(), input.get(), nullptr, left);
        if (sent <= 0)
            return false;
        left -= static_cast<std::size_t>(sent);
    }
    const std::string reply = receiveAll(socket);
    return reply.starts_with("HTTP/1.") && reply.size() > 9 && reply[9] == '2';
}

std::string percentEncoded(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace wg::test
