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

Result<promql::Compat> scriptCompat(std::string_view text)
{
    constexpr std::string_view kMark = "# compat:";
    const auto at = text.find(kMark);
    if (at == std::string_view::npos)
        return promql::Compat::V3;
    std::string_view version = text.substr(at + kMark.size());
    version = version.substr(0, version.find('\n'));
    version.remove_prefix(std::min(version.find_first_not_of(' '), version.size()));
    return promql::parseCompat(version);
}

} // namespace wg::test::script
