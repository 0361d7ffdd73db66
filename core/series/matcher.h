// Label matchers: = != =~ !~. Regular expressions are RE2, anchored at both ends, as in Prometheus.
#pragma once

#include "core/base/result.h"
#include "core/series/labels.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wg::series {

enum class MatchOp { Equal, NotEqual, Regex, NotRegex };

/// Thread-safe once made.
class Matcher {
public:
    /// Fails on a pattern RE2 refuses; the message quotes it.
    [[nodiscard]] static Result<Matcher> make(MatchOp op, std::string name, std::string value);

    [[nodiscard]] MatchOp op() const { return m_op; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::string& value() const { return m_value; }
    /// A missing label is matched as the empty string.
    [[nodiscard]] bool matches(std::string_view value) const;
    [[nodiscard]] bool matchesEmpty() const { return matches(""); }
    /// name="value", quoted as Prometheus prints it.
    [[nodiscard]] std::string text() const;

private:
    struct Pattern;
    MatchOp m_op = MatchOp::Equal;
    std::string m_name;
    std::string m_value;
    std::shared_ptr<const Pattern> m_pattern;
};

[[nodiscard]] bool matchesAll(std::span<const Matcher> matchers, const Labels& labels);

} // namespace wg::series
