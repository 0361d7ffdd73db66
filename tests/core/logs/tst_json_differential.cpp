// JSON lines against Python's json on random documents, sound and broken: the same lines are taken, with the same cells.
#include "core/base/number.h"
#include "core/logs/json_reader.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <random>

using namespace wg;
using namespace wg::logs;

namespace {

/// Reads lines; prints for each sound object its flat cells in order of keys, as [name, kind, text].
const char* const kOracle = "import json, sys\n"
                            "twice = []\n"
                            "def once(pairs):\n"
                            "    if len(dict(pairs)) < len(pairs): twice.append(1)\n"
                            "    return dict(pairs)\n"
                            "def flat(v, name, out):\n"
                            "    if isinstance(v, dict):\n"
                            "        for k, x in v.items(): flat(x, name + '.' + k if name else k, out)\n"
                            "    elif isinstance(v, list):\n"
                            "        if not any(isinstance(x, (list, dict)) for x in v): out[name] = 'list'\n"
                            "    elif isinstance(v, bool): out[name] = 'true' if v else 'false'\n"
                            "    elif v is None: out[name] = 'null'\n"
                            "    elif isinstance(v, (int, float)):\n"
                            "        try: out[name] = 'n' + float(v).hex()\n"
                            "        except OverflowError: out[name] = 'ninf'\n"
                            "    else: out[name] = 's' + v.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')\n"
                            "for line in sys.stdin.buffer.read().split(b'\\n')[:-1]:\n"
                            "    twice.clear()\n"
                            "    try: value = json.loads(line.decode('utf8'), object_pairs_hook=once)\n"
                            "    except ValueError: print('bad'); continue\n"
                            "    if not isinstance(value, dict): print('bad'); continue\n"
                            "    if twice: print('twice'); continue\n"
                            "    out = {}; flat(value, '', out)\n"
                            "    print(json.dumps(out))\n";

class Writer {
public:
    explicit Writer(unsigned seed) : m_random(seed) { }

    QByteArray object(int depth)
    {
        QByteArray out = "{" + blank();
        QByteArrayList keys = {
            "a", "b", "c", "a.b", "d d", "\\u00e4", "x\\\"y"}; // each once: a key that comes twice is another test's
        std::shuffle(keys.begin(), keys.end(), m_random);
        const int members = pick(5);
        for (int i = 0; i < members; ++i)
            out += (i == 0 ? "" : ",") + blank() + "\"" + keys[i] + "\"" + blank() + ":" + blank() + value(depth) + blank();
        return out + "}";
    }

    /// One byte changed, dropped or added, now and then.
    QByteArray broken(QByteArray line)
    {
        if (pick(3) > 0)
            return line;
        const QByteArray bytes = "{}[]\",:\\ 019.eE+-ntfuIN\t\x01";
        qsizetype at = 0;
        do // never inside a character: what is no UTF-8 is repaired, where Python gives up
            at = pick(static_cast<int>(line.size()));
        while (static_cast<unsigned char>(line[at]) >= 0x80);
        const char with = bytes[pick(static_cast<int>(bytes.size()))];
        switch (pick(3)) {
        case 0:
            line[at] = with;
            break;
        case 1:
            line.remove(at, 1);
            break;
        default:
            line.insert(at, with);
        }
        return line;
    }

private:
    int pick(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }
    QByteArray blank() { return pick(6) == 0 ? QByteArray(" \t").mid(pick(2), 1) : QByteArray(); }
    QByteArray text()
    {
        const QList<QByteArray> parts = {
            "a", "\xE2\x82\xAC", "\\n", "\\\"", "\\\\", "\\u20ac", "\\ud83d\\ude00", "\\/", " ", "1", "[", "}"};
        QByteArray out = "\"";
        for (int i = pick(20); i > 0; --i)
            out += parts[pick(static_cast<int>(parts.size()))];
        return out + "\"";
    }
    QByteArray number()
    {
        const QList<QByteArray> numbers = {"0", "-0", "-0.0", "1", "12345678901234567890", "9007199254740993",
            "-9007199254740991", "0.1", "1e5", "1E-5", "-1.5e+300", "1e999", "-1e999", "1e-999", "NaN", "Infinity", "-Infinity",
            "0.30000000000000004", "123456.789012345", "4.9e-324", "2.2250738585072011e-308"};
        if (pick(2) == 0)
            return numbers[pick(static_cast<int>(numbers.size()))];
        QByteArray out = pick(2) == 0 ? "-" : "";
        out += QByteArray::number(pick(1'000'000)) + ".";
        for (int i = pick(18) + 1; i > 0; --i)
            out += static_cast<char>('0' + pick(10));
        return out;
    }
    QByteArray value(int depth)
    {
        switch (pick(depth > 0 ? 8 : 6)) {
        case 0:
        case 1:
            return number();
        case 2:
            return text();
        case 3:
            return QList<QByteArray>{"true", "false", "null"}[pick(3)];
        case 4:
            return "[" + blank() + number() + "," + text() + "]";
        case 5:
            return pick(2) == 0 ? "[]" : "{}";
        case 6:
            return "[" + object(depth - 1) + "]";
        default:
            return object(depth - 1);
        }
    }

    std::mt19937 m_random;
};

/// The cells of our row as the oracle prints them.
QString cellOf(const Column& column, std::size_t row)
{
    const std::string text = column.text(row);
    return QString::fromStdString(text);
}

/// The oracle's number, text or word as our text column would spell its value; numbers by value.
bool same(const QString& expected, const QString& ours)
{
    if (expected == "null" || expected.isEmpty())
        return ours.isEmpty() || ours == "NaN";
    if (expected == "list")
        return ours.startsWith('[') && ours.endsWith(']');
    if (expected.startsWith('s'))
        return ours == expected.mid(1);
    if (!expected.startsWith('n'))
        return ours == expected;
    const double wanted = std::strtod(expected.mid(1).toUtf8().constData(), nullptr);
    if (std::isnan(wanted))
        return ours.isEmpty() || ours == "NaN";
    const QString plain = QString(ours).replace("Infinity", "Inf");
    const auto got = parsePromFloat(plain.toStdString());
    return got && *got == wanted; // a text column spells -0 as it was written
}

} // namespace

class TestJsonDifferential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lines_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 40; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void lines()
    {
        QFETCH(unsigned, seed);
        Writer writer(seed);
        QByteArray bytes = "{\"first\":1}\n";
        for (int i = 0; i < 150; ++i)
            bytes += writer.broken(writer.object(3)) + "\n";
        QProcess oracle;
        oracle.start("/usr/bin/python3", {"-c", kOracle});
        oracle.write(bytes);
        oracle.closeWriteChannel();
        QVERIFY(oracle.waitForFinished() && oracle.exitCode() == 0);
        const QList<QByteArray> expected = oracle.readAllStandardOutput().split('\n');

        ReadOptions options;
        std::optional<Table> table;
        for (int pass = 0; pass < 2 && !table; ++pass) {
            JsonReader reader(options);
            const std::string_view all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
            for (std::size_t at = 0; at < all.size(); at += 1000)
                QVERIFY(reader.feed(all.substr(at, 1000)));
            auto read = reader.finish();
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            options.textColumns = reader.lateText();
            if (options.textColumns.empty())
                table = std::move(*read);
        }
        QVERIFY(table);
        std::size_t row = 0;
        std::uint64_t bad = 0;
        for (const QByteArray& line : expected) {
            if (line.isEmpty())
                continue;
            if (line == "bad") {
                ++bad;
                continue;
            }
            if (line == "twice") { // the byte that was changed made two keys one
                ++row;
                continue;
            }
            const QJsonObject cells = QJsonDocument::fromJson(line).object();
            QVERIFY(row < table->rows);
            for (const Column& column : table->columns) {
                const QString name = QString::fromStdString(column.name);
                const QString wanted = cells.value(name).toString();
                QVERIFY2(same(wanted, cellOf(column, row)),
                    qPrintable(QString("row %1, %2: %3, not %4 in %5")
                            .arg(row)
                            .arg(name, cellOf(column, row), wanted, QString::fromUtf8(line))));
            }
            for (const QString& name : cells.keys()) {
                const bool there = std::any_of(table->columns.begin(), table->columns.end(),
                    [&](const Column& c) { return QString::fromStdString(c.name) == name; });
                QVERIFY2(there || cells[name] == "null", qPrintable(name));
            }
            ++row;
        }
        QCOMPARE(table->rows, row);
        QCOMPARE(table->skipped, bad);
    }
};

QTEST_GUILESS_MAIN(TestJsonDifferential)
#include "tst_json_differential.moc"
