#include "core/evaluation/row_choice.h"

#include "core/evaluation/contender_rows.h"
#include "core/evaluation/group_data.h"

#include <algorithm>
#include <functional>

namespace wg::evaluation {
namespace {

/// Whether the row at a position of the group is wanted.
using Wanted = std::function<bool(std::size_t)>;

bool within(const std::optional<std::pair<double, double>>& range, double value)
{
    return !range || (value >= range->first && value <= range->second);
}

bool matches(const std::optional<std::uint32_t>& wanted, std::uint32_t found)
{
    return !wanted || *wanted == found;
}

Result<Wanted> binaryTest(BinaryRows rows, const RowChoice& choice)
{
    if (choice.range && rows.scores.empty())
        return fail(ErrorCode::Usage, "the log has no scores, so no range of them can be chosen");
    if (choice.predicted && !rows.undecided.empty())
        return fail(ErrorCode::Usage, "nothing decides the class: " + rows.undecided);
    return [rows = std::move(rows), choice](std::size_t at) {
        return matches(choice.actual, rows.actual[at])
            && (!choice.predicted || *choice.predicted == (rows.isDecided(at) ? 1U : 0U))
            && (rows.scores.empty() || within(choice.range, rows.scores[at]));
    };
}

Result<Wanted> classTest(ClassRows rows, const RowChoice& choice)
{
    if (choice.predicted && rows.decided.empty())
        return fail(ErrorCode::Usage, "nothing decides the class of a row of this log");
    return [rows = std::move(rows), choice](std::size_t at) {
        return matches(choice.actual, rows.actual[at]) && (!choice.predicted || *choice.predicted == rows.decided[at]);
    };
}

Result<Wanted> testOf(const ContenderRows& part, const RowChoice& choice)
{
    switch (part.data.log.task) {
    case Task::Binary:
        return binaryTest(binaryRows(part.data, part.rows), choice);
    case Task::Multiclass:
        return classTest(classRows(part.data, part.rows), choice);
    case Task::Regression:
        return [rows = numberRows(part.data, part.rows), choice](
                   std::size_t at) { return within(choice.range, rows.predicted[at] - rows.actual[at]); };
    default:
        return [](std::size_t) { return true; };
    }
}

} // namespace

Result<std::vector<std::uint32_t>> chooseRows(const Contender& contender, const RowChoice& choice, const CancelToken& cancel)
{
    WG_TRY(const ContenderRows part, contenderRows(contender, choice.threshold));
    WG_TRY(const Wanted wanted, testOf(part, choice));
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "looking for rows was cancelled");
    std::vector<bool> inSlice;
    if (choice.slice) {
        inSlice.resize(contender.log->table.rows);
        WG_TRY(const std::vector<std::uint32_t> rows, sliceRows(*contender.log, *choice.slice));
        for (const std::uint32_t row : rows)
            inSlice[row] = true;
    }
    std::vector<std::uint32_t> out;
    std::size_t at = 0;
    part.rows.forEach([&](std::uint32_t row) {
        if (wanted(at++) && (inSlice.empty() || inSlice[row]))
            out.push_back(row);
    });
    std::ranges::sort(out);
    return out;
}

} // namespace wg::evaluation
