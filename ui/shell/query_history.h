// The expressions that were asked in Explore, newest first, one entry per expression and source. Kept by the state where
// there is one, else until the program ends. GUI thread.
#pragma once

#include "core/runtime/state/state.h"

#include <QObject>
#include <QString>

#include <vector>

namespace wg::ui::shell {

class QueryHistory : public QObject {
    Q_OBJECT
public:
    /// `state` may be nullptr: nothing is kept. It must outlive the history.
    explicit QueryHistory(state::State* state, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<state::AskedQuery>& all() const { return m_queries; }
    /// Every word of `words` occurs in the expression or the source's name, whatever the case; starred ones first.
    [[nodiscard]] std::vector<state::AskedQuery> matching(const QString& words) const;

    /// Without `keep` it is known until the program ends, and not written.
    void remember(const std::string& expression, const std::string& source, TimeMs at, bool keep = true);
    void setStarred(const state::AskedQuery& query, bool starred);
    void forget(const state::AskedQuery& query);

Q_SIGNALS:
    void changed();
    void failed(const QString& why); ///< the file could not be written; the list here is still right

private:
    void store();

    state::State* m_state;
    std::vector<state::AskedQuery> m_queries;
    std::vector<state::AskedQuery> m_passing; ///< those of m_queries that are not written; only what they ask counts
};

} // namespace wg::ui::shell
