#include "ui/shell/help_overlay.h"

#include "ui/shell/page_parts.h"
#include "ui/shell/shortcuts.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace wg::ui::shell {

namespace {

constexpr double kDim = 0.6;
constexpr int kWidth = 480;

struct Line {
    QString keys;
    QString text;
};

/// Rows of the table with their other ways joined: "t z, t -".
std::vector<Line> tableLines()
{
    std::vector<Line> lines;
    for (const Shortcut& shortcut : shortcuts()) {
        const QString keys = QString::fromUtf8(shortcut.shown);
        if (*shortcut.text == '\0' && !lines.empty())
            lines.back().keys += QStringLiteral(", ") + keys;
        else
            lines.push_back({keys, QCoreApplication::translate("shortcuts", shortcut.text)});
    }
    return lines;
}

} // namespace

HelpOverlay::HelpOverlay(QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("helpOverlay"));
    auto* outer = new QVBoxLayout(this);
    auto* box = new QFrame(this);
    box->setProperty("surface", QStringLiteral("raised"));
    box->setFixedWidth(kWidth);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(theme::space::xl, theme::space::l, theme::space::xl, theme::space::xl);
    grid->setHorizontalSpacing(theme::space::xl);
    grid->setVerticalSpacing(theme::space::s);
    grid->addWidget(plainLabel(tr("Keys"), "title"), 0, 0, 1, 2);
    for (int row = 1; const Line& line : tableLines()) {
        auto* keys = plainLabel(line.keys, nullptr, "secondary");
        keys->setFont(theme::fixedFont());
        grid->addWidget(keys, row, 0);
        grid->addWidget(plainLabel(line.text), row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    outer->addWidget(box, 0, Qt::AlignCenter);
    window->installEventFilter(this);
    hide();
}

QStringList HelpOverlay::lines() const
{
    QStringList lines;
    for (const Line& line : tableLines())
        lines << line.keys + QStringLiteral("  ") + line.text;
    return lines;
}

void HelpOverlay::toggle()
{
    setGeometry(parentWidget()->rect());
    setVisible(isHidden());
    raise();
}

void HelpOverlay::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), theme::withAlpha(theme::colors().canvas, kDim));
}

void HelpOverlay::mousePressEvent(QMouseEvent*)
{
    hide();
}

bool HelpOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace wg::ui::shell
