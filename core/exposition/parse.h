// Prometheus text format 0.0.4 and OpenMetrics 1.0 text, as strict as Prometheus 2.42 (model/textparse): one bad line rejects
// the page.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/series/labels.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wg::exposition {

enum class Format {
    Text, ///< text/plain; version=0.0.4. Timestamps are milliseconds.
    OpenMetrics, ///< application/openmetrics-text. Timestamps are seconds with fraction; "# EOF" must end the page.
};

/// By the Content-Type of a reply; anything but OpenMetrics is the text format, as in Prometheus.
[[nodiscard]] Format formatOf(std::string_view contentType);

struct LabelView {
    std::string_view name;
    std::string_view value; ///< unescaped
};

/// Views into the page (or into the parser's buffer) that live until the callback returns.
struct SampleView {
    std::string_view metric;
    std::span<const LabelView> labels; ///< as written, unique, not sorted, without the metric name
    double value = 0; ///< every NaN is the same NaN, never a staleness marker
    std::optional<TimeMs> timestamp;
    std::size_t line = 0; ///< from 1
};

struct Metadata {
    std::string metric;
    std::string type; ///< counter, gauge, histogram, …; empty: not given
    std::string help; ///< unescaped
    std::string unit; ///< OpenMetrics
};

struct Sink {
    std::function<Result<void>(const SampleView&)> sample; ///< an error ends the parse and is returned
    std::function<void(std::string_view metric, std::string_view kind, std::string_view text)>
        metadata; ///< may be empty; kind is
                  ///< HELP, TYPE or UNIT
};

/// Reads line by line; exemplars are checked and left out. On an error earlier samples have already been handed over: whoever
/// must reject the page whole collects first. Errors are Parse with `inputName`, line and column (bytes). Pure.
[[nodiscard]] Result<void> parse(std::string_view page, Format format, const std::string& inputName, const Sink& sink);

struct PageSample {
    series::Labels labels; ///< with __name__
    std::optional<TimeMs> timestamp;
    double value = 0;
};
struct Page {
    std::vector<PageSample> samples; ///< in the page's order
    std::vector<Metadata> metadata; ///< one per metric, in order of appearance
};
/// All or nothing.
[[nodiscard]] Result<Page> parsePage(std::string_view page, Format format, const std::string& inputName);

} // namespace wg::exposition
