// Metrics of one's own: "profit = sum(where(label == 1 and predicted == 1, 5, where(predicted == 1, -1, 0)))".
//
//   formula    := [name "="] expression
//   expression := or;  or := and {"or" and};  and := not {"and" not};  not := "not" not | comparison
//   comparison := sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum];  sum := product {("+" | "-") product}
//   product    := unary {("*" | "/") unary};  unary := "-" unary | power
//   primary    := number | "text" | 'text' | name | `column` | function "(" expression {"," expression} ")" | "(" expression
//   ")"
//
// Rows: columns by name (in backticks when it is no plain word), the roles label, score, predicted and weight, and for binary
// logs tp, fp, tn, fn (1 where the decision is that, else 0). Functions of rows: where(condition, then, else), abs, log
// (natural), exp, sqrt, min(a, b, …), max(a, b, …). Texts are compared with == and != only. True is 1, false 0.
// Aggregates: sum, mean, count (rows where the argument is not 0; count() all), min(x), max(x), quantile(q, x).
// Outside of aggregates: other metrics of the group by key (f1, roc_auc, rows), numbers, and the functions.
// A row where a value is missing is left out of sum, mean, min, max and quantile; weights do not count unless written.
// A value is a number or undefined: log(-1), x/0 and an empty min() are undefined, never infinite.
#pragma once

#include "core/base/result.h"
#include "core/mlmetrics/metric.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::evaluation {

namespace formula {
struct Node;
}

/// Parsed and checked; immutable, cheap to copy.
class Formula {
public:
    /// Parse errors carry their place. Nesting is limited to 100, length to 10,000 bytes.
    [[nodiscard]] static Result<Formula> parse(std::string_view text);

    [[nodiscard]] const std::string& name() const { return m_name; } ///< of the metric; the text itself without "name ="
    /// Names used by rows, columns and roles, each once.
    [[nodiscard]] const std::vector<std::string>& columns() const { return m_columns; }

    /// Values of one name over the rows in order; NaN where missing. Exactly one of the two is filled.
    struct Values {
        std::vector<double> numbers;
        std::vector<std::string_view> texts;
    };
    /// nullopt: there is no such column. `quoted`: in backticks, so a column even where a role has the name.
    using Columns = std::function<std::optional<Values>(std::string_view name, bool quoted)>;
    using Metrics = std::function<std::optional<double>(std::string_view key)>;
    /// Usage error for names that are not there; `rows` is the length of all columns.
    [[nodiscard]] Result<mlmetrics::Metric> evaluate(std::size_t rows, const Columns& columns, const Metrics& metrics) const;

private:
    std::string m_name;
    std::vector<std::string> m_columns;
    std::shared_ptr<const formula::Node> m_root;
};

} // namespace wg::evaluation
