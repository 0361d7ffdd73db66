#include "ui/shell/evaluate_runs.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/runs_scalars.h"
#include "ui/shell/runs_selection.h"
#include "ui/shell/runs_tables.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>

namespace wg::ui::shell {

namespace {

constexpr int kMostSmoothing = 99; ///< hundredths
constexpr int kSliderWidth = 140;

QIcon swatchIcon(int color)
{
    QPixmap pixmap(theme::size::icon, theme::size::icon);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(plot::seriesColor(color));
    const int inset = (theme::size::icon - theme::size::swatch) / 2;
    painter.drawRoundedRect(pixmap.rect().adjusted(inset, inset, -inset, -inset), 2, 2);
    return pixmap;
}

QLineEdit* filterField(const QString& text)
{
    auto* field = new QLineEdit;
    field->setPlaceholderText(text);
    field->setAccessibleName(text);
    field->setClearButtonEnabled(true);
    return field;
}

} // namespace

EvaluateRuns::EvaluateRuns(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_selection(new RunsSelection(workspace, this))
    , m_list(new QListWidget)
    , m_filter(filterField(tr("Filter runs (regex)")))
    , m_tags(filterField(tr("Filter tags (regex)")))
    , m_problem(plainLabel({}, "small", "critical"))
    , m_notes(plainLabel({}, "small", "warning"))
    , m_smoothing(plainLabel({}, "small", "secondary"))
    , m_slider(new QSlider(Qt::Horizontal))
    , m_part(new theme::SegmentedControl(
          {tr("Scalars"), tr("Values"), tr("Parameters"), tr("Histograms"), tr("Images"), tr("Texts"), tr("PR curves")}))
    , m_axis(new theme::SegmentedControl({tr("Step"), tr("Relative"), tr("Wall")}))
    , m_stack(new QStackedWidget)
    , m_scalars(new RunsScalars(*m_selection, workspace))
{
    const auto tell = [this](const QString& text, bool isError) { Q_EMIT message(text, isError); };
    m_stack->addWidget(m_scalars);
    m_stack->addWidget(new RunsTable(RunsTable::Kind::Values, *m_selection));
    m_stack->addWidget(new RunsTable(RunsTable::Kind::Parameters, *m_selection));
    for (const auto kind :
        {RunsGallery::Kind::Histograms, RunsGallery::Kind::Images, RunsGallery::Kind::Texts, RunsGallery::Kind::PrCurves}) {
        auto* gallery = new RunsGallery(kind, *m_selection);
        connect(gallery, &RunsGallery::message, this, tell);
        m_stack->addWidget(gallery);
    }
    auto* right = new QVBoxLayout;
    right->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    right->setSpacing(theme::size::gutter);
    right->addWidget(buildStrip());
    right->addWidget(m_notes);
    right->addWidget(m_stack, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildList());
    layout->addLayout(right, 1);

    connect(m_scalars, &RunsScalars::message, this, tell);
    connect(m_part, &theme::SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_axis, &theme::SegmentedControl::currentChanged, this,
        [this](int index) { m_selection->setAxis(static_cast<plot::RunAxis>(index)); });
    connect(m_selection, &RunsSelection::runsChanged, this, &EvaluateRuns::fillList);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateRuns::fillList);
    fillList();
}

bool EvaluateRuns::empty() const
{
    return m_selection->runs().empty();
}

QWidget* EvaluateRuns::buildList()
{
    auto* left = new QWidget;
    left->setFixedWidth(theme::size::evaluateList);
    m_list->setAccessibleName(tr("Runs"));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_problem->setWordWrap(true);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(theme::space::l, theme::space::m, theme::space::m, theme::space::m);
    layout->setSpacing(theme::space::s);
    layout->addWidget(plainLabel(tr("Runs"), "title"));
    layout->addWidget(m_filter);
    layout->addWidget(m_problem);
    layout->addWidget(m_list, 1);
    connect(m_filter, &QLineEdit::textChanged, m_selection, &RunsSelection::setFilter);
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
        m_selection->setChosen(item->data(Qt::UserRole).toString().toStdString(), item->checkState() == Qt::Checked);
    });
    return left;
}

QWidget* EvaluateRuns::buildStrip()
{
    auto* strip = new QFrame;
    strip->setProperty("surface", "panel");
    m_part->setCurrent(0);
    m_axis->setCurrent(0);
    m_slider->setRange(0, kMostSmoothing);
    m_slider->setFixedWidth(kSliderWidth);
    m_slider->setAccessibleName(tr("Smoothing"));
    auto* outliers = new QCheckBox(tr("Ignore outliers"));
    auto* log = new QCheckBox(tr("Log"));
    log->setToolTip(tr("Logarithmic value axis"));
    m_tags->setFixedWidth(2 * kSliderWidth);
    auto* layout = new QVBoxLayout(strip); // two rows: one would not fit a window of 1280
    layout->setContentsMargins(theme::space::m, theme::space::s, theme::space::m, theme::space::s);
    layout->setSpacing(theme::space::s);
    auto* first = new QHBoxLayout;
    first->addWidget(m_part);
    first->addStretch(1);
    first->addWidget(m_tags);
    layout->addLayout(first);
    auto* scalarsOnly = new QWidget;
    auto* look = new QHBoxLayout(scalarsOnly);
    look->setContentsMargins(0, 0, 0, 0);
    look->setSpacing(theme::space::m);
    look->addWidget(m_smoothing);
    look->addWidget(m_slider);
    look->addWidget(outliers);
    look->addWidget(log);
    look->addStretch(1);
    look->addWidget(m_axis);
    layout->addWidget(scalarsOnly);
    connect(m_part, &theme::SegmentedControl::currentChanged, scalarsOnly,
        [scalarsOnly](int index) { scalarsOnly->setVisible(index == 0); });
    connect(m_tags, &QLineEdit::textChanged, m_selection, &RunsSelection::setTagFilter);
    connect(m_slider, &QSlider::valueChanged, this, &EvaluateRuns::followSmoothing);
    connect(outliers, &QCheckBox::toggled, m_scalars, &RunsScalars::setIgnoreOutliers);
    connect(log, &QCheckBox::toggled, m_scalars, &RunsScalars::setLogarithmic);
    m_slider->setValue(static_cast<int>(m_selection->smoothing() * 100));
    followSmoothing(m_slider->value());
    return strip;
}

void EvaluateRuns::followSmoothing(int value)
{
    m_smoothing->setText(tr("Smoothing %1").arg(value / 100.0, 0, 'f', 2));
    m_selection->setSmoothing(value / 100.0);
}

void EvaluateRuns::fillList()
{
    showNotes();
    m_problem->setText(m_selection->filterProblem());
    m_problem->setVisible(!m_problem->text().isEmpty());
    std::vector<const ShownRun*> listed;
    QStringList rows;
    for (const ShownRun& run : m_selection->runs()) {
        if (m_selection->passes(run)) {
            listed.push_back(&run);
            rows << QString::fromStdString(run.key) << plot::seriesColor(run.color).name();
        }
    }
    if (rows == m_rows)
        return; // runs that only grew: the list keeps its place
    m_rows = rows;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const ShownRun* run : listed) {
        auto* item = new QListWidgetItem(swatchIcon(run->color), theme::shown(run->name), m_list);
        item->setData(Qt::UserRole, QString::fromStdString(run->key));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(run->chosen ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(QString::fromStdString(run->run->path).toHtmlEscaped());
    }
}

/// What was left out of the shown runs' files, the first of it.
void EvaluateRuns::showNotes()
{
    QStringList notes;
    for (const ShownRun* run : m_selection->shown()) {
        for (const Warning& note : run->run->notes)
            notes << theme::shown(run->name + QStringLiteral(": ") + QString::fromStdString(note.message), 200);
    }
    for (const RunList::Entry& entry : m_workspace.runs.all()) {
        if (entry.runs) {
            for (const Warning& note : entry.runs->notes)
                notes << theme::shown(QString::fromStdString(note.message), 200);
        }
    }
    const qsizetype count = notes.size();
    m_notes->setText(count > 1 ? tr("%1 (and %2 more)").arg(notes.front()).arg(count - 1) : notes.join(QString()));
    m_notes->setToolTip(notes.mid(0, 20).join(QLatin1Char('\n')).toHtmlEscaped());
    m_notes->setVisible(count > 0);
}

void EvaluateRuns::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_workspace.runs.follow(true);
}

void EvaluateRuns::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_workspace.runs.follow(false);
}

} // namespace wg::ui::shell
