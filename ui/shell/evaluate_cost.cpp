#include "ui/shell/evaluate_cost.h"

#include "ui/shell/evaluate_selection.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWidgetAction>

#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr double kMostWeight = 1e9;

QString weightText(double weight)
{
    return QString::number(weight, 'g', 4);
}

QString amount(double cost)
{
    return cost == std::floor(cost) && std::abs(cost) < 1e15 ? countText(static_cast<std::uint64_t>(std::abs(cost)))
                                                             : metricText(std::abs(cost));
}

} // namespace

CostRow::CostRow(EvaluateSelection& selection, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_weights(new QToolButton)
    , m_falseNegative(new QDoubleSpinBox)
    , m_falsePositive(new QDoubleSpinBox)
    , m_total(plainLabel({}, "small"))
    , m_difference(plainLabel({}, "small"))
{
    m_weights->setProperty("small", true);
    m_weights->setPopupMode(QToolButton::InstantPopup);
    m_weights->setToolTip(tr("What one wrong decision of either kind costs"));
    m_weights->setAccessibleName(tr("Weights of the cost"));
    m_weights->setFont(theme::font(theme::Text::Small));
    for (QLabel* label : {m_total, m_difference})
        label->setFont(theme::font(theme::Text::Small, true));
    buildMenu();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space::xs);
    row->addWidget(plainLabel(tr("Cost"), "small", "secondary"));
    row->addWidget(m_weights);
    row->addStretch(1);
    row->addWidget(m_total);
    row->addSpacing(theme::space::xs);
    row->addWidget(m_difference);
}

void CostRow::buildMenu()
{
    auto* form = new QWidget;
    auto* layout = new QFormLayout(form);
    layout->setContentsMargins(theme::space::m, theme::space::s, theme::space::m, theme::space::s);
    const std::pair<QDoubleSpinBox*, QString> boxes[] = {
        {m_falseNegative, tr("A false negative costs")}, {m_falsePositive, tr("A false positive costs")}};
    for (const auto& [box, words] : boxes) {
        box->setRange(0, kMostWeight);
        box->setDecimals(2);
        box->setValue(1);
        box->setKeyboardTracking(false);
        box->setAccessibleName(words);
        layout->addRow(plainLabel(words), box);
        connect(box, &QDoubleSpinBox::valueChanged, this, &CostRow::takeWeights);
    }
    auto* menu = new QMenu(m_weights);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(form);
    menu->addAction(action);
    m_weights->setMenu(menu);
}

void CostRow::takeWeights()
{
    m_selection.setCosts({m_falsePositive->value(), m_falseNegative->value()});
}

void CostRow::show(const EvaluatedModel* model, const EvaluatedModel* other)
{
    const evaluation::CostWeights& weights = m_selection.costs();
    const double cost = model ? evaluation::costOf(m_selection.valuesOf(*model).confusion, weights) : NAN;
    setVisible(!std::isnan(cost));
    if (std::isnan(cost))
        return;
    {
        const QSignalBlocker quietly(m_falsePositive), quiet(m_falseNegative);
        m_falsePositive->setValue(weights.falsePositive);
        m_falseNegative->setValue(weights.falseNegative);
    }
    m_weights->setText(tr("%1 × FN + %2 × FP").arg(weightText(weights.falseNegative), weightText(weights.falsePositive)));
    m_total->setText(amount(cost));
    const double before = other ? evaluation::costOf(m_selection.valuesOf(*other).confusion, weights) : NAN;
    m_difference->setVisible(!std::isnan(before));
    if (std::isnan(before))
        return;
    const double more = cost - before;
    m_difference->setText((more < 0 ? QStringLiteral("−") : QStringLiteral("+")) + amount(more));
    setTone(m_difference, more < 0 ? "ok" : more > 0 ? "critical" : "secondary");
}

} // namespace wg::ui::shell
