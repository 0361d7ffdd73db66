// Hazards 2, 3 and 41: text from strangers is shown as written, cut, and nothing is loaded, run or hung by it.
#include "ui/models/value_table_model.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/safe_text_browser.h"
#include "ui/panels/simple_panels.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QSvgGenerator>
#include <QtTest>
#include <QtWidgets>

using namespace wg;
using namespace wg::ui;
using panels::PanelFrame;

namespace {

struct Hostile {
    const char* name;
    std::string text;
};
const std::vector<Hostile>& hostiles()
{
    static const std::vector<Hostile> list = {{"image", "<img src=\"/dev/zero\"><b>bold</b>"}, {"bidi", "user\u202Egnp.exe"},
        {"null", std::string("a\0b<script>", 11)}, {"megabyte", std::string(1 << 20, 'W')},
        {"nested",
            [] {
                std::string text;
                for (int i = 0; i < 20000; ++i)
                    text += "<div>";
                return text;
            }()},
        {"escape", "\x1b[31mred\x1b[0m"}, {"bad utf-8", "\xff\xfe\xc3\x28"}, {"line breaks", "a\nb\r\nc\u2028d"},
        {"accelerator", "&File %1 {{x}}"}};
    return list;
}

std::shared_ptr<panels::PanelData> dataWith(const std::string& text)
{
    auto data = std::make_shared<panels::PanelData>();
    data->range = {0, kHour};
    series::Matrix matrix;
    series::Series one;
    one.labels = series::Labels({{"name", text}, {"other", text}});
    for (int i = 0; i < 20; ++i) {
        one.t.push_back(i * 3 * kMinute);
        one.v.push_back(i);
    }
    matrix.series.push_back(one);
    data->frames.push_back({"A", "{{name}}", std::make_shared<const series::Value>(matrix)});
    data->warnings.push_back({Warning::Severity::Warning, text, {}});
    auto log = std::make_shared<evaluation::LogResult>();
    evaluation::Group group;
    group.by["model"] = text;
    group.roc = std::make_shared<evaluation::Curve>(evaluation::Curve{{1, 0.5, 0}, {0, 0.2, 1}, {0, 0.8, 1}});
    group.threshold = 0.5;
    group.confusion = {{text, text + "2"}, {{1, 2}, {3, 4}}};
    log->groups = {group, group};
    data->logs.push_back(log);
    data->alerts.push_back(
        {panels::AlertSummary::State::Firing, QString::fromStdString(text), QString::fromStdString(text), "s"});
    return data;
}

/// Every label and tooltip below `root` that could be read as markup.
void checkPlain(QWidget* root)
{
    for (auto* label : root->findChildren<QLabel*>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty() || !label->pixmap().isNull(),
            qPrintable(label->text().left(80)));
        QVERIFY(label->text().size() < 8192);
    }
    for (auto* widget : root->findChildren<QWidget*>()) {
        QVERIFY2(
            !widget->toolTip().contains("<img") && !widget->toolTip().contains("<div"), qPrintable(widget->toolTip().left(80)));
        QVERIFY(widget->toolTip().size() < 8192);
    }
}

} // namespace

class TestHostileLabels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void everyPanelKind_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("hostile");
        for (const auto& kind : panels::kinds()) {
            for (std::size_t i = 0; i < hostiles().size(); ++i)
                QTest::addRow("%s %s", kind.type, hostiles()[i].name) << QString(kind.type) << int(i);
        }
        QTest::addRow("unknown") << "<img src=/dev/zero>" << 0;
    }
    void everyPanelKind()
    {
        QFETCH(QString, type);
        QFETCH(int, hostile);
        const auto& text = hostiles()[std::size_t(hostile)].text;
        dashboard::Panel panel;
        panel.type = type.toStdString();
        panel.title = panel.description = text;
        panel.defaults.unit = text.substr(0, 100);
        panel.defaults.noValue = panel.defaults.axisLabel = text;
        panel.targets.emplace_back().refId = "A";
        QElapsedTimer clock;
        clock.start();
        PanelFrame frame;
        frame.resize(420, 300);
        frame.setPanel(panel, units::Zone::utc());
        frame.setData(dataWith(text));
        frame.setAlert({panels::AlertSummary::State::Firing, QString::fromStdString(text), {}});
        frame.setProblem(panels::PanelProblem{QString::fromStdString(text), QString::fromStdString(text)});
        frame.show();
        QTest::qWait(5);
        for (auto* badge : frame.findChildren<theme::Badge*>()) {
            if (badge->isVisible())
                QTest::mouseClick(badge, Qt::LeftButton);
        }
        const auto picture = frame.grab();
        QVERIFY(!picture.isNull());
        QBuffer buffer;
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        QPainter painter(&svg);
        frame.paintTo(painter, frame.rect());
        painter.end();
        QVERIFY(!buffer.data().contains("href=\"/dev") && !buffer.data().contains("<img"));
        checkPlain(&frame);
        QVERIFY2(clock.elapsed() < 4000, qPrintable(QString::number(clock.elapsed())));
    }

    void emptyStateNamesHostileQueries()
    {
        for (const auto& hostile : hostiles()) {
            PanelFrame frame;
            frame.resize(300, 200);
            dashboard::Panel panel;
            panel.type = "timeseries";
            frame.setPanel(panel, units::Zone::utc());
            auto data = std::make_shared<panels::PanelData>();
            data->emptyQueries = {QString::fromStdString(hostile.text)};
            frame.setData(data);
            QVERIFY(!frame.grab().isNull());
        }
    }

    void tooltipIsLiteral()
    {
        theme::TooltipFrame tooltip;
        for (const auto& hostile : hostiles()) {
            const auto text = QString::fromStdString(hostile.text);
            tooltip.setContent(text, {{Qt::red, text, text}});
            QVERIFY(tooltip.sizeHint().width() < 4000);
            QVERIFY(!tooltip.grab().isNull());
        }
    }

    void tableTooltipsAreEscaped()
    {
        models::ValueTableModel model;
        QAbstractItemModelTester tester(&model);
        model.setColumns({{"<b>x</b>", false, {{"<img src=/dev/zero>", {}, {}, false}}}});
        QCOMPARE(model.index(0, 0).data().toString(), QString("<img src=/dev/zero>"));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().startsWith("&lt;img"));
        model.setColumns({{"<b>x</b>", false, {{"other", {}, {}, false}}}});
        QCOMPARE(model.index(0, 0).data().toString(), QString("other"));
        model.setColumns({});
        QCOMPARE(model.rowCount(), 0);
    }

    void markdownLoadsNothing()
    {
        panels::SafeTextBrowser browser;
        browser.resize(300, 200);
        QElapsedTimer clock;
        clock.start();
        browser.showMarkdown(
            "![x](file:///dev/zero) ![y](/dev/zero) <img src=/dev/zero> [l](file:///etc/passwd)\n\n<b>bold</b>");
        browser.show();
        QVERIFY(!browser.grab().isNull());
        QVERIFY(clock.elapsed() < 2000);
        QVERIFY(browser.toPlainText().contains("<img src=/dev/zero>"));
        QVERIFY(browser.toPlainText().contains("<b>bold</b>"));
        QVERIFY(!browser.openLinks() && !browser.openExternalLinks());
        const auto resource = browser.loadResource(QTextDocument::ImageResource, QUrl("file:///etc/passwd"));
        QCOMPARE(resource.value<QImage>().size(), QSize(1, 1));
    }

    void markdownIsCapped()
    {
        QElapsedTimer clock;
        clock.start();
        panels::SafeTextBrowser browser;
        browser.showMarkdown(QString(20000, u'>') + "deep");
        browser.showMarkdown(QString("- ").repeated(20000) + "deep");
        browser.showMarkdown(QString(4 << 20, u'x'));
        QVERIFY(browser.toPlainText().size() < panels::kMaxMarkdown + 400);
        QVERIFY(browser.toPlainText().contains("was cut"));
        QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(panels::tamedMarkdown("> a\n> > b\n- c"), QString("> a\n> > b\n- c"));
    }
};

QTEST_MAIN(TestHostileLabels)
#include "tst_hostile_labels.moc"
