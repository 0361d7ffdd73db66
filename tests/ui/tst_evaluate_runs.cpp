// Training runs in the window, what a file is found to be, and the Evaluate page saved and opened again.
#include "core/evaluation/workspace_file.h"
#include "ui/plot/run_plot.h"
#include "ui/shell/evaluate_file.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_runs.h"
#include "ui/shell/location_kind.h"
#include "ui/shell/opener.h"
#include "ui/shell/runs_scalars.h"
#include "ui/shell/runs_selection.h"
#include "ui/shell/runs_tables.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

QString demoRuns()
{
    return QStringLiteral(WG_SOURCE_DIR "/resources/demo/runs");
}

QString put(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

struct Bench {
    Workspace workspace;
    Opener opener{workspace};
    EvaluateRuns tab{workspace};

    Bench()
    {
        tab.resize(1300, 800);
        tab.show();
        QSignalSpy opened(&opener, &Opener::runsOpened);
        opener.open({demoRuns()});
        if (!opened.wait(20'000))
            qFatal("the runs do not open");
    }
};

} // namespace

class TestEvaluateRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void runsAndTagsAreShownAndFiltered()
    {
        Bench b;
        QCOMPARE(b.tab.list().count(), 3);
        QTRY_VERIFY(b.tab.scalars().chart("loss/train") != nullptr);
        auto* chart = b.tab.scalars().chart("loss/train");
        QTRY_COMPARE(chart->lines().size(), std::size_t{3});
        QCOMPARE(chart->lines()[0].value.size(), std::size_t{401});
        QCOMPARE(chart->lines()[0].smoothed.size(), std::size_t{401});
        chart->replotNow();
        QVERIFY(chart->values().high > 4.1); // the one spike is inside the axis
        b.tab.list().item(0)->setCheckState(Qt::Unchecked);
        QTRY_COMPARE(chart->lines().size(), std::size_t{2});
        auto fields = b.tab.findChildren<QLineEdit*>();
        QCOMPARE(fields.size(), 2);
        for (QLineEdit* field : fields) {
            if (field->accessibleName().contains(QLatin1String("tags")))
                field->setText(QStringLiteral("^acc"));
            else
                field->setText(QStringLiteral("sgd"));
        }
        QTRY_COMPARE(b.tab.list().count(), 1);
        QVERIFY(b.tab.scalars().chart("loss/train") == nullptr);
        QTRY_COMPARE(b.tab.scalars().chart("accuracy/validation")->lines().size(), std::size_t{1});
        b.tab.selection().setFilter(QStringLiteral("("));
        QVERIFY(!b.tab.selection().filterProblem().isEmpty());
    }

    void smoothingAndAxis()
    {
        Bench b;
        auto& selection = b.tab.selection();
        selection.setSmoothing(0);
        QVERIFY(selection.lines("loss/train")[0].smoothed.empty());
        selection.setAxis(ui::plot::RunAxis::Relative);
        const auto lines = selection.lines("loss/train");
        QCOMPARE(lines[0].x.front(), 0.0);
        QVERIFY(lines[0].x.back() > 1000); // seconds
        selection.setAxis(ui::plot::RunAxis::Wall);
        QVERIFY(selection.lines("loss/train")[0].x.front() > 1.7e12);
    }

    void outliersLeaveTheAxis()
    {
        Bench b;
        b.tab.selection().setSmoothing(0);
        auto* chart = b.tab.scalars().chart("loss/train");
        QTRY_COMPARE(chart->lines().size(), std::size_t{3});
        b.tab.scalars().setIgnoreOutliers(true);
        chart->replotNow();
        QVERIFY(chart->values().high < 3);
    }

    void tablesAndGalleries()
    {
        Bench b;
        RunsTable values(RunsTable::Kind::Values, b.tab.selection());
        values.show();
        QCOMPARE(values.table().rowCount(), 4 * 3);
        RunsTable parameters(RunsTable::Kind::Parameters, b.tab.selection());
        parameters.show();
        QCOMPARE(parameters.table().rowCount(), 3);
        for (const auto& [kind, panels] : {std::pair{RunsGallery::Kind::Histograms, 3}, {RunsGallery::Kind::Images, 3},
                 {RunsGallery::Kind::Texts, 3}, {RunsGallery::Kind::PrCurves, 0}}) {
            RunsGallery gallery(kind, b.tab.selection());
            gallery.resize(900, 600);
            gallery.show();
            QCOMPARE(gallery.panels(), static_cast<std::size_t>(panels));
        }
    }

    void picturesAreNotTrusted()
    {
        QString problem;
        QVERIFY(RunsGallery::decode("<svg xmlns='http://www.w3.org/2000/svg'/>", problem).isNull());
        QVERIFY(!problem.isEmpty());
        QVERIFY(RunsGallery::decode("\x89PNG\r\n\x1a\n garbage", problem).isNull());
        // A PNG header that claims 100,000 x 100,000 pixels.
        const std::string huge("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\x02\0\0\0\0\0\0\0", 33);
        QVERIFY(RunsGallery::decode(huge, problem).isNull());
    }

    void aFileIsFoundOutByItsContent()
    {
        QTemporaryDir folder;
        const auto kind = [&](const char* name, const QByteArray& bytes) {
            return locationKind(put(folder, QString::fromLatin1(name), bytes));
        };
        QCOMPARE(kind("d.json", "{\"title\": \"x\", \"panels\": []}"), LocationKind::Dashboard);
        QCOMPARE(kind("r.json", "{\"results\": {\"arc\": {\"acc\": 0.5}}}"), LocationKind::Log);
        QCOMPARE(kind("p.jsonl", "{\"label\": 1, \"score\": 0.5}\n{\"label\": 0, \"score\": 0.1}\n"), LocationKind::Log);
        QCOMPARE(kind("w.json", "{\"watchglassEvaluate\": 1, \"logs\": []}"), LocationKind::Evaluation);
        QCOMPARE(kind("m.txt", "# TYPE up gauge\nup 1\n"), LocationKind::Source);
        QCOMPARE(kind("c.txt", "label,score\n1,0.5\n"), LocationKind::Log);
        QCOMPARE(kind("r.yml", "groups: []\n"), LocationKind::Rules);
        QCOMPARE(kind("noending", ""), LocationKind::Log);
        QCOMPARE(locationKind(demoRuns()), LocationKind::Runs);
        QCOMPARE(locationKind(folder.path()), LocationKind::Source);
        QCOMPARE(locationKind(QStringLiteral("http://localhost:9090")), LocationKind::Source);
    }

    void aSavedPageComesBack()
    {
        QTemporaryDir folder;
        QByteArray bytes = "label,a_proba,b_proba,part\n";
        for (int i = 0; i < 200; ++i)
            bytes += QByteArray::number(i % 2) + ",0." + QByteArray::number(100 + (i * 37) % 800) + ",0."
                + QByteArray::number(100 + (i * 53) % 800) + (i % 3 ? ",x\n" : ",y\n");
        const QString log = put(folder, QStringLiteral("p.csv"), bytes);
        const QString saved = folder.filePath(QStringLiteral("page.evaluate.json"));
        {
            Workspace workspace;
            Opener opener(workspace);
            EvaluatePage page(workspace);
            opener.open({log});
            QTRY_COMPARE(page.selection().models().size(), std::size_t{2});
            page.selection().setThreshold(0.3);
            page.selection().setLevel(0.9);
            page.selection().setCandidate(page.selection().models()[1].key);
            const auto written = page.file().saveTo(saved);
            QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
        }
        Workspace workspace;
        Opener opener(workspace);
        EvaluatePage page(workspace);
        connect(&opener, &Opener::evaluationOpened, &page,
            [&](const evaluation::SavedWorkspace& what, const QString& path) { page.file().restore(what, path); });
        opener.open({saved});
        QTRY_COMPARE(page.selection().models().size(), std::size_t{2});
        QTRY_VERIFY(page.selection().threshold() == 0.3);
        QCOMPARE(page.selection().level(), 0.9);
        QCOMPARE(page.selection().candidate()->key, page.selection().models()[1].key);
    }
};

QTEST_MAIN(TestEvaluateRuns)
#include "tst_evaluate_runs.moc"
