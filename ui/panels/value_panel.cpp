#include "core/base/number.h"
#include "ui/panels/value_panels.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace wg::ui::panels {

ValuePanel::ValuePanel(QWidget* parent) : PanelView(parent)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ValuePanel::refresh);
}

void ValuePanel::setPanel(const dashboard::Panel& panel, const units::Zone&)
{
    m_panel = panel;
    m_options = optionsOf(panel);
    refresh();
}

void ValuePanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    refresh();
}

void ValuePanel::setCrosshair(std::optional<TimeMs> at)
{
    m_crosshair = at;
    update();
}

void ValuePanel::refresh()
{
    m_items.clear();
    const auto reducer = reducerOf(m_options);
    if (m_data) {
        for (auto& one : seriesOf(*m_data, m_panel)) {
            const auto value = reduced(one, reducer);
            const auto display = showValue(value, one.config);
            m_items.push_back({std::move(one), value, display});
        }
    }
    refreshed();
}

void ValuePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
}

QString ValuePanel::asText() const
{
    QString text = QStringLiteral("name\tvalue\n");
    for (const auto& item : m_items)
        text +=
            item.series.name + u'\t' + (item.value ? QString::fromStdString(formatShortest(*item.value)) : QString()) + u'\n';
    return text;
}

} // namespace wg::ui::panels
