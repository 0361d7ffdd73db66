#include "app/evaluate_contenders.h"

#include "core/base/file.h"
#include "core/evaluation/opened_log.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::app {
namespace {

using evaluation::Contender;

constexpr int kDriftBins = 10;

Result<evaluation::SliceColumn> sliceColumn(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return evaluation::SliceColumn{text, 0};
    int bins = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, bins);
    if (read.ec != std::errc() || read.ptr != end || bins < 2 || bins > 1000)
        return fail(ErrorCode::Usage,
            fmt::format("--slices {}: behind the colon stands a number of bins, 2 to 1000, as in age:4", text));
    return evaluation::SliceColumn{text.substr(0, colon), bins};
}

Result<evaluation::Window> windowOf(const std::string& text)
{
    evaluation::Window out;
    const char* end = text.data() + text.size();
    const auto rows = std::from_chars(text.data(), end, out.rows);
    const std::string_view unit(rows.ptr, static_cast<std::size_t>(end - rows.ptr));
    if (rows.ec == std::errc() && (unit == "rows" || unit == "row" || unit.empty()) && out.rows > 0)
        return out;
    out.rows = 0;
    const auto duration = parseDuration(text);
    if (!duration || *duration <= 0)
        return fail(ErrorCode::Usage, fmt::format("--window {}: write a duration (1h) or a number of rows (1000rows)", text));
    out.duration = *duration;
    return out;
}

const Contender* named(const std::vector<Contender>& contenders, const std::string& name)
{
    const auto exact = std::ranges::find(contenders, name, &Contender::name);
    if (exact != contenders.end())
        return &*exact;
    const Contender* found = nullptr;
    for (const Contender& one : contenders) {
        const std::filesystem::path path(one.result->file);
        const bool fits = one.result->file == name || path.filename() == name || path.stem() == name
            || one.result->groups[one.group].name() == name;
        if (fits && found != nullptr)
            return nullptr; // not clear which
        if (fits)
            found = &one;
    }
    return found;
}

Result<const Contender*> contender(const std::vector<Contender>& contenders, const std::string& name)
{
    if (const Contender* found = named(contenders, name))
        return found;
    std::vector<std::string> names;
    names.reserve(contenders.size());
    for (const Contender& one : contenders)
        names.push_back(one.name);
    return fail(ErrorCode::Usage,
        fmt::format("--compare {}: there is no single model or log of that name; there are {}", name, fmt::join(names, ", ")));
}

Result<void> compareAll(
    const Questions& questions, const std::vector<Contender>& contenders, evaluation::Report& report, const CancelToken& cancel)
{
    evaluation::CompareOptions options;
    options.level = questions.settings.level;
    options.draws = questions.settings.draws;
    options.seed = questions.settings.seed;
    options.threshold = questions.options.threshold;
    std::map<std::string, std::vector<Contender>> byCandidate; // all references of one candidate share Holm's correction
    for (const auto& [candidate, reference] : questions.compare) {
        WG_TRY(const Contender* first, contender(contenders, candidate));
        WG_TRY(const Contender* second, contender(contenders, reference));
        if (first == second)
            return fail(ErrorCode::Usage, fmt::format("--compare {} {}: both are the same", candidate, reference));
        auto& list = byCandidate[first->name];
        if (list.empty())
            list.push_back(*first);
        list.push_back(*second);
    }
    for (const auto& [name, list] : byCandidate) {
        WG_TRY(std::vector<evaluation::Comparison> comparisons, evaluation::compare(list, options, cancel));
        std::ranges::move(comparisons, std::back_inserter(report.comparisons));
    }
    return {};
}

Result<void> sliceAll(
    const Questions& questions, const std::vector<Contender>& contenders, evaluation::Report& report, const CancelToken& cancel)
{
    std::vector<evaluation::SliceColumn> columns;
    for (const std::string& text : questions.slices) {
        WG_TRY(evaluation::SliceColumn column, sliceColumn(text));
        columns.push_back(std::move(column));
    }
    evaluation::SliceOptions options;
    options.metric = questions.metric;
    options.leastRows = questions.leastRows;
    options.level = questions.settings.level;
    options.seed = questions.settings.seed;
    options.threshold = questions.options.threshold;
    options.formulas = questions.settings.formulas;
    for (const Contender& one : contenders) {
        WG_TRY(evaluation::SliceTable table, evaluation::sliceTable(one, columns, options, cancel));
        report.slices.push_back(std::move(table));
    }
    return {};
}

Result<void> windowAll(
    const Questions& questions, const std::vector<Contender>& contenders, evaluation::Report& report, const CancelToken& cancel)
{
    evaluation::OverTimeOptions options;
    options.metric = questions.metric;
    if (!questions.window.empty()) {
        WG_TRY(options.window, windowOf(questions.window));
    }
    options.version = questions.version;
    options.level = questions.settings.level;
    options.seed = questions.settings.seed;
    options.threshold = questions.options.threshold;
    options.formulas = questions.settings.formulas;
    for (const Contender& one : contenders) {
        WG_TRY(options.end, fileModifiedMs(one.result->file));
        WG_TRY(evaluation::MetricOverTime series, evaluation::overTime(one, options, cancel));
        report.overTime.push_back(std::move(series));
    }
    return {};
}

Result<void> driftAll(
    const Questions& questions, const std::vector<EvaluatedLog>& logs, evaluation::Report& report, const CancelToken& cancel)
{
    evaluation::Options own = questions.options;
    own.join.reset(); // labels that came later for the logs are not those of the reference, if it has its own
    auto opened = evaluation::openLog(questions.reference, own, cancel);
    if (questions.options.join && (!opened || !(*opened)->label))
        opened = evaluation::openLog(questions.reference, questions.options, cancel);
    WG_TRY(const auto reference, std::move(opened));
    for (const EvaluatedLog& one : logs) {
        WG_TRY(evaluation::DriftReport drift, evaluation::drift({.log = reference}, {.log = one.log}, {}, kDriftBins, cancel));
        report.drift.push_back(std::move(drift));
    }
    return {};
}

} // namespace

std::vector<Contender> contendersOf(const std::vector<EvaluatedLog>& logs)
{
    std::vector<Contender> out;
    for (const EvaluatedLog& one : logs) {
        const std::string stem = std::filesystem::path(one.result->file).stem().string();
        for (std::size_t i = 0; i < one.result->groups.size(); ++i) {
            const evaluation::Group& group = one.result->groups[i];
            std::string name = logs.size() == 1 && !group.by.empty() ? group.name()
                : group.by.empty()                                   ? stem
                                                                     : stem + " / " + group.name();
            if (std::ranges::find(out, name, &Contender::name) != out.end())
                name = one.result->file + (group.by.empty() ? "" : " / " + group.name());
            out.push_back({one.log, one.result, i, std::move(name)});
        }
    }
    return out;
}

Result<void> checkQuestions(const Questions& questions, evaluation::Options& options)
{
    for (const std::string& text : questions.slices) {
        WG_TRY(const evaluation::SliceColumn column, sliceColumn(text));
        options.use.push_back(column.column);
    }
    if (!questions.window.empty()) {
        WG_TRY([[maybe_unused]] const evaluation::Window window, windowOf(questions.window));
    }
    if (!questions.version.empty())
        options.use.push_back(questions.version);
    return {};
}

Result<void> answer(
    const Questions& questions, const std::vector<EvaluatedLog>& logs, evaluation::Report& report, const CancelToken& cancel)
{
    const std::vector<Contender> contenders = contendersOf(logs);
    if (!questions.compare.empty())
        WG_CHECK(compareAll(questions, contenders, report, cancel));
    if (!questions.slices.empty())
        WG_CHECK(sliceAll(questions, contenders, report, cancel));
    if (!questions.window.empty() || !questions.version.empty())
        WG_CHECK(windowAll(questions, contenders, report, cancel));
    return questions.reference.empty() ? Result<void>{} : driftAll(questions, logs, report, cancel);
}

} // namespace wg::app
