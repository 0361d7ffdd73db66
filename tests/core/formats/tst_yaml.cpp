#include "core/formats/yaml.h"

#include <QTest>

using namespace wg;
using namespace wg::formats;

namespace {

/// The tree as one line: {a: [1, "x"]}; quoted scalars in quotes, null as ~.
std::string text(const YamlNode& node)
{
    std::string out;
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return "~";
    case YamlNode::Kind::Scalar:
        return node.quoted() ? '"' + node.scalar + '"' : node.scalar;
    case YamlNode::Kind::Sequence:
        for (const YamlPtr& item : node.items)
            out += (out.empty() ? "" : ", ") + text(*item);
        return '[' + out + ']';
    case YamlNode::Kind::Map:
        for (const YamlEntry& entry : node.entries)
            out += (out.empty() ? "" : ", ") + text(*entry.key) + ": " + text(*entry.value);
        return '{' + out + '}';
    }
    return out;
}

std::string repeated(std::string_view part, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += part;
    return out;
}

std::string aliasBomb()
{
    std::string out = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        out += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeated(", " + before, 8) + "]\n";
    }
    return out;
}

std::string mergeBomb()
{
    std::string out = "base: &b {";
    for (int i = 0; i < 2000; ++i)
        out += "k" + std::to_string(i) + ": 1, ";
    out += "z: 1}\nall:\n";
    for (int i = 0; i < 1000; ++i)
        out += "  - {<<: *b}\n";
    return out;
}

} // namespace

class TestYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tree_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("tree");
        QTest::newRow("map in order") << "b: 1\na: x\n" << "{b: 1, a: x}";
        QTest::newRow("quoted is told") << "a: '1'\nb: \"x\\ty\"\n" << "{a: \"1\", b: \"x\ty\"}";
        QTest::newRow("nulls") << "a:\nb: ~\nc: null\nd: 'null'\n" << "{a: ~, b: ~, c: ~, d: \"null\"}";
        QTest::newRow("nested") << "a:\n- b: [1, {c: d}]\n- x\n" << "{a: [{b: [1, {c: d}]}, x]}";
        QTest::newRow("alias") << "a: &x {k: v}\nb: [*x, *x]\n" << "{a: {k: v}, b: [{k: v}, {k: v}]}";
        QTest::newRow("merge, own keys win") << "a: &x {k: v, l: w}\nb: {<<: *x, k: mine}\n"
                                             << "{a: {k: v, l: w}, b: {k: mine, l: w}}";
        QTest::newRow("merge of several, the first wins") << "a: &x {k: v}\nc: &y {k: z, m: n}\nb: {<<: [*x, *y]}\n"
                                                          << "{a: {k: v}, c: {k: z, m: n}, b: {k: v, m: n}}";
        QTest::newRow("empty") << "" << "~";
        QTest::newRow("BOM and CRLF") << "\uFEFFa: 1\r\nb: 2\r\n" << "{a: 1, b: 2}";
        QTest::newRow("literal block") << "a: |\n  one\n  two\n" << "{a: \"one\ntwo\n\"}";
    }
    void tree()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, tree);
        const auto document = parseYaml(yaml.toStdString(), "f.yml");
        QVERIFY2(document, document ? "" : document.error().text().c_str());
        QCOMPARE(QString::fromStdString(text(*document->root)), tree);
    }

    void refusals_data()
    {
        QTest::addColumn<std::string>("yaml");
        QTest::addColumn<QString>("error"); // how it begins
        QTest::newRow("deep flow") << repeated("[", 100) + repeated("]", 100) << "f.yml:1:65: nested deeper than 64 levels";
        QTest::newRow("deep flow, open") << repeated("[", 100'000) << "f.yml:1:";
        QTest::newRow("deep block") << repeated("- ", 5000) + "x" << "f.yml:1:129: nested deeper than 64 levels";
        QTest::newRow("deep maps") << repeated("{a: ", 100) + repeated("}", 100) << "f.yml:1:257: nested deeper than 64 levels";
        QTest::newRow("alias that holds itself") << std::string("a: &x\n  b: *x\n") << "f.yml:2:6: this alias stands inside";
        QTest::newRow("alias bomb") << aliasBomb() << "f.yml:7:";
        QTest::newRow("merge bomb") << mergeBomb() << "f.yml:1:";
        QTest::newRow("duplicate key") << std::string("a: 1\nb: 2\na: 3\n")
                                       << "f.yml:3:1: mapping key \"a\" already defined at line 1";
        QTest::newRow("duplicate key, one quoted") << std::string("a: 1\n'a': 3\n") << "f.yml:2:1: mapping key \"a\"";
        QTest::newRow("tab") << std::string("a:\n\tb: 1\n") << "f.yml:2:3: not valid YAML";
        QTest::newRow("key is a list") << std::string("? [a]\n: b\n") << "f.yml:1:3: the key of a map must be text";
        QTest::newRow("open quote") << std::string("a: \"b\n") << "f.yml:2:2: not valid YAML: illegal EOF";
        QTest::newRow("unknown alias") << std::string("a: *nobody\n") << "f.yml:1:4: not valid YAML";
        QTest::newRow("not UTF-8") << std::string("a: \xff\xfe\n") << "f.yml: not valid YAML: the text is not UTF-8";
        QTest::newRow("merge of a scalar") << std::string("a: {<<: 1}\n") << "f.yml:1:9: map merge requires";
        QTest::newRow("9 MiB") << std::string(9U << 20U, ' ') << "f.yml: 9437184 bytes of YAML; the limit is 8388608";
        QTest::newRow("too many values") << "[" + repeated("1,", 1'000'001) + "]"
                                         << "f.yml:1:2000000: more than 1000000 values";
    }
    void refusals()
    {
        QFETCH(std::string, yaml);
        QFETCH(QString, error);
        const auto document = parseYaml(yaml, "f.yml");
        QVERIFY(!document);
        const QString got = QString::fromStdString(document.error().text());
        QVERIFY2(got.startsWith(error), qPrintable(got));
    }

    void furtherDocumentsAreTold()
    {
        QVERIFY(parseYaml("a: 1\n---\nb: 2\n", "f")->moreDocuments);
        QVERIFY(!parseYaml("a: 1\n", "f")->moreDocuments);
    }

    void positionsInsideScalars_data()
    {
        QTest::addColumn<QString>("yaml"); // the scalar under "k" holds an X
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("plain") << "k: ab X" << 1 << 7;
        QTest::newRow("plain on two lines") << "k: ab\n  cd X" << 2 << 6;
        QTest::newRow("single quotes") << "k: 'it''s X'" << 1 << 11;
        QTest::newRow("double quotes") << "k: \"a\\\"b\\n X\"" << 1 << 12;
        QTest::newRow("literal") << "k: |\n   ab\n    cd X\n" << 3 << 8;
        QTest::newRow("literal, chomped, at its start") << "k: |-\n    X + 1" << 2 << 5;
        QTest::newRow("folded") << "k: >-\n  ab\n  cd\n\n  X" << 5 << 3;
        QTest::newRow("anchored") << "k: &a\n  b X" << 2 << 5;
        QTest::newRow("tagged") << "k: !!str \"b X\"" << 1 << 13;
    }
    void positionsInsideScalars()
    {
        QFETCH(QString, yaml);
        QFETCH(int, line);
        QFETCH(int, column);
        const std::string bytes = yaml.toStdString();
        const auto document = parseYaml(bytes, "f");
        QVERIFY(document);
        const YamlNode* node = document->root->find("k");
        QVERIFY(node);
        const Position at = positionInScalar(bytes, *node, node->scalar.find('X'), "f");
        QCOMPARE(static_cast<int>(at.line), line);
        QCOMPARE(static_cast<int>(at.column), column);
        QCOMPARE(bytes.at(at.offset), 'X');
    }
};

QTEST_APPLESS_MAIN(TestYaml)
#include "tst_yaml.moc"
