// The strip of the numbers that matter: one card per metric with the candidate large, the reference small, their difference
// and whether it is real.
#pragma once

#include "core/evaluation/result.h"

#include <QColor>
#include <QFrame>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace wg::ui::shell {

/// One model's value on one card.
struct CardValue {
    QColor color;
    std::optional<double> value;
    QString reason; ///< why there is no value
    std::optional<evaluation::Interval> interval = {};
    bool uncertain = false; ///< too uncertain to act on
};

struct CardContent {
    QString title;
    QString note; ///< at the right of the title: the test, or "at 0.32"
    std::vector<CardValue> values; ///< candidate, reference; the first three are shown
    std::optional<double> difference; ///< candidate - reference
    enum class Verdict { Plain, Better, Worse } verdict = Verdict::Plain; ///< only where it is significant
    QString significance; ///< "p < 0.001", "p = 0.51, unclear"; empty while it is not known
    QString tip; ///< plain text: meaning, formula, when it misleads
};

class MetricCard : public QFrame {
    Q_OBJECT
public:
    explicit MetricCard(QWidget* parent = nullptr);

    void set(CardContent content);
    /// The candidate's value as it is written on the card; "undefined" where there is none.
    [[nodiscard]] QString valueText() const;
    [[nodiscard]] const QString& title() const { return m_content.title; }
    [[nodiscard]] const CardContent& content() const { return m_content; }
    [[nodiscard]] QSize sizeHint() const override { return {200, 104}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 104}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintTitle(QPainter& painter, int right) const;
    void paintCandidate(QPainter& painter, int right) const;
    void paintOthers(QPainter& painter, int right) const;
    void paintDifference(QPainter& painter, int right) const;

    CardContent m_content;
};

/// "± 0.003", or both ends where the interval is lopsided: "0.91 to 0.99" says more than half a width then.
[[nodiscard]] QString marginText(double value, const evaluation::Interval& interval);
/// "p < 0.001", "p = 0.51, unclear".
[[nodiscard]] QString significanceText(double p, bool significant);

} // namespace wg::ui::shell
