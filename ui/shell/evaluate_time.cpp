#include "ui/shell/evaluate_time.h"

#include "core/evaluation/metric_info.h"
#include "ui/plot/metric_time_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/time_state.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

namespace wg::ui::shell {
namespace {

struct WindowChoice {
    const char* words;
    evaluation::Window window;
};
constexpr WindowChoice kWindows[] = {
    {QT_TRANSLATE_NOOP("EvaluateTimeBox", "About 40 windows"), {}},
    {QT_TRANSLATE_NOOP("EvaluateTimeBox", "By hour"), {0, kHour}},
    {QT_TRANSLATE_NOOP("EvaluateTimeBox", "By day"), {0, 24 * kHour}},
    {QT_TRANSLATE_NOOP("EvaluateTimeBox", "By week"), {0, 7 * 24 * kHour}},
    {QT_TRANSLATE_NOOP("EvaluateTimeBox", "By 1 000 rows"), {1000, 0}},
};

QLabel* smallNumber(const QString& text, const char* tone, bool strong)
{
    QLabel* label = plainLabel(text, "small", tone);
    label->setFont(theme::font(theme::Text::Small, strong));
    return label;
}

QLabel* swatchLabel(int color)
{
    auto* label = new QLabel;
    QPixmap pixmap(theme::size::swatch, theme::size::swatch);
    pixmap.fill(plot::seriesColor(color));
    label->setPixmap(pixmap);
    return label;
}

} // namespace

QString windowText(DurationMs duration, std::uint64_t rows)
{
    if (rows > 0)
        return EvaluateTimeBox::tr("by %1 rows").arg(countText(rows));
    if (duration <= 0)
        return {};
    if (duration == 24 * kHour)
        return EvaluateTimeBox::tr("by day");
    if (duration == 7 * 24 * kHour)
        return EvaluateTimeBox::tr("by week");
    if (duration == kHour)
        return EvaluateTimeBox::tr("by hour");
    return EvaluateTimeBox::tr("by %1").arg(spanText(duration));
}

EvaluateTimeBox::EvaluateTimeBox(EvaluateSelection& selection, EvaluateWork& work, TimeState& time, QWidget* parent)
    : PanelBox({}, parent)
    , m_selection(selection)
    , m_work(work)
    , m_time(time)
    , m_plot(new plot::MetricTimePlot)
    , m_nothing(plainLabel({}, "small", "secondary"))
    , m_versions(new QWidget)
    , m_versionGrid(new QGridLayout(m_versions))
{
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->hide();
    m_versionGrid->setContentsMargins(theme::space::xs, theme::space::xs, theme::space::xs, 0);
    m_versionGrid->setHorizontalSpacing(theme::space::m);
    m_versionGrid->setVerticalSpacing(theme::space::xs);
    auto* choose = iconButton("chevron-down", tr("Metric and windows"));
    auto* menu = new QMenu(choose);
    choose->setMenu(menu);
    choose->setPopupMode(QToolButton::InstantPopup);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
    addControl(choose);
    m_plot->setAccessibleName(tr("Metric over time"));
    addExport(
        this, tr("Metric over time"), m_plot, [this](QPainter& painter, const QRect& area) { m_plot->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    setBody(m_plot, theme::space::s);
    body()->addWidget(m_nothing, 1);
    body()->addWidget(m_versions);
    body()->setStretch(0, 1);
    m_versions->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&work, &EvaluateWork::overTimeChanged, this, &EvaluateTimeBox::show);
    connect(&time, &TimeState::zoneChanged, this, &EvaluateTimeBox::show);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateTimeBox::show);
    show();
}

void EvaluateTimeBox::fillMenu(QMenu* menu)
{
    menu->clear();
    const EvaluatedModel* candidate = m_selection.candidate();
    const auto& lines = m_work.overTime();
    const std::string current = lines.empty() ? m_work.timeMetric() : lines.front()->metric;
    QMenu* metrics = menu->addMenu(tr("Metric"));
    for (const evaluation::MetricInfo& info : evaluation::metricCatalogue()) {
        const std::string key(info.key);
        if (!candidate || !candidate->data().metrics.contains(key))
            continue;
        QAction* action = metrics->addAction(metricTitle(key).replace('&', QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(key == current);
        connect(action, &QAction::triggered, this, [this, key] { m_work.setOverTime(key, m_work.window(), m_work.version()); });
    }
    menu->addSeparator();
    for (const WindowChoice& choice : kWindows) {
        QAction* action = menu->addAction(tr(choice.words));
        action->setCheckable(true);
        action->setChecked(choice.window.rows == m_work.window().rows && choice.window.duration == m_work.window().duration);
        connect(action, &QAction::triggered, this,
            [this, window = choice.window] { m_work.setOverTime(m_work.timeMetric(), window, m_work.version()); });
    }
}

void EvaluateTimeBox::show()
{
    const auto& lines = m_work.overTime();
    std::vector<plot::MetricTimeLine> shown;
    const EvaluatedModel* models[] = {m_selection.candidate(), m_selection.reference()};
    for (std::size_t i = 0; i < std::min(lines.size(), std::size(models)); ++i)
        if (models[i])
            shown.push_back({theme::shown(models[i]->name, 40), plot::seriesColor(models[i]->color), lines[i]});
    if (!lines.empty()) {
        const auto& first = *lines.front();
        setTitle(metricTitle(first.metric) + ' ' + windowText(first.window.duration, first.window.rows));
    } else {
        setTitle(tr("Over time"));
    }
    setSubtitle(lines.empty() ? QString() : tr("%1 % interval").arg(m_selection.level() * 100));
    m_plot->setVisible(m_work.timeProblem().isEmpty());
    m_nothing->setVisible(!m_work.timeProblem().isEmpty());
    m_nothing->setText(m_work.timeProblem());
    m_plot->setLines(std::move(shown), m_time.zone());
    showVersions();
}

/// A row for each model whose log names versions: all rows of the version before the last change, and after it.
void EvaluateTimeBox::showVersions()
{
    while (QLayoutItem* item = m_versionGrid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto& lines = m_work.overTime();
    const EvaluatedModel* models[] = {m_selection.candidate(), m_selection.reference()};
    int row = 0;
    for (std::size_t i = 0; i < std::min(lines.size(), std::size(models)); ++i) {
        if (!models[i] || lines[i]->versions.empty())
            continue;
        const evaluation::VersionChange& change = lines[i]->versions.back();
        if (!change.before || !change.after)
            continue;
        const double difference = *change.after - *change.before;
        const bool significant = change.p < 1 - m_selection.level();
        const evaluation::MetricInfo* info = evaluation::metricInfo(lines[i]->metric);
        const bool worse = info && (difference < 0) == (info->better == evaluation::Better::Higher);
        const char* tone = !significant ? nullptr : worse ? "critical" : "ok";
        m_versionGrid->addWidget(swatchLabel(models[i]->color), row, 0);
        m_versionGrid->addWidget(smallNumber(theme::shown(models[i]->name, 24), nullptr, false), row, 1);
        m_versionGrid->addWidget(smallNumber(tr("before %1").arg(metricText(*change.before)), "secondary", false), row, 2);
        m_versionGrid->addWidget(smallNumber(tr("after %1").arg(metricText(*change.after)), "secondary", false), row, 3);
        m_versionGrid->addWidget(smallNumber(signedText(difference), tone, true), row, 4, Qt::AlignRight);
        QLabel* p = smallNumber(significanceText(change.p, true), "secondary", false);
        p->setToolTip(tr("Version %1 before, %2 after; %3")
                .arg(theme::shown(change.from, 40), theme::shown(change.to, 40), theme::shown(std::string(change.test)))
                .toHtmlEscaped());
        m_versionGrid->addWidget(p, row, 5, Qt::AlignRight);
        ++row;
    }
    m_versionGrid->setColumnStretch(1, 1);
    m_versions->setVisible(row > 0);
}

} // namespace wg::ui::shell
