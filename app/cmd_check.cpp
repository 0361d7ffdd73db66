// watchglass check: alert rules over sources at one time or over a stretch of it; exit 1 when an alert fires.
#include "app/check_run.h"
#include "app/cli_sources.h"
#include "app/command.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>

namespace wg::app {
namespace {

struct CheckOptions {
    std::vector<std::string> ruleFiles;
    SourceFlags sources;
    std::string at;
    std::string from;
    std::string to;
    std::string format = "table";
    bool failOnNoData = false;
};

std::size_t countRecording(const rules::RuleFile& file)
{
    std::size_t out = 0;
    for (const rules::Group& group : file.groups)
        out += static_cast<std::size_t>(std::ranges::count(group.rules, true, &rules::Rule::recording));
    return out;
}

/// Every error of every file is said; nullopt when there was one.
std::optional<std::vector<rules::RuleFile>> readRules(const CheckOptions& options, bool quiet)
{
    std::vector<rules::RuleFile> out;
    bool good = true;
    for (const std::string& path : options.ruleFiles) {
        auto file = rules::readRuleFile(path);
        if (!file) {
            for (const Error& error : file.error())
                reportError(error.text());
            good = false;
            continue;
        }
        if (const std::size_t recording = countRecording(*file); recording > 0) {
            file->warnings.push_back({Warning::Severity::Info,
                fmt::format("{}: {} recording rules are not evaluated; alerts over their series need a source that has them",
                    path, recording)});
        }
        printWarnings(file->warnings, quiet);
        out.push_back(*std::move(file));
    }
    if (!good)
        return std::nullopt;
    return out;
}

Result<TimeRange> timeRange(const CheckOptions& options, TimeMs now)
{
    if (options.from.empty() != options.to.empty())
        return fail(ErrorCode::Usage, "--from and --to go together");
    if (options.from.empty()) {
        if (options.at.empty())
            return TimeRange{now, now};
        WG_TRY(const TimeMs at, timeArgument(options.at, "--at", now));
        return TimeRange{at, at};
    }
    WG_TRY(const TimeMs from, timeArgument(options.from, "--from", now));
    WG_TRY(const TimeMs to, timeArgument(options.to, "--to", now, true));
    if (to < from)
        return fail(ErrorCode::Usage, "--to is before --from");
    return TimeRange{from, to};
}

/// What was said about the rules' queries, with the rule's name before it.
Warnings ruleWarnings(const CheckReport& report)
{
    Warnings out;
    for (const GroupOutcome& group : report.groups) {
        for (const RuleOutcome& rule : group.rules) {
            for (const Warning& warning : rule.warnings)
                out.push_back({warning.severity, fmt::format("{}: {}", rule.rule.name, warning.message)});
        }
    }
    return out;
}

/// The exit code, and on standard error why it is not 0.
int verdict(const CheckReport& report, const CheckOptions& options, bool quiet)
{
    std::map<std::string, std::string> failed; // error to the rules that met it: a source that is away is said once
    std::string firing;
    std::string noData;
    const auto append = [](std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; };
    for (const GroupOutcome& group : report.groups) {
        for (const RuleOutcome& rule : group.rules) {
            if (!rule.error.empty())
                append(failed[rule.error], rule.rule.name);
            if (rule.fired)
                append(firing, rule.rule.name);
            if (rule.state == alerts::State::NoData)
                append(noData, rule.rule.name);
        }
    }
    for (const auto& [error, names] : failed)
        reportError(fmt::format("{} ({})", error, names));
    const bool found = !firing.empty() || (options.failOnNoData && !noData.empty());
    Warnings talk = ruleWarnings(report);
    if (!firing.empty())
        talk.push_back({Warning::Severity::Warning, "firing: " + firing});
    if (!noData.empty())
        talk.push_back({Warning::Severity::Warning, "no data: " + noData});
    printWarnings(talk, quiet);
    if (!failed.empty())
        return kError;
    return found ? kFound : kDone;
}

int runCheckCommand(const Runner& runner, const CheckOptions& options)
{
    int argc = runner.argc;
    const QCoreApplication application(argc, runner.argv);
    const auto files = readRules(options, runner.quiet);
    if (!files)
        return kError;
    const auto sources = openSources(options.sources, runner.quiet);
    if (!sources)
        return reportError(sources.error().text());
    const auto range = timeRange(options, defaultTime(*sources));
    if (!range)
        return reportError(range.error().text());
    const auto report = runCheck(*files, *sources, *range);
    if (!report)
        return reportError(report.error().text());

    const std::string text = options.format == "json" ? checkJson(*report)
        : options.format == "junit"                   ? checkJunit(*report, options.failOnNoData)
                                                      : checkTable(*report);
    if (const int done = printData(text); done != kDone)
        return done;
    return verdict(*report, options, runner.quiet);
}

} // namespace

void addCheck(CLI::App& app, Runner& runner)
{
    auto options = std::make_shared<CheckOptions>();
    CLI::App* command = app.add_subcommand("check", "Evaluate alert rules; exit 1 when one fires");
    command->add_option("--rules", options->ruleFiles, "Prometheus rule files")->required()->type_name("FILE");
    addSourceFlags(*command, options->sources);
    CLI::Option* at = command->add_option("--at", options->at, "States at this time (default: newest sample, or now)");
    CLI::Option* from = command->add_option("--from", options->from, "Evaluate from this time");
    command->add_option("--to", options->to, "… to this time");
    at->type_name("T")->excludes(from);
    command->add_flag("--fail-on-no-data", options->failOnNoData, "Exit 1 also when a rule finds no data");
    command->add_option("--format", options->format, "table, json or junit")->check(CLI::IsMember({"table", "json", "junit"}));
    command->callback([&runner, options] {
        options->sources.asksNewest = options->at.empty() && options->from.empty();
        runner.run = [&runner, options] { return runCheckCommand(runner, *options); };
    });
}

} // namespace wg::app
