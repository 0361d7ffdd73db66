// The card around a panel: title, badges, menu, loading line, error and empty states. Owns its PanelView.
#pragma once

#include "ui/panels/frame_parts.h"
#include "ui/panels/panel_view.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

class QMenu;
class QToolButton;

namespace wg::ui::theme {
class Badge;
class ElidedLabel;
} // namespace wg::ui::theme

namespace wg::ui::panels {

class EmptyState;

/// Why a panel could not be refreshed. All texts are plain.
struct PanelProblem {
    QString title; ///< "Connection refused"
    QString text; ///< where, since when, what to do; may have several lines
};

class PanelFrame : public QFrame {
    Q_OBJECT
public:
    enum class ExportFormat { Png, Svg, Pdf };
    Q_ENUM(ExportFormat)

    explicit PanelFrame(QWidget* parent = nullptr);
    ~PanelFrame() override;

    /// Makes the view when the type changed; a title or option change keeps it.
    void setPanel(const dashboard::Panel& panel, const units::Zone& zone);
    void setData(std::shared_ptr<const PanelData> data);
    void setAlert(const AlertSummary& alert);
    /// The line appears after 200 ms of loading.
    void setLoading(bool loading);
    /// Keeps the last data, dimmed, under a badge that tells; nullopt clears it.
    void setProblem(const std::optional<PanelProblem>& problem);
    void setCrosshair(std::optional<TimeMs> at);

    [[nodiscard]] PanelView* view() const { return m_view; }
    [[nodiscard]] const dashboard::Panel& panel() const { return m_panel; }
    [[nodiscard]] const PanelData* data() const { return m_data.get(); }
    /// Header, content and border, for export and for pictures; without menu, hover and loading line.
    void paintTo(QPainter& painter, const QRect& area);
    /// Opens the menu beneath its button, as a click on it does.
    void openMenu();

Q_SIGNALS:
    void viewRequested();
    void exploreRequested();
    void exportRequested(wg::ui::panels::PanelFrame::ExportFormat format);
    void hovered(std::optional<wg::TimeMs> at);
    void zoomRequested(wg::TimeRange range);
    void zoomOutRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeView();
    void layOut();
    void updateMenuButton();
    void updateBadges();
    void updateEmpty();
    void showBubble(theme::Badge* badge);
    [[nodiscard]] QColor borderColor() const;
    [[nodiscard]] QRect contentRect(const QSize& size) const;
    [[nodiscard]] QString visibleTitle() const;
    [[nodiscard]] QString warningsText() const;

    dashboard::Panel m_panel;
    units::Zone m_zone = units::Zone::utc();
    std::shared_ptr<const PanelData> m_data;
    AlertSummary m_alert;
    std::optional<PanelProblem> m_problem;
    PanelView* m_view = nullptr;
    std::string m_viewType;
    theme::ElidedLabel* m_title = nullptr;
    theme::ElidedLabel* m_subtitle = nullptr;
    theme::Badge *m_alertBadge = nullptr, *m_warningBadge = nullptr, *m_errorBadge = nullptr;
    QToolButton* m_menuButton = nullptr;
    QMenu* m_menu = nullptr;
    QWidget *m_dim = nullptr, *m_line = nullptr;
    EmptyState* m_empty = nullptr;
    QPointer<MessageBubble> m_bubble; ///< child of the window
    QTimer m_loadingDelay;
    bool m_inside = false;
};

} // namespace wg::ui::panels
