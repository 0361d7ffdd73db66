// The Evaluate page: one threshold moves rings, matrix, cards and table together; logs, tasks, what is undefined.
#include "core/evaluation/opened_log.h"
#include "page_shots.h"
#include "ui/plot/confusion_view.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_drift_tab.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_tables.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/main_window.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/threshold_bar.h"
#include "ui/shell/workspace.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>
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
    LogEntry entry;
    entry.path = path.toStdString();
    entry.options = options;
    entry.log = *log;
    entry.result = std::make_shared<const evaluation::LogResult>(std::move(*result));
    return entry;
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
            for (const ui::plot::XYCurvePlot* curves : {page.charts().roc(), page.charts().pr()}) {
                const QRectF box = curves->boxRect();
                QVERIFY(!box.isEmpty());
                QVERIFY(QRectF(curves->rect()).contains(box));
                for (const std::size_t curve : {0, 1}) {
                    const QPointF at = curves->operatingPoint(curve).value();
                    QVERIFY2(!box.contains(curves->toPixel(at.x(), at.y())), qPrintable(QString::number(threshold)));
                }
                // Square, whatever the panel is.
                const QPointF corner = curves->toPixel(1, 1) - curves->toPixel(0, 0);
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
        QCOMPARE(buttons.size(), 5); // as logged, J, F1, FPR, cost
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
        QVERIFY(card(page, metricTitle("f1_macro")));
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

    /// What a cell of the matrix says is how many rows it gives.
    void aCellGivesItsRows()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.resize(1520, 828);
        page.show();
        page.selection().setThreshold(0.3);
        QSignalSpy asked(&page, &EvaluatePage::rowsRequested);
        auto* matrix = page.charts().confusion();
        const auto counts = matrix->confusion().matrix;
        QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->rectOf(1, 0).center());
        QTRY_COMPARE(asked.size(), 1);
        const auto request = asked.takeFirst().front().value<RowsRequest>();
        QCOMPARE(request.rows.size(), std::size_t(counts[1][0]));
        const evaluation::OpenedLog& log = *request.log;
        for (const std::uint32_t row : request.rows) {
            QCOMPARE(log.table.columns[*log.label].text(row), std::string("1"));
            QVERIFY(log.numbers(*log.models[0].score)[row] < 0.3);
        }
        // The same by keys: the current cell is the one that was clicked; down and right of it are the true negatives.
        matrix->setFocus();
        QTest::keyClick(matrix, Qt::Key_Down);
        QTest::keyClick(matrix, Qt::Key_Return);
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked.front().front().value<RowsRequest>().rows.size(), std::size_t(counts[0][0]));
    }

    void aBrushGivesItsRows()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.resize(1520, 828);
        page.show();
        page.selection().setThreshold(0.95);
        QTest::qWait(30);
        QSignalSpy asked(&page, &EvaluatePage::rowsRequested);
        auto* histogram = page.charts().histogram();
        auto* canvas = histogram->findChild<QWidget*>();
        const QRectF area = histogram->plotRect();
        const auto at = [&](double score) {
            return QPoint(qRound(area.left() + score * area.width()), qRound(area.center().y()));
        };
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(0.25));
        for (const double score : {0.3, 0.4, 0.5}) {
            QMouseEvent move(QEvent::MouseMove, at(score), canvas->mapToGlobal(at(score)), Qt::LeftButton, Qt::LeftButton, {});
            QApplication::sendEvent(canvas, &move);
        }
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(0.5));
        QTRY_COMPARE(asked.size(), 1);
        const auto request = asked.front().front().value<RowsRequest>();
        QVERIFY(!request.rows.empty());
        for (const std::uint32_t row : request.rows) {
            const double score = request.log->numbers(*request.log->models[0].score)[row];
            QVERIFY2(score > 0.24 && score < 0.51, qPrintable(QString::number(score)));
        }
        QCOMPARE(page.selection().threshold().value(), 0.95); // a brush moves no threshold
    }

    /// Tests and intervals come later than the numbers, and nothing is green or red before.
    void cardsSayWhatIsReal()
    {
        Workspace workspace;
        workspace.logs.add(demo("moderation.csv"));
        EvaluatePage page(workspace);
        QCOMPARE(card(page, "ROC AUC")->content().verdict, CardContent::Verdict::Plain);
        QVERIFY(card(page, "ROC AUC")->content().significance.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(page.work().comparison() != nullptr, 120'000);
        const auto comparison = page.work().comparison();
        for (const auto& one : comparison->metrics) {
            const MetricCard* shown = card(page, metricTitle(one.metric));
            if (!shown)
                continue;
            QCOMPARE(shown->content().significance, significanceText(one.pHolm, one.significant));
            QCOMPARE(shown->content().verdict != CardContent::Verdict::Plain, one.significant);
            QCOMPARE(shown->content().note, QString::fromStdString(std::string(one.test)));
        }
        // The threshold moves on: what was tested at another one is not said any more, the AUC stands still.
        const QString auc = card(page, "ROC AUC")->valueText();
        page.selection().setThreshold(0.9);
        QVERIFY(card(page, "F1")->content().significance.isEmpty());
        QCOMPARE(card(page, "ROC AUC")->valueText(), auc);
        QVERIFY(card(page, "Precision")->content().values[0].interval.has_value()); // Wilson, in the same turn
    }

    void comparingTheOtherWayRound()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        const std::string first = page.selection().candidate()->key, second = page.selection().reference()->key;
        const double before = *card(page, "ROC AUC")->content().difference;
        page.selection().setCandidate(second);
        QCOMPARE(page.selection().candidate()->key, second);
        QCOMPARE(page.selection().reference()->key, first);
        QCOMPARE(*card(page, "ROC AUC")->content().difference, -before);
    }

    void theLevelWidensIntervals()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        const auto width = [&] {
            const auto interval = card(page, "Precision")->content().values[0].interval;
            return interval ? interval->high - interval->low : 0;
        };
        const double before = width();
        QVERIFY(before > 0);
        page.selection().setLevel(0.99);
        QVERIFY(width() > before);
    }

    void costsMoveThePreset()
    {
        Workspace workspace;
        workspace.logs.add(demo("tumours.csv"));
        EvaluatePage page(workspace);
        page.show();
        auto* last = page.thresholdBar().findChildren<QToolButton*>().back();
        last->click();
        const double dear = page.selection().threshold().value();
        page.selection().setCosts({1, 50}); // missing one is dear: look closer
        QTest::qWait(20);
        page.thresholdBar().findChildren<QToolButton*>().back()->click();
        QVERIFY(page.selection().threshold().value() < dear);
    }

    /// The whole page is of the slice's rows, and Esc goes back.
    void aSliceIsThePage()
    {
        Workspace workspace;
        workspace.logs.add(demo("moderation.csv"));
        EvaluatePage page(workspace);
        page.show();
        QTRY_VERIFY_WITH_TIMEOUT(page.work().slices() != nullptr, 120'000);
        const auto& slices = page.work().slices()->candidate.slices;
        const auto slice = std::ranges::find(slices, std::string("ar"), &evaluation::Slice::value);
        QVERIFY(slice != slices.end());
        const evaluation::Slice arabic = *slice;
        page.selection().setSlice(arabic);
        QTRY_COMPARE_WITH_TIMEOUT(page.selection().candidate()->data().rows, arabic.rows, 60'000);
        QCOMPARE(card(page, "ROC AUC")->valueText(), metricText(*arabic.metric));
        QVERIFY(page.breadcrumb().join(' ').contains("ar"));
        QVERIFY(page.back());
        QVERIFY(page.selection().candidate()->data().rows > arabic.rows);
        QVERIFY(!page.back());
    }

    void driftOfALog()
    {
        Workspace workspace;
        workspace.logs.add(demo("moderation.csv"));
        EvaluatePage page(workspace);
        page.resize(1520, 828);
        page.show();
        page.showTab(2);
        QTRY_VERIFY_WITH_TIMEOUT(page.driftTab().columns().rowCount() > 2, 60'000);
        QVERIFY(page.driftTab().bins().rowCount() > 1);
        const auto report = page.work().drift();
        QCOMPARE(page.driftTab().columns().cell(0, 0).text, QString::fromStdString(report->columns[0].column));
    }

    void pictures()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        MainWindow window(workspace);
        window.show();
        for (const char* log : {"moderation.csv", "digits.csv", "diabetes.csv"})
            workspace.logs.add(demo(log));
        window.showPage("evaluate");
        auto* page = qobject_cast<EvaluatePage*>(window.page("evaluate"));
        QVERIFY(page);
        page->selection().setThreshold(0.32);
        page->selection().setCosts({1, 5});
        const auto settle = [&] { QTRY_VERIFY_WITH_TIMEOUT(!page->work().busy(), 200'000); };
        QTest::qWait(400);
        settle();
        test::shoot(window, "evaluate", settle);
        page->showTab(1);
        test::shoot(window, "evaluate-slices", settle);
        page->showTab(2);
        test::shoot(window, "evaluate-drift", settle);
        page->showTab(0);
        page->selection().setLogChecked("digits.csv", true);
        test::shoot(window, "evaluate-multiclass", settle);
        page->selection().setLogChecked("diabetes.csv", true);
        test::shoot(window, "evaluate-regression", settle);
        QCOMPARE(page->size().width(), 1600 - theme::size::rail);
    }
};

QTEST_MAIN(TestEvaluatePage)
#include "tst_evaluate_page.moc"
