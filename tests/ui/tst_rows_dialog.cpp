// Rows behind a cell: read again from the file as written, sorted, copied without formulas.
#include "core/evaluation/opened_log.h"
#include "ui/shell/rows_dialog.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;
using namespace wg::ui;

namespace {

struct Bench {
    QTemporaryDir folder;
    std::shared_ptr<const evaluation::OpenedLog> log;

    explicit Bench(const QByteArray& bytes)
    {
        QFile file(folder.filePath(QStringLiteral("p.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        file.close();
        auto opened = evaluation::openLog(file.fileName().toStdString(), {}, {});
        if (!opened)
            qFatal("%s", opened.error().text().c_str());
        log = *opened;
    }
};

} // namespace

class TestRowsDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void showsAllColumnsAsWritten()
    {
        Bench b("label,score,prompt\n1,0.90,hello\n0,0.20,\"=cmd, now\"\n1,0.40,-5\n0,0.7,@x\n");
        auto* dialog = new shell::RowsDialog({b.log, {1, 2, 3}, QStringLiteral("some"), QStringLiteral("score")});
        QSignalSpy loaded(dialog, &shell::RowsDialog::loaded);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(dialog->table().rowCount(), 3);
        QCOMPARE(dialog->table().columnCount(), 4);
        QCOMPARE(dialog->table().cell(0, 0).text, QStringLiteral("2"));
        QCOMPARE(dialog->table().cell(0, 2).text, QStringLiteral("0.20")); // not 0.2
        const auto* view = dialog->findChild<QTableView*>();
        QCOMPARE(view->model()->index(0, 2).data().toString(), QStringLiteral("0.7")); // greatest score first
        QCOMPARE(QString::fromStdString(dialog->csv()),
            QStringLiteral("row,label,score,prompt\n2,0,0.20,\"'=cmd, now\"\n3,1,0.40,-5\n4,0,0.7,'@x\n"));
        delete dialog;
    }

    void aFileThatIsGoneIsSaid()
    {
        Bench b("label,score\n1,0.9\n0,0.2\n");
        QFile::remove(QString::fromStdString(b.log->file));
        auto* dialog = new shell::RowsDialog({b.log, {0}, QStringLiteral("some")});
        QSignalSpy loaded(dialog, &shell::RowsDialog::loaded);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(dialog->table().rowCount(), 0);
        delete dialog;
    }

    void manyRowsAreCut()
    {
        QByteArray bytes("label,score\n");
        std::vector<std::uint32_t> rows;
        for (std::uint32_t i = 0; i < 3000; ++i) {
            bytes += QByteArray::number(i % 2) + ",0." + QByteArray::number(1000 + i) + "\n";
            rows.push_back(i);
        }
        Bench b(bytes);
        auto* dialog = new shell::RowsDialog({b.log, rows, QStringLiteral("all")});
        QSignalSpy loaded(dialog, &shell::RowsDialog::loaded);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(dialog->table().rowCount(), static_cast<int>(shell::RowsDialog::kMostRows));
        delete dialog;
    }
};

QTEST_MAIN(TestRowsDialog)
#include "tst_rows_dialog.moc"
