// A prediction log that grows while the window is open: the Evaluate page moves, and an alert on its eval_f1 fires, without
// anything being opened again.
#include "ui/shell/evaluate_page.h"
#include "ui/shell/opener.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

/// `right` of 10 rows are decided as they are labelled.
QByteArray rows(int count, int right)
{
    QByteArray out;
    for (int i = 0; i < count; ++i) {
        const int label = i % 2;
        const bool positive = i % 10 < right ? label == 1 : label == 0;
        out += QByteArray::number(label) + (positive ? ",0.9" : ",0.2") + "\n";
    }
    return out;
}

void append(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

} // namespace

class TestGrowingPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void pageAndAlertFollowTheFile()
    {
        QTemporaryDir folder;
        const QString log = folder.filePath(QStringLiteral("live.csv"));
        const QString rules = folder.filePath(QStringLiteral("r.yml"));
        append(log, "label,score\n" + rows(200, 10));
        append(rules, "groups:\n- name: g\n  interval: 1s\n  rules:\n  - alert: Worse\n    expr: eval_f1 < 0.8\n");
        Workspace workspace;
        Opener opener(workspace);
        EvaluatePage page(workspace);
        opener.open({log, rules});
        QTRY_COMPARE(page.selection().models().size(), std::size_t{1});
        QCOMPARE(page.selection().models()[0].data().metrics.at("f1"), 1.0);
        QTRY_COMPARE(workspace.alerts.status().size(), std::size_t{1});
        const auto firing = [&] { return workspace.alerts.status().front().state == alerts::State::Firing; };
        QTest::qWait(1500);
        QVERIFY(!firing());

        append(log, rows(400, 3) + "1,0.");
        QTRY_COMPARE_WITH_TIMEOUT(page.selection().models()[0].data().rows, std::uint64_t{600}, 20'000);
        QVERIFY(page.selection().models()[0].data().metrics.at("f1") < 0.8);
        QTRY_VERIFY_WITH_TIMEOUT(firing(), 20'000);
        append(log, "9\n"); // the rest of the torn line
        QTRY_COMPARE_WITH_TIMEOUT(page.selection().models()[0].data().rows, std::uint64_t{601}, 20'000);
    }
};

QTEST_MAIN(TestGrowingPage)
#include "tst_growing_page.moc"
