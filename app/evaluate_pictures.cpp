#include "app/evaluate_curves.h"
#include "app/evaluate_output.h"
#include "app/qt_talk.h"
#include "core/evaluation/metric_info.h"
#include "ui/export/picture.h"
#include "ui/plot/calibration_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/theme/theme.h"

#include <fmt/format.h>

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace wg::app {
namespace {

using evaluation::Group;
using evaluation::LogResult;
using ui::plot::XYCurve;
using ui::plot::XYCurvePlot;

constexpr QSize kSize{800, 600};
constexpr std::size_t kMostCurves = 12; ///< more cannot be told apart

struct OtherKind {
    const char* name; ///< of the curve
    const char* x;
    const char* y;
};
constexpr std::array<OtherKind, 3> kOthers = {{{"det", "False positive rate", "False negative rate"},
    {"gain", "Share of rows", "Recall"}, {"lift", "Share of rows", "Lift"}}};

QString nameOf(const LogResult& log, const Group& group)
{
    return QString::fromStdString(group.by.empty() ? std::filesystem::path(log.file).stem().string() : group.name());
}

QString noteOf(const Group& group, const std::string& key)
{
    const auto value = group.metrics.find(key);
    if (value == group.metrics.end())
        return {};
    const auto interval = group.intervals.find(key);
    return QString::fromStdString(
        fmt::format("{:.3f}{}", value->second, interval == group.intervals.end() ? "" : " " + intervalText(interval->second)));
}

QString titleOf(const std::string& key)
{
    const evaluation::MetricInfo* info = evaluation::metricInfo(key);
    return info == nullptr ? QString::fromStdString(key)
                           : QString::fromUtf8(info->title.data(), static_cast<qsizetype>(info->title.size()));
}

Result<void> draw(ui::plot::PlotBase& plot, const QString& title, const std::string& path)
{
    plot.resize(kSize);
    plot.ensurePolished();
    plot.replotNow();
    ui::exporting::Picture picture;
    picture.size = kSize;
    picture.title = title;
    picture.background = ui::theme::colors().panel;
    picture.paint = [&plot](QPainter& painter) { plot.paintTo(painter, QRect(QPoint(0, 0), kSize)); };
    return ui::exporting::writePicture(path, picture);
}

/// One curve of each group that `points` finds one of.
template <class Points>
std::vector<XYCurve> curvesOf(const LogResult& log, const std::string& note, Points points)
{
    std::vector<XYCurve> out;
    for (const Group& group : log.groups) {
        auto curve = points(group);
        if (curve && out.size() < kMostCurves)
            out.push_back({nameOf(log, group), noteOf(group, note), ui::plot::seriesColor(static_cast<int>(out.size())),
                std::move(curve), group.threshold});
    }
    return out;
}

std::optional<double> sharedBaseline(const LogResult& log)
{
    std::optional<double> out;
    for (const Group& group : log.groups) {
        if (!group.thresholds)
            continue;
        const auto rows = static_cast<double>(group.thresholds->positives + group.thresholds->negatives);
        const double share = rows == 0 ? 0 : static_cast<double>(group.thresholds->positives) / rows;
        if (out && std::abs(*out - share) > 1e-12)
            return std::nullopt;
        out = share;
    }
    return out;
}

double greatestY(const std::vector<XYCurve>& curves)
{
    double out = 1;
    for (const XYCurve& curve : curves) {
        for (const double y : curve.points->y)
            out = std::isfinite(y) ? std::max(out, y) : out;
    }
    return out;
}

class LogPictures {
public:
    LogPictures(const LogResult& log, std::string base, std::vector<std::string>& written)
        : m_log(log)
        , m_base(std::move(base))
        , m_written(written)
    {
    }

    Result<void> all()
    {
        WG_CHECK(curves(XYCurvePlot::Kind::Roc, "roc", "roc_auc", [](const Group& group) { return group.roc; }));
        WG_CHECK(
            curves(XYCurvePlot::Kind::PrecisionRecall, "pr", "average_precision", [](const Group& group) { return group.pr; }));
        for (const OtherKind& kind : kOthers)
            WG_CHECK(other(kind));
        return calibration();
    }

private:
    [[nodiscard]] std::string path(const std::string& kind)
    {
        m_written.push_back(m_base + "." + kind + ".png");
        return m_written.back();
    }
    template <class Points>
    Result<void> curves(XYCurvePlot::Kind kind, const std::string& name, const std::string& note, Points points)
    {
        std::vector<XYCurve> lines = curvesOf(m_log, note, points);
        if (lines.empty())
            return {};
        XYCurvePlot plot(kind);
        plot.setCurves(std::move(lines), titleOf(note));
        if (kind == XYCurvePlot::Kind::PrecisionRecall)
            plot.setBaseline(sharedBaseline(m_log));
        return draw(plot, QString::fromStdString(m_log.file), path(name));
    }
    Result<void> other(const OtherKind& kind)
    {
        std::vector<XYCurve> lines = curvesOf(m_log, {}, [&](const Group& group) {
            const auto found = std::ranges::find(group.curves, kind.name, &evaluation::NamedCurve::name);
            return found == group.curves.end() ? nullptr : found->points;
        });
        if (lines.empty())
            return {};
        XYCurvePlot plot(XYCurvePlot::Kind::Other);
        plot.setKind(XYCurvePlot::Kind::Other, QString::fromLatin1(kind.x), QString::fromLatin1(kind.y), {0, 1},
            {0, std::ceil(greatestY(lines))});
        plot.setCurves(std::move(lines));
        return draw(plot, QString::fromStdString(m_log.file), path(kind.name));
    }
    Result<void> calibration()
    {
        std::vector<ui::plot::CalibrationLine> lines;
        for (const Group& group : m_log.groups) {
            if (!group.calibration.empty() && lines.size() < kMostCurves)
                lines.push_back({nameOf(m_log, group), noteOf(group, "ece"),
                    ui::plot::seriesColor(static_cast<int>(lines.size())), group.calibration});
        }
        if (lines.empty())
            return {};
        ui::plot::CalibrationPlot plot;
        plot.setLines(std::move(lines), titleOf("ece"));
        return draw(plot, QString::fromStdString(m_log.file), path("calibration"));
    }

    const LogResult& m_log;
    std::string m_base;
    std::vector<std::string>& m_written;
};

} // namespace

Result<std::vector<std::string>> drawCurves(const std::vector<LogResult>& logs, const std::string& folder, Runner& runner)
{
    std::vector<std::string> written;
    const bool any = std::ranges::any_of(logs, [](const LogResult& log) {
        return std::ranges::any_of(log.groups, [](const Group& group) { return group.roc || group.pr; });
    });
    if (!any)
        return written;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    silenceQt();
    QApplication application(runner.argc, runner.argv);
    ui::theme::Theme::instance().apply(application, ui::theme::Mode::Light); // for a page, not for a screen
    const std::vector<std::string> stems = fileStems(logs);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        LogPictures pictures(logs[i], (std::filesystem::path(folder) / stems[i]).string(), written);
        WG_CHECK(pictures.all());
    }
    return written;
}

} // namespace wg::app
