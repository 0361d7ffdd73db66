// "watchglass-roc" (options.curve "roc" or "pr") and "watchglass-confusion": evaluation logs in a panel.
#pragma once

#include "ui/panels/panel_view.h"

namespace wg::ui::plot {
class ConfusionMatrixView;
class XYCurvePlot;
} // namespace wg::ui::plot

class QComboBox;

namespace wg::ui::panels {

class RocPanel : public PanelView {
    Q_OBJECT
public:
    explicit RocPanel(QWidget* parent = nullptr);
    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData> data) override;
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    std::shared_ptr<const PanelData> m_data;
    plot::XYCurvePlot* m_roc = nullptr;
    plot::XYCurvePlot* m_pr = nullptr;
    bool m_showsPr = false;
};

class ConfusionPanel : public PanelView {
    Q_OBJECT
public:
    explicit ConfusionPanel(QWidget* parent = nullptr);
    void setPanel(const dashboard::Panel&, const units::Zone&) override { }
    void setData(std::shared_ptr<const PanelData> data) override;
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showGroup(int index);
    [[nodiscard]] std::vector<const evaluation::Group*> groups() const;
    std::shared_ptr<const PanelData> m_data;
    plot::ConfusionMatrixView* m_matrix = nullptr;
    QComboBox* m_choice = nullptr; ///< of the model; hidden when there is one
};

} // namespace wg::ui::panels
