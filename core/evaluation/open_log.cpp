// Opening a log: what its beginning shows decides which columns are kept in memory.
#include "core/evaluation/column_names.h"
#include "core/evaluation/join.h"
#include "core/evaluation/opened_log.h"
#include "core/evaluation/roles.h"
#include "core/logs/reader.h"

#include <filesystem>
#include <set>

namespace wg::evaluation {
namespace {

constexpr std::size_t kPreviewBytes = std::size_t{1} << 20;

/// Columns to keep, by compared name, of a log that is larger than a preview and begins as predictions; empty: all. A history,
/// a table or a result shows all of its columns.
std::set<std::string> columnsToKeep(const std::string& path, const Options& options, const CancelToken& cancel)
{
    std::error_code unknownSize;
    if (std::filesystem::file_size(path, unknownSize) <= kPreviewBytes || unknownSize)
        return {};
    auto preview = logs::previewTable(path, kPreviewBytes, cancel);
    if (!preview || preview->rows == 0 || !preview->header)
        return {};
    std::set<std::string> needed;
    for (const std::string& name : neededColumns(*preview, options))
        needed.insert(comparedName(name));
    const auto log = recognise(path, std::move(*preview), options);
    if (!log || (*log)->kind != Kind::Predictions)
        return {};
    return needed;
}

Result<std::shared_ptr<const OpenedLog>> readLog(const std::string& path, const Options& options,
    const std::set<std::string>& keep, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    logs::ReadOptions reading;
    reading.mayGrow = options.mayGrow;
    if (!keep.empty())
        reading.keep = [&keep](std::string_view column) { return keep.contains(comparedName(column)); };
    WG_TRY(logs::Table table, logs::readTable(path, reading, cancel, progress));
    if (!options.join)
        return recognise(path, std::move(table), options);
    Options joined = options;
    WG_TRY(joined.label, joinLabels(table, options, cancel));
    return recognise(path, std::move(table), joined);
}

} // namespace

Result<std::shared_ptr<const OpenedLog>> openLog(
    const std::string& path, const Options& options, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    Options withId = options;
    if (options.join)
        withId.use.push_back(options.join->id);
    const std::set<std::string> keep = columnsToKeep(path, withId, cancel);
    auto log = readLog(path, options, keep, cancel, progress);
    if (!keep.empty() && (!log || (*log)->kind != Kind::Predictions)) // the beginning promised what the rest is not
        log = readLog(path, options, {}, cancel, progress);
    if (!log && !log.error().position && log.error().code == ErrorCode::Usage)
        return fail(ErrorCode::Usage, path + ": " + log.error().message);
    return log;
}

} // namespace wg::evaluation
