// Every rule file of the collection gets the verdict that promtool 2.42 gives it (SOURCES.tsv).
#include "core/rules/rule_file.h"

#include <QFile>
#include <QTest>

using namespace wg;

class TestRuleFileCorpora : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("good");
        QFile sources(QStringLiteral(WG_CORPORA "/rules/SOURCES.tsv"));
        if (!sources.open(QIODevice::ReadOnly))
            QSKIP("the corpora are not beside the checkout");
        while (!sources.atEnd()) {
            const QString line = QString::fromUtf8(sources.readLine());
            const QString file = line.section('\t', 0, 0);
            if (line.contains("check rules: "))
                QTest::newRow(qPrintable(file)) << WG_CORPORA "/rules/" + file << line.contains("check rules: ok");
        }
    }
    void verdicts()
    {
        QFETCH(QString, path);
        QFETCH(bool, good);
        const auto file = rules::readRuleFile(path.toStdString());
        QString errors;
        for (const Error& error : file ? std::vector<Error>{} : file.error())
            errors += QString::fromStdString(error.text()) + '\n';
        for (const Error& error : file ? rules::findDuplicates(*file) : std::vector<Error>{})
            errors += QString::fromStdString(error.text()) + '\n';
        QVERIFY2(errors.isEmpty() == good, qPrintable(errors));
        if (!good)
            return;
        for (const rules::Group& group : file->groups) {
            for (const rules::Rule& rule : group.rules)
                QVERIFY(rule.position.line > 0 && !rule.name.empty() && !rule.expr.empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestRuleFileCorpora)
#include "tst_rule_file_corpora.moc"
