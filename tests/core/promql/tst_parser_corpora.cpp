// Prometheus' own parser cases with the verdict of each version, and parse -> print -> parse over every expression there is:
// scripts, compliance list, dashboards, rules.
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "tests/core/promql/same_tree.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtTest>

using namespace wg;
using namespace wg::promql;

namespace {

const QString kPromql = QStringLiteral(WG_CORPORA "/promql");

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<QJsonObject> readLines(const QString& path)
{
    QList<QJsonObject> out;
    for (const QByteArray& line : readAll(path).split('\n')) {
        if (!line.isEmpty())
            out.append(QJsonDocument::fromJson(line).object());
    }
    return out;
}

QByteArray expressionOf(const QJsonObject& row)
{
    return row["expr"].isString() ? row["expr"].toString().toUtf8()
                                  : QByteArray::fromHex(row["expr_hex"].toString().toLatin1());
}

/// Empty: it parses and comes back from its own text; else what is wrong.
QString roundTrip(const QByteArray& text, Compat compat)
{
    const auto expr = parse(text.toStdString(), compat);
    if (!expr)
        return "does not parse: " + QString::fromStdString(expr.error().text());
    const std::string printed = print(*expr, compat);
    const auto again = parse(printed, compat);
    if (!again)
        return QString::fromStdString("printed \"" + printed + "\": " + again.error().text());
    if (!test::sameTree(*expr, *again) || print(*again, compat) != printed)
        return QString::fromStdString("printed \"" + printed + "\" is another tree");
    return {};
}

/// Grafana's variables, as values that stand where they may: a duration in brackets, a word elsewhere.
QByteArray withoutVariables(QString text)
{
    static const QRegularExpression kIntervals(
        R"(\$\{?(__interval|__rate_interval|__range|interval|resolution)\b[^}\s\])]*\}?)");
    static const QRegularExpression kInBrackets(R"(\[\s*(\$\{?[a-zA-Z_]\w*(:\w+)?\}?|\[\[\w+\]\]))");
    static const QRegularExpression kOthers(R"(\$\{[a-zA-Z_]\w*(:\w+)?\}|\$[a-zA-Z_]\w*|\[\[\w+(:\w+)?\]\])");
    return text.replace(kIntervals, "5m").replace(kInBrackets, "[5m").replace(kOthers, "x").toUtf8();
}

void collectExprs(const QJsonValue& value, QStringList& out)
{
    if (value.isArray()) {
        for (const auto& item : value.toArray())
            collectExprs(item, out);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.key() == "expr" && it->isString())
                out.append(it->toString());
            else
                collectExprs(*it, out);
        }
    }
}

/// `expr:` of rules: on its line, or the indented lines below | and >.
QStringList exprsOfRules(const QByteArray& yaml)
{
    static const QRegularExpression kExpr(R"(^(\s*)(?:- )?(\s*)expr:\s*(.*)$)");
    const QStringList lines = QString::fromUtf8(yaml).split('\n');
    QStringList out;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto match = kExpr.match(lines[i]);
        if (!match.hasMatch())
            continue;
        QString text = match.captured(3).trimmed();
        const auto indent = [&](qsizetype line) { return lines[line].size() - lines[line].trimmed().size(); };
        if (text.startsWith('|') || text.startsWith('>')) {
            text.clear();
            while (i + 1 < lines.size() && (lines[i + 1].trimmed().isEmpty() || indent(i + 1) > match.capturedLength(1) + 2))
                text += lines[++i].trimmed() + "\n";
        } else if (text.startsWith('"') || text.startsWith('\'')) {
            continue; // escapes of YAML are not ours to read
        }
        out.append(text);
    }
    return out;
}

} // namespace

class TestParserCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(kPromql))
            QSKIP("the corpora are not beside the checkout");
    }

    void casesOf3_14()
    {
        int checked = 0;
        for (const QJsonObject& row : readLines(kPromql + "/parser/parse-cases.jsonl")) {
            const QByteArray text = expressionOf(row);
            // The corpus cut this one in the middle of its braces; whole it is read, cut it is not.
            if (!row.contains("upstream_3_14") || text == "{'foo\\'bar', ")
                continue;
            const auto expr = parse(text.toStdString());
            const QString got = expr ? "ok" : QString::fromStdString(expr.error().text());
            QVERIFY2(expr.has_value() == (row["upstream_3_14"].toString() == "ok"),
                qPrintable(QString::fromUtf8(text) + "\n" + got));
            if (expr)
                QCOMPARE(roundTrip(text, Compat::V3), QString());
            else
                QVERIFY(expr.error().position.has_value());
            ++checked;
        }
        QVERIFY2(checked >= 160, QByteArray::number(checked).constData());
    }

    void casesOfDebian2_42()
    {
        int checked = 0;
        for (const QJsonObject& row : readLines(kPromql + "/parser/parse-cases.jsonl")) {
            const QByteArray text = expressionOf(row);
            const auto expr = parse(text.toStdString(), Compat::V2_42);
            const QString got = QString::fromStdString(expr ? print(*expr, Compat::V2_42) : expr.error().text());
            if (row["debian_2_42"].toString() == "ok") {
                QVERIFY2(expr.has_value(), qPrintable(got));
                QCOMPARE(got, row["formatted"].toString());
            } else {
                QVERIFY2(!expr.has_value(), text.constData());
                QCOMPARE(got, row["error_2_42"].toString().remove("invalid parameter \"query\": "));
            }
            ++checked;
        }
        QVERIFY(checked >= 170);
    }

    void fuzzSeedsOf2_42()
    {
        for (const QJsonObject& row : readLines(kPromql + "/parser/parse-expr-2.42.jsonl")) {
            for (const Compat compat : {Compat::V3, Compat::V2_55, Compat::V2_42}) {
                if (parse(expressionOf(row).toStdString(), compat))
                    QCOMPARE(roundTrip(expressionOf(row), compat), QString());
            }
        }
    }

    /// Blocks of "# title", the expression, "==>", its tree. Those of an editor's grammar may be unfinished on purpose.
    void lezerExpressions()
    {
        int checked = 0;
        const QString text = QString::fromUtf8(readAll(kPromql + "/parser/lezer-expression.txt"));
        for (const QString& block :
            text.split(QRegularExpression("^# ", QRegularExpression::MultilineOption), Qt::SkipEmptyParts)) {
            const QString expression = block.section('\n', 1).section("==>", 0, 0).trimmed();
            if (block.section("==>", 1).contains(QChar(0x26a0)) || expression.isEmpty())
                continue; // the tree holds an error node
            const auto expr = parse(expression.toStdString());
            if (!expr)
                continue;
            QCOMPARE(roundTrip(expression.toUtf8(), Compat::V3), QString());
            ++checked;
        }
        QVERIFY2(checked >= 35, QByteArray::number(checked).constData());
    }

    void scripts_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("compat");
        QTest::newRow("2.42") << "v2.42" << int(Compat::V2_42);
        QTest::newRow("2.55") << "v2.55" << int(Compat::V2_55);
        QTest::newRow("3.14") << "v3.14" << int(Compat::V3);
    }
    void scripts()
    {
        QFETCH(QString, folder);
        QFETCH(int, compat);
        static const QRegularExpression kEval(
            R"(^eval(_\w+)?\s+(?:instant\s+(?:at\s+\S+)?|range\s+from\s+\S+\s+to\s+\S+\s+step\s+\S+)\s+(.*)$)");
        int checked = 0;
        QDirIterator files(kPromql + "/" + folder, {"*.test"});
        while (files.hasNext()) {
            const QStringList lines = QString::fromUtf8(readAll(files.next())).split('\n');
            for (qsizetype i = 0; i < lines.size(); ++i) {
                const auto match = kEval.match(lines[i]);
                if (!match.hasMatch())
                    continue;
                const bool fails = match.captured(1) == "_fail" || lines.value(i + 1).contains("expect fail")
                    || lines.value(i + 2).contains("expect fail");
                const QByteArray text = match.captured(2).toUtf8();
                if (fails && !parse(text.toStdString(), static_cast<Compat>(compat)))
                    continue;
                const QString wrong = roundTrip(text, static_cast<Compat>(compat));
                QVERIFY2(wrong.isEmpty(), qPrintable(QString::fromUtf8(text) + "\n" + wrong));
                ++checked;
            }
        }
        QVERIFY2(checked >= 280, QByteArray::number(checked).constData());
    }

    void complianceList()
    {
        const auto rows = readLines(kPromql + "/oracle-2.42/answers.jsonl");
        QVERIFY(rows.size() > 300);
        for (const QJsonObject& row : rows) {
            const QByteArray text = row["query"].toString().toUtf8();
            if (row["status"].toString() == "success")
                QCOMPARE(roundTrip(text, Compat::V2_42), QString());
        }
    }

    void dashboards()
    {
        int checked = 0;
        int refused = 0;
        QDirIterator files(WG_CORPORA "/dashboards", {"*.json"});
        while (files.hasNext()) {
            QStringList exprs;
            collectExprs(QJsonDocument::fromJson(readAll(files.next())).object(), exprs);
            for (const QString& expr : exprs) {
                const QByteArray text = withoutVariables(expr);
                if (!parse(text.toStdString())) {
                    ++refused; // LogQL, templates
                    continue;
                }
                const QString wrong = roundTrip(text, Compat::V3);
                QVERIFY2(wrong.isEmpty(), qPrintable(QString::fromUtf8(text) + "\n" + wrong));
                ++checked;
            }
        }
        QVERIFY2(checked > 1000 && refused * 4 < checked, QByteArray::number(checked) + " and " + QByteArray::number(refused));
    }

    void rules()
    {
        int checked = 0;
        int refused = 0;
        QDirIterator files(WG_CORPORA "/rules", {"*.yml", "*.yaml"});
        while (files.hasNext()) {
            for (const QString& expr : exprsOfRules(readAll(files.next()))) {
                if (!parse(expr.toStdString())) {
                    ++refused; // escapes and comments of YAML
                    continue;
                }
                const QString wrong = roundTrip(expr.toUtf8(), Compat::V3);
                QVERIFY2(wrong.isEmpty(), qPrintable(expr + "\n" + wrong));
                ++checked;
            }
        }
        QVERIFY2(checked > 300 && refused * 4 < checked, QByteArray::number(checked) + " and " + QByteArray::number(refused));
    }
};

QTEST_APPLESS_MAIN(TestParserCorpora)
#include "tst_parser_corpora.moc"
