// "table": rows are label sets, columns the labels that differ and one value per query.
#pragma once

#include "ui/models/value_table_model.h"
#include "ui/panels/panel_view.h"

class QSortFilterProxyModel;
class QTableView;

namespace wg::ui::panels {

class TablePanel : public PanelView {
    Q_OBJECT
public:
    explicit TablePanel(QWidget* parent = nullptr);

    void setPanel(const dashboard::Panel& panel, const units::Zone& zone) override;
    void setData(std::shared_ptr<const PanelData> data) override;
    [[nodiscard]] bool wantsRange() const override;
    void paintTo(QPainter& painter, const QRect& area) override;
    [[nodiscard]] QString asText() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fitColumns(int width);

    dashboard::Panel m_panel;
    std::shared_ptr<const PanelData> m_data;
    models::ValueTableModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    QTableView* m_view = nullptr;
};

} // namespace wg::ui::panels
