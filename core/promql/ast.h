// The tree of a PromQL expression. Values only: evaluation keeps its state elsewhere.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/promql/lexer.h"
#include "core/series/matcher.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wg::promql {

struct FunctionInfo;
struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

enum class ValueType { Scalar, String, InstantVector, RangeVector };
[[nodiscard]] std::string_view typeName(ValueType type); ///< "instant vector", as in Prometheus' messages

/// TrimUpper (</) and TrimLower (>/) cut native histograms.
enum class BinaryOp { Or, And, Unless, Eq, Ne, Le, Lt, Ge, Gt, Add, Sub, Mul, Div, Mod, Atan2, Pow, TrimUpper, TrimLower };
[[nodiscard]] std::string_view opText(BinaryOp op);
[[nodiscard]] constexpr bool isSetOp(BinaryOp op)
{
    return op <= BinaryOp::Unless;
}
[[nodiscard]] constexpr bool isComparison(BinaryOp op)
{
    return op >= BinaryOp::Eq && op <= BinaryOp::Gt;
}

enum class AggregateOp {
    Sum,
    Avg,
    Min,
    Max,
    Count,
    Stddev,
    Stdvar,
    Group,
    Topk,
    Bottomk,
    Quantile,
    CountValues,
    Limitk,
    LimitRatio
};
[[nodiscard]] std::string_view opText(AggregateOp op);
[[nodiscard]] constexpr bool hasParameter(AggregateOp op)
{
    return op >= AggregateOp::Topk;
}

/// 5m*2, step()+1s, min_of(range(), 1h): a duration that is known when the query's start, end and step are.
/// Immutable and shared: copies of the tree mean the same.
struct DurationExpr {
    enum class Kind { Number, Duration, Step, Range, Minus, Paren, Add, Sub, Mul, Div, Mod, Pow, MinOf, MaxOf };

    Kind kind = Kind::Number;
    double seconds = 0; ///< of Number and Duration
    std::shared_ptr<const DurationExpr> lhs; ///< of Minus and Paren too
    std::shared_ptr<const DurationExpr> rhs;
    SourceRange range;
};
using DurationExprPtr = std::shared_ptr<const DurationExpr>;

/// offset and @ of a selector or subquery.
struct Shift {
    enum class Anchor { None, Time, Start, End };

    std::optional<DurationMs> offset; ///< positive looks back; none where it was written as zero
    DurationExprPtr offsetExpr; ///< set where the offset was written as one; resolveDurations() gives `offset` its value
    Anchor anchor = Anchor::None;
    TimeMs at = 0; ///< with Anchor::Time

    bool operator==(const Shift&) const = default;
};

struct NumberLiteral {
    double value = 0;
    bool duration = false; ///< written as one: 10m
};
struct StringLiteral {
    std::string value;
};
/// foo{a="b"}[5m] offset 1m @ 7
struct Selector {
    std::string metric; ///< as written before the braces, empty if not (though {"my.metric"} has a matcher for it)
    std::vector<series::Matcher> matchers; ///< as written, and last the one for `metric`
    /// How the edges of a range (or the instant) are met, 3.x: by the sample before (anchored), by interpolation (smoothed).
    enum class Edges { Samples, Anchored, Smoothed };

    std::optional<DurationMs> range; ///< set: a range vector
    DurationExprPtr rangeExpr; ///< set where the range was written as one; `range` is 0 until resolveDurations()
    Shift shift;
    Edges edges = Edges::Samples;
};
struct Subquery {
    ExprPtr expr;
    DurationMs range = 0;
    DurationExprPtr rangeExpr;
    std::optional<DurationMs> step; ///< none: the engine's default
    DurationExprPtr stepExpr;
    Shift shift;
};
struct Unary {
    bool minus = false;
    ExprPtr expr;
};
struct Matching {
    enum class Card { OneToOne, ManyToOne, OneToMany };

    Card card = Card::OneToOne;
    bool on = false; ///< labels are those that count; false: those that do not
    std::vector<std::string> labels;
    std::vector<std::string> include; ///< of group_left or group_right
    std::optional<double> fillLeft; ///< value for an element the left side lacks
    std::optional<double> fillRight;
};
struct Binary {
    BinaryOp op = BinaryOp::Add;
    bool returnBool = false;
    Matching matching;
    ExprPtr lhs;
    ExprPtr rhs;
    SourceRange opRange;
};
struct Aggregate {
    AggregateOp op = AggregateOp::Sum;
    bool without = false;
    std::vector<std::string> grouping;
    ExprPtr parameter; ///< where hasParameter(op)
    ExprPtr expr;
};
struct Call {
    const FunctionInfo* function = nullptr; ///< a row of the table, never null
    std::vector<ExprPtr> arguments;
};
struct Paren {
    ExprPtr expr;
};

using Node = std::variant<NumberLiteral, StringLiteral, Selector, Subquery, Unary, Binary, Aggregate, Call, Paren>;

struct Expr {
    SourceRange range;
    int depth = 1; ///< of the tree from here down; bounded by the parser
    Node node;

    [[nodiscard]] ValueType type() const;
};

/// The expression inside any number of parentheses.
[[nodiscard]] const Expr& withoutParens(const Expr& expr);
/// Direct parts, in the order they are written.
void forEachChild(const Expr& expr, const std::function<void(const Expr&)>& visit);
void forEachChild(Expr& expr, const std::function<void(Expr&)>& visit);

/// The times a query is asked with; start == end and step == 0 for an instant query.
struct QueryTimes {
    TimeMs start = 0;
    TimeMs end = 0;
    DurationMs step = 0;
};
/// Computes every duration expression of the tree and stores the results in range, step and offset. The error (a range that is
/// not positive, a division by zero) is of the expression's part.
[[nodiscard]] Result<void> resolveDurations(Expr& expr, const QueryTimes& times, std::string_view expression);
/// Every selector of the tree, from left to right.
[[nodiscard]] std::vector<const Selector*> extractSelectors(const Expr& expr);

} // namespace wg::promql
