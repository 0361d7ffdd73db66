// Label sets: sorted by name, no empty values, no duplicate names. The metric name is the label __name__.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wg::series {

inline constexpr std::string_view kMetricName = "__name__";

struct Label {
    std::string name;
    std::string value;
    auto operator<=>(const Label&) const = default;
};

/// An immutable-by-habit value; cheap to compare through hash(). Ordered as Prometheus orders series.
class Labels {
public:
    Labels() = default;
    /// Sorts, drops labels with an empty value, the last of equal names wins.
    explicit Labels(std::vector<Label> labels);
    Labels(std::initializer_list<Label> labels) : Labels(std::vector<Label>(labels)) { }

    [[nodiscard]] bool empty() const { return m_labels.empty(); }
    [[nodiscard]] std::size_t size() const { return m_labels.size(); }
    [[nodiscard]] auto begin() const { return m_labels.begin(); }
    [[nodiscard]] auto end() const { return m_labels.end(); }
    /// Empty when there is no such label: PromQL makes no difference.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] std::string_view metricName() const { return get(kMetricName); }

    /// Copies with changes; an empty value removes the label.
    [[nodiscard]] Labels with(std::string_view name, std::string_view value) const;
    [[nodiscard]] Labels without(std::span<const std::string> names, bool dropMetricName) const;
    [[nodiscard]] Labels keeping(std::span<const std::string> names) const;
    [[nodiscard]] Labels withoutMetricName() const;

    /// FNV-1a over names and values with separators; stable within a run.
    [[nodiscard]] std::uint64_t hash() const;
    /// metric{a="1",b="2"} with Prometheus' quoting; {} when empty.
    [[nodiscard]] std::string text() const;

    bool operator==(const Labels&) const = default;
    auto operator<=>(const Labels&) const = default;

private:
    std::vector<Label> m_labels;
};

struct LabelsHash {
    std::size_t operator()(const Labels& labels) const { return static_cast<std::size_t>(labels.hash()); }
};

} // namespace wg::series
