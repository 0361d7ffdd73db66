#include "core/promql/parser.h"

#include "core/promql/function_table.h"
#include "core/promql/parse_parts.h"
#include "core/promql/type_check.h"

#include <algorithm>
#include <array>
#include <optional>

namespace wg::promql {
namespace {

struct OperatorRow {
    BinaryOp op;
    int precedence; ///< higher binds tighter
};

constexpr int kUnaryPrecedence = 6; ///< a sign binds looser than ^ and as tight as *
constexpr std::array<OperatorRow, 16> kOperators{
    {{BinaryOp::Or, 1}, {BinaryOp::And, 2}, {BinaryOp::Unless, 2}, {BinaryOp::Eq, 3}, {BinaryOp::Ne, 3}, {BinaryOp::Le, 3},
        {BinaryOp::Lt, 3}, {BinaryOp::Ge, 3}, {BinaryOp::Gt, 3}, {BinaryOp::Add, 4}, {BinaryOp::Sub, 4}, {BinaryOp::Mul, 5},
        {BinaryOp::Div, 5}, {BinaryOp::Mod, 5}, {BinaryOp::Atan2, 5}, {BinaryOp::Pow, 6}}};

const OperatorRow* operatorOf(const Token& token)
{
    if (token.kind != TokenKind::Operator)
        return nullptr;
    const auto row =
        std::ranges::find_if(kOperators, [&](const OperatorRow& r) { return equalsNoCase(token.text, opText(r.op)); });
    return row == kOperators.end() ? nullptr : &*row;
}

class Parser {
public:
    Parser(std::string_view text, Compat compat) : m_in(text), m_compat(compat) { }

    Result<Expr> run()
    {
        if (m_in.at(TokenKind::End))
            return m_in.error({0, 0}, "no expression found in input");
        WG_TRY(ExprPtr expr, binary(1));
        if (!m_in.at(TokenKind::End))
            return m_in.unexpected();
        return std::move(*expr);
    }

private:
    /// Wraps a node, checks it and bounds the tree's depth.
    Result<ExprPtr> make(std::size_t begin, Node node)
    {
        auto expr = std::make_unique<Expr>(Expr{{begin, m_in.end()}, 1, std::move(node)});
        forEachChild(*expr, [&](const Expr& child) { expr->depth = std::max(expr->depth, child.depth + 1); });
        if (expr->depth > kMaxNesting)
            return tooDeep();
        WG_CHECK(checkTypes(*expr, m_in.text()));
        return expr;
    }

    [[nodiscard]] std::unexpected<Error> tooDeep() const
    {
        return std::unexpected(errorAt(ErrorCode::Limit, m_in.text(), m_in.peek().range,
            fmt::format("expression is nested deeper than {} levels; split it with recording rules", kMaxNesting)));
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
        if (!m_in.atKeyword("on") && !m_in.atKeyword("ignoring"))
            return {};
        node.matching.on = m_in.atKeyword("on");
        m_in.take();
        WG_TRY(node.matching.labels, parseLabelList(m_in));
        if (!m_in.atKeyword("group_left") && !m_in.atKeyword("group_right"))
            return {};
        node.matching.card = m_in.atKeyword("group_left") ? Matching::Card::ManyToOne : Matching::Card::OneToMany;
        m_in.take();
        if (m_in.at(TokenKind::LeftParen)) {
            WG_TRY(node.matching.include, parseLabelList(m_in));
        }
        for (const std::string& label : node.matching.include) {
            if (node.matching.on && std::ranges::find(node.matching.labels, label) != node.matching.labels.end())
                return m_in.error(
                    node.opRange, fmt::format("label \"{}\" must not occur in ON and GROUP clause at once", label));
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
            } else if (m_in.atKeyword("offset") || m_in.at(TokenKind::At)) {
                WG_CHECK(shift(*expr));
            } else {
                return expr;
            }
        }
    }

    Result<ExprPtr> brackets(std::size_t begin, ExprPtr expr)
    {
        const Token open = m_in.take();
        WG_TRY(const DurationMs range, parseDurationToken(m_in, "subquery or range"));
        if (range <= 0)
            return m_in.error(open.range, "duration must be greater than 0");
        if (m_in.accept(TokenKind::Colon)) {
            Subquery node{std::move(expr), range, nullptr, std::nullopt, nullptr, {}};
            if (!m_in.at(TokenKind::RightBracket)) {
                WG_TRY(node.step, parseDurationToken(m_in, "subquery selector"));
                if (*node.step <= 0)
                    return m_in.error(open.range, "duration must be greater than 0");
            }
            WG_TRY(const Token close, m_in.expect(TokenKind::RightBracket, "subquery selector", "\"]\""));
            static_cast<void>(close);
            return make(begin, std::move(node));
        }
        WG_TRY(const Token close, m_in.expect(TokenKind::RightBracket, "subquery or range", "\":\" or \"]\""));
        auto* selector = std::get_if<Selector>(&expr->node);
        const SourceRange whole{open.range.begin, close.range.end};
        if (selector == nullptr || selector->range)
            return m_in.error(whole, "ranges only allowed for vector selectors");
        if (selector->shift.offset)
            return m_in.error(whole, "no offset modifiers allowed before range");
        if (selector->shift.anchor != Shift::Anchor::None)
            return m_in.error(whole, "no @ modifiers allowed before range");
        selector->range = range;
        expr->range.end = m_in.end();
        return expr;
    }

    Result<void> shift(Expr& expr)
    {
        const bool isOffset = !m_in.at(TokenKind::At);
        m_in.take();
        auto* selector = std::get_if<Selector>(&expr.node);
        auto* subquery = std::get_if<Subquery>(&expr.node);
        Shift* shift = selector ? &selector->shift : subquery ? &subquery->shift : nullptr;
        Shift parsed;
        WG_CHECK(isOffset ? parseOffset(m_in, parsed) : parseAt(m_in, parsed));
        const std::string_view word = isOffset ? "offset" : "@";
        if (shift == nullptr)
            return m_in.error(expr.range,
                fmt::format(
                    "{} modifier must be preceded by an instant vector selector or range vector selector or a subquery", word));
        if (isOffset ? shift->offset.has_value() : shift->anchor != Shift::Anchor::None)
            return m_in.error(
                expr.range, isOffset ? "offset may not be set multiple times" : "@ <timestamp> may not be set multiple times");
        if (isOffset) {
            shift->offset = parsed.offset;
        } else {
            shift->anchor = parsed.anchor;
            shift->at = parsed.at;
        }
        expr.range.end = m_in.end();
        return {};
    }

    Result<ExprPtr> primary()
    {
        const Token& token = m_in.peek();
        const std::size_t begin = token.range.begin;
        const TokenKind after = m_in.kindAfter();
        switch (token.kind) {
        case TokenKind::Number:
        case TokenKind::Duration: {
            WG_TRY(const double value, parseNumberToken(m_in));
            return make(begin, NumberLiteral{value});
        }
        case TokenKind::String: {
            WG_TRY(std::string value, parseStringToken(m_in));
            return make(begin, StringLiteral{std::move(value)});
        }
        case TokenKind::LeftParen: {
            m_in.take();
            WG_TRY(ExprPtr inner, binary(1));
            WG_CHECK(m_in.expect(TokenKind::RightParen, "", ""));
            return make(begin, Paren{std::move(inner)});
        }
        case TokenKind::Aggregator:
            if (after == TokenKind::LeftParen || equalsNoCase(m_in.textAfter(), "by")
                || equalsNoCase(m_in.textAfter(), "without"))
                return aggregate();
            break;
        case TokenKind::Identifier:
            if (after == TokenKind::LeftParen)
                return call();
            break;
        case TokenKind::Keyword:
            if (after == TokenKind::LeftParen && (m_in.atKeyword("start") || m_in.atKeyword("end")))
                return call();
            break;
        default:
            break;
        }
        WG_TRY(Selector selector, parseVectorSelector(m_in));
        return make(begin, std::move(selector));
    }

    Result<std::vector<ExprPtr>> arguments(std::string_view context)
    {
        m_in.take();
        std::vector<ExprPtr> out;
        while (!m_in.at(TokenKind::RightParen)) {
            WG_TRY(ExprPtr argument, binary(1));
            out.push_back(std::move(argument));
            if (m_in.at(TokenKind::RightParen))
                break;
            WG_CHECK(m_in.expect(TokenKind::Comma, context, "\",\" or \")\""));
            if (m_in.at(TokenKind::RightParen))
                return m_in.error(m_in.peek().range, "trailing commas not allowed in function call args");
        }
        m_in.take();
        return out;
    }

    Result<ExprPtr> call()
    {
        const Token name = m_in.take();
        const FunctionInfo* function = findFunction(name.text, m_compat);
        if (function == nullptr)
            return m_in.error(name.range, fmt::format("unknown function with name \"{}\"", name.text));
        WG_TRY(auto args, arguments("function call"));
        return make(name.range.begin, Call{function, std::move(args)});
    }

    Result<void> grouping(Aggregate& node, bool& seen)
    {
        if (seen || (!m_in.atKeyword("by") && !m_in.atKeyword("without")))
            return {};
        seen = true;
        node.without = m_in.atKeyword("without");
        m_in.take();
        WG_TRY(node.grouping, parseLabelList(m_in));
        return {};
    }

    Result<ExprPtr> aggregate()
    {
        const Token name = m_in.take();
        Aggregate node;
        for (int i = 0; i <= static_cast<int>(AggregateOp::LimitRatio); ++i) {
            if (equalsNoCase(name.text, opText(static_cast<AggregateOp>(i))))
                node.op = static_cast<AggregateOp>(i);
        }
        bool grouped = false;
        WG_CHECK(grouping(node, grouped));
        if (!m_in.at(TokenKind::LeftParen))
            return m_in.unexpected("aggregation");
        WG_TRY(auto args, arguments("aggregation"));
        WG_CHECK(grouping(node, grouped));
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
    Compat m_compat;
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

Error notSupported(std::string_view expression, SourceRange range, std::string_view what)
{
    return errorAt(ErrorCode::Unsupported, expression, range, fmt::format("not supported yet: {}", what));
}

} // namespace wg::promql
