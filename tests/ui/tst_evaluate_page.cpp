// The Evaluate page: one threshold moves rings, matrix, cards and table together; logs, tasks, what is undefined.
#include "page_shots.h"
#include "ui/plot/confusion_view.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_tables.h"
#include "ui/shell/main_window.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/threshold_bar.h"
#include "ui/shell/workspace.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

LogEntry load(const QString& path)
{
    const evaluation::Options options;
    auto log = evaluation::openLog(path.toStdString(), options, CancelToken());
    if (!log)
        qFatal("%s", log.error().text().c_str());
    auto result = evaluation::evaluate(**log, {}, CancelToken());
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return {{}, path.toStdString(), options, *log, std::make_shared<const evaluation::LogResult>(std::move(*result))};
}

LogEntry demo(const char* name)
{
    return load(QStringLiteral(WG_SOURCE_DIR "/resources/demo/") + name);
}

QString tableCell(const CellTable& table, const QString& row, int column)
{
    for (int i = 0; i < table.rowCount(); ++i)
        if (table.cell(i, 0).text == row)
            return table.cell(i, column).text;
    return {};
}

const MetricCard* card(const EvaluatePage& page, const QString& title)
{
    for (const MetricCard* one : page.cards())
        if (one->title() == title)
            return one;
    return nullptr;
}

} // namespace

class TestEvaluatePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    /// Everything that depends on the threshold says what evaluation::atThreshold says, at once.
    void oneThresholdMovesAll_data()
    {
        QTest::addColumn<double>("threshold");
        for (const double threshold : {0.0, 0.03, 0.5, 0.87, 1.0})
            QTest::addRow("%g", threshold) << threshold;
    }
    void oneThresholdMovesAll()
    {
        QFETCH(double, threshold);
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.resize(1520, 828);
        page.show();
        const auto chosen = page.selection().chosen();
        QCOMPARE(chosen.size(), std::size_t(2));
        const auto expected = evaluation::atThreshold(chosen[0]->data(), threshold);

        page.thresholdBar().slider()->setValue(0);
        Q_EMIT page.thresholdBar().slider()->thresholdMoved(threshold); // as a drag does

        const auto roc = page.charts().roc()->operatingPoint(0);
        QVERIFY(roc);
        QCOMPARE(roc->x(), expected.falsePositiveRate);
        QCOMPARE(roc->y(), expected.truePositiveRate);
        for (const char* key : {"f1", "precision", "recall"}) {
            const auto value = expected.metrics.find(key);
            const QString text = value == expected.metrics.end() ? QStringLiteral("undefined") : metricText(value->second);
            QCOMPARE(card(page, metricTitle(key))->valueText(), text);
            QVERIFY(tableCell(page.tables().metrics(), metricTitle(key), 1).startsWith(text));
        }
        QVERIFY(page.selection().valuesOf(*chosen[0]).confusion.matrix == expected.confusion.matrix);
        // What does not depend on it stands still.
        QCOMPARE(card(page, "ROC AUC")->valueText(), metricText(chosen[0]->data().metrics.at("roc_auc")));
    }

    /// Wherever the threshold is, at both sizes of window: the box of numbers leaves the operating points free.
    void boxLeavesThePointsFree_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1600") << QSize(1520, 828);
        QTest::newRow("1280") << QSize(1224, 648);
    }
    void boxLeavesThePointsFree()
    {
        QFETCH(QSize, size);
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.resize(size);
        page.show();
        for (const double threshold : {0.05, 0.3, 0.5, 0.7, 0.95}) {
            page.selection().setThreshold(threshold);
            QTest::qWait(20);
            for (const plot::XYCurvePlot* plot : {page.charts().roc(), page.charts().pr()}) {
                const QRectF box = plot->boxRect();
                QVERIFY(!box.isEmpty());
                QVERIFY(QRectF(plot->rect()).contains(box));
                for (const std::size_t curve : {0, 1}) {
                    const QPointF at = plot->operatingPoint(curve).value();
                    QVERIFY2(!box.contains(plot->toPixel(at.x(), at.y())), qPrintable(QString::number(threshold)));
                }
                // Square, whatever the panel is.
                const QPointF corner = plot->toPixel(1, 1) - plot->toPixel(0, 0);
                QCOMPARE(corner.x(), -corner.y());
            }
        }
    }

    void keysMoveTheSlider()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.selection().setThreshold(0.5);
        ThresholdSlider* slider = page.thresholdBar().slider();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(page.selection().threshold().value(), 0.51);
        QTest::keyClick(slider, Qt::Key_PageUp);
        QCOMPARE(page.selection().threshold().value(), 0.56);
        QTest::keyClick(slider, Qt::Key_PageDown);
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(page.selection().threshold().value(), 0.5);
    }

    void dragMovesTheSlider()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.resize(1520, 828);
        page.show();
        ThresholdSlider* slider = page.thresholdBar().slider();
        QTest::mousePress(slider, Qt::LeftButton, {}, {slider->width() / 2, slider->height() / 2});
        QTest::mouseMove(slider, {slider->width() * 3 / 4, slider->height() / 2});
        const double there = page.selection().threshold().value_or(-1);
        QVERIFY2(there > 0.7 && there < 0.8, qPrintable(QString::number(there)));
        QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() * 3 / 4, slider->height() / 2});
    }

    void presetsAndTyping()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.show();
        const auto& table = *page.selection().candidate()->data().thresholds;
        const auto buttons = page.thresholdBar().findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 3);
        buttons[2]->click();
        QCOMPARE(page.selection().threshold().value(), evaluation::greatestF1(table)->threshold);
        QVERIFY(buttons[2]->isChecked());
        buttons[0]->click();
        QVERIFY(!page.selection().threshold());
        auto* box = page.thresholdBar().findChild<QLineEdit*>();
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, "0.25");
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(page.selection().threshold().value(), 0.25);
    }

    void choosingModels()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        const std::string first = page.selection().models()[0].key;
        page.selection().setModelChosen(first, false);
        QCOMPARE(page.selection().chosen().size(), std::size_t(1));
        QCOMPARE(page.tables().metrics().columnCount(), 2);
        QCOMPARE(page.selection().candidate()->color, 1); // colours stay with their models
    }

    /// One task at a time; a log that comes by itself does not push away what is looked at.
    void tasksDoNotMix()
    {
        Workspace workspace;
        EvaluatePage page(workspace);
        QVERIFY(page.selection().task() == evaluation::Task::None);
        workspace.logs.add(demo("tumours.csv"));
        workspace.logs.add(demo("digits.csv"));
        workspace.logs.add(demo("diabetes.csv"));
        QVERIFY(page.selection().task() == evaluation::Task::Binary);
        page.selection().setLogChecked("digits.csv", true);
        QVERIFY(page.selection().task() == evaluation::Task::Multiclass);
        QVERIFY(!page.selection().logChecked("tumours.csv"));
        QVERIFY(card(page, "F1, macro"));
        page.selection().setLogChecked("diabetes.csv", true);
        QVERIFY(page.selection().task() == evaluation::Task::Regression);
        QCOMPARE(card(page, "RMSE")->valueText(), metricText(page.selection().candidate()->data().metrics.at("rmse")));
        workspace.logs.remove("diabetes.csv");
        QVERIFY(!page.selection().logChecked("diabetes.csv"));
    }

    void undefinedSaysWhy()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("one-class.csv");
        std::ofstream(path.toStdString()) << "y_true,y_score\n1,0.9\n1,0.2\n1,oops\n1,0.7\n";
        Workspace workspace;
        workspace.logs.add(load(path));
        EvaluatePage page(workspace);
        QCOMPARE(card(page, "ROC AUC")->valueText(), QString("undefined"));
        const QString reason = QString::fromStdString(page.selection().candidate()->data().undefined.at("roc_auc"));
        QVERIFY(tableCell(page.tables().metrics(), "ROC AUC", 1).contains(reason));
    }

    void pictures()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        MainWindow window(workspace);
        window.show();
        for (const char* log : {"tumours.csv", "digits.csv", "diabetes.csv"})
            workspace.logs.add(demo(log));
        window.showPage("evaluate");
        auto* page = qobject_cast<EvaluatePage*>(window.page("evaluate"));
        QVERIFY(page);
        page->selection().setThreshold(0.32);
        test::shoot(window, "evaluate");
        page->selection().setLogChecked("digits.csv", true);
        test::shoot(window, "evaluate-multiclass");
        page->selection().setLogChecked("diabetes.csv", true);
        test::shoot(window, "evaluate-regression");
        QCOMPARE(page->size().width(), 1600 - theme::size::rail);
    }
};

QTEST_MAIN(TestEvaluatePage)
#include "tst_evaluate_page.moc"
