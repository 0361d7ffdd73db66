// watchglass evaluate FILE...: the metrics of evaluation logs. Needs no display and no event loop.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/evaluate_output.h"
#include "app/plain_text.h"
#include "core/evaluation/evaluate.h"

#include <cmath>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace wg::app {
namespace {

struct Arguments {
    std::vector<std::string> files;
    evaluation::Options options;
    std::string task, format = "table", curves;
    std::optional<double> threshold;
};

std::optional<evaluation::Task> taskNamed(const std::string& name)
{
    for (const auto task : {evaluation::Task::Binary, evaluation::Task::Multiclass, evaluation::Task::Regression}) {
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
    hint(log, options);
}

int runEvaluate(const Arguments& arguments, bool quiet)
{
    evaluation::Options options = arguments.options;
    options.task = taskNamed(arguments.task);
    options.threshold = arguments.threshold;
    if (options.threshold && !std::isfinite(*options.threshold))
        return reportError("--threshold must be a finite number");
    const CancelToken never;
    std::vector<evaluation::LogResult> logs;
    for (const std::string& file : arguments.files) {
        const auto log = evaluation::openLog(file, options, never);
        if (!log)
            return reportError(log.error().text());
        auto result = evaluation::evaluate(**log, {}, never);
        if (!result)
            return reportError(result.error().text());
        logs.push_back(std::move(*result));
        if (!quiet)
            talk(logs.back(), options);
    }
    if (!arguments.curves.empty()) {
        const auto written = writeCurves(logs, arguments.curves);
        if (!written)
            return reportError(written.error().text());
        for (const std::string& path : *written) {
            if (!quiet)
                fmt::print(stderr, "wrote {}\n", plainText(path));
        }
    }
    const std::string out = arguments.format == "json" ? evaluation::toJson(logs) + "\n"
        : arguments.format == "markdown"               ? evaluateMarkdown(logs)
                                                       : evaluateTable(logs);
    return printData(out);
}

} // namespace

void addEvaluate(CLI::App& app, Runner& runner)
{
    auto arguments = std::make_shared<Arguments>();
    evaluation::Options& options = arguments->options;
    CLI::App* command = app.add_subcommand("evaluate", "Metrics of evaluation logs (CSV)");
    command->add_option("FILE", arguments->files, "Logs: predictions with labels")->required();
    command->add_option("--task", arguments->task, "binary, multiclass or regression; default: by the label")
        ->check(CLI::IsMember({"binary", "multiclass", "regression"}));
    command->add_option("--label", options.label, "Column of the true label")->type_name("COLUMN");
    command->add_option("--score", options.scores, "Column of the score; repeatable: several models")
        ->type_name("COLUMN")
        ->allow_extra_args(false);
    command->add_option("--prediction", options.prediction, "Column of the decided class or predicted number")
        ->type_name("COLUMN");
    command->add_option("--positive", options.positive, "The positive class")->type_name("VALUE");
    command->add_option("--by", options.by, "Columns to group by")
        ->delimiter(',')
        ->type_name("COLUMN,...")
        ->allow_extra_args(false);
    command->add_option("--model", options.model, "Column of the model's name")->type_name("COLUMN");
    command->add_option("--dataset", options.dataset, "Column of the data set's name")->type_name("COLUMN");
    command->add_option("--time", options.time, "Column of the time")->type_name("COLUMN");
    command->add_option("--weights", options.weights, "Column of weights, all greater than 0")->type_name("COLUMN");
    command->add_option("--threshold", arguments->threshold, "Positive is score >= X, instead of the prediction column or 0.5")
        ->type_name("X");
    command->add_option("--format", arguments->format, "table, json or markdown")
        ->check(CLI::IsMember({"table", "json", "markdown"}));
    command->add_option("--curves", arguments->curves, "Write ROC and PR curves, all thresholds, as CSV into this folder")
        ->type_name("DIR");
    command->callback(
        [arguments, &runner] { runner.run = [arguments, &runner] { return runEvaluate(*arguments, runner.quiet); }; });
}

} // namespace wg::app
