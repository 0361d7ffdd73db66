#include "core/dashboard/document.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::dashboard;

namespace {

Document parsed(std::string_view json)
{
    auto document = Document::parse(json, "test.json");
    if (!document)
        qFatal("%s", document.error().text().c_str());
    return *document;
}

bool warns(const Document& document, std::string_view part)
{
    return std::ranges::any_of(
        document.warnings(), [&](const Warning& warning) { return warning.message.find(part) != std::string::npos; });
}

QString layout(const Document& document)
{
    QStringList out;
    for (const Panel& panel : document.panels()) {
        out << QString("%1:%2@%3,%4 %5x%6")
                   .arg(panel.id)
                   .arg(QString::fromStdString(panel.type))
                   .arg(panel.grid.x)
                   .arg(panel.grid.y)
                   .arg(panel.grid.w)
                   .arg(panel.grid.h);
        for (const Panel& inner : panel.panels)
            out << QString("(%1)").arg(inner.id);
    }
    return out.join(" ");
}

/// modern: as Grafana 10 writes it, with keys and panels nobody knows; rows and legacy: as in Grafana 4.
std::string golden(const char* name)
{
    QFile file(QString(WG_SOURCE_DIR "/tests/golden/dashboard/%1/dashboard.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", qPrintable(file.fileName()));
    return file.readAll().toStdString();
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads()
    {
        const Document document = parsed(golden("modern"));
        QCOMPARE(document.title(), std::string("T"));
        QCOMPARE(document.refresh(), std::string("5s"));
        QCOMPARE(document.time(), (units::RawRange{"now-3h", "now"}));
        QCOMPARE(layout(document), QString("7:timeseries@12,1 12x9 8:row@0,10 24x1 (9) 13:text@0,0 12x8 11:library@0,0 12x8"));
        const Panel& panel = document.panels()[0];
        QCOMPARE(panel.jsonPath, std::string("panels[0]"));
        QCOMPARE(document.panel(9)->jsonPath, std::string("panels[1].panels[0]"));
        QCOMPARE(panel.datasource, std::string("${ds}"));
        QCOMPARE(*panel.minInterval, 30 * kSecond);
        QCOMPARE(*panel.maxDataPoints, 100);
        QCOMPARE(panel.targets.size(), std::size_t(2));
        QCOMPARE(*panel.targets[0].minStep, kMinute);
        QVERIFY(panel.targets[0].range && !panel.targets[0].instant);
        QVERIFY(panel.targets[1].instant && !panel.targets[1].range && panel.targets[1].hidden);
        QVERIFY(document.panel(13)->datasource.empty());
        QVERIFY(document.panel(99) == nullptr);
        for (const char* part :
            {"${DS_PROM}", "\"flamegraph\"", "repeat", "transformations", "byValue", "library panel \"Lib\""})
            QVERIFY2(warns(document, part), part);
    }

    void fieldConfig()
    {
        const Document document = parsed(golden("modern"));
        const Panel& panel = document.panels()[0];
        const FieldConfig& config = panel.defaults;
        QCOMPARE(config.unit, std::string("reqps"));
        QCOMPARE(*config.decimals, 2);
        QCOMPARE(*config.min, 0.0);
        QVERIFY(!config.max);
        QCOMPARE(config.fixedColor, std::string("red"));
        QVERIFY(config.thresholds.mode == ThresholdMode::Percentage);
        QVERIFY(!config.thresholds.steps[0].value && *config.thresholds.steps[1].value == 80);
        QVERIFY(config.thresholdStyle == ThresholdStyle::DashedAndArea);
        QVERIFY(config.stacking == "percent" && config.drawStyle == "bars" && config.lineInterpolation == "smooth");
        QVERIFY(config.spanNulls && config.logScale && *config.axisSoftMax == 1 && config.axisLabel == "L");
        QCOMPARE(config.mappings.size(), std::size_t(5));
        QCOMPARE(config.mappings[0].color, std::string("red"));
        QVERIFY(
            config.mappings[2].kind == ValueMapping::Kind::Range && *config.mappings[2].from == 2 && !config.mappings[2].to);

        const FieldConfig p99 = fieldConfigFor(panel, "p99", "A");
        QCOMPARE(p99.unit, std::string("s"));
        QCOMPARE(*p99.fillOpacity, 0.0);
        QCOMPARE(p99.displayName, std::string("P!"));
        QVERIFY(!p99.negativeY);
        const FieldConfig other = fieldConfigFor(panel, "xp", "B");
        QVERIFY(other.unit == "reqps" && other.displayName.empty() && other.negativeY && *other.fillOpacity == 30);
    }

    void variables()
    {
        const Document document = parsed(golden("modern"));
        const auto& list = document.variables();
        QCOMPARE(list.size(), std::size_t(5));
        QVERIFY(list[0].currentValues.empty());
        QCOMPARE(list[1].query, std::string("label_values(up, job)"));
        QCOMPARE(list[1].currentValues, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(list[2].options, (std::vector<std::string>{"0.5", "99 %", "a,b"}));
        QCOMPARE(list[2].currentValues, (std::vector<std::string>{"0.5"}));
        QCOMPARE(list[3].currentValues, (std::vector<std::string>{"prod"}));
        QCOMPARE(list[4].options, (std::vector<std::string>{"1m", "5m"}));
        QCOMPARE(list[4].hide, 2);
    }

    void textIsAFixedPoint()
    {
        const Document document = parsed(golden("modern"));
        const std::string text = document.text();
        QCOMPARE(parsed(text).text(), text);
        QVERIFY(text.starts_with("{\n  \"zzz\": {\n    \"kept\": ["));
        QVERIFY(text.find("\"schemaVersion\": \"39\"") != std::string::npos);
        const Document fresh = Document::empty("New");
        QCOMPARE(parsed(fresh.text()).text(), fresh.text());
        QCOMPARE(parsed(fresh.text()).title(), std::string("New"));
    }

    void editsWriteThrough()
    {
        const Document original = parsed(golden("modern"));
        Document document = original;
        document.setTitle("New");
        document.setTime({"now-5m", "now"});
        document.setRefresh("");
        document.setGrid(7, {1, 2, 3, 4});
        document.setPanelTitle(9, "Flames");
        document.setPanelExpr(7, "B", "down");
        document.setPanelExpr(7, "C", "more");
        document.setVariableCurrent("job", {"$__all"});
        document.setVariableCurrent("i", {"1m"});
        document.setVariableCurrent("env", {"test"});
        document.setGrid(4711, {});
        document.setVariableCurrent("nobody", {"x"});
        const auto check = [](const Document& d) {
            QCOMPARE(d.title(), std::string("New"));
            QCOMPARE(d.time().from, std::string("now-5m"));
            QCOMPARE(d.refresh(), std::string());
            QCOMPARE(d.panel(7)->grid, (GridPos{1, 2, 3, 4}));
            QCOMPARE(d.panel(9)->title, std::string("Flames"));
            QCOMPARE(d.panel(7)->targets.size(), std::size_t(3));
            QCOMPARE(d.panel(7)->targets[1].expr, std::string("down"));
            QCOMPARE(d.panel(7)->targets[2].refId, std::string("C"));
            QCOMPARE(d.variables()[1].currentValues, (std::vector<std::string>{"$__all"}));
            QCOMPARE(d.variables()[3].currentValues, (std::vector<std::string>{"test"}));
            QCOMPARE(d.variables()[4].currentTexts, (std::vector<std::string>{"1 min"}));
        };
        check(document);
        check(parsed(document.text()));
        for (const char* kept : {"\"custom\": true", "\"unknown\": 1", "\"extra\": 7", "\"zzz\"", "\"flamegraph\""})
            QVERIFY2(document.text().find(kept) != std::string::npos, kept);
        QCOMPARE(original.title(), std::string("T")); // copies are values
        QCOMPARE(original.text(), parsed(golden("modern")).text());
    }

    void addsAndRemovesPanels()
    {
        Document document = parsed(golden("modern"));
        Panel panel = document.panels()[0];
        panel.title = "Copy";
        const int id = document.addPanel(panel);
        QCOMPARE(id, 14);
        const Document again = parsed(document.text());
        const Panel* copy = again.panel(id);
        QVERIFY(copy != nullptr);
        QCOMPARE(copy->title, std::string("Copy"));
        QCOMPARE(copy->targets.size(), std::size_t(2));
        QVERIFY(copy->targets[1].instant && !copy->targets[1].range && copy->targets[1].hidden);
        QCOMPARE(*copy->minInterval, 30 * kSecond);
        QCOMPARE(copy->options, panel.options);
        const FieldConfig config = fieldConfigFor(*copy, "p99", "B");
        QVERIFY(config.unit == "s" && config.negativeY && config.stacking == "percent" && config.mappings.size() == 5);
        QVERIFY(
            config.logScale && config.thresholdStyle == ThresholdStyle::DashedAndArea && config.thresholds.steps.size() == 2);
        document.removePanel(id);
        document.removePanel(9);
        document.removePanel(4711);
        QVERIFY(document.panel(id) == nullptr && document.panel(9) == nullptr);
        QVERIFY(document.panel(8)->panels.empty());
    }

    void rowsBecomeGrid()
    {
        const std::string rows = golden("rows");
        Document document = parsed(rows);
        const QString expected = "5:row@0,0 24x1 1:timeseries@0,1 12x7 2:timeseries@12,1 12x7 3:timeseries@0,8 24x7 "
                                 "6:row@0,15 24x1 (4) 7:row@0,16 24x1 8:text@0,17 8x7";
        QCOMPARE(layout(document), expected);
        QCOMPARE(document.panel(4)->jsonPath, std::string("rows[1].panels[0]"));
        QVERIFY(document.text().find("\"rows\"") != std::string::npos); // reading changes nothing
        document.setPanelTitle(8, "Text");
        QVERIFY(document.text().find("\"rows\"") == std::string::npos);
        QCOMPARE(layout(document), expected);
        QCOMPARE(layout(parsed(document.text())), expected);
    }

    void legacyPanels()
    {
        const Document document = parsed(golden("legacy"));
        const FieldConfig& graph = document.panel(1)->defaults;
        QVERIFY(graph.unit == "bytes" && *graph.min == 0 && !graph.max && graph.logScale && graph.axisLabel == "mem");
        QVERIFY(*graph.fillOpacity == 20 && graph.lineWidth == 3 && graph.stacking == "normal" && graph.spanNulls);
        QVERIFY(graph.thresholdStyle == ThresholdStyle::LineAndArea && *graph.thresholds.steps[1].value == 90);
        const FieldConfig errors = fieldConfigFor(*document.panel(1), "5xx errors", "A");
        QVERIFY(errors.fixedColor == "#BF1B00" && *errors.fillOpacity == 0 && errors.negativeY);
        QCOMPARE(document.panel(1)->options,
            std::string(R"({"legend":{"displayMode":"table","placement":"right","showLegend":true,"calcs":["mean"]},)"
                        R"("tooltip":{"mode":"multi"}})"));
        const Panel& stat = *document.panel(2);
        QVERIFY(stat.type == "stat" && stat.defaults.thresholds.steps.size() == 3 && stat.defaults.mappings.size() == 2);
        QVERIFY(*stat.defaults.thresholds.steps[2].value == 0.9 && stat.defaults.thresholds.steps[2].color == "green");
        QCOMPARE(stat.options,
            std::string(R"({"reduceOptions":{"calcs":["lastNotNull"]},"colorMode":"background","graphMode":"area"})"));
        QVERIFY(document.panel(3)->type == "gauge" && *document.panel(3)->defaults.max == 9);
        QCOMPARE(document.panel(4)->options, std::string(R"({"mode":"html","content":"<b>"})"));
        QVERIFY(*document.panel(5)->defaults.mappings[1].to == 5);
        QCOMPARE(document.panel(6)->targets[0].expr, std::string("up{job=~\"a:b\"}"));
        QCOMPARE(document.panel(6)->targets[0].datasource, std::string("src"));
        QVERIFY(warns(document, "\"graph\" is shown as \"timeseries\""));
    }

    void wrappersAndVersions()
    {
        const Document api = parsed(R"({"meta": {"slug": "x"}, "dashboard": {"title": "In", "panels": [{"id": 1}]}})");
        QCOMPARE(api.title(), std::string("In"));
        QVERIFY(api.text().find("\"slug\"") != std::string::npos);
        QVERIFY(warns(parsed(R"({"schemaVersion": 99, "panels": []})"), "newer"));
        const auto v2 =
            Document::parse(R"({"apiVersion": "dashboard.grafana.app/v2beta1", "spec": {"elements": {}}})", "v2.json");
        QVERIFY(!v2 && v2.error().code == ErrorCode::Unsupported);
        QCOMPARE(parsed(R"({"apiVersion": "dashboard.grafana.app/v1", "spec": {"title": "k8s", "panels": []}})").title(),
            std::string("k8s"));
    }

    void refuses()
    {
        const auto error = [](const std::string& json) { return Document::parse(json, "f.json").error(); };
        QVERIFY(error("{\n  \"panels\": [\n<<<<<<< HEAD\n]}").text().starts_with("f.json:3:"));
        QVERIFY(error("{\"a\": 1}").code == ErrorCode::Parse);
        QVERIFY(error("[]").code == ErrorCode::Parse);
        QVERIFY(error("").code == ErrorCode::Parse);
        QVERIFY(error(std::string(200, '[') + std::string(200, ']')).code == ErrorCode::Limit);
        QVERIFY(error(std::string((32 << 20) + 1, ' ')).code == ErrorCode::Limit);
        std::string many = "{\"panels\": [{}";
        for (int i = 0; i < 2000; ++i)
            many += ",{}";
        QVERIFY(error(many + "]}").code == ErrorCode::Limit);
    }

    void survivesWrongTypes()
    {
        // Every value of a full dashboard replaced by every kind of value: nothing may throw or crash.
        const std::string text = parsed(golden("modern")).text();
        const QStringList lines = QString::fromStdString(text).split('\n');
        const QRegularExpression value("^(\\s*\"[^\"]+\": )(.*?)(,?)$");
        for (int i = 0; i < lines.size(); ++i) {
            const auto match = value.match(lines[i]);
            if (!match.hasMatch() || match.captured(2).endsWith('{') || match.captured(2).endsWith('['))
                continue;
            for (const char* wrong : {"null", "true", "-1e300", "\"x\"", "[]", "{}", "[[{}]]"}) {
                QStringList changed = lines;
                changed[i] = match.captured(1) + wrong + match.captured(3);
                auto document = Document::parse(changed.join('\n').toStdString(), "x");
                if (!document)
                    continue;
                document->setTime({"now-5m", "now"});
                document->setPanelExpr(7, "A", "up");
                document->setVariableCurrent("job", {"x"});
                for (const Panel& panel : document->panels())
                    (void)fieldConfigFor(panel, "p99", "A");
                QVERIFY(Document::parse(document->text(), "again"));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
