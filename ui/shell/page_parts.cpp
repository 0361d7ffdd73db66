#include "ui/shell/page_parts.h"

#include "core/evaluation/metric_info.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr int kLeastTitle = 64;
constexpr int kStyleGap = 4; ///< what Qt itself leaves between a button's icon and its text

} // namespace

QLabel* plainLabel(const QString& text, const char* role, const char* tone)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    if (role)
        label->setProperty("role", role);
    if (tone)
        label->setProperty("tone", tone);
    return label;
}

void setTone(QLabel* label, const char* tone)
{
    if (label->property("tone").toByteArray() == tone)
        return;
    label->setProperty("tone", tone);
    theme::repolish(label);
}

void followThemeIcon(QAbstractButton* button, const QString& icon)
{
    if (!button->text().isEmpty())
        button->setIconSize({theme::size::icon + theme::space::s - kStyleGap, theme::size::icon});
    const auto draw = [button, icon] {
        const bool primary = button->property("kind").toByteArray() == "primary";
        button->setIcon(theme::icon(icon, primary ? theme::colors().onAccent : theme::colors().textSecondary));
    };
    draw();
    QObject::connect(&theme::Theme::instance(), &theme::Theme::changed, button, draw);
}

QToolButton* iconButton(const QString& icon, const QString& text)
{
    auto* button = new QToolButton;
    button->setProperty("small", true);
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setIconSize({theme::size::icon, theme::size::icon});
    followThemeIcon(button, icon);
    return button;
}

QPushButton* textButton(const QString& text, const char* kind, const QString& icon)
{
    auto* button = new QPushButton(text);
    button->setProperty("kind", kind);
    if (!icon.isEmpty())
        followThemeIcon(button, icon);
    return button;
}

PanelBox::PanelBox(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(new theme::ElidedLabel(title))
    , m_subtitle(new theme::ElidedLabel)
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    setProperty("surface", "panel");
    m_title->setFont(theme::font(theme::Text::Body, true));
    m_subtitle->setFont(theme::font(theme::Text::Small));
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setTitle(title);
    auto* bar = new QWidget;
    bar->setFixedHeight(theme::size::panelHeader);
    bar->setLayout(m_header);
    m_header->setContentsMargins(theme::size::panelInset, 0, theme::space::s, 0);
    m_header->setSpacing(theme::space::s);
    m_header->addWidget(m_title);
    m_header->addWidget(m_subtitle, 1);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(m_body, 1);
    const auto tint = [this] { m_subtitle->setColor(theme::colors().textSecondary); };
    tint();
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, tint);
}

void PanelBox::setTitle(const QString& title)
{
    m_title->setText(title);
    // The title gives way last, the controls never.
    m_title->setMinimumWidth(std::min(m_title->sizeHint().width(), kLeastTitle));
}

void PanelBox::setSubtitle(const QString& text)
{
    m_subtitle->setText(text);
}

void PanelBox::addControl(QWidget* control, bool spare)
{
    if (spare)
        m_spare.push_back(control);
    control->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_header->addWidget(control);
}

void PanelBox::fitControls()
{
    int wanted = m_title->sizeHint().width() + m_header->contentsMargins().left() + m_header->contentsMargins().right();
    int spare = 0;
    for (int i = 2; i < m_header->count(); ++i) { // after title and subtitle
        QWidget* control = m_header->itemAt(i)->widget();
        const bool isSpare = std::ranges::find(m_spare, control) != m_spare.end();
        if (isSpare || !control->isHidden())
            (isSpare ? spare : wanted) += control->sizeHint().width() + m_header->spacing();
    }
    const bool room = wanted + spare + m_header->spacing() <= width();
    for (QWidget* control : m_spare)
        control->setVisible(room);
}

void PanelBox::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitControls();
}

bool PanelBox::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) // a control, or the title, has changed
        fitControls();
    return QFrame::event(event);
}

void PanelBox::setBody(QWidget* body, int margin)
{
    m_body->setContentsMargins(margin, 0, margin, margin);
    m_body->addWidget(body);
}

QString countText(std::uint64_t count)
{
    QString text = QString::number(count);
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, QChar(0x00a0));
    return text;
}

QString metricText(double value)
{
    const double size = std::abs(value);
    QString text;
    if (size < 1000)
        text = QString::number(value, 'f', size < 10 ? 3 : size < 100 ? 2 : 1);
    else
        text = size < 1e7 ? QString::number(value, 'f', 0) : QString::number(value, 'g', 4);
    return text.replace('-', QChar(0x2212));
}

QString signedText(double value)
{
    const QString text = metricText(value);
    return value >= 0 ? "+" + text : text;
}

QString metricTitle(const std::string& key)
{
    if (const evaluation::MetricInfo* info = evaluation::metricInfo(key))
        return QString::fromUtf8(info->title.data(), static_cast<qsizetype>(info->title.size()));
    return theme::shown(key);
}

QString spanText(DurationMs span)
{
    const qint64 seconds = span / kSecond;
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1 min").arg(seconds / 60);
    const qint64 hours = seconds / 3600;
    if (hours >= 48)
        return QStringLiteral("%1 d").arg(hours / 24);
    const qint64 minutes = seconds % 3600 / 60;
    return minutes ? QStringLiteral("%1 h %2 min").arg(hours).arg(minutes) : QStringLiteral("%1 h").arg(hours);
}

QString momentText(TimeMs at, TimeMs now, const units::Zone& zone)
{
    const QString whole = QString::fromStdString(units::formatLocal(at - at % kSecond, zone));
    const QString today = QString::fromStdString(units::formatLocal(now, zone)).left(10);
    return whole.startsWith(today) ? whole.mid(11) : whole;
}

QString errorText(const Error& error)
{
    return theme::shownLines(QString::fromStdString(error.text()));
}

} // namespace wg::ui::shell
