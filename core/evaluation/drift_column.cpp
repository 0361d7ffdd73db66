#include "core/evaluation/drift_column.h"

#include "core/base/number.h"
#include "core/evaluation/class_values.h"
#include "core/evaluation/slice_split.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostCategories = 50;
constexpr double kFewestRows = 10; // of a category that is named: what stands in fewer rows may tell of a person
constexpr std::size_t kLongestName = 64; // longer cells are prose, such as prompts, not categories
constexpr std::string_view kMissing = "missing";
constexpr std::string_view kOther = "other";

/// Rows by category; cells without a value apart.
struct Counts {
    std::map<std::string, double> of;
    double missing = 0;
};

Counts countTexts(const ColumnSide& side, bool classes)
{
    std::vector<double> byCode(side.column.dictionary.size(), 0);
    for (const std::uint32_t row : side.rows)
        ++byCode[side.column.codes[row]];
    Counts out;
    for (std::uint32_t code = 0; code < byCode.size(); ++code) {
        const std::string_view text = side.column.dictionary.text(code);
        if (byCode[code] == 0)
            continue;
        if (logs::isMissingText(text))
            out.missing += byCode[code];
        else
            out.of[classes ? className(text) : std::string(text)] += byCode[code];
    }
    return out;
}

Counts countNumbers(const ColumnSide& side)
{
    std::unordered_map<double, double> byValue;
    Counts out;
    for (const std::uint32_t row : side.rows) {
        const double value = side.column.numbers[row] + 0.0; // -0 is 0
        if (std::isnan(value))
            ++out.missing;
        else
            ++byValue[value];
    }
    for (const auto& [value, rows] : byValue)
        out.of[formatShortest(value)] += rows;
    return out;
}

/// A category with its rows on both sides.
struct Category {
    std::string name;
    double reference = 0, window = 0;
};

/// The reference's commonest first, then what only the window has, then "other" and "missing".
std::vector<Category> categoriesOf(const Counts& reference, const Counts& window)
{
    std::vector<Category> out;
    for (const auto& [name, rows] : reference.of) {
        const auto at = window.of.find(name);
        out.push_back({name, rows, at == window.of.end() ? 0 : at->second});
    }
    for (const auto& [name, rows] : window.of) {
        if (!reference.of.contains(name))
            out.push_back({name, 0, rows});
    }
    std::stable_sort(out.begin(), out.end(), [](const Category& a, const Category& b) {
        return a.reference != b.reference ? a.reference > b.reference : a.window > b.window;
    });
    if (out.size() > kMostCategories) {
        Category other{std::string(kOther), 0, 0};
        for (std::size_t i = kMostCategories; i < out.size(); ++i) {
            other.reference += out[i].reference;
            other.window += out[i].window;
        }
        out.resize(kMostCategories);
        out.push_back(std::move(other));
    }
    if (reference.missing + window.missing > 0)
        out.push_back({std::string(kMissing), reference.missing, window.missing});
    return out;
}

std::optional<double> defined(double value)
{
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

double valueOr(const mlmetrics::Metric& metric)
{
    return metric.defined() ? metric.value : std::numeric_limits<double>::quiet_NaN();
}

/// Whether the name of a category may be shown (see "Privacy" in drift.h).
bool mayBeNamed(const Category& category)
{
    return category.reference + category.window >= kFewestRows && category.name.size() <= kLongestName;
}

/// The table of the bins: those that may not be named are one, "other", behind the rest and before "missing".
std::vector<DriftBin> binsOf(
    const std::vector<Category>& categories, const std::vector<mlmetrics::ShareBin>& shares, bool classes)
{
    std::vector<DriftBin> out;
    std::optional<DriftBin> other;
    std::optional<DriftBin> missing;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const DriftBin bin{categories[i].name, shares[i].reference, shares[i].window, shares[i].psi};
        if (i + 1 == shares.size() && bin.name == kMissing) {
            missing = bin;
        } else if (classes || (bin.name != kOther && mayBeNamed(categories[i]))) {
            out.push_back(bin);
        } else {
            if (!other)
                other = DriftBin{.name = std::string(kOther)};
            other->reference += bin.reference;
            other->window += bin.window;
            other->psi += bin.psi;
        }
    }
    for (std::optional<DriftBin>* last : {&other, &missing}) {
        if (*last)
            out.push_back(std::move(**last));
    }
    return out;
}

void compareCategories(const std::vector<Category>& categories, bool classes, ColumnDrift& out)
{
    std::vector<double> reference;
    std::vector<double> window;
    for (const Category& category : categories) {
        reference.push_back(category.reference);
        window.push_back(category.window);
    }
    const mlmetrics::CategoryDrift drift = mlmetrics::categoryDrift(reference, window);
    out.psi = valueOr(drift.psi);
    out.jensenShannon = valueOr(drift.jensenShannon);
    out.reason = drift.psi.reason;
    if (drift.chi2.defined()) {
        out.chi2 = drift.chi2.statistic;
        out.chi2P = drift.chi2.p;
    }
    out.bins = binsOf(categories, drift.bins, classes);
}

std::vector<double> presentNumbers(const ColumnSide& side)
{
    std::vector<double> out;
    out.reserve(side.rows.size());
    for (const std::uint32_t row : side.rows) {
        const double value = side.column.numbers[row];
        if (!std::isnan(value))
            out.push_back(value);
    }
    return out;
}

std::string binName(const mlmetrics::ShareBin& bin)
{
    if (std::isinf(bin.low) && std::isinf(bin.high))
        return "all";
    if (std::isinf(bin.low))
        return "under " + edgeText(bin.high);
    return std::isinf(bin.high) ? edgeText(bin.low) + " and more"
                                : fmt::format("{} to {}", edgeText(bin.low), edgeText(bin.high));
}

/// Missing cells join the bins, whose shares are then of all rows.
void addMissing(double referenceShare, double windowShare, ColumnDrift& out)
{
    std::vector<double> reference;
    std::vector<double> window;
    for (DriftBin& bin : out.bins) {
        reference.push_back(bin.reference *= 1 - referenceShare);
        window.push_back(bin.window *= 1 - windowShare);
    }
    reference.push_back(referenceShare);
    window.push_back(windowShare);
    out.bins.push_back({std::string(kMissing), referenceShare, windowShare, 0});
    const mlmetrics::CategoryDrift drift = mlmetrics::categoryDrift(reference, window);
    out.psi = valueOr(drift.psi);
    out.jensenShannon = valueOr(drift.jensenShannon);
    for (std::size_t i = 0; i < out.bins.size(); ++i)
        out.bins[i].psi = drift.bins[i].psi;
}

void compareNumbers(const ColumnSide& reference, const ColumnSide& window, int bins, ColumnDrift& out)
{
    const std::vector<double> before = presentNumbers(reference);
    const std::vector<double> after = presentNumbers(window);
    if (before.empty() || after.empty()) {
        out.psi = out.jensenShannon = std::numeric_limits<double>::quiet_NaN();
        out.reason = before.empty() ? "the reference has no values" : "the window has no values";
        return;
    }
    const mlmetrics::NumericDrift drift = mlmetrics::numericDrift(before, after, bins);
    out.psi = valueOr(drift.psi);
    out.jensenShannon = valueOr(drift.jensenShannon);
    out.reason = drift.psi.reason;
    out.ks = defined(drift.ks.statistic);
    out.ksP = defined(drift.ks.p);
    out.wasserstein = defined(valueOr(drift.wasserstein));
    for (const mlmetrics::ShareBin& bin : drift.bins)
        out.bins.push_back({binName(bin), bin.reference, bin.window, bin.psi});
    const auto missing = [](const ColumnSide& side, const std::vector<double>& present) {
        return 1 - static_cast<double>(present.size()) / static_cast<double>(side.rows.size());
    };
    if (before.size() < reference.rows.size() || after.size() < window.rows.size())
        addMissing(missing(reference, before), missing(window, after), out);
}

} // namespace

ColumnDrift columnDrift(const ColumnSide& reference, const ColumnSide& window, bool classes, int bins)
{
    ColumnDrift out;
    out.column = reference.column.name;
    out.numeric = reference.column.numeric && window.column.numeric && !classes;
    out.referenceRows = reference.rows.size();
    out.windowRows = window.rows.size();
    if (out.numeric) {
        compareNumbers(reference, window, bins, out);
        return out;
    }
    const auto count = [classes](const ColumnSide& side) {
        return side.column.numeric ? countNumbers(side) : countTexts(side, classes);
    };
    compareCategories(categoriesOf(count(reference), count(window)), classes, out);
    return out;
}

} // namespace wg::evaluation
