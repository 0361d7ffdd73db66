// "text", "alertlist", and the placeholder for types that are not known here.
#pragma once

#include "ui/panels/panel_view.h"

namespace wg::ui::panels {

class SafeTextBrowser;

class TextPanel : public PanelView {
    Q_OBJECT
public:
    explicit TextPanel(QWidget* parent = nullptr);
    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData>) override { }
    [[nodiscard]] bool wantsData() const override { return false; }
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;
    [[nodiscard]] SafeTextBrowser* browser() const { return m_browser; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    SafeTextBrowser* m_browser = nullptr;
};

class AlertListPanel : public PanelView {
    Q_OBJECT
public:
    explicit AlertListPanel(QWidget* parent = nullptr);
    void setPanel(const dashboard::Panel&, const units::Zone&) override { }
    void setData(std::shared_ptr<const PanelData> data) override;
    [[nodiscard]] bool wantsData() const override { return false; }
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void paintRows(QPainter& painter, const QRect& area, int scrolled) const;
    std::shared_ptr<const PanelData> m_data;
    int m_scrolled = 0;
};

class PlaceholderPanel : public PanelView {
    Q_OBJECT
public:
    explicit PlaceholderPanel(QWidget* parent = nullptr);
    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData>) override { }
    [[nodiscard]] bool wantsData() const override { return false; }
    void paintTo(QPainter& painter, const QRect& area) override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_type;
};

} // namespace wg::ui::panels
