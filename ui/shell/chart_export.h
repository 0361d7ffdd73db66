// The export button of a chart's panel: PNG, SVG or PDF of what the chart paints, at the size it has.
#pragma once

#include "ui/shell/page_parts.h"

#include <functional>

class QPainter;
class QRect;
class QWidget;

namespace wg::ui::shell {

/// Adds the button to the box's header. `paint` draws the chart into the area; `tell` gets the outcome for the user.
void addExport(PanelBox* box, const QString& title, QWidget* chart, const std::function<void(QPainter&, const QRect&)>& paint,
    const std::function<void(const QString& text, bool isError)>& tell);

} // namespace wg::ui::shell
