// The tree of a formula (formula.h). Internal to the parser and the evaluation.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace wg::evaluation::formula {

enum class Kind {
    Number,
    Text,
    Column, ///< of the row
    Metric, ///< of the group
    Negate,
    Not,
    And,
    Or,
    Add,
    Subtract,
    Multiply,
    Divide,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Where,
    Abs,
    Log,
    Exp,
    Sqrt,
    Least, ///< min(a, b, …)
    Most,
    Sum, ///< aggregates from here on
    Mean,
    Count,
    Minimum,
    Maximum,
    Quantile,
};
[[nodiscard]] inline bool isAggregate(Kind kind)
{
    return kind >= Kind::Sum;
}

struct Node {
    Kind kind = Kind::Number;
    double number = 0;
    std::string text; ///< name or text
    bool quoted = false; ///< the name stood in backticks
    std::size_t offset = 0, length = 0; ///< in the formula
    std::vector<std::unique_ptr<Node>> arguments;
};

} // namespace wg::evaluation::formula
