#include "ui/shell/query_history.h"

#include <algorithm>

namespace wg::ui::shell {
namespace {

bool same(const state::AskedQuery& a, const state::AskedQuery& b)
{
    return a.expression == b.expression && a.source == b.source;
}

} // namespace

QueryHistory::QueryHistory(state::State* state, QObject* parent) : QObject(parent), m_state(state)
{
    if (state)
        m_queries = state->queries();
}

std::vector<state::AskedQuery> QueryHistory::matching(const QString& words) const
{
    const QStringList wanted = words.split(' ', Qt::SkipEmptyParts);
    std::vector<state::AskedQuery> found;
    for (const state::AskedQuery& query : m_queries) {
        const QString text = QString::fromStdString(query.expression + '\n' + query.source);
        if (std::ranges::all_of(wanted, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); }))
            found.push_back(query);
    }
    std::ranges::stable_partition(found, &state::AskedQuery::starred);
    return found;
}

void QueryHistory::remember(const std::string& expression, const std::string& source, TimeMs at, bool keep)
{
    state::AskedQuery query{expression, source, at, false};
    const bool news = keep && std::erase_if(m_passing, [&](const auto& one) { return same(one, query); }) > 0;
    const auto before = std::ranges::find_if(m_queries, [&](const auto& one) { return same(one, query); });
    if (before == m_queries.begin() && before != m_queries.end() && before->at == at && !news)
        return;
    if (before != m_queries.end()) {
        query.starred = before->starred;
        m_queries.erase(before);
    } else if (!keep) {
        m_passing.push_back(query);
    }
    m_queries.insert(m_queries.begin(), std::move(query));
    store();
}

void QueryHistory::setStarred(const state::AskedQuery& query, bool starred)
{
    for (state::AskedQuery& one : m_queries)
        if (same(one, query))
            one.starred = starred;
    store();
}

void QueryHistory::forget(const state::AskedQuery& query)
{
    const auto found = std::ranges::find_if(m_queries, [&](const auto& one) { return same(one, query); });
    if (found != m_queries.end())
        m_queries.erase(found); // `query` may be it
    store();
}

void QueryHistory::store()
{
    if (m_state) {
        const auto passes = [&](const state::AskedQuery& query) {
            return std::ranges::any_of(m_passing, [&](const auto& one) { return same(one, query); });
        };
        auto kept = m_queries;
        std::erase_if(kept, passes);
        if (kept != m_state->queries())
            if (const auto stored = m_state->setQueries(std::move(kept)); !stored)
                Q_EMIT failed(QString::fromStdString(stored.error().text()));
        const auto& written = m_state->queries(); // as far as it keeps them
        std::erase_if(m_queries, [&](const state::AskedQuery& query) {
            return !passes(query) && std::ranges::none_of(written, [&](const auto& one) { return same(one, query); });
        });
    }
    Q_EMIT changed();
}

} // namespace wg::ui::shell
