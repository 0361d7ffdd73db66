#include "core/formats/sha256.h"

#include <array>

#include <openssl/evp.h>

namespace wg::formats {

struct Sha256::Impl {
    Impl() : context(EVP_MD_CTX_new()) { }
    ~Impl() { EVP_MD_CTX_free(context); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    EVP_MD_CTX* context;
};

Sha256::Sha256() : m_impl(std::make_unique<Impl>())
{
    EVP_DigestInit_ex(m_impl->context, EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256::Sha256(const Sha256& other) : m_impl(std::make_unique<Impl>())
{
    EVP_MD_CTX_copy_ex(m_impl->context, other.m_impl->context);
}

Sha256& Sha256::operator=(const Sha256& other)
{
    if (this != &other)
        EVP_MD_CTX_copy_ex(m_impl->context, other.m_impl->context);
    return *this;
}

void Sha256::add(std::string_view bytes)
{
    EVP_DigestUpdate(m_impl->context, bytes.data(), bytes.size());
}

std::string Sha256::hex() const
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    const Sha256 copy = *this; // ending a digest spends its context
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(copy.m_impl->context, digest.data(), &size) != 1)
        return {};
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += kDigits[digest[i] >> 4U];
        out += kDigits[digest[i] & 15U];
    }
    return out;
}

} // namespace wg::formats
