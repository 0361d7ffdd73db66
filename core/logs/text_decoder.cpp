#include "core/logs/text_decoder.h"

#include "core/base/utf8.h"

#include <array>
#include <cerrno>

#include <iconv.h>

namespace wg::logs {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

} // namespace

struct TextDecoder::Converter {
    explicit Converter(const char* from) : handle(iconv_open("UTF-8", from)) { }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter()
    {
        if (valid())
            iconv_close(handle);
    }
    [[nodiscard]] bool valid() const { return handle != iconv_t(-1); } // NOLINT: iconv's own error value

    iconv_t handle;
};

TextDecoder::TextDecoder() = default;
TextDecoder::~TextDecoder() = default;

Result<void> TextDecoder::begin(std::string& out, bool atEnd)
{
    if (m_pending.size() < 3 && !atEnd)
        return {};
    m_begun = true;
    const std::string_view start(m_pending);
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
        m_converter = std::make_unique<Converter>(start.front() == '\xFF' ? "UTF-16LE" : "UTF-16BE");
        m_pending.erase(0, 2);
        if (!m_converter->valid())
            return fail(ErrorCode::Unsupported, "this system cannot convert UTF-16; save the file as UTF-8");
        return convert(out);
    }
    out += start.starts_with("\xEF\xBB\xBF") ? start.substr(3) : start;
    m_pending.clear();
    return {};
}

Result<void> TextDecoder::convert(std::string& out)
{
    char* in = m_pending.data();
    std::size_t left = m_pending.size();
    while (left > 1) {
        std::array<char, 16384> buffer;
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(m_converter->handle, &in, &left, &to, &room);
        const int error = result == static_cast<std::size_t>(-1) ? errno : 0;
        out.append(buffer.data(), buffer.size() - room);
        if (error == EINVAL)
            break; // half a pair: the rest comes with the next chunk
        if (error == EILSEQ) {
            out += kReplacement;
            in += 2;
            left -= 2;
        }
    }
    m_pending.erase(0, m_pending.size() - left);
    return {};
}

Result<void> TextDecoder::feed(std::string_view bytes, std::string& out)
{
    if (m_begun && !m_converter) {
        out += bytes;
        return {};
    }
    m_pending += bytes;
    return m_begun ? convert(out) : begin(out, false);
}

Result<void> TextDecoder::finish(std::string& out)
{
    if (!m_begun)
        WG_CHECK(begin(out, true));
    if (!m_pending.empty())
        out += kReplacement;
    m_pending.clear();
    return {};
}

std::string repairUtf8(std::string_view text)
{
    std::string out;
    std::size_t i = 0;
    while (i < text.size()) {
        const std::size_t length = utf8Length(text, i);
        if (length == 0) {
            out += kReplacement;
            ++i;
            continue;
        }
        out += text.substr(i, length);
        i += length;
    }
    return out;
}

} // namespace wg::logs
