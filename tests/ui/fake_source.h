// A source whose answers the test gives by hand, in any order, or not at all.
#pragma once

#include "core/runtime/sources/source.h"

#include <QPointer>

#include <deque>
#include <string>

namespace wg::test {

class FakeSource : public sources::Source {
public:
    struct Asked {
        std::string expression;
        TimeMs start = 0;
        TimeMs end = 0;
        DurationMs step = 0; ///< 0: an instant query
        CancelToken token;
        QPointer<QObject> context;
        sources::Callback<sources::QueryResult> done;

        [[nodiscard]] bool withdrawn() const { return token.cancelled(); }
    };

    explicit FakeSource(std::string name, bool local = false) : m_name(std::move(name)), m_local(local) { }

    std::deque<Asked> asked; ///< every query since the test began
    bool reliable = true; ///< false: answers withdrawn queries too, as a careless source would
    DurationMs scrape = 15 * kSecond;

    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] std::string location() const override { return "fake://" + m_name; }
    [[nodiscard]] bool isLocal() const override { return m_local; }
    [[nodiscard]] std::optional<TimeRange> extent() const override { return std::nullopt; }
    [[nodiscard]] DurationMs scrapeInterval() const override { return scrape; }

    sources::Job query(
        const sources::InstantQuery& query, QObject* context, sources::Callback<sources::QueryResult> done) override
    {
        return ask({query.expression, query.at, query.at, 0, {}, context, std::move(done)});
    }
    sources::Job queryRange(
        const sources::RangeQuery& query, QObject* context, sources::Callback<sources::QueryResult> done) override
    {
        return ask({query.expression, query.start, query.end, query.step, {}, context, std::move(done)});
    }
    sources::Job labelNames(std::vector<std::string>, TimeRange, QObject*, sources::Callback<std::vector<std::string>>) override
    {
        return {};
    }
    sources::Job labelValues(
        std::string, std::vector<std::string>, TimeRange, QObject*, sources::Callback<std::vector<std::string>>) override
    {
        return {};
    }
    sources::Job seriesLabels(
        std::vector<std::string>, TimeRange, QObject*, sources::Callback<std::vector<series::Labels>>) override
    {
        return {};
    }
    sources::Job metadata(QObject*, sources::Callback<std::map<std::string, sources::Metadata>>) override { return {}; }
    sources::Job test(QObject* context, sources::Callback<sources::Health> done) override
    {
        QMetaObject::invokeMethod(
            context, [done = std::move(done)] { done(sources::Health{"Fake", "1.0", 3, 0, 1}); }, Qt::QueuedConnection);
        return {};
    }

    /// A matrix of one series with this value at the first and the last step.
    void answer(std::size_t index, double value)
    {
        const Asked& query = asked.at(index);
        series::Series one{series::Labels{{"__name__", "fake"}}, {query.start, query.end}, {value, value}};
        if (query.step == 0)
            one = {one.labels, {query.end}, {value}};
        answer(index,
            sources::QueryResult{
                std::make_shared<const series::Value>(series::Matrix{{std::move(one)}}), {}, false, true, 5, 2});
    }
    void answer(std::size_t index, Result<sources::QueryResult> result)
    {
        const Asked& query = asked.at(index);
        if (query.context && (!reliable || !query.withdrawn()))
            query.done(std::move(result));
    }
    void refuse(std::size_t index, ErrorCode code, std::string message) { answer(index, fail(code, std::move(message))); }

private:
    sources::Job ask(Asked query)
    {
        asked.push_back(std::move(query));
        return sources::Job(asked.back().token);
    }

    std::string m_name;
    bool m_local;
};

} // namespace wg::test
