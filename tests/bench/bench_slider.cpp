// What one step of the Evaluate page's threshold slider costs with two models of ten million rows: everything that follows it,
// replotted at once. A frame at 60 Hz has 16.7 ms.
#include "ui/plot/calibration_plot.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/threshold_bar.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

using namespace wg;

namespace {

constexpr std::size_t kRows = 10'000'000;
constexpr std::size_t kTable = 1 << 16; ///< the most a table holds
constexpr int kSteps = 200;

/// A group as evaluating ten million rows leaves it.
evaluation::Group group(const char* name, double strength)
{
    evaluation::ThresholdTable table;
    const auto positives = static_cast<double>(kRows) / 5, negatives = static_cast<double>(kRows) - positives;
    for (std::size_t i = 0; i < kTable; ++i) {
        const double share = static_cast<double>(i + 1) / kTable;
        table.score.push_back(1 - static_cast<double>(i) / kTable);
        table.truePositives.push_back(static_cast<std::uint64_t>(positives * std::pow(share, 1 / strength)));
        table.falsePositives.push_back(static_cast<std::uint64_t>(negatives * std::pow(share, strength)));
    }
    table.positives = static_cast<std::uint64_t>(positives);
    table.negatives = static_cast<std::uint64_t>(negatives);
    evaluation::Group out;
    out.by = {{"model", name}};
    out.rows = kRows;
    out.threshold = 0.5;
    out.positive = "1";
    out.metrics = {{"roc_auc", 0.9}, {"average_precision", 0.8}, {"brier", 0.1}};
    evaluation::Curve roc, pr; // far more points than a screen's curve has
    for (std::size_t i = 0; i < kTable; i += 16) {
        const auto tp = static_cast<double>(table.truePositives[i]), fp = static_cast<double>(table.falsePositives[i]);
        for (auto* curve : {&roc, &pr})
            curve->threshold.push_back(table.score[i]);
        roc.x.push_back(fp / negatives);
        roc.y.push_back(tp / positives);
        pr.x.push_back(tp / positives);
        pr.y.push_back(tp / std::max(tp + fp, 1.0));
    }
    out.roc = std::make_shared<const evaluation::Curve>(std::move(roc));
    out.pr = std::make_shared<const evaluation::Curve>(std::move(pr));
    out.thresholds = std::make_shared<const evaluation::ThresholdTable>(std::move(table));
    const auto at = evaluation::atThreshold(out, 0.5);
    out.metrics.insert(at.metrics.begin(), at.metrics.end());
    out.confusion = at.confusion;
    for (int bin = 0; bin < 10; ++bin)
        out.calibration.push_back({bin / 10.0, (bin + 1) / 10.0, bin / 10.0 + 0.05, bin / 10.0 + 0.04, {}, kRows / 10});
    return out;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::theme::Theme::instance().apply(application, ui::theme::Mode::Dark);
    ui::shell::Workspace workspace;
    evaluation::LogResult result;
    result.file = "ten-million.csv";
    result.kind = evaluation::Kind::Predictions;
    result.task = evaluation::Task::Binary;
    result.rows = kRows;
    result.groups = {group("candidate", 4), group("reference", 3)};
    ui::shell::LogEntry entry;
    entry.name = "ten-million.csv";
    entry.result = std::make_shared<const evaluation::LogResult>(std::move(result));
    workspace.logs.add(std::move(entry));
    ui::shell::EvaluatePage page(workspace);
    page.resize(1520, 828);
    page.show();
    QApplication::processEvents();
    page.grab();
    double worst = 0, total = 0;
    for (int step = 0; step < kSteps; ++step) {
        QElapsedTimer clock;
        clock.start();
        page.selection().setThreshold(0.1 + 0.8 * step / kSteps);
        QApplication::processEvents(); // replots and repaints
        const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        total += ms;
        worst = std::max(worst, ms);
    }
    fmt::print("slider over 2 x {} rows: {:.2f} ms a step, {:.2f} ms at worst, of 16.7\n", kRows, total / kSteps, worst);
    return 0;
}
