#include "core/formats/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace wg::formats {
namespace {

constexpr std::size_t kMaxPattern = 64 * 1024;
// A list of 20,000 host names fails at RE2's default of 8 MiB.
constexpr std::int64_t kMaxMemory = 64 << 20;

/// Go and newer RE2 take (?<name>…); this RE2 wants (?P<name>…). Look-behind never gets that far: RE2 has none.
Result<std::string> adapt(std::string_view pattern)
{
    std::string out;
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        out += c;
        if (c == '\\' && i + 1 < pattern.size()) {
            if (pattern[i + 1] == 'C')
                return fail(ErrorCode::Parse, fmt::format("invalid regular expression \"{}\": \\C is not allowed", pattern));
            out += pattern[++i];
        } else if (c == '[') {
            inClass = true;
        } else if (c == ']') {
            inClass = false;
        } else if (!inClass && c == '(' && pattern.substr(i + 1, 2) == "?<") {
            out += "?P<";
            i += 2;
        }
    }
    return out;
}

} // namespace

struct Re2Pattern::Impl {
    explicit Impl(const std::string& pattern, const re2::RE2::Options& options) : regex(pattern, options) { }
    re2::RE2 regex;
};

Result<Re2Pattern> Re2Pattern::make(std::string_view pattern)
{
    if (pattern.size() > kMaxPattern)
        return fail(
            ErrorCode::Limit, fmt::format("regular expression of {} bytes is over the limit of 64 KiB", pattern.size()));
    WG_TRY(const std::string adapted, adapt(pattern));
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_max_mem(kMaxMemory);
    Re2Pattern out;
    const auto impl = std::make_shared<Impl>(adapted, options);
    if (!impl->regex.ok())
        return fail(ErrorCode::Parse, fmt::format("invalid regular expression \"{}\": {}", pattern, impl->regex.error()));
    out.m_impl = impl;
    return out;
}

bool Re2Pattern::fullMatch(std::string_view text) const
{
    return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), m_impl->regex);
}

} // namespace wg::formats
