// The tree of an expression and what each part of it gives at one instant: where do the series vanish? Each part is asked as an
// instant query of its own text, few at a time; a new run withdraws the one before. No widgets. GUI thread.
#pragma once

#include "core/promql/ast.h"
#include "core/runtime/sources/source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <optional>
#include <string>
#include <vector>

namespace wg::ui::shell {

/// A part of the expression. Parentheses are left out, and so are literals, but for a whole that is nothing else.
struct TreeNode {
    promql::SourceRange range; ///< in the text that was parsed
    std::string text; ///< its source text
    std::string summary; ///< the same on one line, with … for its parts
    promql::ValueType type = promql::ValueType::InstantVector;
    bool selector = false;
    int parent = -1;

    enum class State { Waiting, Asking, Done, Failed };
    State state = State::Waiting;
    std::uint64_t series = 0; ///< elements of a vector or matrix
    std::uint64_t points = 0;
    std::optional<std::string> single; ///< a scalar's or string's value
    DurationMs elapsed = 0;
    std::string error;

    [[nodiscard]] bool empty() const { return state == State::Done && !single && series == 0; }
};

/// Parents before their parts, in the order of the text. The error is the parser's.
[[nodiscard]] Result<std::vector<TreeNode>> treeOf(const std::string& expression);

class ExploreTreeQuery : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostAtOnce = 4;
    using QObject::QObject;

    /// The results of the same tree stay until the new ones come.
    void run(sources::Source* source, const std::string& expression, TimeMs at);
    void clear();

    [[nodiscard]] const std::vector<TreeNode>& nodes() const { return m_nodes; }
    [[nodiscard]] TimeMs at() const { return m_at; }
    [[nodiscard]] bool running() const { return m_running > 0; }
    /// The node gives nothing although all its parts do, or has no parts: here the data vanished.
    [[nodiscard]] bool vanishesAt(std::size_t node) const;
    /// Why the first empty selector finds nothing, where that can be told cheaply; empty while unknown.
    [[nodiscard]] const std::string& explanation() const { return m_explanation; }

Q_SIGNALS:
    void rebuilt(); ///< other nodes
    void changed(); ///< results of nodes, or the explanation

private:
    void withdraw();
    void askNext();
    void take(std::size_t node, Result<sources::QueryResult> result);
    void explain();
    void explainBy(std::vector<series::Matcher> matchers, std::size_t suspect);

    QPointer<sources::Source> m_source;
    TimeMs m_at = 0;
    std::vector<TreeNode> m_nodes;
    std::vector<sources::Job> m_jobs;
    std::size_t m_next = 0; ///< node to ask
    int m_running = 0;
    unsigned m_round = 0; ///< of run() and clear()
    std::string m_explanation;
};

} // namespace wg::ui::shell
