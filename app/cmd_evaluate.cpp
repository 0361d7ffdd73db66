// watchglass evaluate FILE...: the metrics of evaluation logs. Needs no display and no event loop; pictures of curves are drawn
// offscreen.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/evaluate_contenders.h"
#include "app/evaluate_curves.h"
#include "app/evaluate_output.h"
#include "app/fail_if.h"
#include "app/plain_text.h"
#include "core/evaluation/formula.h"
#include "core/evaluation/metric_info.h"
#include "core/evaluation/report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::app {
namespace {

struct Arguments {
    std::vector<std::string> files;
    evaluation::Options options;
    evaluation::EvaluateOptions settings;
    Questions questions;
    std::string task, format = "table", curves, interval;
    std::optional<double> threshold;
    std::vector<std::string> join, metrics, failIf;
    bool intervals = false;
};

constexpr std::array kTasks = {evaluation::Task::Binary, evaluation::Task::Multiclass, evaluation::Task::Regression,
    evaluation::Task::Multilabel, evaluation::Task::Ranking, evaluation::Task::LanguageModel};

std::optional<evaluation::Task> taskNamed(const std::string& name)
{
    for (const auto task : kTasks) {
        if (evaluation::taskName(task) == name)
            return task;
    }
    return std::nullopt;
}

/// The options that would have decided otherwise, of those that were not given.
void hint(const evaluation::LogResult& log, const evaluation::Options& options)
{
    std::vector<std::string_view> flags;
    const bool table = log.kind == evaluation::Kind::Table;
    if (table) {
        flags = {"--label", "--score", "--prediction"};
    } else if (log.task != evaluation::Task::None) {
        if (!options.task)
            flags.emplace_back("--task");
        if (log.task == evaluation::Task::Binary && options.positive.empty())
            flags.emplace_back("--positive");
        if (log.task == evaluation::Task::Binary && !options.threshold && !log.roles.scores.empty())
            flags.emplace_back("--threshold");
    }
    if (!flags.empty())
        fmt::print(stderr, "{}: {} {} otherwise\n", plainText(log.file), fmt::join(flags, ", "),
            table ? "name the columns" : "decide");
}

/// Decisions and bad rows, said aloud.
void talk(const evaluation::LogResult& log, const evaluation::Options& options)
{
    for (const Warning& note : log.notes)
        fmt::print(stderr, "{}: {}{}\n", plainText(log.file), note.severity == Warning::Severity::Warning ? "warning: " : "",
            plainText(note.message));
    for (const evaluation::BadRow& row : log.badRows)
        fmt::print(stderr, "{}:{}: row skipped: {}\n", plainText(log.file), row.line, plainText(row.reason));
    for (const evaluation::Group& group : log.groups) {
        if (const std::string advice = evaluation::metricAdvice(group, log.task); !advice.empty() && log.groups.size() == 1)
            fmt::print(stderr, "{}: {}\n", plainText(log.file), plainText(advice));
    }
    hint(log, options);
}

Result<std::vector<FailCondition>> checkArguments(Arguments& arguments)
{
    evaluation::Options& options = arguments.options;
    if (arguments.files.empty())
        return fail(ErrorCode::Usage, "evaluate needs a FILE");
    options.task = taskNamed(arguments.task);
    options.threshold = arguments.threshold;
    if (options.threshold && !std::isfinite(*options.threshold))
        return fail(ErrorCode::Usage, "--threshold must be a finite number");
    if (!(arguments.settings.level > 0 && arguments.settings.level < 1))
        return fail(ErrorCode::Usage, "--level must lie between 0 and 1, such as 0.95");
    for (const double cost : {arguments.settings.costFalsePositive, arguments.settings.costFalseNegative}) {
        if (!std::isfinite(cost) || cost < 0)
            return fail(ErrorCode::Usage, "--cost-fp and --cost-fn must be numbers from 0 on");
    }
    if (!arguments.join.empty())
        options.join = evaluation::Options::Join{arguments.join[0], arguments.join[1]};
    WG_CHECK(checkQuestions(arguments.questions, options));
    for (const std::string& text : arguments.settings.formulas) {
        WG_TRY(const evaluation::Formula formula, evaluation::Formula::parse(text));
        options.use.insert(options.use.end(), formula.columns().begin(), formula.columns().end());
    }
    std::vector<FailCondition> conditions;
    for (const std::string& text : arguments.failIf) {
        WG_TRY(FailCondition condition, parseFailCondition(text));
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

/// Leaves only the metrics asked for. Usage error for one that no group has.
Result<void> keepMetrics(const std::vector<std::string>& keys, std::vector<evaluation::LogResult>& logs)
{
    if (keys.empty())
        return {};
    for (const std::string& key : keys) {
        const bool known = std::ranges::any_of(logs, [&](const evaluation::LogResult& log) {
            return std::ranges::any_of(log.groups,
                [&](const evaluation::Group& group) { return group.metrics.contains(key) || group.undefined.contains(key); });
        });
        if (!known)
            return fail(ErrorCode::Usage, fmt::format("--metrics {}: no log has such a metric", key));
    }
    const auto other = [&](const auto& one) { return std::ranges::find(keys, one.first) == keys.end(); };
    for (evaluation::LogResult& log : logs) {
        for (evaluation::Group& group : log.groups) {
            std::erase_if(group.metrics, other);
            std::erase_if(group.undefined, other);
            std::erase_if(group.intervals, other);
        }
    }
    return {};
}

Result<std::vector<EvaluatedLog>> evaluateAll(const Arguments& arguments, bool quiet, const CancelToken& cancel)
{
    evaluation::EvaluateOptions settings = arguments.settings;
    settings.curves =
        arguments.curves.empty() ? evaluation::EvaluateOptions::Curves::Screen : evaluation::EvaluateOptions::Curves::All;
    settings.intervals = arguments.intervals || !arguments.failIf.empty();
    settings.bootstrap = arguments.interval == "bootstrap";
    settings.metrics = arguments.metrics;
    std::vector<EvaluatedLog> out;
    for (const std::string& file : arguments.files) {
        WG_TRY(const auto log, evaluation::openLog(file, arguments.options, cancel));
        WG_TRY(evaluation::LogResult result, evaluation::evaluate(*log, settings, cancel));
        out.push_back({log, std::make_shared<const evaluation::LogResult>(std::move(result))});
        if (!quiet)
            talk(*out.back().result, arguments.options);
    }
    return out;
}

Result<void> writePictures(const std::vector<evaluation::LogResult>& logs, const std::string& folder, Runner& runner)
{
    WG_TRY(std::vector<std::string> written, writeCurves(logs, folder));
    WG_TRY(const std::vector<std::string> drawn, drawCurves(logs, folder, runner));
    written.insert(written.end(), drawn.begin(), drawn.end());
    if (written.empty())
        fmt::print(stderr, "watchglass: warning: --curves wrote nothing: no log has two classes and a score\n");
    for (const std::string& path : written) {
        if (!runner.quiet)
            fmt::print(stderr, "wrote {}\n", plainText(path));
    }
    return {};
}

Result<bool> checkConditions(const std::vector<FailCondition>& conditions, const std::vector<evaluation::LogResult>& logs)
{
    bool failed = false;
    for (const FailCondition& condition : conditions) {
        WG_TRY(const FailVerdict verdict, judge(condition, logs));
        failed = failed || verdict.failed;
        for (const std::string& line : verdict.lines)
            fmt::print(stderr, "watchglass: --fail-if {}\n", plainText(line));
    }
    return failed;
}

Result<int> evaluateCommand(Arguments& arguments, Runner& runner)
{
    WG_TRY(const std::vector<FailCondition> conditions, checkArguments(arguments));
    const CancelToken never;
    WG_TRY(const std::vector<EvaluatedLog> logs, evaluateAll(arguments, runner.quiet, never));
    Questions questions = arguments.questions;
    questions.options = arguments.options;
    questions.settings = arguments.settings;
    if (!arguments.metrics.empty())
        questions.metric = arguments.metrics.front();
    evaluation::Report report;
    WG_CHECK(answer(questions, logs, report, never));
    for (const EvaluatedLog& one : logs) {
        report.logs.push_back(*one.result);
        evaluation::withholdSmallGroups(report.logs.back(), arguments.options, questions.leastRows);
    }
    WG_TRY(const bool failed, checkConditions(conditions, report.logs));
    WG_CHECK(keepMetrics(arguments.metrics, report.logs));
    if (!arguments.curves.empty())
        WG_CHECK(writePictures(report.logs, arguments.curves, runner));
    const std::string out = arguments.format == "json" ? evaluation::toJson(report) + "\n"
        : arguments.format == "markdown"               ? evaluateMarkdown(report, arguments.metrics)
                                                       : evaluateTable(report, arguments.metrics);
    const int printed = printData(out);
    return printed == kDone && failed ? kFound : printed;
}

int runEvaluate(Arguments& arguments, Runner& runner)
{
    const auto code = evaluateCommand(arguments, runner);
    return code ? *code : reportError(code.error().text());
}

void addColumnOptions(CLI::App& command, const std::shared_ptr<Arguments>& arguments)
{
    evaluation::Options& options = arguments->options;
    command
        .add_option(
            "--task", arguments->task, "binary, multiclass, regression, multilabel, ranking or lm; default: by the label")
        ->check(CLI::IsMember({"binary", "multiclass", "regression", "multilabel", "ranking", "lm"}));
    command.add_option("--label", options.label, "Column of the true label")->type_name("COLUMN");
    command.add_option("--score", options.scores, "Column of the score; repeatable: several models")
        ->type_name("COLUMN")
        ->allow_extra_args(false);
    command.add_option("--prediction", options.prediction, "Column of the decided class or predicted number")
        ->type_name("COLUMN");
    command.add_option("--positive", options.positive, "The positive class")->type_name("VALUE");
    command.add_option("--by", options.by, "Columns to group by")
        ->delimiter(',')
        ->type_name("COLUMN,...")
        ->allow_extra_args(false);
    command.add_option("--model", options.model, "Column of the model's name")->type_name("COLUMN");
    command.add_option("--dataset", options.dataset, "Column of the data set's name")->type_name("COLUMN");
    command.add_option("--time", options.time, "Column of the time")->type_name("COLUMN");
    command.add_option("--weights", options.weights, "Column of weights, all greater than 0")->type_name("COLUMN");
    command.add_option("--threshold", arguments->threshold, "Positive is score >= X, instead of the prediction column or 0.5")
        ->type_name("X");
    command.add_option("--join", arguments->join, "Take labels from the file LABELS by the column ID, which both files have")
        ->expected(2)
        ->type_name("ID LABELS");
}

void addMetricOptions(CLI::App& command, const std::shared_ptr<Arguments>& arguments)
{
    evaluation::EvaluateOptions& settings = arguments->settings;
    command.add_option("--metrics", arguments->metrics, "Only these metrics; the first is that of slices and windows")
        ->delimiter(',')
        ->type_name("KEY,...")
        ->allow_extra_args(false);
    command
        .add_option("--formula", settings.formulas,
            "A metric of your own, as 'profit = sum(where(tp, 5, where(fp, -1, 0)))'; repeatable")
        ->type_name("NAME=EXPR")
        ->allow_extra_args(false);
    command.add_option("--cost-fp", settings.costFalsePositive, "Cost of a false positive, of the metric cost")->type_name("X");
    command.add_option("--cost-fn", settings.costFalseNegative, "Cost of a false negative, of the metric cost")->type_name("X");
    command
        .add_option_function<std::vector<std::string>>(
            "--ci",
            [arguments](const std::vector<std::string>& values) {
                arguments->intervals = true;
                for (const std::string& value : values) { // "--ci FILE" means the file
                    if (value == "bootstrap")
                        arguments->interval = value;
                    else if (!value.empty())
                        arguments->files.insert(arguments->files.begin(), value);
                }
            },
            "Confidence intervals: DeLong, Wilson, standard errors; with bootstrap for all the rest, too")
        ->expected(0, 1)
        ->type_name("[bootstrap]");
    command.add_option("--level", settings.level, "Of intervals and tests; default 0.95")->type_name("SHARE");
    command.add_option("--draws", settings.draws, "Of the bootstrap; default 2000")->check(CLI::Range(100, 1'000'000));
    command.add_option("--seed", settings.seed, "Of the bootstrap: the same seed, the same numbers; default 1");
    command.add_option("--fail-if", arguments->failIf, "Exit 1 when it holds: 'f1<0.9' or 'f1<0.9 [model=lr]'; repeatable")
        ->type_name("CONDITION")
        ->allow_extra_args(false);
}

void addQuestionOptions(CLI::App& command, const std::shared_ptr<Arguments>& arguments)
{
    Questions& questions = arguments->questions;
    command.add_option("--compare", questions.compare, "Is model or log A better than B? Paired where rows match; repeatable")
        ->type_name("A B");
    command.add_option("--slices", questions.slices, "The metric by values of a column, or by bins (age:4), worst first")
        ->delimiter(',')
        ->type_name("COLUMN[:BINS],...")
        ->allow_extra_args(false);
    command.add_option("--min-slice", questions.leastRows, "Smaller slices and --by groups are withheld; default 10");
    command.add_option("--reference", questions.reference, "Drift of scores, labels and columns from this log")
        ->type_name("FILE");
    command.add_option("--window", questions.window, "The metric by windows of time (1h) or rows (1000rows)")
        ->type_name("D|Nrows");
    command.add_option("--version", questions.version, "Column of the model's version: where it changes, before and after");
}

} // namespace

void addEvaluate(CLI::App& app, Runner& runner)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command =
        app.add_subcommand("evaluate", "Metrics of evaluation logs, their uncertainty, comparison, slices, drift");
    command->add_option("FILE", arguments->files, "Logs: predictions with labels (CSV, JSONL, JSON; .gz and .zst of them)");
    addColumnOptions(*command, arguments);
    addMetricOptions(*command, arguments);
    addQuestionOptions(*command, arguments);
    command->add_option("--format", arguments->format, "table, json or markdown")
        ->check(CLI::IsMember({"table", "json", "markdown"}));
    command->add_option("--curves", arguments->curves, "Write all curves as CSV (all thresholds) and PNG into this folder")
        ->type_name("DIR");
    command->callback([arguments, &runner] { runner.run = [arguments, &runner] { return runEvaluate(*arguments, runner); }; });
}

} // namespace wg::app
