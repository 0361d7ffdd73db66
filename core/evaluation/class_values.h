// Classes as texts: one spelling for 1, 1.0 and "1", so that a label and a prediction column can be compared.
#pragma once

#include "core/logs/table.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// Numbers before words; numbers by value, words by bytes.
struct ClassLess {
    bool operator()(const std::string& a, const std::string& b) const;
};
using ClassSet = std::set<std::string, ClassLess>;

/// The class a text of a column stands for: numbers in shortest form, everything else as written.
[[nodiscard]] std::string className(std::string_view text);
/// Distinct classes of a column; at most `limit` + 1.
[[nodiscard]] ClassSet classesOf(const logs::Column& column, std::size_t limit);

/// Labels of a cell that lists them: ["a","b"] as JSON or Python write lists, else what lies between | ; or commas. Empty:
/// none.
[[nodiscard]] std::vector<std::string> labelsOfCell(std::string_view cell);
/// Every cell that is not missing is a JSON list.
[[nodiscard]] bool holdsLists(const logs::Column& column);

/// 1, true, yes, positive, whatever the case.
[[nodiscard]] bool isPositiveWord(std::string_view name);
/// The other class of a log that shows one only: "1" for "0", "yes" for "no"; empty when there is no usual one.
[[nodiscard]] std::string counterpart(std::string_view name);

} // namespace wg::evaluation
