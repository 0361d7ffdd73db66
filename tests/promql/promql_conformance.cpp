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
using test::script::Version;

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
    "  --compat V   the version to be equal to: 2.42, 2.55 or 3 (default: those that a line\n"
    "               \"# compat: 2.42 2.55\" of the file names, else 3)\n"
    "  --help       this text\n"
    "\n"
    "Ends with 0 when all passed, 1 when an evaluation failed, 2 on wrong usage or a file that cannot be read or\n"
    "understood.\n";

struct Arguments {
    std::optional<Version> version;
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
            const std::string name(joined ? word.substr(9) : std::string_view(words[i]));
            WG_TRY(const promql::Compat compat, promql::parseCompat(name));
            out.version = Version{name, compat};
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

struct Total {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t leftOut = 0;
};

void print(const std::string& name, const std::string& file, const Report& report)
{
    for (const Report::Entry& entry : report.failed)
        fmt::print("{}:{}: FAILED {}\n", file, entry.line, entry.text);
    for (const Report::Entry& entry : report.leftOut)
        fmt::print("{}:{}: left out: {}\n", file, entry.line, entry.text);
    fmt::print("{}: {} passed, {} failed, {} left out\n", name, report.passed, report.failed.size(), report.leftOut.size());
}

Result<void> runFile(const std::string& file, const std::optional<Version>& asked, Total& total)
{
    WG_TRY(const std::string text, readFile(file, kMaxScriptBytes));
    std::vector<Version> versions;
    if (asked) {
        versions.push_back(*asked);
    } else {
        WG_TRY(versions, test::script::scriptVersions(text));
    }
    for (const Version& version : versions) {
        WG_TRY(const Report report, test::script::runScript(text, test::script::testEngine(version.compat)));
        print(asked ? file : fmt::format("{} ({})", file, version.name), file, report);
        total.passed += report.passed;
        total.failed += report.failed.size();
        total.leftOut += report.leftOut.size();
    }
    return {};
}

void printError(Error error, const std::string& file)
{
    if (error.position)
        error.position->input = file;
    fmt::print(stderr, "promql_conformance: error: {}\n", error.text());
}

int run(std::span<char*> words)
{
    const auto arguments = parseArguments(words);
    if (!arguments) {
        printError(arguments.error(), {});
        return kUsage;
    }
    if (arguments->help) {
        fmt::print("{}", kHelp);
        return kAllPassed;
    }
    Total total;
    bool unreadable = false;
    for (const std::string& file : arguments->files) {
        if (auto done = runFile(file, arguments->version, total); !done) {
            printError(std::move(done).error(), file);
            unreadable = true;
        }
    }
    fmt::print("total: {} passed, {} failed, {} left out\n", total.passed, total.failed, total.leftOut);
    return unreadable ? kUsage : total.failed > 0 ? kSomeFailed : kAllPassed;
}

} // namespace

int main(int argc, char** argv)
{
    return run(std::span<char*>(argv, static_cast<std::size_t>(argc)).subspan(1));
}
