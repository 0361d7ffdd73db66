#include "ui/shell/threshold_bar.h"

#include "core/base/number.h"
#include "ui/shell/bar_parts.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr int kPositions = 10000;
constexpr int kMargin = 12; ///< room for the handle and half of the outer tick texts
constexpr int kTrackY = 18;
constexpr int kTrackHeight = 4;
constexpr int kTicks = 10;
constexpr int kTickGap = 11; ///< from the track's middle to the tick texts
constexpr int kTickWidth = 2 * theme::space::xl;
constexpr int kSliderLeast = 5 * theme::size::control;
constexpr int kBarHeight = theme::size::topBar;
constexpr int kValueWidth = 2 * theme::size::control;

QString scoreText(double score)
{
    return QString::number(score, 'g', 4).replace('-', QChar(0x2212));
}

QString presetText(const ThresholdPreset& preset, bool withNumber)
{
    return withNumber && preset.threshold ? preset.name + ' ' + QString::number(*preset.threshold, 'g', 2) : preset.name;
}

} // namespace

ThresholdSlider::ThresholdSlider(QWidget* parent) : QAbstractSlider(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setOrientation(Qt::Horizontal);
    setAccessibleName(tr("Threshold"));
    setRange(evaluation::ScoreRange());
    QAbstractSlider::setRange(0, kPositions);
    setSingleStep(kPositions / 100);
    setPageStep(kPositions / 20);
    setMinimumWidth(kSliderLeast);
    setThreshold(m_threshold);
}

void ThresholdSlider::setRange(evaluation::ScoreRange range)
{
    m_range = range;
    setThreshold(m_threshold);
    update();
}

void ThresholdSlider::setMarks(std::vector<double> marks)
{
    m_marks = std::move(marks);
    update();
}

void ThresholdSlider::setThreshold(double threshold)
{
    m_threshold = threshold;
    const double share = std::clamp((threshold - m_range.from) / (m_range.to - m_range.from), 0.0, 1.0);
    m_setting = true;
    setValue(static_cast<int>(std::lround(share * kPositions)));
    m_setting = false;
    update();
}

QSize ThresholdSlider::sizeHint() const
{
    return {400, 46};
}

void ThresholdSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change != SliderValueChange || m_setting)
        return;
    // By keys or an assistive tool.
    m_threshold = m_range.from + (m_range.to - m_range.from) * value() / kPositions;
    update();
    Q_EMIT thresholdMoved(m_threshold);
}

double ThresholdSlider::xOf(double threshold) const
{
    const double share = std::clamp((threshold - m_range.from) / (m_range.to - m_range.from), 0.0, 1.0);
    return kMargin + share * (width() - 2 * kMargin);
}

void ThresholdSlider::moveTo(double x)
{
    const double share = std::clamp((x - kMargin) / (width() - 2 * kMargin), 0.0, 1.0);
    const double threshold = m_range.from + share * (m_range.to - m_range.from);
    if (threshold == m_threshold)
        return;
    setThreshold(threshold);
    Q_EMIT thresholdMoved(threshold);
}

void ThresholdSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    moveTo(event->position().x());
}

void ThresholdSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        moveTo(event->position().x());
}

void ThresholdSlider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

void ThresholdSlider::paintEvent(QPaintEvent*)
{
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double handle = xOf(m_threshold);
    const QRectF track(kMargin, kTrackY - kTrackHeight / 2.0, width() - 2 * kMargin, kTrackHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.raised);
    painter.drawRoundedRect(track, kTrackHeight / 2.0, kTrackHeight / 2.0);
    painter.setBrush(c.accent);
    painter.drawRoundedRect(QRectF(track.topLeft(), QPointF(handle, track.bottom())), kTrackHeight / 2.0, kTrackHeight / 2.0);

    painter.setBrush(c.textSecondary);
    for (const double mark : m_marks) {
        const double x = xOf(mark);
        painter.drawPolygon(QPolygonF{{x - 4, kTrackY - 12.0}, {x + 4, kTrackY - 12.0}, {x, kTrackY - 7.0}});
    }
    painter.setBrush(c.accent);
    painter.setPen(QPen(c.panel, 2));
    painter.drawEllipse(QPointF(handle, kTrackY), theme::size::sliderHandle, theme::size::sliderHandle);

    painter.setFont(theme::font(theme::Text::Small));
    painter.setPen(c.textSecondary);
    const int every = width() < 360 ? 2 : 1;
    for (int i = 0; i <= kTicks; i += every) {
        const double score = m_range.from + (m_range.to - m_range.from) * i / kTicks;
        painter.drawText(QRectF(xOf(score) - kTickWidth / 2.0, kTrackY + kTickGap, kTickWidth, theme::space::l),
            Qt::AlignCenter, scoreText(score));
    }
}

ThresholdBar::ThresholdBar(QWidget* parent)
    : QFrame(parent)
    , m_slider(new ThresholdSlider)
    , m_value(new QLineEdit)
    , m_row(new QHBoxLayout(this))
{
    setProperty("surface", "panel");
    setFixedHeight(kBarHeight);
    m_value->setProperty("small", true);
    m_value->setFixedSize(kValueWidth, theme::size::controlSmall);
    m_value->setAlignment(Qt::AlignRight);
    m_value->setAccessibleName(tr("Threshold"));
    m_row->setContentsMargins(theme::size::panelInset, 1, theme::space::s, 1);
    m_row->setSpacing(theme::space::s);
    m_row->addWidget(plainLabel(tr("Threshold"), "title"));
    m_row->addWidget(m_value);
    m_row->addWidget(m_slider, 1);
    connect(m_slider, &ThresholdSlider::thresholdMoved, this, [this](double threshold) { Q_EMIT thresholdChosen(threshold); });
    connect(m_value, &QLineEdit::editingFinished, this, &ThresholdBar::takeText);
}

ThresholdBar::~ThresholdBar()
{
    m_value->disconnect(this); // losing the focus while the children go is not an edit
}

void ThresholdBar::setScores(evaluation::ScoreRange range, std::vector<ThresholdPreset> presets)
{
    m_slider->setRange(range);
    if (presets == m_presets)
        return;
    m_presets = std::move(presets);
    std::vector<double> marks;
    for (const ThresholdPreset& preset : m_presets)
        if (preset.threshold)
            marks.push_back(*preset.threshold);
    m_slider->setMarks(std::move(marks));
    rebuildPresets();
}

void ThresholdBar::rebuildPresets()
{
    if (m_group)
        m_group->deleteLater(); // one of its buttons may be what caused this
    m_group = new SegmentGroup(this);
    m_row->addWidget(m_group);
    m_buttons.clear();
    for (const ThresholdPreset& preset : m_presets) {
        QToolButton* button = m_group->add({}, presetText(preset, true), preset.tip);
        button->setAccessibleName(preset.name);
        button->setCheckable(true);
        button->setChecked(preset.threshold == m_threshold);
        connect(button, &QToolButton::clicked, this, [this, chosen = preset.threshold] {
            Q_EMIT thresholdChosen(chosen);
            setThreshold(m_threshold, m_slider->threshold()); // an unchanged choice keeps its button down
        });
        m_buttons.push_back(button);
    }
    fitPresets();
}

/// The numbers on the presets go before the slider gets short.
void ThresholdBar::fitPresets()
{
    if (!m_group)
        return;
    for (const bool numbers : {true, false}) {
        for (std::size_t i = 0; i < m_buttons.size(); ++i)
            m_buttons[i]->setText(presetText(m_presets[i], numbers));
        m_group->ensurePolished();
        if (m_group->sizeHint().width() * 2 < width())
            return;
    }
}

void ThresholdBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitPresets();
}

void ThresholdBar::setThreshold(std::optional<double> threshold, double shown)
{
    m_threshold = threshold;
    const double at = threshold.value_or(shown);
    m_slider->setThreshold(at);
    if (!m_value->hasFocus() || !m_value->isModified())
        m_value->setText(QString::number(at, 'g', 3));
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(m_presets[i].threshold == threshold);
}

void ThresholdBar::takeText()
{
    if (!m_value->isModified())
        return;
    m_value->setModified(false);
    const auto typed = parsePromFloat(m_value->text().trimmed().replace(QChar(0x2212), '-').toStdString());
    if (typed && std::isfinite(*typed))
        Q_EMIT thresholdChosen(typed);
    else
        m_value->setText(QString::number(m_slider->threshold(), 'g', 3));
}

} // namespace wg::ui::shell
