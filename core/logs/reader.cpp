#include "core/logs/reader.h"

#include "core/logs/csv_reader.h"
#include "core/logs/event_table.h"
#include "core/logs/json_reader.h"
#include "core/logs/text_logs.h"

#include <array>

namespace wg::logs {
namespace {

/// Inspect's .eval, numpy's .npz, spreadsheets.
bool isZip(std::string_view start)
{
    return start.starts_with("PK\x03\x04");
}

bool isAnything(std::string_view)
{
    return true;
}

std::unique_ptr<TableReader> makeCsv(const ReadOptions& options)
{
    return std::make_unique<CsvReader>(options);
}

constexpr std::array kFormats = {
    Format{"TensorBoard event file", isEventFile, makeEventTable},
    Format{"a zip archive (an Inspect .eval? 'inspect log convert --to json' makes JSON of it)", isZip, nullptr},
    Format{"gradient boosting console log", isBoostingLog, makeBoostingLog},
    Format{"JSON", isJson, makeJson},
    Format{"COCO evaluation text", isCocoText, makeCocoText},
    Format{"classification report", isClassificationReport, makeClassificationReport},
    Format{"MLflow metric file", isMlflowMetric, makeMlflowMetric},
    Format{"CSV", isAnything, makeCsv},
};

} // namespace

std::span<const Format> formats()
{
    return kFormats;
}

} // namespace wg::logs
