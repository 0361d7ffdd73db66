// "timeseries" and "graph": the plot over its legend.
#pragma once

#include "ui/panels/panel_series.h"
#include "ui/panels/panel_view.h"

class QScrollArea;

namespace wg::ui::plot {
class TimeSeriesPlot;
}

namespace wg::ui::panels {

class Legend;

class TimeSeriesPanel : public PanelView {
    Q_OBJECT
public:
    explicit TimeSeriesPanel(QWidget* parent = nullptr);
    ~TimeSeriesPanel() override;

    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData> data) override;
    void setAlert(const AlertSummary& alert) override;
    void setCrosshair(std::optional<TimeMs> at) override;
    [[nodiscard]] bool hasTimeAxis() const override { return true; }
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;

    [[nodiscard]] plot::TimeSeriesPlot* chart() const { return m_plot; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Places {
        QRect plot, legend;
    };
    [[nodiscard]] Places places(const QRect& area) const;
    void refresh();
    void fillPlot();
    void fillLegend();
    void applyHidden();

    dashboard::Panel m_panel;
    QJsonObject m_options;
    units::Zone m_zone = units::Zone::utc();
    std::shared_ptr<const PanelData> m_data;
    std::vector<PanelSeries> m_series;
    plot::TimeSeriesPlot* m_plot = nullptr;
    QScrollArea* m_scroll = nullptr;
    Legend* m_legend = nullptr;
    bool m_legendRight = false, m_legendShown = true;
};

} // namespace wg::ui::panels
