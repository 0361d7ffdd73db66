// A whole replot with axes, ours beside QCustomPlot's own adaptive sampling, of 1 and 10 million points.
//   bench_replot            (QT_QPA_PLATFORM=offscreen without a display)
#include "ui/plot/time_series_plot.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

namespace {

using namespace wg;
constexpr int kRuns = 7;
constexpr QSize kSize(1600, 500);

struct Samples {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

std::shared_ptr<Samples> made(std::size_t count)
{
    auto samples = std::make_shared<Samples>();
    samples->t.resize(count);
    samples->v.resize(count);
    std::uint64_t state = 1;
    double walk = 0;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        walk += static_cast<double>(state >> 40) / static_cast<double>(1 << 24) - 0.5;
        samples->t[i] = static_cast<TimeMs>(i) * 1000;
        samples->v[i] = walk;
    }
    return samples;
}

/// Median of kRuns, in ms.
template <class Run>
double median(Run run)
{
    run(); // caches and allocations
    std::vector<double> times;
    for (int i = 0; i < kRuns; ++i) {
        QElapsedTimer clock;
        clock.start();
        run();
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return times[kRuns / 2];
}

double ours(const std::shared_ptr<Samples>& samples)
{
    ui::plot::TimeSeriesPlot plot;
    plot.resize(kSize);
    ui::plot::PlotSeries series;
    series.owner = samples;
    series.t = samples->t;
    series.v = samples->v;
    series.color = Qt::cyan;
    series.fill = 0;
    plot.setSeries({series});
    plot.show();
    TimeRange range{0, samples->t.back()};
    return median([&] {
        range.to ^= 1; // another range each time, or the reduction would be reused
        plot.setRange(range, units::Zone::utc());
        plot.replotNow();
    });
}

double plain(const std::shared_ptr<Samples>& samples)
{
    QCustomPlot plot;
    plot.resize(kSize);
    auto* graph = plot.addGraph();
    QVector<QCPGraphData> data(static_cast<qsizetype>(samples->t.size()));
    for (std::size_t i = 0; i < samples->t.size(); ++i)
        data[static_cast<qsizetype>(i)] = {static_cast<double>(samples->t[i]), samples->v[i]};
    graph->data()->set(data, true);
    data.clear();
    graph->setAdaptiveSampling(true);
    graph->setAntialiased(true);
    graph->setPen(QPen(Qt::cyan, 2));
    plot.rescaleAxes();
    plot.show();
    return median([&] { plot.replot(QCustomPlot::rpImmediateRefresh); });
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    ui::theme::Theme::instance().apply(app, ui::theme::Mode::Dark);
    std::printf("whole replot, %dx%d, median of %d\n%12s %12s %14s %8s\n", kSize.width(), kSize.height(), kRuns, "points",
        "ours, ms", "QCustomPlot, ms", "ratio");
    for (const std::size_t count : {std::size_t(1'000'000), std::size_t(10'000'000)}) {
        const auto samples = made(count);
        const double mine = ours(samples), theirs = plain(samples);
        std::printf("%12zu %12.2f %14.2f %8.1f\n", count, mine, theirs, theirs / mine);
    }
    return 0;
}
