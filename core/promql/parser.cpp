#include "core/promql/parser.h"

#include "core/promql/duration_expr.h"
#include "core/promql/function_table.h"
#include "core/promql/parse_parts.h"
#include "core/promql/type_check.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct OperatorRow {
    BinaryOp op;
    int precedence; ///< higher binds tighter
};

constexpr int kUnaryPrecedence = 6; ///< a sign binds looser than ^ and as tight as *
constexpr std::array<OperatorRow, 18> kOperators{{{BinaryOp::Or, 1}, {BinaryOp::And, 2}, {BinaryOp::Unless, 2},
    {BinaryOp::Eq, 3}, {BinaryOp::Ne, 3}, {BinaryOp::Le, 3}, {BinaryOp::Lt, 3}, {BinaryOp::Ge, 3}, {BinaryOp::Gt, 3},
    {BinaryOp::TrimUpper, 3}, {BinaryOp::TrimLower, 3}, {BinaryOp::Add, 4}, {BinaryOp::Sub, 4}, {BinaryOp::Mul, 5},
    {BinaryOp::Div, 5}, {BinaryOp::Mod, 5}, {BinaryOp::Atan2, 5}, {BinaryOp::Pow, 6}}};

const OperatorRow* operatorOf(const Token& token)
{
    if (token.kind != TokenKind::Operator)
        return nullptr;
    const auto row =
        std::ranges::find_if(kOperators, [&](const OperatorRow& r) { return equalsNoCase(token.text, opText(r.op)); });
    return row == kOperators.end() ? nullptr : &*row;
}

AggregateOp aggregateOf(std::string_view name)
{
    int i = 0;
    while (i < static_cast<int>(AggregateOp::LimitRatio) && !equalsNoCase(name, opText(static_cast<AggregateOp>(i))))
        ++i;
    return static_cast<AggregateOp>(i);
}

/// How a version says what it wants in brackets.
Expectation inBrackets(Compat compat)
{
    if (knowsDurationExpressions(compat))
        return {"subquery or range selector", "number, duration, step(), or range()"};
    return {"subquery selector", numbersAreDurations(compat) ? "number or duration" : "duration"};
}

Expectation afterColon(Compat compat)
{
    constexpr std::string_view kContext = "subquery selector";
    if (knowsDurationExpressions(compat))
        return {kContext, "number, duration, step(), range(), or \"]\""};
    return {kContext, numbersAreDurations(compat) ? "number or duration or \"]\"" : "duration or \"]\""};
}

class Parser {
public:
    Parser(std::string_view text, Compat compat) : m_in(text, compat) { }

    Result<Expr> run()
    {
        if (m_in.at(TokenKind::End))
            return m_in.error({0, 0}, "no expression found in input");
        WG_TRY(ExprPtr expr, binary(1));
        if (!m_in.at(TokenKind::End))
            return m_in.unexpected();
        WG_CHECK(checkTypes(*expr, m_in.text()));
        return std::move(*expr);
    }

private:
    /// Wraps a node and bounds the tree's depth.
    Result<ExprPtr> make(std::size_t begin, Node node)
    {
        auto expr = std::make_unique<Expr>(Expr{{begin, m_in.end()}, 1, std::move(node)});
        forEachChild(*expr, [&](const Expr& child) { expr->depth = std::max(expr->depth, child.depth + 1); });
        if (expr->depth > kMaxNesting)
            return tooDeep();
        return expr;
    }

    [[nodiscard]] std::unexpected<Error> tooDeep() const
    {
        return std::unexpected(nestedTooDeep(m_in.text(), m_in.peek().range));
    }

    Result<ExprPtr> binary(int minPrecedence)
    {
        // Every recursion passes here, so the stack is bounded before a tree exists.
        if (++m_open > kMaxNesting)
            return tooDeep();
        const std::size_t begin = m_in.peek().range.begin;
        WG_TRY(ExprPtr left, unary());
        while (const OperatorRow* row = operatorOf(m_in.peek())) {
            if (row->precedence < minPrecedence)
                break;
            Binary node;
            node.op = row->op;
            node.opRange = m_in.take().range;
            WG_CHECK(modifiers(node));
            WG_TRY(node.rhs, binary(row->op == BinaryOp::Pow ? row->precedence : row->precedence + 1));
            node.lhs = std::move(left);
            WG_TRY(left, make(begin, std::move(node)));
        }
        --m_open;
        return left;
    }

    Result<void> modifiers(Binary& node)
    {
        node.returnBool = m_in.acceptKeyword("bool");
        Matching& matching = node.matching;
        if (m_in.atKeyword("on") || m_in.atKeyword("ignoring")) {
            matching.on = equalsNoCase(m_in.take().text, "on");
            WG_TRY(matching.labels, parseLabelList(m_in));
            WG_CHECK(grouping(matching));
        }
        return fill(matching);
    }

    Result<void> grouping(Matching& matching)
    {
        if (!m_in.atKeyword("group_left") && !m_in.atKeyword("group_right"))
            return {};
        const bool left = equalsNoCase(m_in.take().text, "group_left");
        matching.card = left ? Matching::Card::ManyToOne : Matching::Card::OneToMany;
        // A parenthesis may hold labels or begin the right side; as in Prometheus it holds labels. What can begin neither is
        // taken for a list that lacks its parenthesis.
        if (m_in.at(TokenKind::LeftParen) || (!startsExpression(m_in.peek()) && !m_in.atFill())) {
            WG_TRY(matching.include, parseLabelList(m_in));
        }
        return {};
    }

    Result<void> fill(Matching& matching)
    {
        if (m_in.acceptKeyword("fill")) {
            WG_TRY(matching.fillLeft, parseFillValue(m_in));
            matching.fillRight = matching.fillLeft;
            return {};
        }
        for (int i = 0; i < 2; ++i) {
            if (!matching.fillLeft && m_in.acceptKeyword("fill_left")) {
                WG_TRY(matching.fillLeft, parseFillValue(m_in));
            } else if (!matching.fillRight && m_in.acceptKeyword("fill_right")) {
                WG_TRY(matching.fillRight, parseFillValue(m_in));
            }
        }
        return {};
    }

    Result<ExprPtr> unary()
    {
        if (!m_in.atOperator("-") && !m_in.atOperator("+"))
            return postfix();
        const Token sign = m_in.take();
        WG_TRY(ExprPtr operand, binary(kUnaryPrecedence));
        if (auto* number = std::get_if<NumberLiteral>(&operand->node)) {
            number->value = sign.text == "-" ? -number->value : number->value;
            operand->range.begin = sign.range.begin;
            return operand;
        }
        return make(sign.range.begin, Unary{sign.text == "-", std::move(operand)});
    }

    Result<ExprPtr> postfix()
    {
        const std::size_t begin = m_in.peek().range.begin;
        WG_TRY(ExprPtr expr, primary());
        for (;;) {
            if (m_in.at(TokenKind::LeftBracket)) {
                WG_TRY(expr, brackets(begin, std::move(expr)));
            } else if (m_in.atKeyword("offset")) {
                WG_CHECK(offset(*expr));
            } else if (m_in.at(TokenKind::At)) {
                WG_CHECK(at(*expr));
            } else if (m_in.atKeyword("anchored") || m_in.atKeyword("smoothed")) {
                WG_CHECK(edges(*expr));
            } else {
                return expr;
            }
        }
    }

    /// A range or a step: its error is at the duration.
    Result<WrittenDuration> positive(const Expectation& expectation)
    {
        WG_TRY(WrittenDuration out, parseBracketDuration(m_in, expectation));
        if (!out.expr && out.seconds <= 0)
            return m_in.error(out.range, "duration must be greater than 0");
        return out;
    }

    Result<ExprPtr> brackets(std::size_t begin, ExprPtr expr)
    {
        const Token open = m_in.take();
        WG_TRY(WrittenDuration range, positive(inBrackets(m_in.compat())));
        if (m_in.accept(TokenKind::Colon)) {
            Subquery node{std::move(expr), range.value, std::move(range.expr), std::nullopt, nullptr, {}};
            if (!m_in.at(TokenKind::RightBracket)) {
                WG_TRY(WrittenDuration step, positive(afterColon(m_in.compat())));
                node.step = step.value;
                node.stepExpr = std::move(step.expr);
            }
            if (!m_in.accept(TokenKind::RightBracket))
                return m_in.unexpected("subquery selector", "\"]\"");
            return make(begin, std::move(node));
        }
        if (!m_in.accept(TokenKind::RightBracket))
            return m_in.unexpected("subquery or range", "\":\" or \"]\"");
        auto* selector = std::get_if<Selector>(&expr->node);
        const SourceRange whole{open.range.begin, m_in.end()};
        if (selector == nullptr || selector->range)
            return m_in.error(whole, "ranges only allowed for vector selectors");
        if (selector->shift.offset || selector->shift.offsetExpr)
            return m_in.error(whole, "no offset modifiers allowed before range");
        if (selector->shift.anchor == Shift::Anchor::Time) // @ start() is taken, as in Prometheus
            return m_in.error(whole, "no @ modifiers allowed before range");
        selector->range = range.value;
        selector->rangeExpr = std::move(range.expr);
        expr->range.end = m_in.end();
        return expr;
    }

    /// Where offset and @ of this expression go.
    Result<Shift*> shiftOf(Expr& expr, std::string_view word)
    {
        if (auto* selector = std::get_if<Selector>(&expr.node))
            return &selector->shift;
        if (auto* subquery = std::get_if<Subquery>(&expr.node))
            return &subquery->shift;
        return m_in.error(expr.range,
            fmt::format(
                "{} modifier must be preceded by an instant vector selector or range vector selector or a subquery", word));
    }

    Result<void> offset(Expr& expr)
    {
        m_in.take();
        WG_TRY(WrittenDuration written, parseOffsetDuration(m_in));
        WG_TRY(Shift * shift, shiftOf(expr, "offset"));
        if (shift->offset || shift->offsetExpr)
            return m_in.error(expr.range, "offset may not be set multiple times");
        if (written.expr)
            shift->offsetExpr = std::move(written.expr);
        else if (written.value != 0)
            shift->offset = written.value;
        expr.range.end = m_in.end();
        return {};
    }

    Result<void> at(Expr& expr)
    {
        m_in.take();
        WG_TRY(const Shift parsed, parseAt(m_in, expr.range));
        WG_TRY(Shift * shift, shiftOf(expr, "@"));
        if (shift->anchor != Shift::Anchor::None)
            return m_in.error(expr.range, "@ <timestamp> may not be set multiple times");
        shift->anchor = parsed.anchor;
        shift->at = parsed.at;
        expr.range.end = m_in.end();
        return {};
    }

    Result<void> edges(Expr& expr)
    {
        const Token word = m_in.take();
        const bool anchored = equalsNoCase(word.text, "anchored");
        const std::string_view name = anchored ? "anchored" : "smoothed";
        auto* selector = std::get_if<Selector>(&expr.node);
        if (selector == nullptr)
            return m_in.error(expr.range,
                fmt::format("{} modifier {}", name,
                    std::holds_alternative<Subquery>(expr.node)
                        ? "is not supported for subqueries"
                        : "must be preceded by an instant vector selector or range vector selector"));
        const auto wanted = anchored ? Selector::Edges::Anchored : Selector::Edges::Smoothed;
        if (selector->edges != Selector::Edges::Samples && selector->edges != wanted)
            return m_in.error(expr.range, "anchored and smoothed modifiers cannot be used together");
        selector->edges = wanted;
        expr.range.end = m_in.end();
        return {};
    }

    [[nodiscard]] bool startsExpression(const Token& token) const
    {
        switch (token.kind) {
        case TokenKind::Number:
        case TokenKind::String:
        case TokenKind::LeftParen:
        case TokenKind::LeftBrace:
            return true;
        case TokenKind::Duration:
            return numbersAreDurations(m_in.compat());
        default:
            return canNameMetric(token) || (token.kind == TokenKind::Operator && (token.text == "+" || token.text == "-"));
        }
    }

    Result<ExprPtr> primary()
    {
        const Token token = m_in.peek();
        const std::size_t begin = token.range.begin;
        const Token& after = m_in.peekAfter();
        const bool called = after.kind == TokenKind::LeftParen;
        if (token.kind == TokenKind::Number) {
            m_in.take();
            WG_TRY(const double value, numberOf(m_in, token));
            return make(begin, NumberLiteral{value});
        }
        if (token.kind == TokenKind::Duration && numbersAreDurations(m_in.compat())) {
            m_in.take();
            WG_TRY(const DurationMs value, durationOf(m_in, token));
            return make(begin, NumberLiteral{static_cast<double>(value) / 1000.0, true});
        }
        if (token.kind == TokenKind::String) {
            WG_TRY(std::string value, parseStringToken(m_in));
            return make(begin, StringLiteral{std::move(value)});
        }
        if (token.kind == TokenKind::LeftParen) {
            m_in.take();
            WG_TRY(ExprPtr inner, binary(1));
            if (!m_in.accept(TokenKind::RightParen))
                return m_in.unexpected();
            return make(begin, Paren{std::move(inner)});
        }
        const bool grouped =
            after.kind == TokenKind::Keyword && (equalsNoCase(after.text, "by") || equalsNoCase(after.text, "without"));
        if (token.kind == TokenKind::Aggregator && (called || grouped))
            return aggregate();
        if (called && isCallable(token))
            return call();
        WG_TRY(Selector selector, parseVectorSelector(m_in));
        return make(begin, std::move(selector));
    }

    [[nodiscard]] bool isCallable(const Token& token) const
    {
        if (token.kind == TokenKind::Identifier)
            return !token.text.contains(':');
        constexpr std::string_view kNames[] = {"start", "end", "step", "range", "min_of", "max_of"};
        return token.kind == TokenKind::Keyword && knowsQueryTimeFunctions(m_in.compat())
            && std::ranges::any_of(kNames, [&](std::string_view name) { return equalsNoCase(token.text, name); });
    }

    Result<std::vector<ExprPtr>> arguments()
    {
        m_in.take();
        std::vector<ExprPtr> out;
        if (m_in.accept(TokenKind::RightParen))
            return out;
        for (;;) {
            WG_TRY(ExprPtr argument, binary(1));
            out.push_back(std::move(argument));
            if (m_in.accept(TokenKind::RightParen))
                return out;
            if (!m_in.at(TokenKind::Comma))
                return m_in.unexpected();
            const Token comma = m_in.take();
            if (!startsExpression(m_in.peek()) && !m_in.at(TokenKind::Error))
                return m_in.error(comma.range, "trailing commas not allowed in function call args");
        }
    }

    Result<ExprPtr> call()
    {
        const Token name = m_in.take();
        WG_TRY(auto args, arguments());
        const FunctionInfo* function = findFunction(name.text, m_in.compat());
        if (function == nullptr)
            return m_in.error(name.range, fmt::format("unknown function with name \"{}\"", name.text));
        return make(name.range.begin, Call{function, std::move(args)});
    }

    /// by (…) or without (…), before or after the arguments; true if there is one.
    Result<bool> aggregateGrouping(Aggregate& node)
    {
        if (!m_in.atKeyword("by") && !m_in.atKeyword("without"))
            return false;
        node.without = equalsNoCase(m_in.take().text, "without");
        WG_TRY(node.grouping, parseLabelList(m_in));
        return true;
    }

    Result<ExprPtr> aggregate()
    {
        const Token name = m_in.take();
        m_in.enterAggregation();
        Aggregate node;
        node.op = aggregateOf(name.text);
        WG_TRY(const bool grouped, aggregateGrouping(node));
        if (!m_in.at(TokenKind::LeftParen))
            return m_in.unexpected();
        WG_TRY(auto args, arguments());
        if (!grouped) {
            WG_TRY([[maybe_unused]] const bool groupedAfter, aggregateGrouping(node));
        }
        if (!grouped && m_in.at(TokenKind::Error)) // read to see whether a grouping follows, and so said first
            return m_in.unexpected();
        m_in.leaveAggregation();
        const std::size_t wanted = hasParameter(node.op) ? 2 : 1;
        const SourceRange whole{name.range.begin, m_in.end()};
        if (args.empty())
            return m_in.error(whole, "no arguments for aggregate expression provided");
        if (args.size() != wanted)
            return m_in.error(whole,
                fmt::format(
                    "wrong number of arguments for aggregate expression provided, expected {}, got {}", wanted, args.size()));
        if (wanted == 2)
            node.parameter = std::move(args.front());
        node.expr = std::move(args.back());
        return make(name.range.begin, std::move(node));
    }

    TokenStream m_in;
    int m_open = 0; ///< depth of binary()
};

Result<void> checkSize(std::string_view text)
{
    if (text.size() <= kMaxExpressionBytes)
        return {};
    return std::unexpected(errorAt(ErrorCode::Limit, text, {kMaxExpressionBytes, text.size()},
        fmt::format("expression is longer than {} KiB; split it with recording rules", kMaxExpressionBytes / 1024)));
}

} // namespace

Result<Expr> parse(std::string_view expression, Compat compat)
{
    WG_CHECK(checkSize(expression));
    return Parser(expression, compat).run();
}

Result<std::vector<series::Matcher>> parseSelector(std::string_view text, Compat compat)
{
    WG_TRY(Expr expr, parse(text, compat));
    auto* selector = std::get_if<Selector>(&expr.node);
    if (selector == nullptr || selector->range || !(selector->shift == Shift{}))
        return std::unexpected(errorAt(ErrorCode::Parse, text, expr.range, "parse error: expected a series selector"));
    return std::move(selector->matchers);
}

Error errorAt(ErrorCode code, std::string_view expression, SourceRange range, std::string message)
{
    const std::string_view before = expression.substr(0, std::min(range.begin, expression.size()));
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 == 0
    const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
    return {code, std::move(message),
        Position{"", range.begin, line, before.size() - lineStart + 1, range.end - std::min(range.begin, range.end)}};
}

Error nestedTooDeep(std::string_view expression, SourceRange range)
{
    return errorAt(ErrorCode::Limit, expression, range,
        fmt::format("expression is nested deeper than {} levels; split it with recording rules", kMaxNesting));
}

} // namespace wg::promql
