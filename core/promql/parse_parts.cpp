#include "core/promql/parse_parts.h"

#include "core/base/number.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wg::promql {
namespace {

using series::Matcher;
using series::MatchOp;

Result<MatchOp> parseMatchOp(TokenStream& in)
{
    if (in.at(TokenKind::Operator)) {
        const std::string_view op = in.peek().text;
        if (op == "=" || op == "!=" || op == "=~" || op == "!~") {
            in.take();
            return op == "=" ? MatchOp::Equal
                : op == "!=" ? MatchOp::NotEqual
                : op == "=~" ? MatchOp::Regex
                             : MatchOp::NotRegex;
        }
    }
    if (in.at(TokenKind::RightBrace)) // Prometheus words this one without the kind of token
        return in.error(in.peek().range, "unexpected \"}\" in label matching, expected label matching operator");
    return in.unexpected("label matching", "label matching operator");
}

/// One of name="value", "quoted name"="value" or "metric".
Result<void> parseMatcher(TokenStream& in, Selector& out, std::string& metric)
{
    const Token nameToken = in.peek();
    std::string name;
    if (in.at(TokenKind::String)) {
        WG_TRY(name, parseStringToken(in));
        if (in.at(TokenKind::Comma) || in.at(TokenKind::RightBrace)) {
            if (!metric.empty())
                return in.error(
                    nameToken.range, fmt::format("metric name must not be set twice: \"{}\" or \"{}\"", metric, name));
            metric = std::move(name);
            return {};
        }
    } else {
        WG_TRY(const Token identifier, in.expect(TokenKind::Identifier, "label matching", "identifier or \"}\""));
        name = identifier.text;
    }
    WG_TRY(const MatchOp op, parseMatchOp(in));
    if (!in.at(TokenKind::String))
        return in.unexpected("label matching", "string");
    const SourceRange valueRange = in.peek().range;
    WG_TRY(std::string value, parseStringToken(in));
    auto matcher = Matcher::make(op, std::move(name), std::move(value));
    if (!matcher)
        return in.error(valueRange, matcher.error().message);
    out.matchers.push_back(std::move(*matcher));
    return {};
}

Result<void> parseBraces(TokenStream& in, Selector& out, std::string& metric)
{
    in.take();
    while (!in.at(TokenKind::RightBrace)) {
        WG_CHECK(parseMatcher(in, out, metric));
        if (in.at(TokenKind::RightBrace))
            break;
        WG_CHECK(in.expect(TokenKind::Comma, "label matching", "\",\" or \"}\""));
    }
    in.take();
    return {};
}

bool canNameMetric(const Token& token)
{
    if (token.kind == TokenKind::Identifier || token.kind == TokenKind::Aggregator)
        return true;
    constexpr std::string_view kWords[] = {"by", "without", "offset", "start", "end", "and", "or", "unless"};
    return (token.kind == TokenKind::Keyword || token.kind == TokenKind::Operator)
        && std::ranges::any_of(kWords, [&](std::string_view word) { return equalsNoCase(token.text, word); });
}

Result<double> numberOf(TokenStream& in, const Token& token)
{
    std::string digits(token.text);
    std::erase(digits, '_');
    if (digits.starts_with("0x") || digits.starts_with("0X"))
        return std::strtod(digits.c_str(), nullptr); // hexadecimal integers mean the same in every locale
    const auto value = parsePromFloat(digits);
    if (!value || (std::isinf(*value) && !equalsNoCase(digits, "inf")))
        return in.error(
            token.range, fmt::format("error parsing number: strconv.ParseFloat: parsing \"{}\": value out of range", digits));
    return *value;
}

Result<DurationMs> durationOf(TokenStream& in, const Token& token)
{
    if (token.kind == TokenKind::Duration) {
        auto parsed = wg::parseDuration(token.text);
        if (!parsed)
            return in.error(token.range, fmt::format("not a valid duration string: \"{}\"", token.text));
        return *parsed;
    }
    WG_TRY(const double seconds, numberOf(in, token));
    constexpr double kMostSeconds = 9'223'372'036.0; // what Go's Duration holds
    if (!(std::abs(seconds) < kMostSeconds))
        return in.error(token.range, "duration out of range");
    return static_cast<DurationMs>(std::llround(seconds * 1000));
}

} // namespace

Result<double> parseNumberToken(TokenStream& in)
{
    const Token token = in.take();
    if (token.kind == TokenKind::Number)
        return numberOf(in, token);
    WG_TRY(const DurationMs duration, durationOf(in, token));
    return static_cast<double>(duration) / 1000.0;
}

Result<DurationMs> parseDurationToken(TokenStream& in, std::string_view context)
{
    if (!in.at(TokenKind::Duration) && !in.at(TokenKind::Number))
        return in.unexpected(context, "duration");
    const Token token = in.take();
    return durationOf(in, token);
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
    WG_CHECK(in.expect(TokenKind::LeftParen, "grouping opts", "\"(\""));
    std::vector<std::string> out;
    while (!in.at(TokenKind::RightParen)) {
        const Token token = in.peek();
        if (token.kind == TokenKind::String) {
            WG_TRY(std::string name, parseStringToken(in));
            out.push_back(std::move(name));
        } else if (isLabelName(token.text)) { // keywords too
            out.emplace_back(in.take().text);
        } else {
            return in.unexpected("grouping opts", "label");
        }
        if (in.at(TokenKind::RightParen))
            break;
        WG_CHECK(in.expect(TokenKind::Comma, "grouping opts", "\",\" or \")\""));
    }
    in.take();
    return out;
}

Result<Selector> parseVectorSelector(TokenStream& in)
{
    Selector out;
    std::string metric;
    const Token first = in.peek();
    if (canNameMetric(first)) {
        metric = in.take().text;
    } else if (first.kind != TokenKind::LeftBrace) {
        return in.unexpected();
    }
    out.metric = metric;
    if (in.at(TokenKind::LeftBrace))
        WG_CHECK(parseBraces(in, out, metric));
    if (metric.empty())
        return out;
    const auto sameName = [&](const Matcher& m) { return m.name() == series::kMetricName; };
    if (const auto twice = std::ranges::find_if(out.matchers, sameName); twice != out.matchers.end())
        return in.error(
            first.range, fmt::format("metric name must not be set twice: \"{}\" or \"{}\"", metric, twice->value()));
    WG_TRY(Matcher name, Matcher::make(MatchOp::Equal, std::string(series::kMetricName), metric));
    out.metric = std::move(metric);
    out.matchers.push_back(std::move(name));
    return out;
}

Result<void> parseOffset(TokenStream& in, Shift& out)
{
    const bool minus = in.atOperator("-");
    if (minus || in.atOperator("+"))
        in.take();
    WG_TRY(const DurationMs offset, parseDurationToken(in, "offset"));
    out.offset = minus ? -offset : offset;
    return {};
}

Result<void> parseAt(TokenStream& in, Shift& out)
{
    if (in.atKeyword("start") || in.atKeyword("end")) {
        out.anchor = in.atKeyword("start") ? Shift::Anchor::Start : Shift::Anchor::End;
        in.take();
        WG_CHECK(in.expect(TokenKind::LeftParen, "@", "\"(\""));
        WG_CHECK(in.expect(TokenKind::RightParen, "@", "\")\""));
        return {};
    }
    const bool minus = in.atOperator("-");
    if (minus || in.atOperator("+"))
        in.take();
    if (!in.at(TokenKind::Number) && !in.at(TokenKind::Duration))
        return in.unexpected("@", "timestamp");
    const Token token = in.peek();
    WG_TRY(const double seconds, parseNumberToken(in));
    constexpr double kMost = 9.2e15; // milliseconds must fit the clock
    if (!(std::abs(seconds) < kMost))
        return in.error(token.range, fmt::format("timestamp out of bounds for @ modifier: {}", token.text));
    out.anchor = Shift::Anchor::Time;
    out.at = static_cast<TimeMs>(std::llround((minus ? -seconds : seconds) * 1000));
    return {};
}

} // namespace wg::promql
