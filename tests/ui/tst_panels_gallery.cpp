// Renders every kind of panel and every state in both themes to WG_BINARY_DIR/shots, from made data, and checks that none is
// blank. The pictures are for eyes; what can be checked by numbers stands in the other tests.
#include "ui/panels/panel_frame.h"
#include "ui/panels/time_series_panel.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/time_series_plot.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>
#include <random>

using namespace wg;
using namespace wg::ui;
using panels::AlertSummary;
using panels::PanelFrame;

namespace {

constexpr TimeMs kStart = 1786713120000; // 2026-08-14T13:12:00Z
constexpr TimeRange kRange{kStart, kStart + kHour};

/// A walk of 15 s steps about level(share of the hour), with `noise` as a share of the level.
series::Series walk(const std::string& name, const std::function<double(double)>& level, double noise, unsigned seed)
{
    series::Series out;
    out.labels = series::Labels({{"name", name}});
    std::mt19937 random(seed);
    double drift = 0;
    for (int i = 0; i <= 240; ++i) {
        drift = 0.8 * drift + (static_cast<double>(random() % 2001) / 1000 - 1) * noise;
        out.t.push_back(kStart + i * 15 * kSecond);
        out.v.push_back(level(i / 240.0) * (1 + drift));
    }
    return out;
}

std::function<double(double)> rising(double low, double high)
{
    return [low, high](double at) { return low + (high - low) / (1 + std::exp(-(at - 0.72) * 24)); };
}

panels::Frame frameOf(const std::string& refId, std::vector<series::Series> list)
{
    return {refId, "{{name}}", std::make_shared<const series::Value>(series::Matrix{std::move(list)})};
}

std::shared_ptr<panels::PanelData> dataOf(std::vector<series::Series> list)
{
    auto data = std::make_shared<panels::PanelData>();
    data->range = kRange;
    if (!list.empty())
        data->frames.push_back(frameOf("A", std::move(list)));
    return data;
}

dashboard::Panel panelOf(const std::string& type, const std::string& title, const std::string& unit)
{
    dashboard::Panel panel;
    panel.type = type;
    panel.title = title;
    panel.defaults.unit = unit;
    dashboard::Target target;
    target.refId = "A";
    target.expr = "up";
    panel.targets.push_back(target);
    return panel;
}

void addLimit(dashboard::Panel& panel, double value, dashboard::ThresholdStyle style, const std::string& color = "red")
{
    if (panel.defaults.thresholds.steps.empty())
        panel.defaults.thresholds.steps.push_back({std::nullopt, "green"});
    panel.defaults.thresholds.steps.push_back({value, color});
    panel.defaults.thresholdStyle = style;
}

constexpr char kTableLegend[] = R"({"legend":{"displayMode":"table","calcs":["lastNotNull","min","mean","max"]}})";

AlertSummary firing(const QString& text)
{
    using State = AlertSummary::State;
    const auto at = [](double share) { return kStart + static_cast<TimeMs>(share * kHour); };
    return {State::Firing, text,
        {{at(0), at(0.72), State::Ok}, {at(0.72), at(0.8), State::Pending}, {at(0.8), at(1), State::Firing}}};
}

std::shared_ptr<const evaluation::Curve> curveOf(double power, bool pr)
{
    auto curve = std::make_shared<evaluation::Curve>();
    for (int i = 0; i <= 2000; ++i) {
        const double x = i / 2000.0;
        curve->x.push_back(x);
        curve->y.push_back(pr ? 1 - 0.82 * std::pow(x, 1 / power) : std::pow(x, power));
        curve->threshold.push_back(i == 0 && !pr ? std::numeric_limits<double>::infinity() : 1 - x);
    }
    return curve;
}

evaluation::Group groupOf(const std::string& model, double power, double auc)
{
    evaluation::Group group;
    group.by["model"] = model;
    group.roc = curveOf(power, false);
    group.pr = curveOf(1 / (1 + power * 2), true);
    group.threshold = 0.93;
    group.metrics = {{"roc_auc", auc}, {"average_precision", auc - 0.14}};
    group.confusion = {{"safe", "unsafe"},
        {{34629 - static_cast<std::uint64_t>(power * 1000), 3005 + static_cast<std::uint64_t>(power * 1000)}, {2182, 6264}}};
    return group;
}

std::shared_ptr<panels::PanelData> evaluationData()
{
    auto log = std::make_shared<evaluation::LogResult>();
    log->groups = {groupOf("guard 3.0", 0.12, 0.925), groupOf("guard 2.3", 0.19, 0.9)};
    auto data = std::make_shared<panels::PanelData>();
    data->range = kRange;
    data->logs.push_back(log);
    return data;
}

class Sheet {
public:
    explicit Sheet(const QSize& size) { m_window.resize(size); }

    PanelFrame* add(const QRect& place, const dashboard::Panel& panel, std::shared_ptr<const panels::PanelData> data)
    {
        auto* frame = new PanelFrame(&m_window);
        frame->setGeometry(place);
        frame->setPanel(panel, units::Zone::utc());
        if (data)
            frame->setData(std::move(data));
        frame->show();
        return frame;
    }
    QWidget* window() { return &m_window; }

    QImage save(const QString& name)
    {
        m_window.show();
        QTest::qWait(30);
        const auto mode = theme::Theme::instance().mode() == theme::Mode::Dark ? "dark" : "light";
        QDir().mkpath(QStringLiteral(WG_BINARY_DIR "/shots"));
        const auto image = m_window.grab().toImage();
        image.save(QStringLiteral(WG_BINARY_DIR "/shots/%1-%2.png").arg(name, mode));
        return image;
    }

private:
    QWidget m_window;
};

/// How many pixels inside `place` are not of the panel's own colour.
int inked(const QImage& image, const QRect& place)
{
    int count = 0;
    for (int y = place.top() + 34; y < place.bottom() - 2; ++y) {
        for (int x = place.left() + 2; x < place.right() - 2; ++x)
            count += image.pixelColor(x, y) != theme::colors().panel;
    }
    return count;
}

} // namespace

class TestPanelsGallery : public QObject {
    Q_OBJECT
    void modes()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("dark") << int(theme::Mode::Dark);
        QTest::newRow("light") << int(theme::Mode::Light);
    }
    void begin()
    {
        QFETCH(int, mode);
        theme::Theme::instance().apply(*qApp, theme::Mode(mode));
        ui::plot::SeriesColors::instance().clear();
    }

private Q_SLOTS:
    void dashboardSheet_data() { modes(); }
    void dashboardSheet()
    {
        begin();
        Sheet sheet({1520, 720});
        const auto stat = [&](int column, const std::string& title, const std::string& unit, double from, double to,
                              std::optional<double> limit, const char* color) {
            auto panel = panelOf("stat", title, unit);
            if (limit)
                addLimit(panel, *limit, dashboard::ThresholdStyle::Off, color);
            return sheet.add({8 + column * 252, 8, 244, 106}, panel, dataOf({walk(title, rising(from, to), 0.06, 3)}));
        };
        stat(0, "Requests running", "short", 318, 401, {}, "red");
        stat(1, "Requests waiting", "short", 4, 47, 32, "yellow");
        stat(2, "Token throughput", "short", 28900, 33500, {}, "red");
        stat(3, "TTFT p99", "s", 1.1, 2.73, 2, "red")->setAlert({AlertSummary::State::Firing, "Firing 12 min", {}});
        stat(4, "KV cache, fullest", "percent", 66, 96.4, 95, "red");
        stat(5, "Error rate", "percent", 0.18, 0.21, 1, "red");

        auto ttft = panelOf("timeseries", "Time to first token", "s");
        addLimit(ttft, 2, dashboard::ThresholdStyle::DashedAndArea);
        ttft.options = kTableLegend;
        auto* first = sheet.add({8, 122, 496, 334}, ttft,
            dataOf({walk("p99", rising(1.12, 2.8), 0.04, 1), walk("p90", rising(0.6, 1.42), 0.03, 2),
                walk("p50", rising(0.2, 0.41), 0.02, 3)}));
        first->setAlert(firing("Firing 12 min"));

        auto itl = panelOf("timeseries", "Inter-token latency", "ms");
        addLimit(itl, 120, dashboard::ThresholdStyle::Dashed, "yellow");
        itl.options = kTableLegend;
        auto* second = sheet.add({512, 122, 496, 334}, itl,
            dataOf({walk("p99", rising(60, 86), 0.09, 4), walk("p90", rising(34, 43), 0.04, 5),
                walk("p50", rising(22, 26), 0.01, 6)}));
        second->setAlert({AlertSummary::State::Ok, "Normal", {{kStart, kStart + kHour, AlertSummary::State::Ok}}});

        auto stack = panelOf("timeseries", "Token throughput", "short");
        stack.description = "tokens per second, stacked";
        stack.defaults.stacking = "normal";
        stack.options = kTableLegend;
        auto* third = sheet.add({1016, 122, 496, 334}, stack,
            dataOf({walk(
                        "Prompt, from cache", [](double at) { return 7200 - 2500 * at; }, 0.02, 7),
                walk(
                    "Generation", [](double) { return 10200; }, 0.01, 8),
                walk("Prompt, computed", rising(11500, 17600), 0.02, 9)}));

        auto kv = panelOf("timeseries", "KV cache usage", "percent");
        kv.description = "per engine";
        kv.defaults.axisSoftMin = 40;
        kv.defaults.max = 100;
        addLimit(kv, 95, dashboard::ThresholdStyle::DashedAndArea);
        sheet.add({8, 464, 496, 220}, kv,
            dataOf({walk("vllm-0", rising(64, 92), 0.02, 10), walk("vllm-1", rising(62, 84), 0.02, 11),
                walk("vllm-2", rising(68, 97), 0.02, 12), walk("vllm-3", rising(57, 82), 0.02, 13)}));

        auto bars = panelOf("timeseries", "Errors", "short");
        bars.defaults.drawStyle = "bars";
        auto sparse = walk("5xx", rising(2, 14), 0.5, 14);
        series::Series every;
        every.labels = sparse.labels;
        for (std::size_t i = 0; i < sparse.t.size(); i += 8) {
            every.t.push_back(sparse.t[i]);
            every.v.push_back(std::round(sparse.v[i]));
        }
        sheet.add({512, 464, 496, 220}, bars, dataOf({every}));

        auto table = panelOf("table", "Instances", "s");
        table.description = "worst TTFT first";
        addLimit(table, 2.2, dashboard::ThresholdStyle::Off);
        auto vector = std::make_shared<panels::PanelData>();
        vector->range = kRange;
        series::Vector samples;
        int index = 0;
        for (const double value : {3.04, 2.71, 2.48, 1.86})
            samples.samples.push_back(
                {series::Labels({{"instance", "vllm-" + std::to_string(index++) + ":8000"}, {"model", "rev 5"}}),
                    kStart + kHour, value});
        vector->frames.push_back({"A", "", std::make_shared<const series::Value>(samples)});
        sheet.add({1016, 464, 496, 220}, table, vector);

        sheet.window()->show();
        QTest::qWait(30);
        // Hover the stacked panel, as in the drawing.
        auto* chart = static_cast<panels::TimeSeriesPanel*>(third->view())->chart();
        const auto at = chart->plotRect();
        auto* canvas = chart->findChild<QWidget*>();
        const QPoint pointer(int(at.left() + at.width() * 0.84), int(at.top() + at.height() * 0.55));
        QMouseEvent move(QEvent::MouseMove, pointer, canvas->mapToGlobal(pointer), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(canvas, &move);
        QTest::qWait(30);
        const auto image = sheet.save("dashboard");
        for (const auto& place : {QRect(8, 122, 496, 334), QRect(512, 122, 496, 334), QRect(1016, 464, 496, 220)})
            QVERIFY(inked(image, place) > 1500);
        const auto* tooltip = chart->findChild<theme::TooltipFrame*>();
        QVERIFY(tooltip->isVisible());
        QImage withTooltip = image;
        QPainter painter(&withTooltip);
        tooltip->paintContent(painter, third->pos() + QPoint(130, 90));
        painter.end();
        QVERIFY(withTooltip.save(QStringLiteral(WG_BINARY_DIR "/shots/dashboard-hover-%1.png")
                .arg(theme::Theme::instance().mode() == theme::Mode::Dark ? "dark" : "light")));
    }

    void kindsSheet_data() { modes(); }
    void kindsSheet()
    {
        begin();
        Sheet sheet({1520, 720});
        const QRect cells[] = {{8, 8, 370, 344}, {386, 8, 370, 344}, {764, 8, 370, 344}, {1142, 8, 370, 344},
            {8, 360, 370, 344}, {386, 360, 370, 344}, {764, 360, 370, 344}, {1142, 360, 370, 344}};
        auto roc = panelOf("watchglass-roc", "ROC", "");
        sheet.add(cells[0], roc, evaluationData());
        auto pr = panelOf("watchglass-roc", "Precision and recall", "");
        pr.options = R"({"curve":"pr"})";
        sheet.add(cells[1], pr, evaluationData());
        sheet.add(cells[2], panelOf("watchglass-confusion", "Confusion matrix", ""), evaluationData());
        auto gauge = panelOf("gauge", "KV cache", "percent");
        addLimit(gauge, 80, dashboard::ThresholdStyle::Off, "yellow");
        addLimit(gauge, 95, dashboard::ThresholdStyle::Off);
        sheet.add(cells[3], gauge, dataOf({walk("vllm-0", rising(64, 86), 0.02, 10)}));
        auto pie = panelOf("piechart", "Finished by reason", "short");
        pie.options = R"({"pieType":"donut"})";
        sheet.add(cells[4], pie,
            dataOf({walk("stop", rising(60, 64), 0, 1), walk("length", rising(20, 22), 0, 2), walk("abort", rising(8, 7), 0, 3),
                walk("error", rising(3, 4), 0, 4)}));
        auto text = panelOf("text", "Runbook", "");
        text.options =
            R"({"mode":"markdown","content":"# Serving\n\nThe **queue** grows when *prefill* is slow.\n\n- check `kv cache`\n- check the router\n\n> Page the owner after 15 minutes.\n\n<img src=/dev/zero>"})";
        sheet.add(cells[5], text, nullptr);
        auto alerts = std::make_shared<panels::PanelData>();
        alerts->alerts = {{AlertSummary::State::Firing, "Firing 12 min", "TTFT p99 too high", "p99 is 2.73 s on vllm-2"},
            {AlertSummary::State::Pending, "Pending 2 min", "Queue too long", "47 requests wait"},
            {AlertSummary::State::Ok, "Normal", "Inter-token p99 over 120 ms", ""},
            {AlertSummary::State::None, "No data", "Labels missing", "no data from labels.csv", true}};
        sheet.add(cells[6], panelOf("alertlist", "Alerts", ""), alerts);
        sheet.add(cells[7], panelOf("nodeGraph", "Topology", ""), nullptr);
        const auto image = sheet.save("kinds");
        for (const auto& cell : cells)
            QVERIFY2(inked(image, cell) > 400, qPrintable(QString::number(cell.x())));
    }

    void statesSheet_data() { modes(); }
    void statesSheet()
    {
        begin();
        Sheet sheet({930, 820});
        const auto cell = [](int column, int row) { return QRect(8 + column * 306, 8 + row * 272, 298, 264); };
        const auto two = [] { return dataOf({walk("b", rising(0.75, 0.8), 0.1, 2), walk("a", rising(1.25, 1.3), 0.06, 1)}); };
        auto panel = panelOf("timeseries", "Time to first token", "s");
        panel.defaults.max = 3;
        panel.options = R"({"legend":{"showLegend":false}})";
        sheet.add(cell(0, 0), panel, two())->setLoading(true);
        auto none = dataOf({});
        none->emptyQueries = {"vllm:gpu_cache_usage_perc"};
        sheet.add(cell(1, 0), panelOf("timeseries", "GPU cache usage", ""), none);
        auto* error = sheet.add(cell(2, 0), panel, two());
        error->setProblem(panels::PanelProblem{"Connection refused",
            "prometheus.prod:9090, query A, 14:31:55. Data is from 14:29:40, next try in 8 s. Check that the server runs."});
        auto partial = two();
        partial->warnings = {{Warning::Severity::Warning, "2 of 3 stores answered", {}}, {Warning::Severity::Warning, "x", {}}};
        sheet.add(cell(0, 1), panel, partial);
        auto limited = panel;
        addLimit(limited, 2, dashboard::ThresholdStyle::DashedAndArea);
        auto* pending = sheet.add(cell(1, 1), limited, dataOf({walk("a", rising(0.9, 2.2), 0.06, 3)}));
        auto alert = firing("Pending 2 min");
        alert.state = AlertSummary::State::Pending;
        alert.spans.pop_back();
        pending->setAlert(alert);
        sheet.add(cell(2, 1), limited, dataOf({walk("a", rising(0.9, 2.6), 0.06, 3)}))->setAlert(firing("Firing 8 min"));
        sheet.add(cell(0, 2), panel, nullptr);
        auto kv = panelOf("timeseries", "KV cache usage", "percent");
        kv.options = panel.options;
        kv.defaults.min = 40;
        kv.defaults.max = 100;
        addLimit(kv, 80, dashboard::ThresholdStyle::DashedAndArea, "yellow");
        addLimit(kv, 95, dashboard::ThresholdStyle::DashedAndArea);
        sheet.add(cell(1, 2), kv, dataOf({walk("a", rising(62, 96), 0.02, 5)}));
        auto* menu = sheet.add(cell(2, 2), panel, two());
        sheet.window()->show();
        QTest::qWait(320); // the loading line has waited its 200 ms
        auto* badge = error->findChildren<theme::Badge*>().last();
        QTest::mouseClick(badge, Qt::LeftButton);
        QEnterEvent enter({}, {}, {});
        QCoreApplication::sendEvent(menu, &enter);
        const auto image = sheet.save("states");
        QVERIFY(inked(image, cell(2, 0)) > 1000);
        QVERIFY(image.pixelColor(cell(2, 1).left() + 60, cell(2, 1).top()) == theme::colors().criticalBorder);
    }

    void histogramSheet_data() { modes(); }
    void histogramSheet()
    {
        begin();
        QWidget window;
        window.resize(420, 260);
        window.setAutoFillBackground(true);
        QPalette palette = window.palette();
        palette.setColor(QPalette::Window, theme::colors().panel);
        window.setPalette(palette);
        ui::plot::HistogramPlot histogram(&window);
        histogram.setGeometry(window.rect());
        ui::plot::ScoreBins bins;
        for (int i = 0; i < 50; ++i) {
            bins.negatives.push_back(std::floor(18000 * std::exp(-i / 6.0)) + 10);
            bins.positives.push_back(120 + i * i / 8.0);
        }
        histogram.setBins(bins, "safe", "unsafe");
        histogram.setThreshold(0.32);
        window.show();
        QTest::qWait(30);
        const auto image = window.grab().toImage();
        const auto mode = theme::Theme::instance().mode() == theme::Mode::Dark ? "dark" : "light";
        QVERIFY(image.save(QStringLiteral(WG_BINARY_DIR "/shots/histogram-%1.png").arg(mode)));
        QVERIFY(inked(image, window.rect()) > 5000);
    }
};

QTEST_MAIN(TestPanelsGallery)
#include "tst_panels_gallery.moc"
