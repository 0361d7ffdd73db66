// Prometheus' own parser cases: what 2.42 takes we print as it does, what 3.14 refuses we refuse.
#include "core/promql/parser.h"
#include "core/promql/printer.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace wg;

class TestParserCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cases_data()
    {
        QFile file(QStringLiteral(WG_CORPORA "/promql/parser/parse-cases.jsonl"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the corpora are not beside the checkout");
        QTest::addColumn<QJsonObject>("row");
        for (int line = 1; !file.atEnd(); ++line)
            QTest::addRow("line %d", line) << QJsonDocument::fromJson(file.readLine()).object();
    }
    void cases()
    {
        QFETCH(QJsonObject, row);
        const QByteArray text = row["expr"].isString() ? row["expr"].toString().toUtf8()
                                                       : QByteArray::fromHex(row["expr_hex"].toString().toLatin1());
        const auto expr = promql::parse(text.toStdString());
        const QString got = QString::fromStdString(expr ? promql::print(*expr) : expr.error().text());
        if (row["debian_2_42"].toString() == "ok" && row["upstream_3_14"].toString() != "error") {
            QVERIFY2(expr.has_value(), qPrintable(QString::fromUtf8(text) + "\n" + got));
            QCOMPARE(got, row["formatted"].toString());
        } else if (row["upstream_3_14"].toString() == "error"
            || (row["debian_2_42"].toString() == "error" && !row.contains("upstream_3_14"))) {
            QVERIFY2(!expr.has_value(), qPrintable(QString::fromUtf8(text) + "\n" + got));
            const QString want = row["error_2_42"].toString().remove("invalid parameter \"query\": ");
            if (want != got && ++m_otherWords > 0)
                qInfo("%s\n   ours:  %s\n   2.42:  %s", text.constData(), qPrintable(got), qPrintable(want));
        }
    }

    /// Those that remain are of the newer language, or have no message in 2.42.
    void messagesAreThoseOfPrometheus() { QVERIFY2(m_otherWords <= 9, QByteArray::number(m_otherWords).constData()); }

private:
    int m_otherWords = 0;
};

QTEST_APPLESS_MAIN(TestParserCorpora)
#include "tst_parser_corpora.moc"
