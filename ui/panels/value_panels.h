// "stat", "gauge" and "piechart": one number per series.
#pragma once

#include "ui/panels/panel_series.h"
#include "ui/panels/panel_view.h"

namespace wg::ui::plot {
class PiePlot;
}

namespace wg::ui::panels {

class Legend;

/// What stat, gauge and pie share: series reduced to one value each.
class ValuePanel : public PanelView {
    Q_OBJECT
public:
    explicit ValuePanel(QWidget* parent);

    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData> data) override;
    void setCrosshair(std::optional<TimeMs> at) override;
    [[nodiscard]] QString asText() const override;

protected:
    struct Item {
        PanelSeries series;
        std::optional<double> value;
        Shown shown;
    };
    virtual void refreshed() { update(); }
    void paintEvent(QPaintEvent* event) override;

    dashboard::Panel m_panel;
    QJsonObject m_options;
    std::shared_ptr<const PanelData> m_data;
    std::vector<Item> m_items;
    std::optional<TimeMs> m_crosshair;

private:
    void refresh();
};

class StatPanel : public ValuePanel {
    Q_OBJECT
public:
    explicit StatPanel(QWidget* parent = nullptr) : ValuePanel(parent) { }
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] std::optional<ViewState> state() const override;

private:
    void paintItem(QPainter& painter, const QRect& area, const Item& item) const;
    [[nodiscard]] QString aside(const Item& item) const; ///< "limit 2 s", or "+26 % in 1 h"
};

class GaugePanel : public ValuePanel {
    Q_OBJECT
public:
    explicit GaugePanel(QWidget* parent = nullptr) : ValuePanel(parent) { }
    void paintTo(QPainter& painter, const QRect& area) override;

private:
    void paintItem(QPainter& painter, const QRect& area, const Item& item) const;
};

class PiePanel : public ValuePanel {
    Q_OBJECT
public:
    explicit PiePanel(QWidget* parent = nullptr);
    void paintTo(QPainter& painter, const QRect& area) override;

protected:
    void refreshed() override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* /*event*/) override { } ///< its chart is a widget and paints itself

private:
    struct Places {
        QRect pie, legend;
    };
    [[nodiscard]] Places places(const QRect& area) const;
    void fillPie();
    plot::PiePlot* m_pie = nullptr;
    Legend* m_legend = nullptr;
};

} // namespace wg::ui::panels
