// watchglass lint: rule files as strictly as promtool reads them; file, line and column of every finding.
#include "app/command.h"
#include "app/plain_text.h"
#include "core/base/file.h"
#include "core/formats/yaml.h"
#include "core/rules/rule_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace wg::app {
namespace {

/// One a line.
std::string listed(const std::vector<Error>& findings)
{
    std::string out;
    for (const Error& finding : findings)
        out += plainText(finding.text()) + "\n";
    return out;
}

/// Findings go to standard output, they are the data here.
int lint(const std::vector<std::string>& paths, bool quiet)
{
    int exit = kDone;
    for (const std::string& path : paths) {
        const auto text = readFile(path, formats::YamlLimits{}.maxBytes);
        if (!text)
            return reportError(text.error().text());
        const auto file = rules::parseRuleFile(*text, path);
        std::vector<Error> findings = file ? rules::findDuplicates(*file) : file.error();
        if (!findings.empty())
            exit = kFound;
        if (file) {
            for (const Warning& warning : file->warnings)
                findings.push_back({ErrorCode::Unsupported, "warning: " + warning.message, warning.position});
        }
        if (const int done = printData(listed(findings)); done != kDone)
            return done;
        if (!file || quiet)
            continue;
        std::size_t count = 0;
        for (const rules::Group& group : file->groups)
            count += group.rules.size();
        fmt::print(stderr, "{}: {} rules\n", plainText(path), count);
    }
    return exit;
}

} // namespace

void addLint(CLI::App& app, Runner& runner)
{
    auto paths = std::make_shared<std::vector<std::string>>();
    CLI::App* command = app.add_subcommand("lint", "Check rule files as strictly as promtool; exit 1 on a finding");
    command->add_option("RULES", *paths, "Prometheus rule files")->required();
    command->callback([&runner, paths] { runner.run = [&runner, paths] { return lint(*paths, runner.quiet); }; });
}

} // namespace wg::app
