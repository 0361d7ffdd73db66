// The application's style sheet, filled from the tokens. Widgets choose by dynamic properties:
//
//   QPushButton, QToolButton  kind = "primary" | "secondary" | "ghost" | "segment" | "rail"
//                             small = true ("size" would be a property of QWidget itself)
//   QFrame                    surface = "panel" | "raised" | "canvas"
//   QLabel                    tone = "secondary" | "disabled" | "critical" | "warning" | "ok"
//                             role = "title" | "small" | "large"
//
// After changing a property call repolish().
#pragma once

#include <QString>

class QWidget;

namespace wg::ui::theme {

struct Colors;
[[nodiscard]] QString styleSheet(const Colors& colors);
/// Makes a changed dynamic property take effect.
void repolish(QWidget* widget);

} // namespace wg::ui::theme
