// Tables of typed columns, as panels show them.
#pragma once

#include "core/base/time.h"
#include "core/series/value.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wg::frames {

struct Column {
    enum class Type { Text, Number, Time } type = Type::Text;
    std::string name;
    std::string refId; ///< query it came from; empty for labels
    std::vector<std::string> texts; ///< Type::Text
    std::vector<double> numbers; ///< Type::Number; NaN is an empty cell
    std::vector<TimeMs> times; ///< Type::Time
};

struct Table {
    std::vector<Column> columns; ///< all of the same length
    [[nodiscard]] std::size_t rows() const;
};

/// Grafana's table format of an instant vector: Time, one column per label (sorted by name), Value; where there are native
/// histograms a last text column, Histogram, describes them.
[[nodiscard]] Table fromVector(const series::Vector& vector, std::string_view refId);
/// Long form of a matrix: Time, labels, Value; one row per sample.
[[nodiscard]] Table fromMatrix(const series::Matrix& matrix, std::string_view refId);

/// A series' name in legends: `legendFormat` with {{label}} filled in, or the labels' text when empty or "__auto".
[[nodiscard]] std::string legendText(const series::Labels& labels, std::string_view legendFormat);

} // namespace wg::frames
