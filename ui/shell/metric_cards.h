// The strip of the numbers that matter: one card per metric with the candidate large, the reference small and their
// difference. No interval is shown, because none is computed yet.
#pragma once

#include "core/evaluation/result.h"

#include <QColor>
#include <QFrame>
#include <QString>

#include <string>
#include <vector>

namespace wg::ui::shell {

/// One model's value on one card.
struct CardValue {
    QColor color;
    std::optional<double> value;
    QString reason; ///< why there is no value
};

class MetricCard : public QFrame {
    Q_OBJECT
public:
    explicit MetricCard(QWidget* parent = nullptr);

    /// `note` stands at the right of the title ("at 0.32"). The first two or three values are shown.
    void set(const QString& title, const QString& note, std::vector<CardValue> values);
    /// The candidate's value as it is written on the card; "undefined" where there is none.
    [[nodiscard]] QString valueText() const;
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QSize sizeHint() const override { return {200, 104}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 104}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title, m_note;
    std::vector<CardValue> m_values;
};

/// The metrics that stand on cards for a task, most telling first; `hasScores` decides for binary logs.
[[nodiscard]] std::vector<std::string> cardMetrics(evaluation::Task task, bool hasScores);

} // namespace wg::ui::shell
