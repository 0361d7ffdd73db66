#include "tests/promql/script/runner.h"

#include "tests/promql/script/loader.h"

#include <fmt/format.h>

namespace wg::test::script {
namespace {

class Runner {
public:
    explicit Runner(const promql::EngineOptions& options) : m_options(options) { }

    Result<void> operator()(const Load& command) { return load(command, *m_head); }
    Result<void> operator()(const Clear&)
    {
        m_head = std::make_unique<tsdb::Head>();
        return {};
    }
    Result<void> operator()(const Eval& command)
    {
        const Outcome outcome = evaluate(command, *m_head, m_options);
        Report::Entry entry{command.line, fmt::format("{}: {}", command.expression, outcome.text)};
        switch (outcome.kind) {
        case Outcome::Kind::Passed:
            ++m_report.passed;
            break;
        case Outcome::Kind::Failed:
            m_report.failed.push_back(std::move(entry));
            break;
        case Outcome::Kind::LeftOut:
            m_report.leftOut.push_back(std::move(entry));
            break;
        }
        return {};
    }

    Report take() { return std::move(m_report); }

private:
    const promql::EngineOptions& m_options;
    std::unique_ptr<tsdb::Head> m_head = std::make_unique<tsdb::Head>();
    Report m_report;
};

} // namespace

Result<Report> runScript(std::string_view text, const promql::EngineOptions& options, const Limits& limits)
{
    WG_TRY(const Script script, parseScript(text, limits));
    Runner runner(options);
    for (const Command& command : script)
        WG_CHECK(std::visit(runner, command));
    return runner.take();
}

Result<std::vector<Version>> scriptVersions(std::string_view text)
{
    constexpr std::string_view kMark = "# compat:";
    const auto at = text.find(kMark);
    if (at == std::string_view::npos)
        return std::vector<Version>{{"3", promql::Compat::V3}};
    std::string_view line = text.substr(at + kMark.size());
    Cursor cursor(line.substr(0, line.find_first_of("\r\n")));
    std::vector<Version> out;
    for (cursor.takeBlanks(); !cursor.atEnd(); cursor.takeBlanks()) {
        const std::string name(cursor.takeWhile([](char c) { return !isBlank(c); }));
        WG_TRY(const promql::Compat compat, promql::parseCompat(name));
        out.push_back({name, compat});
    }
    return out;
}

} // namespace wg::test::script
