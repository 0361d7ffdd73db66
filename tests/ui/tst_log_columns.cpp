// A log that is not clear: the window asks with a preview, what was recognised is chosen, the answer opens the log.
#include "ui/editors/log_columns_dialog.h"
#include "ui/shell/evaluate_list.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notice.h"
#include "ui/shell/opener.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;
using editors::LogColumnsDialog;

namespace {

/// Two columns claim to be the label.
constexpr char kTwoLabels[] = "id,label,target,score\n1,1,0,0.9\n2,0,0,0.4\n3,1,1,0.7\n4,0,1,0.2\n5,1,0,0.8\n";
constexpr char kHeaderless[] = "0,0.2\n1,0.9\n1,0.7\n0,0.4\n1,0.3\n";

QPushButton* button(QWidget* parent, const QString& text)
{
    for (auto* one : parent->findChildren<QPushButton*>())
        if (one->text() == text)
            return one;
    return nullptr;
}

QStringList checked(const QListWidget* list)
{
    QStringList names;
    for (int i = 0; i < list->count(); ++i)
        if (list->item(i)->checkState() == Qt::Checked)
            names << list->item(i)->text();
    return names;
}

struct Fixture {
    QTemporaryDir folder;
    Workspace workspace;
    MainWindow window{workspace};

    Fixture()
    {
        window.resize(1280, 720);
        window.show();
    }
    QString file(const QString& name, const QByteArray& bytes)
    {
        QFile made(folder.filePath(name));
        if (!made.open(QIODevice::WriteOnly) || made.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(made.fileName()));
        return made.fileName();
    }
    /// The one that is asked by; null when none comes.
    LogColumnsDialog* asked()
    {
        LogColumnsDialog* dialog = nullptr;
        (void)QTest::qWaitFor([&] {
            dialog = window.findChild<LogColumnsDialog*>();
            return dialog && dialog->isVisible();
        });
        return dialog;
    }
    void press(LogColumnsDialog* dialog, const QString& text)
    {
        const QPointer<LogColumnsDialog> pressed(dialog);
        QTest::mouseClick(button(dialog, text), Qt::LeftButton);
        QVERIFY(!pressed || !pressed->isVisible());
        delete pressed; // its own deleteLater() waits for an event loop the test does not enter
    }
};

} // namespace

class TestLogColumns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void ambiguousLogIsAskedAbout()
    {
        Fixture f;
        const QString path = f.file("two.csv", kTwoLabels);
        f.window.open({path});
        auto* dialog = f.asked();
        QVERIFY(dialog);
        QVERIFY(f.workspace.logs.all().empty());
        QVERIFY(!f.window.findChild<Notice*>()->isVisible());
        // The preview shows what is in the file, and every column is offered.
        const auto* view = dialog->findChild<QTableView*>();
        QCOMPARE(view->model()->rowCount(), 5);
        QCOMPARE(view->model()->index(2, 3).data().toString(), QString("0.7"));
        QCOMPARE(dialog->label()->count(), 5);
        // The first candidate and the recognised score are chosen.
        QCOMPARE(dialog->label()->currentText(), QString("label"));
        QCOMPARE(checked(dialog->scores()), QStringList{"score"});
        QCOMPARE(view->model()->headerData(3, Qt::Horizontal).toString(), QString("score · score"));

        dialog->label()->setCurrentText("target");
        QCOMPARE(dialog->positive()->count(), 2);
        dialog->positive()->setCurrentText("0");
        f.press(dialog, "Open");
        QTRY_COMPARE(f.workspace.logs.all().size(), std::size_t(1));
        const LogEntry& entry = f.workspace.logs.all().front();
        QCOMPARE(entry.result->roles.label, std::string("target"));
        QCOMPARE(entry.result->groups.front().positive, std::string("0"));
        QTRY_COMPARE(f.window.currentPage(), QString("evaluate"));
        QCOMPARE(f.window.opener().opened().back().place, path.toStdString());
        // Its metrics are series as those of any other log, of these columns.
        QTRY_COMPARE(f.workspace.sources.all().size(), std::size_t(1));
        std::vector<std::string> metrics;
        auto* source = f.workspace.sources.defaultSource();
        source->labelValues(
            "__name__", {}, {0, f.workspace.clock() + kDay}, &f.window, [&](Result<std::vector<std::string>> names) {
                if (names)
                    metrics = *names;
            });
        QTRY_VERIFY(std::ranges::find(metrics, "eval_roc_auc") != metrics.end());
    }

    void headerlessLogIsAskedAbout()
    {
        Fixture f;
        f.window.open({f.file("bare.csv", kHeaderless)});
        auto* dialog = f.asked();
        QVERIFY(dialog);
        QCOMPARE(dialog->label()->currentText(), QString("1"));
        QCOMPARE(checked(dialog->scores()), QStringList{"2"});
        f.press(dialog, "Open");
        QTRY_COMPARE(f.workspace.logs.all().size(), std::size_t(1));
        QCOMPARE(f.workspace.logs.all().front().result->rows, std::uint64_t(5));
    }

    void cancelOpensNothing()
    {
        Fixture f;
        f.window.open({f.file("two.csv", kTwoLabels)});
        auto* dialog = f.asked();
        QVERIFY(dialog);
        f.press(dialog, "Cancel");
        QTest::qWait(50);
        QVERIFY(f.workspace.logs.all().empty());
        QVERIFY(!f.workspace.logs.loading());
    }

    /// A choice that cannot be is refused in the dialog; one that turns out wrong is asked about again, as it was chosen.
    void wrongChoices()
    {
        Fixture f;
        f.window.open({f.file("two.csv", kTwoLabels)});
        auto* dialog = f.asked();
        QVERIFY(dialog);
        for (int i = 0; i < dialog->scores()->count(); ++i)
            dialog->scores()->item(i)->setCheckState(Qt::Unchecked);
        QVERIFY(!dialog->problem().isEmpty());
        QVERIFY(!button(dialog, "Open")->isEnabled());
        dialog->prediction()->setCurrentText("label");
        QVERIFY(!button(dialog, "Open")->isEnabled()); // the label itself
        dialog->label()->setCurrentText("target");
        QVERIFY(button(dialog, "Open")->isEnabled());
        dialog->positive()->setCurrentText("7"); // there is no such class
        f.press(dialog, "Open");
        dialog = f.asked();
        QVERIFY(dialog);
        QCOMPARE(dialog->label()->currentText(), QString("target"));
        QCOMPARE(dialog->prediction()->currentText(), QString("label"));
        QCOMPARE(dialog->positive()->currentText(), QString("7"));
    }

    void openLogCanBeReadOtherwise()
    {
        Fixture f;
        f.window.open({f.file("clear.csv", "label,score,other\n1,0.9,0.1\n0,0.4,0.2\n1,0.7,0.9\n0,0.2,0.3\n")});
        QTRY_COMPARE(f.workspace.logs.all().size(), std::size_t(1));
        QTRY_COMPARE(f.window.currentPage(), QString("evaluate"));
        auto* list = f.window.findChild<EvaluateList*>();
        QToolButton* columns = nullptr;
        const auto found = [&] {
            const auto buttons = list->findChildren<QToolButton*>();
            const auto at = std::ranges::find(buttons, QString("Columns…"), &QToolButton::accessibleName);
            columns = at == buttons.end() ? nullptr : *at;
            return columns != nullptr;
        };
        QTRY_VERIFY(found());
        QTest::mouseClick(columns, Qt::LeftButton);
        auto* dialog = f.asked();
        QVERIFY(dialog);
        QCOMPARE(dialog->label()->currentText(), QString("label"));
        dialog->scores()->item(1)->setCheckState(Qt::Unchecked);
        dialog->scores()->item(2)->setCheckState(Qt::Checked);
        f.press(dialog, "Open");
        QTRY_COMPARE(f.workspace.logs.all().front().result->roles.scores, std::vector<std::string>{"other"});
        QCOMPARE(f.workspace.logs.all().size(), std::size_t(1));
    }

    /// The first mebibyte is enough, and a row it cuts is not shown.
    void previewIsBounded()
    {
        Fixture f;
        QByteArray bytes = "label,score\n";
        const QByteArray line = "1,0.123456789\n";
        constexpr qsizetype kBytes = 3 * qsizetype{editors::kPreviewBytes};
        while (bytes.size() < kBytes)
            bytes += line;
        const auto preview = editors::readLogPreview(f.file("long.csv", bytes).toStdString());
        QVERIFY(preview);
        QCOMPARE(preview->columns.size(), std::size_t(2));
        QCOMPARE(preview->columns[1].cells.size(), editors::kPreviewRows);
        QCOMPARE(preview->columns[0].classes, std::vector<std::string>{"1"});
    }

    void picture()
    {
        auto preview = editors::readLogPreview(WG_SOURCE_DIR "/resources/demo/tumours.csv");
        QVERIFY(preview);
        LogColumnsDialog dialog("tumours.csv", std::move(*preview), {}, "2 columns claim to be the label: label, target.");
        dialog.show();
        QVERIFY(QDir().mkpath(WG_BINARY_DIR "/shots"));
        QVERIFY(dialog.grab().save(WG_BINARY_DIR "/shots/log-columns-dark.png"));
        QCOMPARE(checked(dialog.scores()), QStringList({"logistic_proba", "forest_proba"}));
    }
};

QTEST_MAIN(TestLogColumns)
#include "tst_log_columns.moc"
