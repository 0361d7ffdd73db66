// Several stores of samples as one: files opened one by one answer one expression together.
#pragma once

#include "core/series/queryable.h"

#include <memory>
#include <string_view>
#include <vector>

namespace wg::sources {

/// Name of the window's source over all local files, from the second file on.
inline constexpr std::string_view kAllFiles = "all files";

/// Of series with equal labels the first part's is seen; whoever opens files keeps them apart by the label log=.
class MergedQueryable : public series::Queryable {
public:
    explicit MergedQueryable(std::vector<std::shared_ptr<const series::Queryable>> parts) : m_parts(std::move(parts)) { }

    [[nodiscard]] Result<std::vector<series::SeriesView>> select(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelNames(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelValues(
        std::string_view name, std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] Result<std::vector<series::Labels>> seriesLabels(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] std::optional<TimeRange> extent() const override;

private:
    std::vector<std::shared_ptr<const series::Queryable>> m_parts;
};

} // namespace wg::sources
