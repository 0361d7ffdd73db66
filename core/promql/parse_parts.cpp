#include "core/promql/parse_parts.h"

#include "core/base/number.h"
#include "core/base/utf8.h"
#include "core/promql/duration_expr.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using series::Matcher;
using series::MatchOp;

constexpr std::string_view kLabelMatching = "label matching";
constexpr std::string_view kGrouping = "grouping opts";

bool isAnyOf(const Token& token, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return equalsNoCase(token.text, word); });
}

Result<MatchOp> parseMatchOp(TokenStream& in)
{
    static constexpr std::string_view kTexts[] = {"=", "!=", "=~", "!~"};
    if (!in.at(TokenKind::Operator))
        return in.unexpected(kLabelMatching, "label matching operator");
    const auto* found = std::ranges::find(kTexts, in.take().text);
    return static_cast<MatchOp>(found - kTexts);
}

/// One of name="value", "quoted name"="value" or "metric".
Result<Matcher> parseMatcher(TokenStream& in)
{
    const Token nameToken = in.peek();
    const bool quoted = in.at(TokenKind::String) && matchersMayBeQuoted(in.compat());
    if (!quoted && !in.at(TokenKind::Identifier))
        return in.unexpected(kLabelMatching, "identifier or \"}\"");
    std::string name(nameToken.text);
    if (quoted) {
        WG_TRY(name, parseStringToken(in));
        if (!in.at(TokenKind::Operator))
            return Matcher::make(MatchOp::Equal, std::string(series::kMetricName), std::move(name));
    } else {
        in.take();
    }
    WG_TRY(const MatchOp op, parseMatchOp(in));
    if (!in.at(TokenKind::String))
        return in.unexpected(kLabelMatching, "string");
    WG_TRY(std::string value, parseStringToken(in));
    auto matcher = Matcher::make(op, std::move(name), std::move(value));
    if (!matcher)
        return in.error({nameToken.range.begin, in.end()}, matcher.error().message);
    return matcher;
}

Result<void> parseBraces(TokenStream& in, Selector& out)
{
    in.take();
    while (!in.at(TokenKind::RightBrace)) {
        WG_TRY(Matcher matcher, parseMatcher(in));
        out.matchers.push_back(std::move(matcher));
        if (in.at(TokenKind::RightBrace))
            break;
        if (!in.accept(TokenKind::Comma))
            return in.unexpected(kLabelMatching, "\",\" or \"}\"");
    }
    in.take();
    return {};
}

bool canNameLabel(const Token& token)
{
    switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::Aggregator:
        return true;
    case TokenKind::Keyword:
        return !equalsNoCase(token.text, "without");
    case TokenKind::Operator:
        return isAnyOf(token, {"and", "or", "unless", "atan2"});
    default:
        return false;
    }
}

Result<std::string> parseGroupingLabel(TokenStream& in)
{
    const Token token = in.peek();
    const bool utf8 = labelNamesAreUtf8(in.compat());
    std::string name(token.text);
    if (token.kind == TokenKind::String && utf8) {
        WG_TRY(name, parseStringToken(in));
    } else if (canNameLabel(token) && (utf8 || isLabelName(token.text))) {
        in.take();
    } else {
        return in.unexpected(kGrouping, "label");
    }
    if (name.empty() || !isUtf8(name))
        return in.error(token.range, "invalid label name for grouping: " + quote(name));
    return name;
}

} // namespace

bool canNameMetric(const Token& token)
{
    switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::Aggregator:
        return true;
    case TokenKind::Keyword:
        return !isAnyOf(token, {"bool", "on", "ignoring", "group_left", "group_right", "fill", "fill_left", "fill_right"});
    case TokenKind::Operator:
        return isAnyOf(token, {"and", "or", "unless"});
    default:
        return false;
    }
}

Result<std::string> parseStringToken(TokenStream& in)
{
    const Token token = in.take();
    auto value = unquote(token.text);
    if (!value)
        return in.error(token.range, value.error().message);
    return value;
}

Result<std::vector<std::string>> parseLabelList(TokenStream& in)
{
    if (!in.accept(TokenKind::LeftParen))
        return in.unexpected(kGrouping, "\"(\"");
    std::vector<std::string> out;
    while (!in.at(TokenKind::RightParen)) {
        WG_TRY(std::string name, parseGroupingLabel(in));
        out.push_back(std::move(name));
        if (in.at(TokenKind::RightParen))
            break;
        if (!in.accept(TokenKind::Comma))
            return in.unexpected(kGrouping, "\",\" or \")\"");
    }
    in.take();
    return out;
}

Result<Selector> parseVectorSelector(TokenStream& in)
{
    Selector out;
    if (canNameMetric(in.peek()))
        out.metric = in.take().text;
    else if (!in.at(TokenKind::LeftBrace))
        return in.unexpected();
    if (in.at(TokenKind::LeftBrace))
        WG_CHECK(parseBraces(in, out));
    if (out.metric.empty())
        return out;
    WG_TRY(Matcher name, Matcher::make(MatchOp::Equal, std::string(series::kMetricName), out.metric));
    out.matchers.push_back(std::move(name));
    return out;
}

Result<Shift> parseAt(TokenStream& in, SourceRange of)
{
    constexpr std::string_view kAt = "@";
    constexpr std::string_view kTimestamp = "timestamp";
    Shift out;
    if (in.atKeyword("start") || in.atKeyword("end")) {
        out.anchor = equalsNoCase(in.take().text, "start") ? Shift::Anchor::Start : Shift::Anchor::End;
        if (!in.accept(TokenKind::LeftParen) || !in.accept(TokenKind::RightParen))
            return in.unexpected(kAt, kTimestamp);
        return out;
    }
    const bool minus = in.atOperator("-");
    if (minus || in.atOperator("+"))
        in.take();
    const bool duration = in.at(TokenKind::Duration) && numbersAreDurations(in.compat());
    if (!in.at(TokenKind::Number) && !duration)
        return in.unexpected(kAt, kTimestamp);
    const Token token = in.take();
    double seconds = 0;
    if (duration) {
        WG_TRY(const DurationMs value, durationOf(in, token));
        seconds = static_cast<double>(value) / 1000.0;
    } else {
        WG_TRY(seconds, numberOf(in, token));
    }
    seconds = minus ? -seconds : seconds;
    if (!(std::abs(seconds) < 9223372036854775807.0))
        return in.error(of,
            fmt::format("timestamp out of bounds for @ modifier: {}",
                std::isfinite(seconds) ? fmt::format("{:f}", seconds) : formatPromFloat(seconds)));
    constexpr double kMostMs = 9.2e18; // what fits the clock; as far as any data could be
    out.anchor = Shift::Anchor::Time;
    out.at = static_cast<TimeMs>(std::clamp(std::round(seconds * 1000), -kMostMs, kMostMs));
    return out;
}

Result<double> parseFillValue(TokenStream& in)
{
    if (!in.accept(TokenKind::LeftParen))
        return in.unexpected();
    const bool minus = in.atOperator("-");
    if (minus || in.atOperator("+"))
        in.take();
    if (!in.at(TokenKind::Number) && !in.at(TokenKind::Duration))
        return in.unexpected();
    const Token token = in.take();
    double value = 0;
    if (token.kind == TokenKind::Duration) {
        WG_TRY(const DurationMs duration, durationOf(in, token));
        value = static_cast<double>(duration) / 1000.0;
    } else {
        WG_TRY(value, numberOf(in, token));
    }
    if (!in.accept(TokenKind::RightParen))
        return in.unexpected();
    return minus ? -value : value;
}

} // namespace wg::promql
