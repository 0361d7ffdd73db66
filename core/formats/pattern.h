// Regular expressions: RE2 for PromQL and relabelling, linear in time whatever the pattern.
#pragma once

#include "core/base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wg::formats {

/// Immutable and thread-safe. Anchored at both ends, dot matches newline (Prometheus 3.x).
class Re2Pattern {
public:
    /// Refuses patterns over 64 KiB, \C, and what RE2 refuses. (?<n>…) is taken as (?P<n>…).
    [[nodiscard]] static Result<Re2Pattern> make(std::string_view pattern);
    [[nodiscard]] bool fullMatch(std::string_view text) const;
    /// `replacement` with $1, ${1}, $name, ${name} and $$ filled in as Go's Regexp.Expand does, if all of `text` matches.
    [[nodiscard]] std::optional<std::string> expandFullMatch(std::string_view text, std::string_view replacement) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> m_impl;
};

} // namespace wg::formats
