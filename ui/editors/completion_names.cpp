#include "ui/editors/completion_names.h"

#include "core/series/labels.h"

namespace wg::ui::editors {
namespace {

constexpr int kServerQuietMs = 200; ///< after the last key
constexpr qint64 kFreshMs = 60'000;
constexpr std::size_t kMostAnswers = 64;

} // namespace

CompletionNames::CompletionNames(QObject* parent) : QObject(parent)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &CompletionNames::ask);
}

void CompletionNames::setSource(sources::Source* source, std::function<TimeRange()> range)
{
    withdraw();
    m_metadataJob.cancel();
    m_answers.clear();
    m_metadata.clear();
    m_source = source;
    m_range = std::move(range);
    if (!source)
        return;
    // Without it metrics are completed all the same, only with less help.
    m_metadataJob = source->metadata(this, [this](Result<std::map<std::string, sources::Metadata>> metadata) {
        if (metadata)
            m_metadata = std::move(*metadata);
    });
}

void CompletionNames::withdraw()
{
    m_timer.stop();
    m_job.cancel();
    m_running = false;
}

const CompletionNames::Names* CompletionNames::find(const Question& question)
{
    const auto found = m_answers.find(question);
    const bool known = found != m_answers.end();
    if (known && m_clock.elapsed() - found->second.at < kFreshMs)
        return &found->second.names;
    const bool under = (m_running || m_timer.isActive()) && m_wanted == question;
    if (m_source && !under) {
        withdraw();
        m_wanted = question;
        m_timer.start(m_source->isLocal() ? 0 : kServerQuietMs);
    }
    return known ? &found->second.names : nullptr; // old names are better than none
}

void CompletionNames::ask()
{
    if (!m_source)
        return;
    m_running = true;
    const Question question = m_wanted;
    const auto done = [this, question](Result<Names> names) { take(question, std::move(names)); };
    const std::vector<std::string> matchers =
        question.selector.empty() ? std::vector<std::string>() : std::vector<std::string>{question.selector};
    const TimeRange range = m_range();
    if (question.metrics)
        m_job = m_source->labelValues(std::string(series::kMetricName), matchers, range, this, done);
    else if (question.label.empty())
        m_job = m_source->labelNames(matchers, range, this, done);
    else
        m_job = m_source->labelValues(question.label, matchers, range, this, done);
}

void CompletionNames::take(const Question& question, Result<Names> names)
{
    m_running = false;
    if (m_answers.size() >= kMostAnswers)
        m_answers.clear();
    // A failure counts as an empty answer, so that a broken server is not asked again at each key.
    m_answers[question] = {names ? std::move(*names) : Names(), m_clock.elapsed()};
    Q_EMIT arrived();
}

const sources::Metadata* CompletionNames::metadata(const std::string& metric) const
{
    for (const std::string_view ending : {"", "_bucket", "_sum", "_count", "_total"}) {
        if (!metric.ends_with(ending))
            continue;
        const auto found = m_metadata.find(metric.substr(0, metric.size() - ending.size()));
        if (found != m_metadata.end())
            return &found->second;
    }
    return nullptr;
}

} // namespace wg::ui::editors
