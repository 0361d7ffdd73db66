// What every QCustomPlot chart of ours shares: one look, coalesced replots, export through any painter.
// Drawing is done by Painted layerables in pixels, already clipped: QSvgGenerator of Qt 6.4 writes no clip at all.
#pragma once

#include <QColor>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

class QCPAxis;
class QCPAxisRect;
class QCPLayer;
class QCPPainter;
class QCustomPlot;

namespace wg::ui::plot {

struct Tick {
    double at = 0; ///< in axis coordinates
    QString text;
};

class PlotBase : public QWidget {
    Q_OBJECT
public:
    explicit PlotBase(QWidget* parent);

    /// Paints the chart, without crosshair, into `area`; vector where the painter is.
    virtual void paintTo(QPainter& painter, const QRect& area);
    /// What lies between the axes, in widget pixels.
    [[nodiscard]] QRectF plotRect() const;
    /// Replots now instead of at the end of this turn of the event loop; for tests and pictures.
    void replotNow();
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, 60}; }

protected:
    /// Brings axes and geometry up to date for the present size; called before each replot.
    virtual void prepare() = 0;
    virtual void applyTheme();
    virtual void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers);
    virtual void mousePressed(QMouseEvent* event);
    virtual void mouseReleased(QMouseEvent* event);
    virtual void mouseDoubleClicked(QMouseEvent* event);
    virtual void wheelTurned(QWheelEvent* event);
    virtual void mouseLeft();

    void scheduleReplot();
    void scheduleOverlay(); ///< only the layer with crosshair and hovered points
    void addPainted(const QString& layer, std::function<void(QCPPainter&)> paint);
    void setTicks(QCPAxis* axis, const std::vector<Tick>& ticks);
    void setMargins(int left, int top, int right, int bottom);

    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    QCustomPlot* m_plot = nullptr;

private:
    void styleAxis(QCPAxis* axis);
    void prepareAll();
    bool m_scheduled = false, m_overlayScheduled = false;
};

} // namespace wg::ui::plot
