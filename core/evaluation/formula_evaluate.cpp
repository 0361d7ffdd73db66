// Formulas over rows, a block of rows at a time.
#include "core/base/number.h"
#include "core/evaluation/formula.h"
#include "core/evaluation/formula_node.h"
#include "core/mlmetrics/regression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

using formula::Kind;
using formula::Node;

constexpr std::size_t kBlock = 4096;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::unexpected<Error> wrong(const Node& node, const std::string& message)
{
    return fail(ErrorCode::Usage, message,
        Position{.input = "formula", .offset = node.offset, .line = 1, .column = node.offset + 1, .length = node.length});
}

double finite(double value)
{
    return std::isfinite(value) ? value : kMissing;
}

/// Two values; both are there.
double combined(Kind kind, double a, double b)
{
    switch (kind) {
    case Kind::And:
        return a != 0 && b != 0 ? 1 : 0;
    case Kind::Or:
        return a != 0 || b != 0 ? 1 : 0;
    case Kind::Add:
        return finite(a + b);
    case Kind::Subtract:
        return finite(a - b);
    case Kind::Multiply:
        return finite(a * b);
    case Kind::Divide:
        return finite(a / b);
    case Kind::Equal:
        return a == b ? 1 : 0;
    case Kind::Unequal:
        return a != b ? 1 : 0;
    case Kind::Less:
        return a < b ? 1 : 0;
    case Kind::LessEqual:
        return a <= b ? 1 : 0;
    case Kind::Greater:
        return a > b ? 1 : 0;
    case Kind::GreaterEqual:
        return a >= b ? 1 : 0;
    case Kind::Least:
        return std::min(a, b);
    case Kind::Most:
        return std::max(a, b);
    default:
        break;
    }
    return kMissing;
}

double applied(Kind kind, double a)
{
    switch (kind) {
    case Kind::Negate:
        return -a;
    case Kind::Not:
        return a == 0 ? 1 : 0;
    case Kind::Abs:
        return std::abs(a);
    case Kind::Log:
        return finite(std::log(a));
    case Kind::Exp:
        return finite(std::exp(a));
    case Kind::Sqrt:
        return finite(std::sqrt(a));
    default:
        break;
    }
    return kMissing;
}

using Column = Formula::Values;

/// Row expressions over columns that are all there.
class RowExpressions {
public:
    explicit RowExpressions(std::size_t rows) : m_rows(rows) { }

    Result<void> bind(const Node& node, const Formula::Columns& columns)
    {
        if (node.kind == Kind::Column && !m_columns.contains(&node)) {
            auto values = columns(node.text, node.quoted);
            if (!values)
                return wrong(node, fmt::format("there is no column {}", node.text));
            m_columns.emplace(&node, std::move(*values));
        }
        for (const auto& argument : node.arguments)
            WG_CHECK(bind(*argument, columns));
        return checkTexts(node);
    }

    /// Calls take(value) for each row.
    template <class Take>
    void forEach(const Node& node, Take take) const
    {
        for (std::size_t from = 0; from < m_rows; from += kBlock) {
            const std::size_t count = std::min(kBlock, m_rows - from);
            for (const double value : block(node, from, count))
                take(value);
        }
    }

private:
    [[nodiscard]] bool isText(const Node& node) const
    {
        return node.kind == Kind::Text || (node.kind == Kind::Column && !m_columns.at(&node).texts.empty());
    }
    /// Texts stand beside == and != only, and beside other texts.
    Result<void> checkTexts(const Node& node) const
    {
        const bool equality = node.kind == Kind::Equal || node.kind == Kind::Unequal;
        for (std::size_t i = 0; i < node.arguments.size(); ++i) {
            const Node& one = *node.arguments[i];
            if (!isText(one))
                continue;
            const bool counted = node.kind == Kind::Count;
            if (!counted && (!equality || (m_rows > 0 && !isText(*node.arguments[1 - i]))))
                return wrong(
                    one, equality ? "a text can be compared with texts only" : "a text can only be compared with == or !=");
        }
        return {};
    }
    [[nodiscard]] std::string_view textAt(const Node& node, std::size_t row) const
    {
        return node.kind == Kind::Text ? std::string_view(node.text) : m_columns.at(&node).texts[row];
    }
    [[nodiscard]] std::vector<double> texts(const Node& node, std::size_t from, std::size_t count) const
    {
        std::vector<double> out;
        for (std::size_t row = from; row < from + count; ++row) {
            const bool equal = textAt(*node.arguments[0], row) == textAt(*node.arguments[1], row);
            out.push_back(equal == (node.kind == Kind::Equal) ? 1 : 0);
        }
        return out;
    }
    [[nodiscard]] std::vector<double> where(const Node& node, std::size_t from, std::size_t count) const
    {
        std::vector<double> out = block(*node.arguments[0], from, count);
        const std::vector<double> yes = block(*node.arguments[1], from, count);
        const std::vector<double> no = block(*node.arguments[2], from, count);
        for (std::size_t i = 0; i < count; ++i)
            out[i] = std::isnan(out[i]) ? kMissing : out[i] != 0 ? yes[i] : no[i];
        return out;
    }
    [[nodiscard]] std::vector<double> leaf(const Node& node, std::size_t from, std::size_t count) const
    {
        if (node.kind == Kind::Number)
            return std::vector<double>(count, node.number);
        if (isText(node))
            return std::vector<double>(count, 1); // count(text)
        const auto& numbers = m_columns.at(&node).numbers;
        const auto at = numbers.begin() + static_cast<std::ptrdiff_t>(from);
        return {at, at + static_cast<std::ptrdiff_t>(count)};
    }
    [[nodiscard]] std::vector<double> block(const Node& node, std::size_t from, std::size_t count) const
    {
        if (node.arguments.empty())
            return leaf(node, from, count);
        if (node.kind == Kind::Where)
            return where(node, from, count);
        if ((node.kind == Kind::Equal || node.kind == Kind::Unequal) && isText(*node.arguments[0]))
            return texts(node, from, count);
        std::vector<double> out = block(*node.arguments[0], from, count);
        if (node.arguments.size() == 1) {
            for (double& value : out)
                value = std::isnan(value) ? kMissing : applied(node.kind, value);
            return out;
        }
        for (std::size_t a = 1; a < node.arguments.size(); ++a) {
            const std::vector<double> right = block(*node.arguments[a], from, count);
            for (std::size_t i = 0; i < count; ++i)
                out[i] = std::isnan(out[i]) || std::isnan(right[i]) ? kMissing : combined(node.kind, out[i], right[i]);
        }
        return out;
    }

    std::size_t m_rows;
    std::map<const Node*, Column> m_columns;
};

double aggregate(const Node& node, const RowExpressions& rows, std::size_t all)
{
    if (node.arguments.empty())
        return static_cast<double>(all); // count()
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    std::size_t there = 0;
    std::size_t nonZero = 0;
    std::vector<double> kept;
    rows.forEach(*node.arguments.back(), [&](double value) {
        if (std::isnan(value))
            return;
        ++there;
        nonZero += value != 0 ? 1 : 0;
        sum += value;
        least = std::min(least, value);
        most = std::max(most, value);
        if (node.kind == Kind::Quantile)
            kept.push_back(value);
    });
    switch (node.kind) {
    case Kind::Sum:
        return finite(sum);
    case Kind::Count:
        return static_cast<double>(nonZero);
    case Kind::Mean:
        return there == 0 ? kMissing : finite(sum / static_cast<double>(there));
    case Kind::Minimum:
        return finite(least);
    case Kind::Maximum:
        return finite(most);
    default:
        break;
    }
    const std::array<double, 1> at = {node.arguments[0]->number};
    return mlmetrics::quantiles(kept, at)[0];
}

/// Expressions outside of aggregates.
class Scalars {
public:
    Scalars(std::size_t rows, const Formula::Columns& columns, const Formula::Metrics& metrics)
        : m_rows(rows)
        , m_columns(columns)
        , m_metrics(metrics)
    {
    }

    Result<double> value(const Node& node) const
    {
        if (node.kind == Kind::Number)
            return node.number;
        if (node.kind == Kind::Text)
            return wrong(node, "a text is no value of a metric");
        if (node.kind == Kind::Metric)
            return metric(node);
        if (formula::isAggregate(node.kind)) {
            RowExpressions rows(m_rows);
            WG_CHECK(rows.bind(node, m_columns));
            return aggregate(node, rows, m_rows);
        }
        std::vector<double> values;
        for (const auto& argument : node.arguments) {
            WG_TRY(const double one, value(*argument));
            values.push_back(one);
        }
        if (node.kind == Kind::Where)
            return std::isnan(values[0]) ? kMissing : values[0] != 0 ? values[1] : values[2];
        if (std::ranges::any_of(values, [](double v) { return std::isnan(v); }))
            return kMissing;
        double out = values.size() == 1 ? applied(node.kind, values[0]) : values[0];
        for (std::size_t i = 1; i < values.size(); ++i)
            out = combined(node.kind, out, values[i]);
        return out;
    }

private:
    Result<double> metric(const Node& node) const
    {
        if (const auto value = m_metrics(node.text))
            return *value;
        if (m_columns(node.text, false))
            return wrong(node,
                fmt::format(
                    "{} stands for many rows: put it into sum(), mean(), count(), min(), max() or quantile()", node.text));
        return wrong(node, fmt::format("there is no metric {}", node.text));
    }

    std::size_t m_rows;
    const Formula::Columns& m_columns;
    const Formula::Metrics& m_metrics;
};

} // namespace

Result<mlmetrics::Metric> Formula::evaluate(std::size_t rows, const Columns& columns, const Metrics& metrics) const
{
    WG_TRY(const double value, Scalars(rows, columns, metrics).value(*m_root));
    if (std::isnan(value))
        return mlmetrics::undefined("the formula has no value here: 0/0, the logarithm of 0, or no row to take it from");
    return mlmetrics::Metric{value};
}

} // namespace wg::evaluation
