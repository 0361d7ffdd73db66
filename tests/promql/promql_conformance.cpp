// promql_conformance [--compat V] FILE...: runs scripts of Prometheus' test language against our engine.
#include "core/base/file.h"
#include "tests/promql/script/runner.h"

#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace wg;
using test::script::Report;

constexpr int kAllPassed = 0;
constexpr int kSomeFailed = 1;
constexpr int kUsage = 2;
constexpr std::uint64_t kMaxScriptBytes = 16'000'000;

constexpr const char* kHelp =
    "Usage: promql_conformance [--compat V] FILE...\n"
    "\n"
    "Runs test scripts of Prometheus (promqltest) against the engine of Watchglass and prints, for each file and in\n"
    "total, how many evaluations passed, failed and were left out. One is left out only where a series it selects or\n"
    "expects holds a native histogram.\n"
    "\n"
    "  --compat V   the version to be equal to: 2.42, 2.55 or 3 (default: 3, or what \"# compat: V\" in a file says)\n"
    "  --help       this text\n"
    "\n"
    "Ends with 0 when all passed, 1 when an evaluation failed, 2 on wrong usage or a file that cannot be read or\n"
    "understood.\n";

struct Arguments {
    std::optional<promql::Compat> compat;
    std::vector<std::string> files;
    bool help = false;
};

Result<Arguments> parseArguments(std::span<char*> words)
{
    Arguments out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const bool joined = word.starts_with("--compat=");
        if (word == "--help" || word == "-h") {
            out.help = true;
        } else if (word == "--compat" || joined) {
            if (!joined && ++i >= words.size())
                return fail(ErrorCode::Usage, "--compat wants a version: 2.42, 2.55 or 3");
            WG_TRY(out.compat, promql::parseCompat(joined ? word.substr(9) : words[i]));
        } else if (word.starts_with('-')) {
            return fail(ErrorCode::Usage, fmt::format("there is no option {}; see --help", word));
        } else {
            out.files.emplace_back(word);
        }
    }
    if (out.files.empty() && !out.help)
        return fail(ErrorCode::Usage, "no script is named; see --help");
    return out;
}

Result<Report> runFile(const std::string& file, std::optional<promql::Compat> compat)
{
    WG_TRY(const std::string text, readFile(file, kMaxScriptBytes));
    if (!compat) {
        WG_TRY(compat, test::script::scriptCompat(text));
    }
    auto report = test::script::runScript(text, test::script::testEngine(*compat));
    if (!report) {
        Error error = report.error();
        if (!error.position)
            error.position = Position{};
        error.position->input = file;
        return std::unexpected(std::move(error));
    }
    return report;
}

void print(const std::string& file, const Report& report)
{
    for (const Report::Entry& entry : report.failed)
        fmt::print("{}:{}: FAILED {}\n", file, entry.line, entry.text);
    for (const Report::Entry& entry : report.leftOut)
        fmt::print("{}:{}: left out: {}\n", file, entry.line, entry.text);
    fmt::print("{}: {} passed, {} failed, {} left out\n", file, report.passed, report.failed.size(), report.leftOut.size());
}

int run(std::span<char*> words)
{
    const auto arguments = parseArguments(words);
    if (!arguments) {
        fmt::print(stderr, "promql_conformance: error: {}\n", arguments.error().text());
        return kUsage;
    }
    if (arguments->help) {
        fmt::print("{}", kHelp);
        return kAllPassed;
    }
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t leftOut = 0;
    bool unreadable = false;
    for (const std::string& file : arguments->files) {
        const auto report = runFile(file, arguments->compat);
        if (!report) {
            fmt::print(stderr, "promql_conformance: error: {}\n", report.error().text());
            unreadable = true;
            continue;
        }
        print(file, *report);
        passed += report->passed;
        failed += report->failed.size();
        leftOut += report->leftOut.size();
    }
    fmt::print("total: {} passed, {} failed, {} left out\n", passed, failed, leftOut);
    return unreadable ? kUsage : failed > 0 ? kSomeFailed : kAllPassed;
}

} // namespace

int main(int argc, char** argv)
{
    return run(std::span<char*>(argv, static_cast<std::size_t>(argc)).subspan(1));
}
