#include "ui/shell/chart_export.h"

#include "ui/export/picture.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFileDialog>
#include <QPainter>
#include <QToolButton>

namespace wg::ui::shell {
namespace {

constexpr double kPngScale = 2;

/// Title above, chart below, on the panel's colour.
exporting::Picture pictureOf(const QString& title, QSize chart, const std::function<void(QPainter&, const QRect&)>& paint)
{
    const int inset = theme::size::panelInset;
    const int header = theme::size::panelHeader;
    exporting::Picture picture;
    picture.size = chart + QSize(2 * inset, header + inset);
    picture.scale = kPngScale;
    picture.title = title;
    picture.background = theme::colors().panel;
    picture.paint = [=](QPainter& painter) {
        painter.setFont(theme::font(theme::Text::Body, true));
        painter.setPen(theme::colors().textPrimary);
        painter.drawText(QRect(inset, 0, chart.width(), header), Qt::AlignLeft | Qt::AlignVCenter, title);
        paint(painter, QRect(QPoint(inset, header), chart));
    };
    return picture;
}

} // namespace

void addExport(PanelBox* box, const QString& title, QWidget* chart, const std::function<void(QPainter&, const QRect&)>& paint,
    const std::function<void(const QString& text, bool isError)>& tell)
{
    const QString words = PanelBox::tr("Save this chart as PNG, SVG or PDF…");
    auto* button = iconButton("export", words);
    // Also by the chart's context menu: a narrow header has no room for the button.
    auto* action = new QAction(words, chart);
    chart->addAction(action);
    chart->setContextMenuPolicy(Qt::ActionsContextMenu);
    box->addControl(button, true);
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::triggered, chart, [=] {
        const QString path = QFileDialog::getSaveFileName(chart, PanelBox::tr("Save the chart"),
            title.toLower().replace(' ', '-') + ".png", PanelBox::tr("Pictures (*.png *.svg *.pdf)"));
        if (path.isEmpty())
            return;
        const auto saved = exporting::writePicture(path.toStdString(), pictureOf(title, chart->size(), paint));
        tell(saved ? PanelBox::tr("Saved %1").arg(path) : errorText(saved.error()), !saved);
    });
}

} // namespace wg::ui::shell
