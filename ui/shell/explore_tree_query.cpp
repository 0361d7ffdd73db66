#include "ui/shell/explore_tree_query.h"

#include "core/base/number.h"
#include "core/promql/parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using promql::Expr;
using State = TreeNode::State;

constexpr DurationMs kExplainWindow = kHour; ///< how far back other values of a label are looked for
constexpr std::size_t kMostValues = 5; ///< named in an explanation

bool isLiteral(const Expr& expr)
{
    return std::holds_alternative<promql::NumberLiteral>(expr.node) || std::holds_alternative<promql::StringLiteral>(expr.node);
}

/// Text on one line, blanks joined, none inside parentheses.
std::string oneLine(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (blank) {
            if (!out.empty() && out.back() != ' ' && out.back() != '(')
                out += ' ';
            continue;
        }
        if (c == ')' && out.ends_with(' '))
            out.pop_back();
        out += c;
    }
    return out;
}

std::string summaryOf(const Expr& expr, std::string_view text)
{
    std::string out;
    std::size_t at = expr.range.begin;
    promql::forEachChild(expr, [&](const Expr& child) {
        if (isLiteral(child) || child.range.begin < at)
            return;
        out += text.substr(at, child.range.begin - at);
        out += "…";
        at = child.range.end;
    });
    out += text.substr(at, expr.range.end - at);
    return oneLine(out);
}

void collect(const Expr& expr, int parent, std::string_view text, std::vector<TreeNode>& nodes)
{
    const Expr& inner = promql::withoutParens(expr);
    if (parent >= 0 && isLiteral(inner))
        return;
    TreeNode node;
    node.range = inner.range;
    node.text = text.substr(inner.range.begin, inner.range.end - inner.range.begin);
    node.summary = summaryOf(inner, text);
    node.type = inner.type();
    node.selector = std::holds_alternative<promql::Selector>(inner.node);
    node.parent = parent;
    nodes.push_back(std::move(node));
    const int own = static_cast<int>(nodes.size()) - 1;
    promql::forEachChild(inner, [&](const Expr& child) { collect(child, own, text, nodes); });
}

void describe(TreeNode& node, const series::Value& value)
{
    if (const auto* matrix = std::get_if<series::Matrix>(&value)) {
        node.series = matrix->series.size();
        for (const series::Series& one : matrix->series)
            node.points += one.t.size();
    } else if (const auto* vector = std::get_if<series::Vector>(&value)) {
        node.series = node.points = vector->samples.size();
    } else if (const auto* scalar = std::get_if<series::Scalar>(&value)) {
        node.single = formatShortest(scalar->v);
    } else if (const auto* text = std::get_if<series::Text>(&value)) {
        node.single = text->v;
    }
}

std::string selectorOf(const std::vector<series::Matcher>& matchers, std::size_t without)
{
    std::string out;
    for (std::size_t i = 0; i < matchers.size(); ++i)
        if (i != without)
            out += (out.empty() ? "" : ", ") + matchers[i].text();
    return "{" + out + "}";
}

std::string listed(const std::vector<std::string>& values)
{
    std::string out;
    for (std::size_t i = 0; i < std::min(values.size(), kMostValues); ++i)
        out += (i == 0 ? "" : ", ") + values[i];
    return values.size() > kMostValues ? fmt::format("{} and {} more", out, values.size() - kMostValues) : out;
}

} // namespace

Result<std::vector<TreeNode>> treeOf(const std::string& expression)
{
    WG_TRY(const Expr root, promql::parse(expression));
    std::vector<TreeNode> nodes;
    collect(root, -1, expression, nodes);
    return nodes;
}

void ExploreTreeQuery::run(sources::Source* source, const std::string& expression, TimeMs at)
{
    auto nodes = treeOf(expression);
    if (!nodes || !source)
        return clear(); // the query itself says what is wrong
    withdraw();
    m_source = source;
    m_at = at;
    const auto same = [](const TreeNode& a, const TreeNode& b) { return a.text == b.text && a.range == b.range; };
    if (!std::ranges::equal(*nodes, m_nodes, same)) { // else what was found stays until the new results come
        m_nodes = std::move(*nodes);
        m_explanation.clear();
        Q_EMIT rebuilt();
    }
    askNext();
}

void ExploreTreeQuery::withdraw()
{
    for (const sources::Job& job : m_jobs)
        job.cancel();
    ++m_round;
    m_jobs.clear();
    m_next = 0;
    m_running = 0;
}

void ExploreTreeQuery::clear()
{
    withdraw();
    m_nodes.clear();
    m_explanation.clear();
    Q_EMIT rebuilt();
}

void ExploreTreeQuery::askNext()
{
    while (m_source && m_running < kMostAtOnce && m_next < m_nodes.size()) {
        const std::size_t index = m_next++;
        ++m_running;
        if (m_nodes[index].state == State::Waiting)
            m_nodes[index].state = State::Asking;
        m_jobs.push_back(m_source->query(
            {m_nodes[index].text, m_at}, this, [this, index, round = m_round](Result<sources::QueryResult> result) {
                if (round == m_round) // a careless source may answer what was withdrawn
                    take(index, std::move(result));
            }));
    }
}

void ExploreTreeQuery::take(std::size_t index, Result<sources::QueryResult> result)
{
    --m_running;
    TreeNode& node = m_nodes[index];
    node.state = result ? State::Done : State::Failed;
    node.error.clear();
    node.single.reset();
    node.series = node.points = 0;
    if (!result)
        node.error = result.error().message;
    else if (result->value)
        describe(node, *result->value);
    if (result)
        node.elapsed = result->elapsed;
    askNext();
    if (m_running == 0)
        explain();
    Q_EMIT changed();
}

bool ExploreTreeQuery::vanishesAt(std::size_t index) const
{
    if (!m_nodes[index].empty())
        return false;
    return std::ranges::none_of(
        m_nodes, [&](const TreeNode& node) { return node.parent == static_cast<int>(index) && node.empty(); });
}

void ExploreTreeQuery::explain()
{
    const auto found = std::ranges::find_if(m_nodes, [](const TreeNode& node) { return node.selector && node.empty(); });
    if (found == m_nodes.end() || !m_source) {
        m_explanation.clear();
        return;
    }
    auto parsed = promql::parse(found->text);
    if (!parsed)
        return;
    const auto selectors = promql::extractSelectors(*parsed);
    if (selectors.size() == 1)
        explainBy(selectors.front()->matchers, 0);
}

/// Which matcher is to blame: the first for whose label the series of all other matchers have only other values.
void ExploreTreeQuery::explainBy(std::vector<series::Matcher> matchers, std::size_t suspect)
{
    while (suspect < matchers.size() && matchers[suspect].name() == series::kMetricName)
        ++suspect;
    if (suspect >= matchers.size()) {
        m_explanation = fmt::format("No series matches {} in the hour before.", selectorOf(matchers, matchers.size()));
        Q_EMIT changed();
        return;
    }
    std::vector<std::string> others;
    if (matchers.size() > 1)
        others.push_back(selectorOf(matchers, suspect));
    const std::string label = matchers[suspect].name();
    m_jobs.push_back(m_source->labelValues(label, others, {m_at - kExplainWindow, m_at}, this,
        [this, matchers = std::move(matchers), suspect, round = m_round](Result<std::vector<std::string>> values) {
            if (!values || round != m_round)
                return; // no explanation is better than a wrong one
            const series::Matcher& matcher = matchers[suspect];
            if (values->empty())
                return explainBy(matchers, suspect + 1);
            const bool met = std::ranges::any_of(*values, [&](const std::string& value) { return matcher.matches(value); });
            m_explanation = met
                ? fmt::format("Series match {}, but none has a sample here.", selectorOf(matchers, matchers.size()))
                : fmt::format("No series matches {}; label {} has values {}.", matcher.text(), matcher.name(), listed(*values));
            Q_EMIT changed();
        }));
}

} // namespace wg::ui::shell
