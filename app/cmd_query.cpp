// watchglass query: an expression, asked of servers and logs. Files answer together; several servers one by one, into one
// answer.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/merge_answers.h"
#include "app/plain_text.h"
#include "app/query_output.h"
#include "core/promapi/write.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

namespace wg::app {
namespace {

struct QueryFlags {
    SourceFlags source;
    std::string expression;
    std::string time, start, end, step;
    std::string format = "table";

    [[nodiscard]] bool isRange() const { return !start.empty() || !end.empty() || !step.empty(); }
};

Result<void> checkFlags(const QueryFlags& flags)
{
    if (flags.isRange() && !flags.time.empty())
        return fail(ErrorCode::Usage, "--time asks for one instant; it does not go with --start, --end and --step");
    if (flags.isRange() && (flags.start.empty() || flags.end.empty() || flags.step.empty()))
        return fail(ErrorCode::Usage, "a range needs all three: --start T --end T --step D");
    return {};
}

Result<sources::QueryResult> ask(const QueryFlags& flags, sources::Source& source, TimeMs newest)
{
    if (!flags.isRange()) {
        WG_TRY(const TimeMs at, flags.time.empty() ? Result<TimeMs>(newest) : timeArgument(flags.time, "--time", newest));
        return runQuery(source, sources::InstantQuery{flags.expression, at});
    }
    WG_TRY(const TimeMs start, timeArgument(flags.start, "--start", newest));
    WG_TRY(const TimeMs end, timeArgument(flags.end, "--end", newest, true));
    WG_TRY(const DurationMs step, durationArgument(flags.step, "--step"));
    if (step <= 0)
        return fail(ErrorCode::Usage, "--step must be longer than nothing, such as 15s");
    if (end < start)
        return fail(ErrorCode::Usage, "--end is before --start");
    return runQuery(source, sources::RangeQuery{flags.expression, start, end, step});
}

std::string print(const Answer& answer, const std::string& format)
{
    if (format == "json") // byte for byte as the API sends it
        return promapi::queryBody(*answer.value, answer.warnings) + (::isatty(STDOUT_FILENO) != 0 ? "\n" : "");
    return format == "csv" ? queryCsv(*answer.value) : queryTable(*answer.value);
}

int runQueryCommand(Runner& runner, const QueryFlags& flags)
{
    QCoreApplication application(runner.argc, runner.argv);
    if (const auto good = checkFlags(flags); !good)
        return reportError(good.error().text());
    const auto opened = openSources(flags.source, runner.quiet);
    if (!opened)
        return reportError(opened.error().text());
    const bool several = opened->size() > 1;
    const TimeMs newest = defaultTime(*opened);
    std::vector<Answer> answers;
    for (const auto& source : *opened) {
        auto result = ask(flags, *source, newest);
        if (!result)
            return reportError(several ? fmt::format("{}: {}", source->name(), result.error().text()) : result.error().text());
        if (result->partial && !runner.quiet)
            fmt::print(stderr, "watchglass: warning: {}: part of the server's data is missing in this answer\n",
                plainText(source->name()));
        answers.push_back({source->name(), std::move(result->value), std::move(result->warnings)});
    }
    if (several && !runner.quiet)
        fmt::print(stderr,
            "watchglass: note: {} sources answered; the label {}= says which, and nothing is added up between them\n",
            opened->size(), kSourceLabel);
    const Answer answer = mergeAnswers(std::move(answers));
    printWarnings(answer.warnings, runner.quiet);
    return printData(print(answer, flags.format));
}

} // namespace

void addQuery(CLI::App& app, Runner& runner)
{
    const auto flags = std::make_shared<QueryFlags>();
    CLI::App& command = *app.add_subcommand("query", "Answer a PromQL expression from servers and logs");
    addSourceFlags(command, flags->source);
    command.add_option("expression", flags->expression, "PromQL")->required()->type_name("EXPR");
    command.add_option("--time", flags->time, "Instant: RFC 3339, a Unix time or now-1h; default: newest sample, or now")
        ->type_name("T");
    command.add_option("--start", flags->start, "Range: its first instant")->type_name("T");
    command.add_option("--end", flags->end, "Range: its last instant")->type_name("T");
    command.add_option("--step", flags->step, "Range: distance of its instants, such as 15s")->type_name("D");
    command.add_option("--format", flags->format, "table, json or csv")
        ->check(CLI::IsMember({"table", "json", "csv"}))
        ->capture_default_str();
    command.callback([flags, &runner] {
        flags->source.asksNewest = flags->time.empty() && !flags->isRange();
        runner.run = [flags, &runner] { return runQueryCommand(runner, *flags); };
    });
}

} // namespace wg::app
