#include "ui/shell/evaluate_list.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_slice_list.h"
#include "ui/shell/log_list.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {
namespace {

class Swatch : public QWidget {
public:
    explicit Swatch(int color) : m_color(color) { setFixedSize(theme::size::swatch, theme::size::swatch); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(plot::seriesColor(m_color));
        painter.drawRoundedRect(rect(), theme::radius::control / 2.0, theme::radius::control / 2.0);
    }

private:
    int m_color;
};

/// What belongs to a row and is seen while the row is pointed at or holds the focus.
class RowButtons : public QWidget {
public:
    explicit RowButtons(QWidget* row, QWidget* parent) : QWidget(parent), m_row(row)
    {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
            m_focused = now && m_row->isAncestorOf(now);
            setVisible(m_focused || m_row->underMouse());
        });
        row->installEventFilter(this);
        hide();
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
            setVisible(m_focused || event->type() == QEvent::Enter);
        return false;
    }

private:
    QWidget* m_row;
    bool m_focused = false;
};

QString logSummary(const LogEntry& entry)
{
    const evaluation::LogResult& result = *entry.result;
    QString text = EvaluateList::tr("%1 rows").arg(countText(result.rows + entry.grown));
    if (result.skipped > 0)
        text += EvaluateList::tr(", %1 skipped").arg(countText(result.skipped));
    if (entry.growing)
        return text + EvaluateList::tr(", growing");
    if (result.task != evaluation::Task::None)
        return text + ", " + QString::fromUtf8(evaluation::taskName(result.task).data());
    return text + ", " + QString::fromUtf8(evaluation::kindName(result.kind).data());
}

theme::ElidedLabel* smallText(const QString& text)
{
    auto* label = new theme::ElidedLabel(text);
    label->setFont(theme::font(theme::Text::Small));
    label->setColor(theme::colors().textSecondary);
    return label;
}

QHBoxLayout* heading(const QString& text, QToolButton* button)
{
    auto* row = new QHBoxLayout;
    row->addWidget(plainLabel(text, "title"), 1);
    if (button)
        row->addWidget(button);
    return row;
}

/// A check box, what stands beside it, and a button at the right.
QWidget* listRow(QCheckBox* box, QWidget* mark, const QString& title, const QString& detail, QWidget* last)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::s);
    if (box) {
        box->setAccessibleName(title);
        layout->addWidget(box, 0, Qt::AlignVCenter);
    }
    if (mark)
        layout->addWidget(mark, 0, Qt::AlignVCenter);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(new theme::ElidedLabel(title));
    if (!detail.isEmpty())
        texts->addWidget(smallText(detail));
    layout->addLayout(texts, 1);
    if (last)
        layout->addWidget(last, 0, Qt::AlignVCenter);
    return row;
}

} // namespace

EvaluateList::EvaluateList(LogList& logs, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QScrollArea(parent)
    , m_logs(logs)
    , m_selection(selection)
    , m_top(new QWidget)
    , m_slices(new EvaluateSliceList(selection, work))
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, theme::space::m);
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addWidget(m_slices);
    layout->addStretch(1);
    setWidget(content);
    connect(m_slices, &EvaluateSliceList::columnsRequested, this, &EvaluateList::sliceColumnsRequested);
    setFixedWidth(theme::size::evaluateList);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&logs, &LogList::progress, this, [this](const std::string& path, double share) {
        m_loading[path] = share;
        scheduleRebuild();
    });
    connect(&logs, &LogList::opened, this, [this](const std::string& name) {
        if (const LogEntry* entry = m_logs.find(name))
            m_loading.erase(entry->path);
    });
    connect(&logs, &LogList::failed, this, [this](const std::string& path) { m_loading.erase(path); });
    connect(&logs, &LogList::changed, this, &EvaluateList::scheduleRebuild);
    connect(&logs, &LogList::grew, this, &EvaluateList::scheduleRebuild);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateList::scheduleRebuild);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateList::scheduleRebuild);
    rebuild();
}

/// Not at once: a row's own check box may be what caused it.
void EvaluateList::scheduleRebuild()
{
    if (std::exchange(m_scheduled, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_scheduled = false;
        rebuild();
    });
}

void EvaluateList::rebuild()
{
    auto* top = new QWidget;
    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(theme::space::l, theme::space::m, theme::space::m, theme::space::m);
    layout->setSpacing(theme::space::m);
    auto* add = iconButton("plus", tr("Add logs"));
    connect(add, &QToolButton::clicked, this, &EvaluateList::addRequested);
    layout->addLayout(heading(tr("Logs"), add));
    addLogs(layout);
    if (!m_selection.models().empty()) {
        layout->addSpacing(theme::space::s);
        layout->addLayout(heading(tr("Models"), nullptr));
        addModels(layout);
    }
    delete widget()->layout()->replaceWidget(m_top, top);
    delete std::exchange(m_top, top);
}

void EvaluateList::addLogs(QVBoxLayout* layout)
{
    for (const LogEntry& entry : m_logs.all())
        if (entry.result)
            addLog(layout, entry);
    for (const auto& [path, share] : m_loading) {
        auto* stop = iconButton("x", tr("Stop reading"));
        connect(stop, &QToolButton::clicked, this, [this, where = path] {
            m_logs.cancel(where);
            m_loading.erase(where);
            scheduleRebuild();
        });
        const QString name = theme::shown(QFileInfo(QString::fromStdString(path)).fileName());
        layout->addWidget(listRow(nullptr, nullptr, name, tr("reading, %1 %").arg(int(share * 100)), stop));
    }
    if (m_logs.all().empty() && m_loading.empty())
        layout->addWidget(smallText(tr("None open")));
}

void EvaluateList::addLog(QVBoxLayout* layout, const LogEntry& entry)
{
    auto* box = new QCheckBox;
    box->setChecked(m_selection.logChecked(entry.name));
    connect(
        box, &QCheckBox::toggled, this, [this, name = entry.name](bool checked) { m_selection.setLogChecked(name, checked); });
    auto* side = new QWidget;
    auto* sideLayout = new QHBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(theme::space::xs);
    auto* row = listRow(box, nullptr, theme::shown(entry.name), logSummary(entry), side);
    auto* buttons = new RowButtons(row, side);
    sideLayout->addWidget(buttons);
    if (QDir::isAbsolutePath(QString::fromStdString(entry.path))) {
        auto* columns = iconButton("table", tr("Columns…"));
        connect(columns, &QToolButton::clicked, this, [this, name = entry.name] { Q_EMIT columnsRequested(name); });
        buttons->layout()->addWidget(columns);
    }
    auto* close = iconButton("x", tr("Close this log"));
    connect(close, &QToolButton::clicked, this, [this, name = entry.name] { m_logs.remove(name); });
    buttons->layout()->addWidget(close);
    if (entry.growing || !entry.trouble.isEmpty()) {
        auto* dot = new theme::StatusDot;
        dot->set(entry.trouble.isEmpty() ? theme::Tone::Ok : theme::Tone::Warning);
        dot->setToolTip((entry.trouble.isEmpty() ? tr("This file is followed as it grows") : entry.trouble).toHtmlEscaped());
        sideLayout->addWidget(dot);
    }
    QStringList tip{theme::shown(entry.path), theme::shown(entry.result->format)};
    if (!entry.result->fingerprint.empty())
        tip << tr("SHA-256 %1").arg(theme::shown(entry.result->fingerprint, 200));
    row->setToolTip(tip.join('\n').toHtmlEscaped().replace('\n', QLatin1String("<br>")));
    layout->addWidget(row);
}

void EvaluateList::addModels(QVBoxLayout* layout)
{
    const auto chosen = m_selection.chosen();
    for (const EvaluatedModel& model : m_selection.models()) {
        auto* box = new QCheckBox;
        box->setChecked(model.chosen);
        connect(box, &QCheckBox::toggled, this, [this, key = model.key](bool on) { m_selection.setModelChosen(key, on); });
        QString role;
        if (chosen.size() > 1 && m_selection.candidate() == &model)
            role = tr("candidate");
        else if (chosen.size() > 1 && m_selection.reference() == &model)
            role = tr("reference");
        layout->addWidget(listRow(box, new Swatch(model.color), theme::shown(model.name), {},
            role.isEmpty() ? nullptr : plainLabel(role, "small", "secondary")));
    }
}

} // namespace wg::ui::shell
