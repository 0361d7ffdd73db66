// info(v, {…}): adds the labels of info metrics (target_info by default) that belong to the same target. As promql/info.go.
#include "core/promql/functions.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using series::Labels;
using series::Matcher;
using series::MatchOp;

const std::vector<std::string> kIdentifying{"instance", "job"};
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// What the second argument asks for.
struct Wanted {
    std::vector<Matcher> names; ///< of the info metrics
    std::vector<Matcher> data; ///< of the labels to add; none: all of them
};

struct InfoSeries {
    LabelsPtr labels;
    std::vector<TimeMs> at; ///< when the sample of each step was taken
    std::vector<char> there;
};

/// The info series of one metric and one target.
struct Target {
    std::string metric;
    std::vector<std::size_t> members;
    std::vector<std::size_t> newest; ///< by step; kNone
};

/// Without a name it is target_info; names that are only excluded leave all others that end in _info.
Result<Wanted> wantedOf(const CallContext& context)
{
    Wanted out;
    if (context.call.arguments.size() > 1) {
        const auto& selector = std::get<Selector>(withoutParens(*context.call.arguments[1]).node);
        for (const Matcher& matcher : selector.matchers)
            (matcher.name() == series::kMetricName ? out.names : out.data).push_back(matcher);
    }
    const auto includes = [](const Matcher& m) { return m.op() == MatchOp::Equal || m.op() == MatchOp::Regex; };
    if (std::ranges::any_of(out.names, includes))
        return out;
    const std::string name(series::kMetricName);
    WG_TRY(Matcher implied,
        out.names.empty() ? Matcher::make(MatchOp::Equal, name, "target_info")
                          : Matcher::make(MatchOp::Regex, name, ".+_info"));
    out.names.push_back(std::move(implied));
    return out;
}

/// The window that upstream reads info series in: that of the first selector of the first argument.
TimeRange windowOf(const CallContext& context)
{
    const Evaluation& evaluation = context.evaluation;
    TimeRange out{context.grid.start, context.grid.last()};
    DurationMs offset = 0;
    if (const auto selectors = extractSelectors(*context.call.arguments[0]); !selectors.empty()) {
        const Shift& shift = selectors.front()->shift;
        offset = shift.offset.value_or(0);
        if (shift.anchor == Shift::Anchor::Time)
            out.from = out.to = std::clamp(shift.at, -kFarthest, kFarthest);
        else if (shift.anchor == Shift::Anchor::Start)
            out = {evaluation.query.start, evaluation.query.start};
        else if (shift.anchor == Shift::Anchor::End)
            out = {evaluation.query.end, evaluation.query.end};
    }
    return {out.from - evaluation.options.lookback + (evaluation.leftOpen() ? 1 : 0) - offset, out.to - offset};
}

InfoSeries infoSeriesOf(const Evaluation& evaluation, const Grid& grid, const series::SeriesView& view)
{
    InfoSeries out{view.labels, std::vector<TimeMs>(grid.count, 0), std::vector<char>(grid.count, 0)};
    std::size_t next = 0;
    for (std::size_t i = 0; i < grid.count; ++i) {
        while (next < view.t.size() && view.t[next] <= grid.at(i))
            ++next;
        if (next == 0 || series::isStale(view.v[next - 1]))
            continue;
        const DurationMs age = grid.at(i) - view.t[next - 1];
        const DurationMs lookback = evaluation.options.lookback;
        out.there[i] = (evaluation.leftOpen() ? age < lookback : age <= lookback) ? 1 : 0;
        out.at[i] = view.t[next - 1];
    }
    return out;
}

class Enrichment {
public:
    Enrichment(CallContext& context, Wanted wanted)
        : m_evaluation(context.evaluation)
        , m_grid(context.grid)
        , m_range(context.expr.range)
        , m_wanted(std::move(wanted))
        , m_base(std::move(context.vector(0)))
    {
    }

    Result<StepVector> run(TimeRange window)
    {
        WG_CHECK(fetch(window));
        WG_CHECK(chooseNewest());
        StepVector out;
        for (StepSeries& s : m_base) {
            WG_CHECK(m_evaluation.checkpoint());
            s.dropName = false; // as upstream, which forgets it here
            if (isInfo(*s.labels))
                out.push_back(std::move(s));
            else
                WG_CHECK(enrich(s, out));
        }
        WG_CHECK(mergeSameLabels(m_evaluation, out));
        return out;
    }

private:
    /// Info series themselves are left as they are.
    [[nodiscard]] bool isInfo(const Labels& labels) const
    {
        const std::string_view name = labels.metricName();
        return std::ranges::all_of(m_wanted.names, [name](const Matcher& m) { return m.matches(name); });
    }

    Result<void> fetch(TimeRange window)
    {
        WG_TRY(const auto matchers, identityMatchers());
        if (matchers.empty())
            return {};
        WG_TRY(const auto views, m_evaluation.data.select(matchers, window.from, window.to, m_evaluation.cancel));
        const LabelChoice identity = LabelChoice::only({std::string(series::kMetricName), kIdentifying[0], kIdentifying[1]});
        std::string key;
        for (const series::SeriesView& view : views) {
            if (!isOfInterest(*view.labels))
                continue;
            m_evaluation.samplesRead += view.t.size();
            if (view.hasHistograms)
                return fail(ErrorCode::Unsupported, "info() cannot take labels from native histograms");
            WG_CHECK(m_evaluation.checkpoint());
            WG_CHECK(m_evaluation.account(view.t.size() + m_grid.count));
            m_info.push_back(infoSeriesOf(m_evaluation, m_grid, view));
            identity.key(*view.labels, key);
            const std::size_t target = m_index.add(key);
            if (target == m_targets.size())
                m_targets.push_back({std::string(view.labels->metricName()), {}, {}});
            m_targets[target].members.push_back(m_info.size() - 1);
        }
        for (const Target& target : m_targets)
            m_metrics.emplace_back(target.metric);
        std::ranges::sort(m_metrics);
        m_metrics.erase(std::ranges::unique(m_metrics).begin(), m_metrics.end());
        return {};
    }

    /// Which info series are of interest; empty where no base series has an identity.
    [[nodiscard]] Result<std::vector<Matcher>> identityMatchers()
    {
        std::vector<Matcher> out;
        for (const std::string& name : kIdentifying) {
            std::vector<std::string> values;
            for (const StepSeries& s : m_base) {
                WG_CHECK(m_evaluation.checkpoint());
                if (!isInfo(*s.labels) && !s.labels->get(name).empty())
                    values.emplace_back(s.labels->get(name));
            }
            if (values.empty())
                continue;
            std::ranges::sort(values);
            values.erase(std::ranges::unique(values).begin(), values.end());
            WG_TRY(Matcher matcher, Matcher::make(MatchOp::NotEqual, name, ""));
            out.push_back(std::move(matcher));
            m_values.emplace_back(name, std::move(values));
        }
        if (out.empty())
            return out;
        out.insert(out.end(), m_wanted.data.begin(), m_wanted.data.end());
        out.insert(out.end(), m_wanted.names.begin(), m_wanted.names.end());
        return out;
    }

    /// Whether some base series has each of these identities. A regular expression would grow with the number of targets.
    [[nodiscard]] bool isOfInterest(const Labels& info) const
    {
        return std::ranges::all_of(m_values, [&info](const auto& entry) {
            return std::ranges::binary_search(entry.second, info.get(entry.first), std::less<>());
        });
    }

    /// Of several info series of a target at a step the newest sample counts; two of the same age are a conflict.
    Result<void> chooseNewest()
    {
        std::vector<char> anyBase(m_grid.count, 0);
        for (const StepSeries& s : m_base) {
            WG_CHECK(m_evaluation.checkpoint());
            for (std::size_t i = 0; i < m_grid.count; ++i)
                anyBase[i] |= isAbsent(s.v[i]) ? 0 : 1;
        }
        for (Target& target : m_targets) {
            target.newest.assign(m_grid.count, kNone);
            for (const std::size_t member : target.members) {
                WG_CHECK(m_evaluation.checkpoint());
                const InfoSeries& info = m_info[member];
                for (std::size_t i = 0; i < m_grid.count; ++i) {
                    if (!info.there[i] || !anyBase[i])
                        continue;
                    std::size_t& newest = target.newest[i];
                    if (newest != kNone && m_info[newest].at[i] == info.at[i])
                        return std::unexpected(m_evaluation.error(m_range,
                            fmt::format("found duplicate series for info metric: existing {} @ {}, new {} @ {}",
                                braced(*m_info[newest].labels), info.at[i], braced(*info.labels), info.at[i])));
                    if (newest == kNone || m_info[newest].at[i] < info.at[i])
                        newest = member;
                }
            }
        }
        return {};
    }

    /// One series of the result for each set of info series that was in force at some step.
    Result<void> enrich(const StepSeries& base, StepVector& out)
    {
        std::vector<const Target*> targets;
        for (const std::string& metric : m_metrics) {
            const std::size_t at = m_index.find(targetKey(metric, *base.labels));
            if (at != KeyIndex::kNone)
                targets.push_back(&m_targets[at]);
        }
        std::map<std::vector<std::size_t>, std::size_t> known; // kNone: nothing comes of this set
        std::vector<std::size_t> inForce;
        for (std::size_t i = 0; i < m_grid.count; ++i) {
            if (isAbsent(base.v[i]))
                continue;
            inForce.clear();
            for (const Target* target : targets) {
                if (target->newest[i] != kNone)
                    inForce.push_back(target->newest[i]);
            }
            auto found = known.find(inForce);
            if (found == known.end()) {
                WG_TRY(const std::size_t at, begin(base, inForce, out));
                found = known.emplace(inForce, at).first;
            }
            if (found->second != kNone)
                out[found->second].v[i] = base.v[i];
        }
        return {};
    }

    [[nodiscard]] static std::string targetKey(const std::string& metric, const Labels& base)
    {
        static const LabelChoice kAll = LabelChoice::all();
        std::string key;
        kAll.key(base.keeping(kIdentifying).with(series::kMetricName, metric), key);
        return key;
    }

    /// A new series of the result; kNone where the data matchers want a label that no info series gives.
    Result<std::size_t> begin(const StepSeries& base, const std::vector<std::size_t>& infos, StepVector& out)
    {
        if (infos.empty() && !std::ranges::all_of(m_wanted.data, &Matcher::matchesEmpty))
            return kNone;
        std::map<std::string_view, std::string_view> added;
        for (const std::size_t info : infos) {
            for (const series::Label& label : *m_info[info].labels) {
                const bool wanted = m_wanted.data.empty()
                    || std::ranges::any_of(m_wanted.data, [&](const Matcher& m) { return m.name() == label.name; });
                if (label.name == series::kMetricName || !wanted || !base.labels->get(label.name).empty())
                    continue;
                const auto [entry, isNew] = added.emplace(label.name, label.value);
                if (!isNew && entry->second != label.value)
                    return std::unexpected(m_evaluation.error(m_range, fmt::format("conflicting label: {}", label.name)));
            }
        }
        Labels labels = *base.labels;
        for (const auto& [name, value] : added)
            labels = labels.with(name, value);
        WG_CHECK(m_evaluation.account(m_grid.count));
        out.push_back({std::make_shared<const Labels>(std::move(labels)), std::vector<double>(m_grid.count, absent())});
        return out.size() - 1;
    }

    Evaluation& m_evaluation;
    const Grid& m_grid;
    SourceRange m_range;
    Wanted m_wanted;
    StepVector m_base;
    std::vector<std::pair<std::string, std::vector<std::string>>> m_values; ///< of the identifying labels, in order
    std::vector<InfoSeries> m_info;
    KeyIndex m_index; ///< of metric and identity to m_targets
    std::vector<Target> m_targets;
    std::vector<std::string> m_metrics; ///< the names of the info metrics that were found
};

Result<StepValue> info(CallContext& context)
{
    WG_TRY(Wanted wanted, wantedOf(context));
    const TimeRange window = windowOf(context);
    return Enrichment(context, std::move(wanted)).run(window);
}

constexpr FunctionRow kRows[] = {{"info", info, 1}};

} // namespace

std::span<const FunctionRow> infoFunctions()
{
    return kRows;
}

} // namespace wg::promql
