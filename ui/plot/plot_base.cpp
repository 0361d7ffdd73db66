#include "ui/plot/plot_base.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPicture>
#include <QTimer>
#include <qcustomplot.h>

namespace wg::ui::plot {
namespace {

using namespace theme;

/// Calls a function where QCustomPlot would draw a plottable.
class Painted : public QCPLayerable {
public:
    Painted(QCustomPlot* plot, const QString& layer, std::function<void(QCPPainter&)> paint)
        : QCPLayerable(plot, layer)
        , m_paint(std::move(paint))
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override { m_paint(*painter); }
    [[nodiscard]] QRect clipRect() const override { return mParentPlot->rect(); }

private:
    std::function<void(QCPPainter&)> m_paint;
};

/// Ticks that were decided elsewhere.
class GivenTicker : public QCPAxisTicker {
public:
    void set(const std::vector<Tick>& ticks)
    {
        m_positions.clear();
        m_texts.clear();
        for (const auto& tick : ticks) {
            m_positions.append(tick.at);
            m_texts.append(tick.text);
        }
    }
    void generate(const QCPRange&, const QLocale&, QChar, int, QVector<double>& ticks, QVector<double>* subTicks,
        QVector<QString>* labels) override
    {
        ticks = m_positions;
        if (subTicks)
            subTicks->clear();
        if (labels)
            *labels = m_texts;
    }

private:
    QVector<double> m_positions;
    QVector<QString> m_texts;
};

} // namespace

PlotBase::PlotBase(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this))
{
    m_plot->setNoAntialiasingOnDrag(false);
    m_plot->setInteractions({});
    m_plot->setPlottingHint(QCP::phCacheLabels, true);
    m_plot->setMouseTracking(true);
    m_plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
    m_plot->setAttribute(Qt::WA_NoSystemBackground);
    m_plot->setBackground(QBrush(Qt::NoBrush));
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMinimumSize(1, 1);
    m_plot->axisRect()->setMinimumMargins({});
    m_plot->plotLayout()->setMargins({});
    m_plot->layer("overlay")->setMode(QCPLayer::lmBuffered); // QCustomPlot's own topmost layer
    for (auto* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setTicker(QSharedPointer<QCPAxisTicker>(new GivenTicker));
    m_plot->installEventFilter(this);
    // QCustomPlot also replots by itself, when it is resized.
    connect(m_plot, &QCustomPlot::beforeReplot, this, &PlotBase::prepareAll);
    applyTheme();
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        applyTheme();
        scheduleReplot();
    });
}

void PlotBase::styleAxis(QCPAxis* axis)
{
    const auto& c = colors();
    QPen grid(c.grid, stroke::hairline);
    grid.setCosmetic(true);
    axis->setBasePen(Qt::NoPen);
    axis->setTickPen(Qt::NoPen);
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLength(0);
    axis->setTickLabelPadding(axis->axisType() == QCPAxis::atBottom ? space::xs : space::s);
    axis->setTickLabelFont(theme::font(Text::Small));
    axis->setTickLabelColor(c.textSecondary);
    axis->setLabelFont(theme::font(Text::Small));
    axis->setLabelColor(c.textSecondary);
    axis->setLabelPadding(space::xs);
    axis->grid()->setPen(grid);
    axis->grid()->setZeroLinePen(Qt::NoPen);
    axis->grid()->setSubGridVisible(false);
    axis->grid()->setAntialiased(false);
}

void PlotBase::applyTheme()
{
    styleAxis(m_plot->xAxis);
    styleAxis(m_plot->yAxis);
}

void PlotBase::setMargins(int left, int top, int right, int bottom)
{
    m_plot->axisRect()->setMargins({left, top, right, bottom});
}

void PlotBase::setTicks(QCPAxis* axis, const std::vector<Tick>& ticks)
{
    static_cast<GivenTicker*>(axis->ticker().data())->set(ticks);
}

void PlotBase::addPainted(const QString& layer, std::function<void(QCPPainter&)> paint)
{
    if (!m_plot->layer(layer))
        m_plot->addLayer(layer, m_plot->layer("main"), QCustomPlot::limBelow);
    new Painted(m_plot, layer, std::move(paint)); // the plot owns it
}

QRectF PlotBase::plotRect() const
{
    return m_plot->axisRect()->rect();
}

void PlotBase::scheduleReplot()
{
    if (std::exchange(m_scheduled, true))
        return;
    QTimer::singleShot(0, this, [this] {
        if (m_scheduled && isVisible())
            replotNow();
    });
}

void PlotBase::scheduleOverlay()
{
    if (m_scheduled || std::exchange(m_overlayScheduled, true))
        return;
    QTimer::singleShot(0, this, [this] {
        // A replot that is due paints the overlay too, and what it shows may be gone by then.
        if (std::exchange(m_overlayScheduled, false) && !m_scheduled)
            m_plot->layer("overlay")->replot();
    });
}

void PlotBase::prepareAll()
{
    for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout})
        m_plot->plotLayout()->update(phase);
    prepare();
}

void PlotBase::replotNow()
{
    m_scheduled = m_overlayScheduled = false;
    m_plot->setGeometry(rect());
    m_plot->replot(QCustomPlot::rpImmediateRefresh);
}

void PlotBase::paintTo(QPainter& painter, const QRect& area)
{
    const QRect before = m_plot->geometry();
    const QRect viewport = m_plot->viewport();
    m_plot->setGeometry(QRect({}, area.size()));
    m_plot->setViewport(QRect({}, area.size()));
    prepareAll();
    const bool overlay = m_plot->layer("overlay")->visible();
    m_plot->layer("overlay")->setVisible(false);
    QPicture picture;
    {
        QCPPainter recorder(&picture);
        recorder.setMode(QCPPainter::pmNoCaching);
        m_plot->toPainter(&recorder, area.width(), area.height());
    }
    painter.save();
    painter.drawPicture(area.topLeft(), picture);
    painter.restore();
    m_plot->layer("overlay")->setVisible(overlay);
    m_plot->setGeometry(before);
    m_plot->setViewport(viewport);
    scheduleReplot();
}

void PlotBase::resizeEvent(QResizeEvent*)
{
    scheduleReplot();
}

void PlotBase::showEvent(QShowEvent*)
{
    scheduleReplot();
    replotNow(); // the first picture is never an empty one
}

bool PlotBase::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    const bool pointer = event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress
        || event->type() == QEvent::MouseButtonRelease || event->type() == QEvent::Wheel;
    if (pointer && m_scheduled && isVisible())
        replotNow(); // gestures work on what is seen
    switch (event->type()) {
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        mouseAt(mouse->position(), mouse->buttons(), mouse->modifiers());
        return false;
    }
    case QEvent::MouseButtonPress:
        mousePressed(static_cast<QMouseEvent*>(event));
        return false;
    case QEvent::MouseButtonRelease:
        mouseReleased(static_cast<QMouseEvent*>(event));
        return false;
    case QEvent::MouseButtonDblClick:
        mouseDoubleClicked(static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::Wheel:
        wheelTurned(static_cast<QWheelEvent*>(event));
        return event->isAccepted();
    case QEvent::Leave:
        mouseLeft();
        return false;
    default:
        return false;
    }
}

void PlotBase::mouseAt(const QPointF&, Qt::MouseButtons, Qt::KeyboardModifiers) { }
void PlotBase::mousePressed(QMouseEvent*) { }
void PlotBase::mouseReleased(QMouseEvent*) { }
void PlotBase::mouseDoubleClicked(QMouseEvent*) { }
void PlotBase::wheelTurned(QWheelEvent* event)
{
    event->ignore();
}
void PlotBase::mouseLeft() { }

} // namespace wg::ui::plot
