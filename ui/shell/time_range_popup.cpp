#include "ui/shell/time_range_popup.h"

#include "ui/shell/page_parts.h"
#include "ui/shell/time_state.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace wg::ui::shell {

namespace {

constexpr int kAbsoluteWidth = 264;
constexpr int kQuickWidth = 200;
constexpr int kHeight = 336;

} // namespace

TimeRangePopup::TimeRangePopup(TimeState& time, std::function<TimeMs()> clock, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_time(time)
    , m_clock(std::move(clock))
{
    setProperty("surface", QStringLiteral("raised"));
    setAccessibleName(tr("Time range"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space::l, theme::space::l, theme::space::s, theme::space::l);
    row->setSpacing(theme::space::l);
    row->addWidget(makeAbsolute());
    row->addWidget(makeQuick());
    setFixedHeight(kHeight);
}

QWidget* TimeRangePopup::makeAbsolute()
{
    auto* side = new QWidget(this);
    side->setFixedWidth(kAbsoluteWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::space::s);
    column->addWidget(plainLabel(tr("Absolute range"), "title"));
    const auto field = [&](const QString& name) {
        column->addWidget(plainLabel(name, "small", "secondary"));
        auto* edit = new QLineEdit(side);
        edit->setAccessibleName(name);
        column->addWidget(edit);
        connect(edit, &QLineEdit::textEdited, this, &TimeRangePopup::checkInput);
        connect(edit, &QLineEdit::returnPressed, this, &TimeRangePopup::apply);
        return edit;
    };
    m_from = field(tr("From"));
    m_from->setObjectName(QStringLiteral("rangeFrom"));
    m_to = field(tr("To"));
    m_to->setObjectName(QStringLiteral("rangeTo"));
    m_problem = plainLabel({}, "small", "critical");
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("rangeProblem"));
    auto* apply = new QPushButton(tr("Apply"), side);
    apply->setProperty("kind", QStringLiteral("primary"));
    apply->setObjectName(QStringLiteral("rangeApply"));
    connect(apply, &QPushButton::clicked, this, &TimeRangePopup::apply);
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addWidget(plainLabel(tr("Zone: %1").arg(QString::fromStdString(m_time.zone().name())), "small", "secondary"));
    column->addWidget(apply);
    return side;
}

QWidget* TimeRangePopup::makeQuick()
{
    m_quick = new QListWidget(this);
    m_quick->setFixedWidth(kQuickWidth);
    m_quick->setAccessibleName(tr("Quick ranges"));
    for (const units::QuickRange& quick : units::quickRanges())
        m_quick->addItem(QString::fromUtf8(quick.label.data(), static_cast<qsizetype>(quick.label.size())));
    const auto choose = [this](const QListWidgetItem* item) {
        const auto ranges = units::quickRanges();
        const units::QuickRange& quick = ranges.at(static_cast<std::size_t>(m_quick->row(item)));
        if (m_time.setRange({std::string(quick.from), std::string(quick.to)}, m_clock()))
            hide();
    };
    connect(m_quick, &QListWidget::itemClicked, this, choose);
    connect(m_quick, &QListWidget::itemActivated, this, choose);
    return m_quick;
}

void TimeRangePopup::showBelow(const QWidget* button)
{
    const TimeMs now = m_clock();
    m_from->setText(QString::fromStdString(typedTime(m_time.range().from, m_time.zone(), now)));
    m_to->setText(QString::fromStdString(typedTime(m_time.range().to, m_time.zone(), now)));
    const auto ranges = units::quickRanges();
    m_quick->setCurrentRow(-1);
    for (std::size_t index = 0; index < ranges.size(); ++index)
        if (ranges[index].from == m_time.range().from && ranges[index].to == m_time.range().to)
            m_quick->setCurrentRow(static_cast<int>(index));
    checkInput();
    adjustSize();
    QPoint corner = button->mapToGlobal(QPoint(button->width() - width(), button->height() + theme::space::xs));
    if (const QScreen* screen = button->screen())
        corner.setX(std::max(corner.x(), screen->availableGeometry().x()));
    move(corner);
    show();
    m_from->setFocus();
    m_from->selectAll();
}

/// Says what is wrong while typing; Apply does the same once more.
void TimeRangePopup::checkInput()
{
    const TimeMs now = m_clock();
    QString problem;
    for (QLineEdit* edit : {m_from, m_to}) {
        const auto raw = rawTime(edit->text().trimmed().toStdString(), m_time.zone(), now);
        edit->setProperty("invalid", !raw);
        theme::repolish(edit);
        if (!raw && problem.isEmpty())
            problem = QString::fromStdString(raw.error().message);
    }
    m_problem->setText(problem);
}

void TimeRangePopup::apply()
{
    const TimeMs now = m_clock();
    checkInput();
    if (!m_problem->text().isEmpty())
        return;
    const auto from = rawTime(m_from->text().trimmed().toStdString(), m_time.zone(), now);
    const auto to = rawTime(m_to->text().trimmed().toStdString(), m_time.zone(), now);
    if (const auto done = m_time.setRange({*from, *to}, now); !done)
        return m_problem->setText(QString::fromStdString(done.error().message));
    hide();
}

} // namespace wg::ui::shell
