#include "core/promql/duration_expr.h"

#include "core/base/number.h"
#include "core/promql/parse_parts.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using Kind = DurationExpr::Kind;

constexpr double kMostSeconds = 9223372036.854775807; // what Go's time.Duration holds
constexpr int kSignPrecedence = 2; // a sign binds as tight as *

struct OperatorRow {
    std::string_view text;
    Kind kind;
    int precedence;
};
constexpr std::array<OperatorRow, 6> kOperators{{{"+", Kind::Add, 1}, {"-", Kind::Sub, 1}, {"*", Kind::Mul, 2},
    {"/", Kind::Div, 2}, {"%", Kind::Mod, 2}, {"^", Kind::Pow, 3}}};

bool isLiteral(const DurationExpr& expr)
{
    return expr.kind == Kind::Number || expr.kind == Kind::Duration;
}

/// A node and how deep the tree below it is.
struct Parsed {
    DurationExprPtr expr;
    int depth = 1;
};

class DurationParser {
public:
    DurationParser(TokenStream& in, const Expectation& expectation) : m_in(in), m_expectation(expectation) { }

    Result<DurationExprPtr> bracket()
    {
        WG_TRY(Parsed out, expression(1));
        return std::move(out.expr);
    }

    Result<DurationExprPtr> literalAlone()
    {
        WG_TRY(Parsed out, literal());
        return std::move(out.expr);
    }

    Result<DurationExprPtr> offset()
    {
        const bool sign = atSign();
        const Token& first = sign ? m_in.peekAfter() : m_in.peek();
        if (sign && first.kind == TokenKind::Operator) // two signs: no atom any more
            return bracket();
        WG_TRY(Parsed out, sign ? signedOperand(true) : atom());
        if (!sign && first.kind == TokenKind::LeftParen)
            WG_CHECK(operators(out, 1));
        return std::move(out.expr);
    }

private:
    [[nodiscard]] bool atSign() const { return m_in.atOperator("-") || m_in.atOperator("+"); }
    [[nodiscard]] std::unexpected<Error> unexpected() const
    {
        return m_in.unexpected(m_expectation.context, m_expectation.expected);
    }

    Result<Parsed> make(Kind kind, std::size_t begin, Parsed lhs = {}, Parsed rhs = {})
    {
        DurationExpr node;
        node.kind = kind;
        node.range = {begin, m_in.end()};
        Parsed out{nullptr, 1 + std::max(lhs.expr ? lhs.depth : 0, rhs.expr ? rhs.depth : 0)};
        if (out.depth > kMaxNesting)
            return std::unexpected(tooDeep());
        node.lhs = std::move(lhs.expr);
        node.rhs = std::move(rhs.expr);
        out.expr = std::make_shared<const DurationExpr>(std::move(node));
        return out;
    }

    [[nodiscard]] Error tooDeep() const { return nestedTooDeep(m_in.text(), m_in.peek().range); }

    Result<Parsed> expression(int minPrecedence)
    {
        if (++m_open > kMaxNesting)
            return std::unexpected(tooDeep());
        WG_TRY(Parsed left, atSign() ? signedOperand(false) : atom());
        WG_CHECK(operators(left, minPrecedence));
        --m_open;
        return left;
    }

    Result<void> operators(Parsed& left, int minPrecedence)
    {
        while (m_in.at(TokenKind::Operator)) {
            const auto row = std::ranges::find(kOperators, m_in.peek().text, &OperatorRow::text);
            if (row == kOperators.end() || row->precedence < minPrecedence)
                break;
            const SourceRange sign = m_in.take().range;
            WG_TRY(Parsed right, expression(row->kind == Kind::Pow ? row->precedence : row->precedence + 1));
            if ((row->kind == Kind::Div || row->kind == Kind::Mod) && isLiteral(*right.expr) && right.expr->seconds == 0)
                return m_in.error(sign, row->kind == Kind::Div ? "division by zero" : "modulo by zero");
            const std::size_t begin = left.expr->range.begin;
            WG_TRY(left, make(row->kind, begin, std::move(left), std::move(right)));
        }
        return {};
    }

    /// `atomOnly`: what follows the sign is no more than an atom.
    Result<Parsed> signedOperand(bool atomOnly)
    {
        const Token sign = m_in.take();
        WG_TRY(Parsed operand, atomOnly ? atom() : expression(kSignPrecedence + 1));
        const bool minus = sign.text == "-";
        if (isLiteral(*operand.expr)) {
            DurationExpr literal = *operand.expr;
            literal.seconds = minus ? -literal.seconds : literal.seconds;
            literal.range.begin = sign.range.begin;
            operand.expr = std::make_shared<const DurationExpr>(std::move(literal));
            return operand;
        }
        if (!minus)
            return operand; // as Prometheus: a plus is nothing
        return make(Kind::Minus, sign.range.begin, std::move(operand));
    }

    Result<Parsed> atom()
    {
        const Token token = m_in.peek();
        if (token.kind == TokenKind::Number || token.kind == TokenKind::Duration)
            return literal();
        if (token.kind == TokenKind::LeftParen) {
            m_in.take();
            WG_TRY(Parsed inner, expression(1));
            if (!m_in.accept(TokenKind::RightParen))
                return unexpected();
            return make(Kind::Paren, token.range.begin, std::move(inner));
        }
        const bool noArguments = m_in.atKeyword("step") || m_in.atKeyword("range");
        if (!noArguments && !m_in.atKeyword("min_of") && !m_in.atKeyword("max_of"))
            return unexpected();
        m_in.take();
        if (!m_in.accept(TokenKind::LeftParen))
            return unexpected();
        Parsed arguments[2];
        if (!noArguments) {
            WG_TRY(arguments[0], expression(1));
            if (!m_in.accept(TokenKind::Comma))
                return unexpected();
            WG_TRY(arguments[1], expression(1));
        }
        if (!m_in.accept(TokenKind::RightParen))
            return unexpected();
        const Kind kind = equalsNoCase(token.text, "step") ? Kind::Step
            : noArguments                                  ? Kind::Range
            : equalsNoCase(token.text, "min_of")           ? Kind::MinOf
                                                           : Kind::MaxOf;
        return make(kind, token.range.begin, std::move(arguments[0]), std::move(arguments[1]));
    }

    Result<Parsed> literal()
    {
        const Token token = m_in.take();
        DurationExpr node;
        node.range = token.range;
        if (token.kind == TokenKind::Duration) {
            node.kind = Kind::Duration;
            WG_TRY(const DurationMs value, durationOf(m_in, token));
            node.seconds = static_cast<double>(value) / 1000.0;
        } else {
            WG_TRY(node.seconds, numberOf(m_in, token));
        }
        if (!(std::abs(node.seconds) <= kMostSeconds))
            return m_in.error(token.range, "duration out of range");
        return Parsed{std::make_shared<const DurationExpr>(std::move(node)), 1};
    }

    TokenStream& m_in;
    const Expectation& m_expectation;
    int m_open = 0;
};

WrittenDuration written(DurationExprPtr expr)
{
    WrittenDuration out;
    out.range = expr->range;
    if (!isLiteral(*expr)) {
        out.expr = std::move(expr);
        return out;
    }
    out.seconds = expr->seconds;
    // Go rounds to nanoseconds and cuts to milliseconds.
    const double nanoseconds = std::round(expr->seconds * 1e9);
    out.value = std::abs(nanoseconds) < 9.2e18 ? static_cast<DurationMs>(nanoseconds) / 1'000'000
                                               : static_cast<DurationMs>(expr->seconds * 1000);
    if (out.value == 0 && out.seconds != 0)
        out.expr = std::move(expr); // below a millisecond: kept as it was written
    return out;
}

/// Of 2.x: a number or duration, of 2.42 a duration.
Result<WrittenDuration> parseLiteral(TokenStream& in, const Expectation& expectation)
{
    const bool number = in.at(TokenKind::Number) && numbersAreDurations(in.compat());
    if (!number && !in.at(TokenKind::Duration))
        return in.unexpected(expectation.context, expectation.expected);
    WG_TRY(DurationExprPtr literal, DurationParser(in, expectation).literalAlone());
    return written(std::move(literal));
}

/// The first unit of a duration that there is not, where it is its first fault (units go from the largest to the smallest).
std::string_view unknownUnit(std::string_view duration)
{
    constexpr std::array<std::string_view, 7> kUnits{"y", "w", "d", "h", "m", "s", "ms"};
    constexpr std::string_view kDigits = "0123456789";
    auto next = kUnits.begin();
    for (std::size_t at = duration.find_first_not_of(kDigits); at != std::string_view::npos;) {
        const std::size_t end = std::min(duration.find_first_of(kDigits, at), duration.size());
        const std::string_view unit = duration.substr(at, end - at);
        if (std::ranges::find(kUnits, unit) == kUnits.end())
            return unit;
        next = std::find(next, kUnits.end(), unit);
        if (next == kUnits.end())
            break;
        ++next;
        at = duration.find_first_not_of(kDigits, end);
    }
    return {};
}

} // namespace

Result<WrittenDuration> parseBracketDuration(TokenStream& in, const Expectation& expectation)
{
    if (!knowsDurationExpressions(in.compat()))
        return parseLiteral(in, expectation);
    WG_TRY(DurationExprPtr expr, DurationParser(in, expectation).bracket());
    return written(std::move(expr));
}

Result<WrittenDuration> parseOffsetDuration(TokenStream& in)
{
    if (knowsDurationExpressions(in.compat())) {
        constexpr Expectation kExpectation{"offset", "number, duration, step(), or range()"};
        WG_TRY(DurationExprPtr expr, DurationParser(in, kExpectation).offset());
        return written(std::move(expr));
    }
    const Expectation expectation{"offset", numbersAreDurations(in.compat()) ? "number or duration" : "duration"};
    const std::size_t begin = in.peek().range.begin;
    const bool minus = in.atOperator("-");
    if (minus)
        in.take();
    WG_TRY(WrittenDuration out, parseLiteral(in, expectation));
    out.range.begin = begin;
    out.value = minus ? -out.value : out.value;
    out.seconds = minus ? -out.seconds : out.seconds;
    return out;
}

Result<DurationMs> durationOf(const TokenStream& in, const Token& token)
{
    const auto parsed = wg::parseDuration(token.text);
    if (!parsed) {
        if (parsed.error().message.contains("out of range"))
            return in.error(token.range, "duration out of range");
        const std::string_view unit = namesUnknownUnits(in.compat()) ? unknownUnit(token.text) : std::string_view();
        return in.error(token.range,
            unit.empty() ? fmt::format("not a valid duration string: \"{}\"", token.text)
                         : fmt::format("unknown unit \"{}\" in duration \"{}\"", unit, token.text));
    }
    if (*parsed == 0 && zeroDurationIsAnError(in.compat()))
        return in.error(token.range, "duration must be greater than 0");
    return *parsed;
}

Result<double> numberOf(const TokenStream& in, const Token& token)
{
    std::string digits(token.text);
    const auto fails = [&](std::string_view why) {
        return in.error(
            token.range, fmt::format("error parsing number: strconv.ParseFloat: parsing \"{}\": {}", token.text, why));
    };
    if (digits.ends_with('_') || digits.contains("__"))
        return fails("invalid syntax");
    std::erase(digits, '_');
    const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
    const bool octal = digits.size() > 1 && digits.front() == '0' && digits.find_first_not_of("01234567") == std::string::npos;
    if (hex || octal) {
        char* end = nullptr;
        errno = 0;
        const long long value = std::strtoll(digits.c_str(), &end, hex ? 16 : 8);
        if (errno == 0 && *end == '\0' && (octal || digits.size() > 2))
            return static_cast<double>(value);
        if (hex)
            return fails("invalid syntax");
    }
    const auto value = parsePromFloat(digits);
    if (!value)
        return fails("invalid syntax");
    if (std::isinf(*value) && !equalsNoCase(digits, "inf"))
        return fails("value out of range");
    return *value;
}

} // namespace wg::promql
