#include "core/evaluation/evaluate.h"

#include "core/evaluation/group_metrics.h"
#include "core/evaluation/groups.h"

namespace wg::evaluation {
namespace {

constexpr std::size_t kManyGroups = 64; ///< beyond, intervals by draws would keep the window waiting: only when asked for

} // namespace

std::string_view kindName(Kind kind)
{
    switch (kind) {
    case Kind::Predictions:
        return "predictions";
    case Kind::Results:
        return "results";
    case Kind::History:
        return "history";
    case Kind::Table:
        return "table";
    }
    return "";
}

std::string_view taskName(Task task)
{
    switch (task) {
    case Task::Binary:
        return "binary";
    case Task::Multiclass:
        return "multiclass";
    case Task::Regression:
        return "regression";
    case Task::Multilabel:
        return "multilabel";
    case Task::Ranking:
        return "ranking";
    case Task::LanguageModel:
        return "lm";
    case Task::Detection:
        return "detection";
    case Task::None:
        return "";
    }
    return "";
}

std::string Group::name() const
{
    if (by.empty())
        return "all rows";
    std::string out;
    const auto add = [&out](const std::string& text) { out += (out.empty() ? "" : " / ") + (text.empty() ? "(empty)" : text); };
    for (const char* first : {"model", "dataset"}) {
        if (const auto at = by.find(first); at != by.end())
            add(at->second);
    }
    for (const auto& [key, value] : by) {
        if (key != "model" && key != "dataset")
            add(value);
    }
    return out;
}

Result<LogResult> evaluate(const OpenedLog& log, const EvaluateOptions& options, const CancelToken& cancel)
{
    LogResult out;
    out.file = log.file;
    out.kind = log.kind;
    out.task = log.task;
    out.roles = log.roles;
    out.rows = log.kind == Kind::Predictions ? log.rows.size() : log.table.rows;
    out.skipped = log.skipped;
    for (const logs::BadRow& row : log.table.badRows)
        out.badRows.push_back({row.line, row.reason});
    out.notes = log.notes;
    out.format = log.table.format;
    out.fingerprint = log.table.fingerprint;
    if (log.kind != Kind::Predictions)
        return out;
    WG_TRY(std::vector<RowGroup> groups, groupRows(log, log.rows));
    if (groups.empty())
        groups.emplace_back();
    EvaluateOptions each = options;
    if (groups.size() * log.models.size() > kManyGroups && !options.bootstrap)
        each.draws = 0;
    for (const ModelColumns& model : log.models) {
        const ModelData data = prepareModel(log, model);
        for (const RowGroup& rows : groups) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "evaluation was cancelled");
            WG_TRY(Group group, evaluateRows(data, rows.rows, each, cancel));
            group.by = groupKey(log, rows.by, model);
            out.groups.push_back(std::move(group));
        }
    }
    return out;
}

} // namespace wg::evaluation
