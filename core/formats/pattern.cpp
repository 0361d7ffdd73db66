#include "core/formats/pattern.h"

#include <cctype>
#include <utility>
#include <vector>

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

/// What follows a '$': the group's name and how many bytes it takes; 0 when it is no reference.
std::pair<std::string, std::size_t> reference(std::string_view text)
{
    const bool braces = text.starts_with('{');
    std::size_t end = braces ? 1 : 0;
    const std::size_t begin = end;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
        ++end;
    const bool closed = !braces || (end < text.size() && text[end] == '}');
    if (end == begin || !closed)
        return {{}, 0};
    return {std::string(text.substr(begin, end - begin)), end + (braces ? 1 : 0)};
}

std::size_t groupNumber(const re2::RE2& regex, const std::string& name)
{
    if (name.find_first_not_of("0123456789") == std::string::npos)
        return name.size() > 4 ? static_cast<std::size_t>(-1) : std::stoul(name);
    const auto& names = regex.NamedCapturingGroups();
    const auto found = names.find(name);
    return found == names.end() ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(found->second);
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

std::optional<std::string> Re2Pattern::expandFullMatch(std::string_view text, std::string_view replacement) const
{
    const re2::RE2& regex = m_impl->regex;
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
    const re2::StringPiece whole(text.data(), text.size());
    if (!regex.Match(whole, 0, text.size(), re2::RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size())))
        return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const auto [name, length] =
            replacement[i] == '$' ? reference(replacement.substr(i + 1)) : std::pair{std::string(), 0UL};
        if (length > 0) {
            const std::size_t group = groupNumber(regex, name);
            if (group < groups.size() && groups[group].data() != nullptr)
                out.append(groups[group].data(), groups[group].size());
            i += length;
        } else {
            out += replacement[i];
            i += replacement.substr(i, 2) == "$$" ? 1 : 0;
        }
    }
    return out;
}

} // namespace wg::formats
