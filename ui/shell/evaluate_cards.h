// The Evaluate page's strip of cards: which metrics stand on it for a task, and what each says of candidate and reference.
#pragma once

#include "core/evaluation/result.h"

#include <QWidget>

#include <string>
#include <vector>

class QHBoxLayout;

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;
class MetricCard;

class EvaluateCards : public QWidget {
    Q_OBJECT
public:
    EvaluateCards(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<MetricCard*>& cards() const { return m_cards; }

private:
    void show();
    void makeCards(const std::vector<std::string>& keys);

    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    QHBoxLayout* m_row;
    std::vector<MetricCard*> m_cards;
    std::vector<std::string> m_keys;
};

/// The metrics that stand on cards for a task, most telling first, as far as the group has them.
[[nodiscard]] std::vector<std::string> cardMetrics(evaluation::Task task, const evaluation::Group& group);

} // namespace wg::ui::shell
