#include "ui/shell/evaluate_list.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/log_list.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

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
        painter.drawRoundedRect(rect(), 2, 2);
    }

private:
    int m_color;
};

QString logSummary(const evaluation::LogResult& result)
{
    QString text = EvaluateList::tr("%1 rows").arg(countText(result.rows));
    if (result.skipped > 0)
        text += EvaluateList::tr(", %1 skipped").arg(countText(result.skipped));
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

EvaluateList::EvaluateList(LogList& logs, EvaluateSelection& selection, QWidget* parent)
    : QScrollArea(parent)
    , m_logs(logs)
    , m_selection(selection)
{
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
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
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
    layout->addStretch(1);
    setWidget(content);
}

void EvaluateList::addLogs(QVBoxLayout* layout)
{
    for (const LogEntry& entry : m_logs.all()) {
        if (!entry.result)
            continue;
        auto* box = new QCheckBox;
        box->setChecked(m_selection.logChecked(entry.name));
        connect(box, &QCheckBox::toggled, this,
            [this, name = entry.name](bool checked) { m_selection.setLogChecked(name, checked); });
        auto* close = iconButton("x", tr("Close this log"));
        connect(close, &QToolButton::clicked, this, [this, name = entry.name] { m_logs.remove(name); });
        auto* buttons = new QWidget;
        auto* side = new QHBoxLayout(buttons);
        side->setContentsMargins(0, 0, 0, 0);
        side->setSpacing(0);
        if (QDir::isAbsolutePath(QString::fromStdString(entry.path))) { // the demo's logs are no files
            auto* columns = iconButton("table", tr("Columns…"));
            connect(columns, &QToolButton::clicked, this, [this, name = entry.name] { Q_EMIT columnsRequested(name); });
            side->addWidget(columns);
        }
        side->addWidget(close);
        auto* row = listRow(box, nullptr, theme::shown(entry.name), logSummary(*entry.result), buttons);
        row->setToolTip(theme::shown(entry.path).toHtmlEscaped());
        layout->addWidget(row);
    }
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

void EvaluateList::addModels(QVBoxLayout* layout)
{
    const auto chosen = m_selection.chosen();
    for (const EvaluatedModel& model : m_selection.models()) {
        auto* box = new QCheckBox;
        box->setChecked(model.chosen);
        connect(box, &QCheckBox::toggled, this, [this, key = model.key](bool on) { m_selection.setModelChosen(key, on); });
        QString role;
        if (chosen.size() > 1 && chosen[0] == &model)
            role = tr("candidate");
        else if (chosen.size() > 1 && chosen[1] == &model)
            role = tr("reference");
        layout->addWidget(listRow(box, new Swatch(model.color), theme::shown(model.name), {},
            role.isEmpty() ? nullptr : plainLabel(role, "small", "secondary")));
    }
}

} // namespace wg::ui::shell
