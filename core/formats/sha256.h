// SHA-256 (FIPS 180-4) of bytes that come in pieces. Copies go on separately, so that the digest of a file that grows can be
// told now and continued later.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace wg::formats {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256& other);
    Sha256& operator=(const Sha256& other);
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    /// Of all that was added, 64 hexadecimal digits; adding may go on.
    [[nodiscard]] std::string hex() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::formats
