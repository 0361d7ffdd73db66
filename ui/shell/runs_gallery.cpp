#include "ui/shell/runs_gallery.h"

#include "ui/plot/histogram_map.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/runs_selection.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QGridLayout>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <functional>

namespace wg::ui::shell {

namespace {

constexpr int kBoxHeight = 300, kLeastWidth = 360;
constexpr qint64 kMostPixels = 64LL << 20;
constexpr std::array kFormats{"png", "jpeg", "gif"};

/// A picture as large as fits; small ones in whole multiples, so that their pixels can be told apart.
class Picture : public QWidget {
public:
    void set(QImage image, const QString& problem)
    {
        m_image = std::move(image);
        m_problem = problem;
        update();
    }
    void paintTo(QPainter& painter, const QRect& area) const
    {
        if (m_image.isNull()) {
            painter.setFont(theme::font());
            painter.setPen(theme::colors().textSecondary);
            painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_problem);
            return;
        }
        const double fit = std::min(
            area.width() / static_cast<double>(m_image.width()), area.height() / static_cast<double>(m_image.height()));
        const double scale = fit > 1 ? std::floor(fit) : fit;
        const QSizeF size(m_image.width() * scale, m_image.height() * scale);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 1);
        painter.drawImage(QRectF(QRectF(area).center() - QPointF(size.width() / 2, size.height() / 2), size), m_image);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintTo(painter, rect());
    }

private:
    QImage m_image;
    QString m_problem;
};

/// `body` over a slider of its steps, the last one first; `show` is called with the index of the step.
QWidget* withSteps(QWidget* body, const std::vector<std::int64_t>& steps, const std::function<void(std::size_t)>& show)
{
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(theme::space::s, 0, theme::space::s, theme::space::s);
    column->addWidget(body, 1);
    auto* label = plainLabel({}, "small", "secondary");
    const auto go = [label, steps, show](int index) {
        label->setText(RunsGallery::tr("step %1").arg(steps[static_cast<std::size_t>(index)]));
        show(static_cast<std::size_t>(index));
    };
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    if (steps.size() > 1) {
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setRange(0, static_cast<int>(steps.size()) - 1);
        slider->setValue(slider->maximum());
        slider->setAccessibleName(RunsGallery::tr("Step"));
        QObject::connect(slider, &QSlider::valueChanged, label, go);
        row->addWidget(slider, 1);
    } else {
        row->addStretch(1);
    }
    column->addLayout(row);
    go(static_cast<int>(steps.size()) - 1);
    return whole;
}

template <class Value>
std::vector<std::int64_t> stepsOf(const std::vector<Value>& values)
{
    std::vector<std::int64_t> steps;
    steps.reserve(values.size());
    for (const Value& value : values)
        steps.push_back(value.step);
    return steps;
}

/// Of the plugin's last curve at or before the step, else of its first.
std::shared_ptr<const evaluation::Curve> curveAt(const std::vector<logs::EventCurve>& curves, std::int64_t step)
{
    const logs::EventCurve* best = &curves.front();
    for (const logs::EventCurve& curve : curves) {
        if (curve.step <= step && curve.step >= best->step)
            best = &curve;
    }
    evaluation::Curve out;
    for (std::size_t i = best->threshold.size(); i-- > 0;) { // thresholds descend along our curves
        out.threshold.push_back(best->threshold[i]);
        out.x.push_back(best->recall[i]);
        out.y.push_back(best->precision[i]);
    }
    return std::make_shared<const evaluation::Curve>(std::move(out));
}

std::vector<std::string> tagsOf(RunsGallery::Kind kind, const RunsSelection& selection)
{
    switch (kind) {
    case RunsGallery::Kind::Histograms:
        return selection.tags(&evaluation::Run::histograms);
    case RunsGallery::Kind::Images:
        return selection.tags(&evaluation::Run::images);
    case RunsGallery::Kind::Texts:
        return selection.tags(&evaluation::Run::texts);
    case RunsGallery::Kind::PrCurves:
        return selection.tags(&evaluation::Run::prCurves);
    }
    return {};
}

} // namespace

RunsGallery::RunsGallery(Kind kind, RunsSelection& selection, QWidget* parent)
    : QScrollArea(parent)
    , m_kind(kind)
    , m_selection(selection)
    , m_content(new QWidget)
    , m_grid(new QGridLayout)
    , m_more(plainLabel({}, "small", "secondary"))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(theme::size::gutter);
    column->addLayout(m_grid);
    column->addWidget(m_more);
    column->addStretch(1);
    setWidget(m_content);
    connect(&selection, &RunsSelection::runsChanged, this, [this] {
        m_stale = true;
        rebuild();
    });
}

bool RunsGallery::hasAny(Kind kind, const RunsSelection& selection)
{
    return !tagsOf(kind, selection).empty();
}

QImage RunsGallery::decode(const std::string& encoded, QString& problem)
{
    QByteArray bytes = QByteArray::fromRawData(encoded.data(), static_cast<qsizetype>(encoded.size()));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    const QByteArray format = reader.format();
    if (std::ranges::none_of(kFormats, [&](const char* known) { return format == known; })) {
        problem = tr("This picture is neither PNG nor JPEG nor GIF.");
        return {};
    }
    const QSize size = reader.size();
    if (size.isEmpty() || qint64{size.width()} * size.height() > kMostPixels) {
        problem = tr("This picture says that it has %1 x %2 pixels; it is not decoded.").arg(size.width()).arg(size.height());
        return {};
    }
    QImage image = reader.read();
    if (image.isNull())
        problem = tr("This picture is damaged: %1").arg(reader.errorString());
    return image;
}

PanelBox* RunsGallery::makeBox(const std::string& tag, const QString& subtitle)
{
    auto* box = new PanelBox(theme::shown(QString::fromStdString(tag)), m_content);
    box->setSubtitle(theme::shown(subtitle));
    box->setFixedHeight(kBoxHeight);
    m_boxes.push_back(box);
    return box;
}

void RunsGallery::add(const std::string& tag, const ShownRun& run)
{
    const auto tell = [this](const QString& text, bool isError) { Q_EMIT message(text, isError); };
    const QString title = QString::fromStdString(tag) + QLatin1Char(' ') + run.name;
    if (const auto found = run.run->histograms.find(tag); m_kind == Kind::Histograms && found != run.run->histograms.end()) {
        auto* map = new plot::HistogramMap;
        map->setHistograms(found->second);
        map->setAccessibleName(title);
        PanelBox* box = makeBox(tag, run.name);
        box->setBody(map, theme::space::xs);
        addExport(box, title, map, [map](QPainter& painter, const QRect& area) { map->paintTo(painter, area); }, tell);
    }
    if (const auto found = run.run->images.find(tag); m_kind == Kind::Images && found != run.run->images.end()) {
        auto* picture = new Picture;
        picture->setAccessibleName(title);
        const auto show = [picture, run = run.run, &images = found->second](std::size_t index) {
            QString problem;
            QImage image = decode(images[index].encoded, problem);
            picture->set(std::move(image), problem);
        };
        PanelBox* box = makeBox(tag, run.name);
        box->setBody(withSteps(picture, stepsOf(found->second), show), 0);
        addExport(
            box, title, picture, [picture](QPainter& painter, const QRect& area) { picture->paintTo(painter, area); }, tell);
    }
    if (const auto found = run.run->texts.find(tag); m_kind == Kind::Texts && found != run.run->texts.end()) {
        auto* text = new QPlainTextEdit;
        text->setReadOnly(true);
        text->setAccessibleName(title);
        const auto show = [text, run = run.run, &texts = found->second](
                              std::size_t index) { text->setPlainText(QString::fromStdString(texts[index].text)); };
        makeBox(tag, run.name)->setBody(withSteps(text, stepsOf(found->second), show), 0);
    }
}

void RunsGallery::addPrCurves(const std::string& tag)
{
    std::vector<ShownRun> having;
    std::vector<std::int64_t> steps;
    for (const ShownRun* run : m_selection.shown()) {
        if (const auto found = run->run->prCurves.find(tag); found != run->run->prCurves.end() && !found->second.empty()) {
            having.push_back(*run);
            const auto own = stepsOf(found->second);
            steps.insert(steps.end(), own.begin(), own.end());
        }
    }
    if (having.empty())
        return;
    std::ranges::sort(steps);
    steps.erase(std::ranges::unique(steps).begin(), steps.end());
    auto* curves = new plot::XYCurvePlot(plot::XYCurvePlot::Kind::PrecisionRecall);
    curves->setAccessibleName(QString::fromStdString(tag));
    const auto show = [curves, having, steps, tag](std::size_t index) {
        std::vector<plot::XYCurve> lines;
        lines.reserve(having.size());
        for (const ShownRun& run : having)
            lines.push_back({run.name, {}, plot::seriesColor(run.color), curveAt(run.run->prCurves.at(tag), steps[index]), {}});
        curves->setCurves(std::move(lines), tr("Runs"));
    };
    PanelBox* box = makeBox(tag, {});
    box->setBody(withSteps(curves, steps, show), 0);
    addExport(
        box, QString::fromStdString(tag), curves,
        [curves](QPainter& painter, const QRect& area) { curves->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
}

void RunsGallery::rebuild()
{
    if (!isVisible() || !m_stale)
        return;
    m_stale = false;
    for (PanelBox* box : m_boxes)
        delete box;
    m_boxes.clear();
    std::size_t left = 0;
    for (const std::string& tag : tagsOf(m_kind, m_selection)) {
        if (m_kind == Kind::PrCurves) {
            m_boxes.size() < kMostPanels ? addPrCurves(tag) : void(++left);
            continue;
        }
        for (const ShownRun* run : m_selection.shown())
            m_boxes.size() < kMostPanels ? add(tag, *run) : void(++left);
    }
    m_more->setText(tr("%1 more are not shown: choose fewer runs or filter the tags.").arg(left));
    m_more->setVisible(left > 0);
    arrange();
}

void RunsGallery::arrange()
{
    const int columns = std::max(1, viewport()->width() / kLeastWidth);
    while (QLayoutItem* item = m_grid->takeAt(0))
        delete item;
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        m_grid->addWidget(m_boxes[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
        m_boxes[i]->show();
    }
    for (int i = 0; i < m_grid->columnCount(); ++i) {
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
        m_grid->setColumnMinimumWidth(i, 1);
    }
}

void RunsGallery::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void RunsGallery::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    rebuild();
}

} // namespace wg::ui::shell
