// Labels as bytes: to put series into groups by some of their labels, without making label sets.
#pragma once

#include "core/series/labels.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wg::promql {

/// Which labels count: those of a list, or all others. `by`, `on`: only(…); `without`, `ignoring`: except(…).
class LabelChoice {
public:
    [[nodiscard]] static LabelChoice only(std::vector<std::string> names);
    [[nodiscard]] static LabelChoice except(std::vector<std::string> names, bool exceptMetricName);
    [[nodiscard]] static LabelChoice all() { return except({}, false); }

    [[nodiscard]] bool takes(std::string_view name) const;
    /// Equal exactly when the labels that count are equal. Overwrites `out`, to spare allocations.
    void key(const series::Labels& labels, std::string& out) const;
    [[nodiscard]] series::Labels apply(const series::Labels& labels) const;

private:
    std::vector<std::string> m_names; ///< sorted
    bool m_only = false;
};

/// Keys to dense numbers, in order of first use.
class KeyIndex {
public:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t add(std::string_view key);
    [[nodiscard]] std::size_t find(std::string_view key) const;
    [[nodiscard]] std::size_t size() const { return m_at.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> m_at;
};

/// Labels.Hash() of Prometheus as it is built (model/labels, stringlabels): xxHash64 with seed 0 over the names and values,
/// each behind its length.
[[nodiscard]] std::uint64_t prometheusHash(const series::Labels& labels);

} // namespace wg::promql
