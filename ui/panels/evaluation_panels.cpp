#include "ui/panels/evaluation_panels.h"

#include "core/base/number.h"
#include "ui/panels/panel_series.h"
#include "ui/plot/confusion_view.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QSignalBlocker>

namespace wg::ui::panels {
namespace {

using namespace theme;

/// The label set a group has as a series, so that a model keeps its colour in every panel and page.
plot::SeriesKey keyOf(const evaluation::Group& group)
{
    std::vector<series::Label> labels;
    labels.reserve(group.by.size());
    for (const auto& [name, value] : group.by)
        labels.push_back({name, value});
    return {series::Labels(labels), group.name()};
}

} // namespace

RocPanel::RocPanel(QWidget* parent)
    : PanelView(parent)
    , m_roc(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::Roc, this))
    , m_pr(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::PrecisionRecall, this))
{
    m_pr->hide();
    connect(&Theme::instance(), &Theme::changed, this, &RocPanel::refresh);
}

void RocPanel::setPanel(const dashboard::Panel& panel, const units::Zone&)
{
    m_showsPr = optionsOf(panel)[u"curve"].toString() == u"pr";
    m_roc->setVisible(!m_showsPr);
    m_pr->setVisible(m_showsPr);
    refresh();
}

void RocPanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    refresh();
}

void RocPanel::refresh()
{
    std::vector<plot::SeriesKey> keys;
    std::vector<const evaluation::Group*> groups;
    for (const auto& log : m_data ? m_data->logs : decltype(m_data->logs)()) {
        for (const auto& group : log->groups) {
            if (!(m_showsPr ? group.pr : group.roc))
                continue;
            groups.push_back(&group);
            keys.push_back(keyOf(group));
        }
    }
    const auto styles = plot::SeriesColors::instance().assign(keys);
    std::vector<plot::XYCurve> curves;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& group = *groups[i];
        const auto metric = group.metrics.find(m_showsPr ? "average_precision" : "roc_auc");
        const QString note = metric == group.metrics.end() ? tr("undefined") : QString::number(metric->second, 'f', 3);
        curves.push_back(
            {shown(group.name()), note, plot::seriesColor(styles[i].color), m_showsPr ? group.pr : group.roc, group.threshold});
    }
    auto* plot = m_showsPr ? m_pr : m_roc;
    plot->setCurves(std::move(curves), m_showsPr ? tr("Average precision") : tr("AUC"));
    if (m_showsPr && !groups.empty() && groups.front()->thresholds) {
        const auto& table = *groups.front()->thresholds;
        const auto all = static_cast<double>(table.positives + table.negatives);
        plot->setBaseline(all > 0 ? std::optional(static_cast<double>(table.positives) / all) : std::nullopt);
    }
}

void RocPanel::resizeEvent(QResizeEvent*)
{
    for (auto* plot : {m_roc, m_pr})
        plot->setGeometry(rect().adjusted(space::xs, 0, -space::xs, -space::s));
}

void RocPanel::paintTo(QPainter& painter, const QRect& area)
{
    (m_showsPr ? m_pr : m_roc)->paintTo(painter, area.adjusted(space::xs, 0, -space::xs, -space::s));
}

QString RocPanel::asText() const
{
    QString text =
        m_showsPr ? QStringLiteral("model\tthreshold\tprecision\trecall\n") : QStringLiteral("model\tthreshold\tfpr\ttpr\n");
    const auto number = [](double value) { return QString::fromStdString(formatShortest(value)); };
    for (const auto& log : m_data ? m_data->logs : decltype(m_data->logs)()) {
        for (const auto& group : log->groups) {
            const auto& curve = m_showsPr ? group.pr : group.roc;
            for (std::size_t i = 0; curve && i < curve->threshold.size(); ++i)
                text += shown(group.name()) + u'\t' + number(curve->threshold[i]) + u'\t'
                    + number(m_showsPr ? curve->y[i] : curve->x[i]) + u'\t' + number(m_showsPr ? curve->x[i] : curve->y[i])
                    + u'\n';
        }
    }
    return text;
}

ConfusionPanel::ConfusionPanel(QWidget* parent)
    : PanelView(parent)
    , m_matrix(new plot::ConfusionMatrixView(this))
    , m_choice(new QComboBox(this))
{
    m_choice->setProperty("small", true);
    m_choice->setAccessibleName(tr("Model"));
    m_choice->hide();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ConfusionPanel::showGroup);
}

std::vector<const evaluation::Group*> ConfusionPanel::groups() const
{
    std::vector<const evaluation::Group*> result;
    for (const auto& log : m_data ? m_data->logs : decltype(m_data->logs)()) {
        for (const auto& group : log->groups) {
            if (!group.confusion.labels.empty())
                result.push_back(&group);
        }
    }
    return result;
}

void ConfusionPanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    const QSignalBlocker blocker(m_choice);
    const QString before = m_choice->currentText();
    m_choice->clear();
    for (const auto* group : groups())
        m_choice->addItem(shown(group->name(), 64));
    m_choice->setCurrentIndex(std::max(0, m_choice->findText(before)));
    m_choice->setVisible(m_choice->count() > 1);
    resizeEvent(nullptr);
    showGroup(m_choice->currentIndex());
}

void ConfusionPanel::showGroup(int index)
{
    const auto all = groups();
    if (index < 0 || index >= static_cast<int>(all.size()))
        return m_matrix->setConfusion({});
    const auto* reference = all.size() > 1 ? all[index == 0 ? 1 : 0] : nullptr;
    m_matrix->setConfusion(all[static_cast<std::size_t>(index)]->confusion, reference ? shown(reference->name()) : QString(),
        reference ? reference->confusion : evaluation::Confusion{});
}

void ConfusionPanel::resizeEvent(QResizeEvent*)
{
    const QRect inner = rect().adjusted(size::panelInset, 0, -size::panelInset, -size::panelInset);
    const bool choice = m_choice->count() > 1;
    m_choice->setGeometry(inner.left(), inner.top(), std::min(200, inner.width()), size::controlSmall);
    m_matrix->setGeometry(inner.adjusted(0, choice ? size::controlSmall + space::s : 0, 0, 0));
}

void ConfusionPanel::paintTo(QPainter& painter, const QRect& area)
{
    m_matrix->paintTo(painter, area.adjusted(size::panelInset, 0, -size::panelInset, -size::panelInset));
}

QString ConfusionPanel::asText() const
{
    QString text = QStringLiteral("model\tactual\tpredicted\trows\n");
    for (const auto* group : groups()) {
        const auto& c = group->confusion;
        for (std::size_t a = 0; a < c.matrix.size(); ++a) {
            for (std::size_t p = 0; p < c.matrix[a].size(); ++p)
                text += shown(group->name()) + u'\t' + shown(c.labels[a]) + u'\t' + shown(c.labels[p]) + u'\t'
                    + QString::number(c.matrix[a][p]) + u'\n';
        }
    }
    return text;
}

} // namespace wg::ui::panels
