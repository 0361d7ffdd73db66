// The Evaluate page's one threshold: value box, slider with marks and presets. A position is a score; predicted positive is
// score >= threshold.
#pragma once

#include "core/evaluation/threshold_choice.h"

#include <QAbstractSlider>
#include <QFrame>

#include <optional>
#include <vector>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace wg::ui::shell {

class SegmentGroup;

/// The slider itself: drag, arrow keys one hundredth of the range, Page one twentieth, Home and End. Positions of the
/// QAbstractSlider are ten-thousandths of the range, for accessibility and keys; value() keeps the exact number.
class ThresholdSlider : public QAbstractSlider {
    Q_OBJECT
public:
    explicit ThresholdSlider(QWidget* parent = nullptr);

    void setRange(evaluation::ScoreRange range);
    void setMarks(std::vector<double> marks);
    /// Emits nothing.
    void setThreshold(double threshold);
    [[nodiscard]] double threshold() const { return m_threshold; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void thresholdMoved(double threshold); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;

private:
    [[nodiscard]] double xOf(double threshold) const;
    void moveTo(double x);

    evaluation::ScoreRange m_range;
    std::vector<double> m_marks;
    double m_threshold = 0.5;
    bool m_setting = false;
};

struct ThresholdPreset {
    QString name; ///< "Max F1"
    std::optional<double> threshold; ///< nullopt: as the log decided
    QString tip = {}; ///< plain text
    bool operator==(const ThresholdPreset&) const = default;
};

class ThresholdBar : public QFrame {
    Q_OBJECT
public:
    explicit ThresholdBar(QWidget* parent = nullptr);
    ~ThresholdBar() override;

    void setScores(evaluation::ScoreRange range, std::vector<ThresholdPreset> presets);
    /// `shown` is where the handle stands while `threshold` is nullopt.
    void setThreshold(std::optional<double> threshold, double shown);
    [[nodiscard]] ThresholdSlider* slider() { return m_slider; }

Q_SIGNALS:
    void thresholdChosen(std::optional<double> threshold);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuildPresets();
    void fitPresets();
    void takeText();

    ThresholdSlider* m_slider;
    QLineEdit* m_value;
    QHBoxLayout* m_row;
    SegmentGroup* m_group = nullptr; ///< made anew with the presets
    std::vector<QToolButton*> m_buttons; ///< as m_presets
    std::vector<ThresholdPreset> m_presets;
    std::optional<double> m_threshold;
};

} // namespace wg::ui::shell
