// watchglass runs DIR|FILE...: the runs and tags of training logs. Needs no display and no event loop.
#include "app/command.h"
#include "app/plain_text.h"
#include "app/runs_output.h"
#include "core/formats/pattern.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace wg::app {
namespace {

struct Arguments {
    std::vector<std::string> paths;
    std::string run, tag, format = "table";
};

/// Found anywhere in the name, as in TensorBoard's filter boxes.
Result<std::function<bool(std::string_view)>> filterOf(const std::string& pattern, const std::string& flag)
{
    if (pattern.empty())
        return std::function<bool(std::string_view)>();
    if (const auto alone = formats::Re2Pattern::make(pattern); !alone)
        return fail(ErrorCode::Usage, fmt::format("{}: {}", flag, alone.error().message));
    WG_TRY(const auto anywhere, formats::Re2Pattern::make(".*(?:" + pattern + ").*"));
    return [anywhere](std::string_view name) { return anywhere.fullMatch(name); };
}

void talk(const evaluation::RunSet& set)
{
    const auto say = [&set](const std::string& where, const Warning& note) {
        fmt::print(stderr, "{}: {}{}{}\n", plainText(set.root), note.severity == Warning::Severity::Warning ? "warning: " : "",
            where, plainText(note.message));
    };
    for (const auto& run : set.runs) {
        for (const Warning& note : run->notes)
            say(run->path == set.root ? std::string() : plainText(run->name) + ": ", note);
    }
    for (const Warning& note : set.notes)
        say({}, note);
}

int runRuns(const Arguments& arguments, bool quiet)
{
    RunsFilter filter;
    for (auto& [pattern, flag, out] :
        {std::tuple{&arguments.run, "--run", &filter.run}, {&arguments.tag, "--tag", &filter.tag}}) {
        auto made = filterOf(*pattern, flag);
        if (!made)
            return reportError(made.error().text());
        *out = std::move(*made);
    }
    RunSets sets;
    for (const std::string& path : arguments.paths) {
        const auto set = evaluation::openRuns(path, {});
        if (!set)
            return reportError(set.error().text());
        sets.push_back(*set);
        if (!quiet)
            talk(**set);
    }
    return printData(arguments.format == "json" ? runsJson(sets, filter)
            : arguments.format == "csv"         ? runsCsv(sets, filter)
                                                : runsTable(sets, filter));
}

} // namespace

void addRuns(CLI::App& app, Runner& runner)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand("runs", "Runs, tags and last values of training logs");
    command->add_option("PATH", arguments->paths, "Folders of TensorBoard event files and histories, or such files themselves")
        ->required();
    command->add_option("--run", arguments->run, "Only runs in whose name this is found")->type_name("REGEX");
    command->add_option("--tag", arguments->tag, "Only tags in whose name this is found")->type_name("REGEX");
    command->add_option("--format", arguments->format, "table, json, or csv with every point")
        ->check(CLI::IsMember({"table", "json", "csv"}));
    command->callback(
        [arguments, &runner] { runner.run = [arguments, &runner] { return runRuns(*arguments, runner.quiet); }; });
}

} // namespace wg::app
