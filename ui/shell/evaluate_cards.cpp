#include "ui/shell/evaluate_cards.h"

#include "core/evaluation/metric_info.h"
#include "ui/plot/series_colors.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using evaluation::Task;

constexpr std::size_t kMostCards = 6;

struct Wanted {
    Task task;
    std::vector<const char*> keys; ///< the first six that the group has
};

const std::vector<Wanted>& wanted()
{
    static const std::vector<Wanted> kWanted{
        {Task::Binary,
            {"roc_auc", "average_precision", "f1", "precision", "recall", "brier", "accuracy", "balanced_accuracy", "mcc"}},
        {Task::Multiclass,
            {"accuracy", "balanced_accuracy", "f1_macro", "roc_auc_ovr", "mcc", "log_loss", "f1_weighted", "kappa"}},
        {Task::Multilabel, {"f1_micro", "f1_macro", "subset_accuracy", "hamming_loss", "jaccard_samples", "f1_samples"}},
        {Task::Regression, {"rmse", "mae", "r2", "mape", "median_ae", "bias", "mse"}},
        {Task::Ranking, {"ndcg_10", "ndcg", "mrr", "map", "hit_1", "hit_10"}},
        {Task::LanguageModel, {"accuracy", "exact_match", "mean_score", "pass_1", "pass_10", "perplexity", "log_likelihood"}},
    };
    return kWanted;
}

QString infoText(const std::string& key)
{
    const evaluation::MetricInfo* info = evaluation::metricInfo(key);
    if (!info)
        return {};
    const auto text = [](std::string_view part) { return QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())); };
    return MetricCard::tr("%1\n%2\nIt misleads: %3").arg(text(info->meaning), text(info->formula), text(info->misleads));
}

const evaluation::MetricDifference* differenceOf(const EvaluateWork& work, const std::string& key)
{
    const auto comparison = work.comparison();
    if (!comparison)
        return nullptr;
    const auto found = std::ranges::find(comparison->metrics, key, &evaluation::MetricDifference::metric);
    return found == comparison->metrics.end() ? nullptr : &*found;
}

CardValue cardValue(const EvaluateSelection& selection, const EvaluatedModel& model, const std::string& key)
{
    const ModelValues& values = selection.valuesOf(model);
    CardValue out{plot::seriesColor(model.color), std::nullopt, {}};
    if (const auto found = values.metrics.find(key); found != values.metrics.end())
        out.value = found->second;
    else if (const auto why = values.undefined.find(key); why != values.undefined.end())
        out.reason = theme::shown(why->second);
    if (const auto interval = values.intervals.find(key); interval != values.intervals.end())
        out.interval = interval->second;
    return out;
}

/// Whether the number decides nothing, as evaluation::tooUncertain() says it of the interval that is shown.
bool uncertain(const EvaluatedModel& model, const std::string& key, const CardValue& value)
{
    if (!value.value)
        return false;
    evaluation::Group shown;
    shown.rows = model.data().rows;
    shown.confusion = model.data().confusion;
    shown.thresholds = model.data().thresholds;
    shown.metrics.emplace(key, *value.value);
    if (value.interval)
        shown.intervals.emplace(key, *value.interval);
    return evaluation::tooUncertain(shown, key);
}

void compareTwo(const EvaluateSelection& selection, const EvaluateWork& work, const std::string& key, CardContent& card)
{
    if (card.values.size() < 2 || !selection.reference() || !card.values[0].value || !card.values[1].value)
        return;
    card.difference = *card.values[0].value - *card.values[1].value;
    const evaluation::MetricDifference* tested = differenceOf(work, key);
    if (!tested)
        return;
    card.note = theme::shown(std::string(tested->test));
    card.significance = significanceText(tested->pHolm, tested->significant);
    if (tested->significant)
        card.verdict = tested->better ? CardContent::Verdict::Better : CardContent::Verdict::Worse;
    card.tip += MetricCard::tr("\n\nDifference %1 [%2, %3], %4: p = %5, %6 after Holm's correction")
                    .arg(signedText(tested->difference), signedText(tested->interval.low), signedText(tested->interval.high),
                        card.note, QString::number(tested->p, 'g', 3), QString::number(tested->pHolm, 'g', 3));
}

} // namespace

std::vector<std::string> cardMetrics(Task task, const evaluation::Group& group)
{
    std::vector<std::string> out;
    // Of scores that are not there nothing is undefined that anybody expected.
    const bool scoreless = task == Task::Binary && !group.thresholds;
    const auto has = [&](const char* key) {
        return group.metrics.contains(key)
            || (group.undefined.contains(key) && !(scoreless && group.undefined.at(key) == group.undefined.at("roc_auc")));
    };
    const auto known = std::ranges::find(wanted(), task, &Wanted::task);
    if (known != wanted().end())
        for (const char* key : known->keys)
            if (out.size() < kMostCards && has(key))
                out.emplace_back(key);
    if (out.empty())
        for (const auto& [key, value] : group.metrics)
            if (out.size() < kMostCards)
                out.push_back(key);
    return out;
}

EvaluateCards::EvaluateCards(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_work(work)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(theme::size::gutter);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    for (const auto signal :
        {&EvaluateSelection::modelsChanged, &EvaluateSelection::thresholdChanged, &EvaluateSelection::intervalsChanged})
        connect(&selection, signal, this, &EvaluateCards::show);
    connect(&work, &EvaluateWork::comparisonChanged, this, &EvaluateCards::show);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateCards::show);
    show();
}

void EvaluateCards::makeCards(const std::vector<std::string>& keys)
{
    if (keys == m_keys)
        return;
    qDeleteAll(m_cards);
    m_cards.clear();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        m_cards.push_back(new MetricCard);
        m_row->addWidget(m_cards.back(), 1);
    }
    m_keys = keys;
}

void EvaluateCards::show()
{
    const auto chosen = m_selection.chosen();
    makeCards(chosen.empty() ? std::vector<std::string>() : cardMetrics(m_selection.task(), chosen.front()->data()));
    setVisible(!m_cards.empty());
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const std::string& key = m_keys[i];
        CardContent card;
        card.title = metricTitle(key);
        card.tip = infoText(key);
        for (const EvaluatedModel* model : chosen)
            card.values.push_back(cardValue(m_selection, *model, key));
        card.values.front().uncertain = uncertain(*chosen.front(), key, card.values.front());
        if (m_selection.followsThreshold(*chosen.front(), key))
            card.note = tr("at %1").arg(QString::number(*m_selection.thresholdOf(*chosen.front()), 'g', 3));
        else if (card.values.front().interval)
            card.note = theme::shown(std::string(card.values.front().interval->method));
        compareTwo(m_selection, m_work, key, card);
        m_cards[i]->set(std::move(card));
    }
}

} // namespace wg::ui::shell
