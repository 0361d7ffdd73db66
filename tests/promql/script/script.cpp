#include "tests/promql/script/script.h"

#include "tests/promql/script/parse_eval.h"
#include "tests/promql/script/parse_load.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

namespace wg::test::script {

Result<MessagePattern> MessagePattern::regex(const std::string& pattern)
{
    MessagePattern out;
    out.m_text = pattern;
    out.m_regex = std::make_shared<const re2::RE2>(pattern, re2::RE2::Quiet);
    if (!out.m_regex->ok())
        return fail(ErrorCode::Parse, fmt::format("\"{}\" is no regular expression: {}", pattern, out.m_regex->error()));
    return out;
}

MessagePattern MessagePattern::exact(std::string text)
{
    MessagePattern out;
    out.m_text = std::move(text);
    return out;
}

MessagePattern MessagePattern::any()
{
    MessagePattern out;
    out.m_any = true;
    return out;
}

bool MessagePattern::matches(const std::string& message) const
{
    if (m_regex)
        return re2::RE2::PartialMatch(message, *m_regex);
    return m_any || message == m_text;
}

std::string MessagePattern::text() const
{
    if (m_any)
        return "anything";
    return m_regex ? fmt::format("/{}/", m_text) : fmt::format("\"{}\"", m_text);
}

void SeriesTable::put(LoadedSeries series)
{
    const auto [entry, isNew] = m_index.try_emplace(series.labels, m_rows.size());
    if (isNew)
        m_rows.push_back(std::move(series));
    else
        m_rows[entry->second] = std::move(series);
}

const LoadedSeries* SeriesTable::find(const series::Labels& labels) const
{
    const auto entry = m_index.find(labels);
    return entry == m_index.end() ? nullptr : &m_rows[entry->second];
}

Result<Script> parseScript(std::string_view text, const Limits& limits)
{
    Lines lines(text);
    Script script;
    std::size_t samples = limits.samples;
    std::size_t evaluations = limits.evaluations;
    while (const auto line = lines.nextCommand()) {
        std::string word = lines.firstWord();
        std::ranges::transform(word, word.begin(), [](char c) { return isLetter(c) ? static_cast<char>(c | 0x20) : c; });
        if (word == "clear") {
            script.emplace_back(Clear{});
        } else if (word.starts_with("load")) {
            WG_TRY(Load load, parseLoad(*line, lines, samples));
            script.emplace_back(std::move(load));
        } else if (word.starts_with("eval")) {
            if (evaluations-- == 0)
                return lines.error(fmt::format("more than {} evaluations", limits.evaluations), ErrorCode::Limit);
            WG_TRY(Eval eval, parseEval(*line, lines, samples));
            script.emplace_back(std::move(eval));
        } else {
            return lines.error(fmt::format("\"{}\" is no command: load, clear or eval is expected", *line));
        }
    }
    return script;
}

} // namespace wg::test::script
