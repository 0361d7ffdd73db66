// What the pages are put together from: plain labels, titled panels, icon buttons, numbers as text.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/units/time_range.h"

#include <QFrame>
#include <QString>

#include <cstdint>
#include <vector>

class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace wg::ui::theme {
class ElidedLabel;
}

namespace wg::ui::shell {

/// Plain text always. `role` and `tone` are the style sheet's ("title", "small", "large"; "secondary", "critical", …).
[[nodiscard]] QLabel* plainLabel(const QString& text = {}, const char* role = nullptr, const char* tone = nullptr);
/// Sets the tone of a label that is shown already.
void setTone(QLabel* label, const char* tone);
/// An icon without words; `text` is its tooltip and accessible name. The colour follows the theme.
[[nodiscard]] QToolButton* iconButton(const QString& icon, const QString& text);
[[nodiscard]] QPushButton* textButton(const QString& text, const char* kind = "secondary", const QString& icon = {});
/// Draws the button's icon again whenever the theme changes; primary buttons use the text colour on accent.
void followThemeIcon(QAbstractButton* button, const QString& icon);

/// A panel of a page: 1 px border, header of 32 with title, subtitle and room for controls at the right, then the body.
class PanelBox : public QFrame {
    Q_OBJECT
public:
    explicit PanelBox(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubtitle(const QString& text);
    /// Into the header, right of what is there. A `spare` one is hidden while the header is too narrow for all.
    void addControl(QWidget* control, bool spare = false);
    void setBody(QWidget* body, int margin);
    [[nodiscard]] QVBoxLayout* body() { return m_body; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void fitControls();

    std::vector<QWidget*> m_spare;
    theme::ElidedLabel* m_title;
    theme::ElidedLabel* m_subtitle;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
};

/// "46 080", with no-break spaces between groups of three.
[[nodiscard]] QString countText(std::uint64_t count);
/// "0.925": three decimals up to 10, two up to 100, one up to 1000, none above; a real minus sign.
[[nodiscard]] QString metricText(double value);
/// The same with a sign also where it is positive; differences.
[[nodiscard]] QString signedText(double value);
/// "ROC AUC" for roc_auc; the key itself where there is no better name.
[[nodiscard]] QString metricTitle(const std::string& key);
/// "12 min", "3 h 5 min", "45 s".
[[nodiscard]] QString spanText(DurationMs span);
/// "14:32:05" in the zone, with the day when it is not today.
[[nodiscard]] QString momentText(TimeMs at, TimeMs now, const units::Zone& zone);
/// An error for a label: file, line and column with the message, control characters visible.
[[nodiscard]] QString errorText(const Error& error);

} // namespace wg::ui::shell
