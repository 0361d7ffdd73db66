#include "ui/shell/evaluate_slices_tab.h"

#include "core/evaluation/metric_info.h"
#include "ui/plot/series_colors.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/log_list.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/slices_view.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace wg::ui::shell {
namespace {

constexpr int kMostBins = 50;

} // namespace

EvaluateSlicesTab::EvaluateSlicesTab(LogList& logs, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QWidget(parent)
    , m_logs(logs)
    , m_selection(selection)
    , m_work(work)
    , m_metric(new QComboBox)
    , m_columns(nullptr)
    , m_box(new PanelBox(tr("Slices")))
    , m_view(new SlicesView(false))
    , m_foot(plainLabel({}, "small", "secondary"))
{
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setFixedHeight(theme::size::controlSmall);
    auto* list = new QWidget;
    m_columns = new QVBoxLayout(list);
    m_columns->setContentsMargins(theme::space::s, 0, theme::space::s, theme::space::s);
    m_columns->setSpacing(theme::space::xs);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(list);
    scroll->viewport()->setAutoFillBackground(false);
    list->setAutoFillBackground(false);
    auto* columns = new PanelBox(tr("Slice by"));
    columns->setBody(scroll, theme::space::xs);
    columns->setFixedWidth(theme::size::evaluateList);

    m_box->addControl(m_metric);
    addExport(
        m_box, tr("Slices"), m_view, [this](QPainter& painter, const QRect& area) { m_view->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    m_box->setBody(m_view, theme::space::xs);
    m_foot->setContentsMargins(theme::space::m, theme::space::xs, theme::space::m, theme::space::s);
    m_box->body()->addWidget(m_foot);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    row->setSpacing(theme::size::gutter);
    row->addWidget(columns);
    row->addWidget(m_box, 1);

    connect(m_metric, &QComboBox::activated, this, [this] { takeColumns(); });
    connect(m_view, &SlicesView::sliceChosen, this, &EvaluateSlicesTab::sliceChosen);
    connect(&work, &EvaluateWork::slicesChanged, this, &EvaluateSlicesTab::show);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateSlicesTab::followModels);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateSlicesTab::show);
    followModels();
}

void EvaluateSlicesTab::followModels()
{
    rebuildColumns();
    fillMetrics();
    show();
}

void EvaluateSlicesTab::rebuildColumns()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    if (!candidate || m_log != candidate->logName) {
        m_known.clear();
        m_off.clear();
        m_bins.clear();
    }
    m_log = candidate ? candidate->logName : std::string();
    while (QLayoutItem* item = m_columns->takeAt(0)) {
        if (QWidget* row = item->widget()) {
            row->hide();
            row->deleteLater(); // one of them may be what caused this
        }
        delete item;
    }
    if (candidate && candidate->log)
        for (const auto& column : evaluation::sliceableColumns(*candidate->log))
            addColumn(column);
    if (m_columns->count() == 0)
        m_columns->addWidget(plainLabel(tr("No further columns"), "small", "secondary"));
    m_columns->addStretch(1);
}

void EvaluateSlicesTab::addColumn(const evaluation::SliceableColumn& column)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::s);
    const QString name = theme::shown(column.column, 60);
    if (column.values == 0) { // not kept in memory
        layout->addWidget(plainLabel(name, nullptr, "secondary"), 1);
        auto* read = textButton(tr("Read"), "ghost");
        read->setProperty("small", true);
        read->setToolTip(tr("Keep this column in memory, too: the log is read again"));
        read->setAccessibleName(tr("Read %1").arg(name));
        connect(read, &QPushButton::clicked, this, [this, key = column.column] { keepColumn(key); });
        layout->addWidget(read);
        m_columns->addWidget(row);
        return;
    }
    m_known.insert(column.column);
    auto* box = new QCheckBox(QString(name).replace('&', QLatin1String("&&")));
    box->setChecked(!m_off.contains(column.column));
    connect(box, &QCheckBox::toggled, this, [this, key = column.column](bool on) {
        if (on)
            m_off.erase(key);
        else
            m_off.insert(key);
        takeColumns();
    });
    layout->addWidget(box, 1);
    if (column.numeric) {
        auto* bins = new QSpinBox;
        bins->setRange(0, kMostBins);
        bins->setSpecialValueText(tr("auto"));
        bins->setSuffix(tr(" bins"));
        bins->setAccessibleName(tr("Bins of %1").arg(name));
        bins->setValue(m_bins.contains(column.column) ? m_bins.at(column.column) : 0);
        bins->setKeyboardTracking(false);
        connect(bins, &QSpinBox::valueChanged, this, [this, key = column.column](int count) {
            m_bins[key] = count;
            takeColumns();
        });
        layout->addWidget(bins);
    } else {
        layout->addWidget(plainLabel(tr("%1 values").arg(column.values), "small", "secondary"));
    }
    m_columns->addWidget(row);
}

void EvaluateSlicesTab::fillMetrics()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    const QSignalBlocker quiet(m_metric);
    m_metric->clear();
    if (!candidate)
        return;
    const auto tables = m_work.slices();
    const std::string current = !m_work.sliceMetric().empty() ? m_work.sliceMetric()
        : tables                                              ? tables->candidate.metric
                 : std::string(evaluation::mainMetric(m_selection.task(), candidate->data().thresholds != nullptr));
    for (const evaluation::MetricInfo& info : evaluation::metricCatalogue()) {
        const std::string key(info.key);
        if (!candidate->data().metrics.contains(key))
            continue;
        m_metric->addItem(metricTitle(key), QString::fromStdString(key));
        if (key == current)
            m_metric->setCurrentIndex(m_metric->count() - 1);
    }
}

void EvaluateSlicesTab::takeColumns()
{
    std::vector<evaluation::SliceColumn> columns;
    for (const std::string& column : m_known)
        if (!m_off.contains(column))
            columns.push_back({column, m_bins.contains(column) ? m_bins.at(column) : 0});
    m_work.setSliceBy(std::move(columns), m_metric->currentData().toString().toStdString());
}

void EvaluateSlicesTab::keepColumn(const std::string& column)
{
    const LogEntry* entry = m_logs.find(m_log);
    if (!entry)
        return;
    evaluation::Options options = entry->options;
    options.use.push_back(column);
    m_work.setSliceBy({}, m_work.sliceMetric());
    m_logs.open(entry->path, options);
}

void EvaluateSlicesTab::show()
{
    const auto tables = m_work.slices();
    const EvaluatedModel *candidate = m_selection.candidate(), *reference = m_selection.reference();
    m_view->slices()->set(
        tables, plot::seriesColor(candidate ? candidate->color : 0), plot::seriesColor(reference ? reference->color : 0));
    m_box->setSubtitle(tables && candidate
            ? tr("worst first, by %1 of %2").arg(metricTitle(tables->candidate.metric), theme::shown(candidate->name, 40))
            : QString());
    m_foot->setText(!m_work.slicesProblem().isEmpty() ? m_work.slicesProblem()
            : tables ? leftOutText(*tables, m_view->slices()->rowCount(), EvaluateWork::kLeastRows)
                     : QString());
    m_foot->setVisible(!m_foot->text().isEmpty());
}

} // namespace wg::ui::shell
