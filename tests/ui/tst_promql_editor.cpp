// The PromQL editor: where errors are underlined, what is completed from a real local source, brackets, comments, its height.
#include "core/runtime/sources/local_source.h"
#include "core/tsdb/head.h"
#include "fake_source.h"
#include "ui/editors/completion_list.h"
#include "ui/editors/completion_names.h"
#include "ui/editors/completion_popup.h"
#include "ui/editors/expression_parts.h"
#include "ui/editors/filled_expression.h"
#include "ui/editors/promql_editor.h"
#include "ui/editors/promql_highlighter.h"
#include "ui/editors/text_positions.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QTest>

#include <algorithm>

using namespace wg;
using namespace wg::ui;
using editors::CompletionItem;
using editors::PromqlEditor;

namespace {

constexpr TimeMs kNow = 1'700'000'000'000;

std::unique_ptr<sources::LocalSource> localSource()
{
    auto head = std::make_shared<tsdb::Head>();
    const std::vector<TimeMs> times{kNow - kMinute, kNow};
    const std::vector<double> values{1, 3};
    for (const char* job : {"api", "web \"old\""})
        head->append(series::Labels{{"__name__", "requests_total"}, {"job", job}, {"zone", "eu"}}, times, values);
    head->append(series::Labels{{"__name__", "queue_depth"}, {"device", "gpu0"}}, times, values);
    head->append(series::Labels{{"__name__", "größe.total"}, {"device", "gpu0"}}, times, values);
    return std::make_unique<sources::LocalSource>("local", "here", head);
}

struct Fixture {
    std::unique_ptr<sources::Source> source;
    editors::CompletionNames names;
    QWidget window;
    PromqlEditor* editor;

    explicit Fixture(std::unique_ptr<sources::Source> from = localSource()) : source(std::move(from))
    {
        names.setSource(source.get(), [] { return TimeRange{kNow - kHour, kNow}; });
        window.resize(900, 500);
        editor = new PromqlEditor(&names, &window);
        editor->resize(900, 200);
        window.show();
        window.activateWindow();
        editor->setFocus();
        (void)QTest::qWaitForWindowActive(&window);
    }
    void type(const QString& text) const { QTest::keyClicks(editor, text); }
    [[nodiscard]] bool offers(const QString& name) const
    {
        const auto* popup = editor->popup();
        return popup && popup->isVisible()
            && std::ranges::any_of(popup->items(), [&](const CompletionItem& item) { return item.name == name; });
    }
    void pick(const QString& name) const
    {
        for (int i = 0; i < 300 && editor->popup()->current()->name != name; ++i)
            QTest::keyClick(editor, Qt::Key_Down);
        QCOMPARE(editor->popup()->current()->name, name);
        QTest::keyClick(editor, Qt::Key_Return);
    }
    [[nodiscard]] QString beforeCaret() const { return editor->toPlainText().left(editor->textCursor().position()); }
    [[nodiscard]] QString underlined() const
    {
        for (const auto& mark : editor->extraSelections())
            if (mark.format.underlineStyle() == QTextCharFormat::WaveUnderline)
                return mark.cursor.selectedText();
        return {};
    }
};

/// A server that counts what it is asked.
class CountingSource : public test::FakeSource {
public:
    using FakeSource::FakeSource;
    int asked = 0;
    int withdrawn = 0;
    sources::Job labelValues(std::string label, std::vector<std::string>, TimeRange, QObject* context,
        sources::Callback<std::vector<std::string>> done) override
    {
        ++asked;
        QMetaObject::invokeMethod(
            context, [done = std::move(done), label] { done(std::vector<std::string>{"http_one", "http_two"}); },
            Qt::QueuedConnection);
        return {};
    }
};

} // namespace

class TestPromqlEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void positions()
    {
        const QString text = QString::fromUtf8("a\u00e4\u20ac\U0001F600b");
        const editors::TextPositions map(text);
        QCOMPARE(QString::fromStdString(map.utf8()), text);
        const std::vector<std::pair<int, std::size_t>> pairs{{0, 0}, {1, 1}, {2, 3}, {3, 6}, {5, 10}, {6, 11}};
        for (const auto& [position, byte] : pairs) {
            QCOMPARE(map.byte(position), byte);
            QCOMPARE(map.position(byte), position);
        }
        QCOMPARE(map.byte(4), std::size_t(6)); // between the halves of the pair
        QCOMPARE(map.position(8), 3); // inside its bytes
        QCOMPARE(map.position(99), 6);
        const QString lone = QString(QChar(0xd83d)) + 'x';
        QCOMPARE(editors::TextPositions(lone).byte(2), std::size_t(lone.toUtf8().size()));
    }

    void filledAndBack()
    {
        dashboard::Builtins builtins;
        builtins.interval = 30 * kSecond;
        const auto filled = editors::FilledExpression::fill("rate(x[$__interval]) + y", builtins);
        QCOMPARE(QString::fromStdString(filled.text), QString("rate(x[30s]) + y"));
        QVERIFY(filled.complete);
        const auto typed = [&](std::size_t begin, std::size_t end) {
            const auto range = filled.typedRange({begin, end});
            return QString::fromStdString(filled.typed.substr(range.begin, range.end - range.begin));
        };
        QCOMPARE(typed(5, 6), QString("x"));
        QCOMPARE(typed(7, 10), QString("$__interval"));
        QCOMPARE(typed(8, 9), QString("$__interval"));
        QCOMPARE(typed(0, 12), QString("rate(x[$__interval])"));
        QCOMPARE(typed(15, 16), QString("y"));
        QVERIFY(!editors::FilledExpression::fill("x{a=\"$job\"}", builtins).complete);
        QVERIFY(editors::FilledExpression::fill("x{a=~\"b$\"}", builtins).complete);
    }

    void bracketsAndCalls()
    {
        const std::string text = "sum by (a) (rate(x{b=\")\"}[5m]), 2)";
        const auto tokens = promql::tokenize(text);
        const auto pair = editors::bracketsAt(tokens, text.find('{'));
        QVERIFY(pair);
        QCOMPARE(pair->close.begin, text.find('}'));
        QVERIFY(!editors::bracketsAt(tokens, 0));
        QCOMPARE(QString::fromUtf8(editors::callAt(tokens, text.find("[5m"))->function.data(), 4), QString("rate"));
        const auto outer = editors::callAt(tokens, text.size() - 2);
        QVERIFY(outer && outer->function == "sum");
        QCOMPARE(outer->argument, 1);
        const std::string signature = "round(v instant-vector, to scalar)";
        const auto argument = editors::argumentIn(signature, 1);
        QCOMPARE(QString::fromStdString(signature.substr(argument.begin, argument.end - argument.begin)), QString("to scalar"));
    }

    /// The wave lies under exactly what the parser objects to, whatever characters stand before it.
    void squiggle()
    {
        Fixture f;
        f.editor->setPlainText(QString::fromUtf8("x{a=\"\U0001F600\u00e4\"} +\nrate(y)"));
        QTRY_VERIFY(f.editor->problem());
        QCOMPARE(f.underlined(), QString("y"));
        QVERIFY(f.editor->problem()->message.find("expected type range vector") != std::string::npos);
        f.editor->setPlainText("rate(y[5m])");
        QTRY_VERIFY(!f.editor->problem());
        QVERIFY(f.underlined().isEmpty());
        f.editor->setPlainText("rate(x[$__interval]) + sum(");
        QTRY_VERIFY(f.editor->problem()); // built-ins are filled in, so the rest can be judged
        f.editor->setPlainText("sum($unknown");
        QTRY_VERIFY(!f.editor->problem());
    }

    void functionsComplete()
    {
        Fixture f;
        f.type("rat");
        QTRY_VERIFY(f.offers("rate"));
        const CompletionItem rate = *std::ranges::find(f.editor->popup()->items(), QString("rate"), &CompletionItem::name);
        QCOMPARE(rate.kind, CompletionItem::Kind::Function);
        QVERIFY(rate.signature.startsWith("rate(") && !rate.help.isEmpty());
        f.pick("rate");
        QCOMPARE(f.editor->toPlainText(), QString("rate()"));
        QCOMPARE(f.beforeCaret(), QString("rate("));
        QVERIFY(!f.editor->popup()->isVisible());
        f.type("requests_t");
        QTRY_VERIFY(f.offers("requests_total"));
        QTest::keyClick(f.editor, Qt::Key_Tab);
        QCOMPARE(f.editor->toPlainText(), QString("rate(requests_total)"));
        QVERIFY(f.editor->hasFocus());
        QTest::keyClick(f.editor, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(f.editor->toPlainText() != "rate(requests_total)");
    }

    /// Labels and values are those of the metric before the brace; a value is quoted and escaped.
    void labelsAndValues()
    {
        Fixture f;
        f.type("requests_total{");
        QCOMPARE(f.editor->toPlainText(), QString("requests_total{}"));
        QTRY_VERIFY(f.offers("job"));
        QVERIFY(f.offers("zone") && !f.offers("device") && !f.offers("__name__"));
        f.pick("job");
        QCOMPARE(f.editor->toPlainText(), QString("requests_total{job=\"\"}"));
        QCOMPARE(f.beforeCaret(), QString("requests_total{job=\""));
        QTRY_VERIFY(f.offers("web \"old\""));
        f.pick("web \"old\"");
        QCOMPARE(f.editor->toPlainText(), QString("requests_total{job=\"web \\\"old\\\"\"}"));
    }

    void groupingAndQuotedNames()
    {
        Fixture f;
        f.type("sum by (");
        QTRY_VERIFY(f.offers("device"));
        f.pick("device");
        QCOMPARE(f.editor->toPlainText(), QString("sum by (device)"));
        f.editor->clear();
        QTest::keyClick(f.editor, Qt::Key_Space, Qt::ControlModifier);
        const QString odd = QString::fromUtf8("gr\u00f6\u00dfe.total");
        QTRY_VERIFY(f.offers(odd));
        f.pick(odd);
        QCOMPARE(f.editor->toPlainText(), "{\"" + odd + "\"}");
    }

    void escapeClosesOnlyThePopup()
    {
        Fixture f;
        f.type("rat");
        QTRY_VERIFY(f.offers("rate"));
        QTest::keyClick(f.editor, Qt::Key_Escape);
        QVERIFY(!f.editor->popup()->isVisible());
        QCOMPARE(f.editor->toPlainText(), QString("rat"));
    }

    void mouseChooses()
    {
        Fixture f;
        f.type("rate");
        QTest::keyClick(f.editor, Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(f.offers("rate"));
        auto* list = f.editor->popup()->findChild<QAbstractItemView*>();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        QCOMPARE(f.editor->toPlainText(), QString("rate()"));
        QVERIFY(f.editor->hasFocus());
    }

    /// Many keys, one question: it is asked once they rest, and the answer serves the next word too.
    void serversAreAskedSeldom()
    {
        auto made = std::make_unique<CountingSource>("prom");
        CountingSource* counting = made.get();
        Fixture f(std::move(made));
        f.type("http_o");
        QTRY_VERIFY(f.offers("http_one"));
        QCOMPARE(counting->asked, 1);
        f.type("ne + htt");
        QTRY_VERIFY(f.offers("http_two"));
        QCOMPARE(counting->asked, 1);
    }

    void pairsOfBrackets()
    {
        Fixture f;
        f.type("sum(x)");
        QCOMPARE(f.editor->toPlainText(), QString("sum(x)"));
        f.editor->clear();
        f.type("(");
        QCOMPARE(f.editor->toPlainText(), QString("()"));
        QTest::keyClick(f.editor, Qt::Key_Backspace);
        QVERIFY(f.editor->toPlainText().isEmpty());
        f.type("x{a=\"b(\"}");
        QCOMPARE(f.editor->toPlainText(), QString("x{a=\"b(\"}"));
        f.editor->setPlainText("a b");
        f.editor->selectAll();
        f.type("(");
        QCOMPARE(f.editor->toPlainText(), QString("(a b)"));
    }

    void runKeys()
    {
        Fixture f;
        int runs = 0;
        connect(f.editor, &PromqlEditor::runRequested, this, [&] { ++runs; });
        f.type("up");
        QTest::keyClick(f.editor, Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(f.editor, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(runs, 2);
        QCOMPARE(f.editor->toPlainText(), QString("up"));
    }

    void commentsToggle()
    {
        Fixture f;
        f.editor->setPlainText("up\n+ 1");
        f.editor->selectAll();
        QTest::keyClick(f.editor, Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(f.editor->toPlainText(), QString("# up\n# + 1"));
        QTest::keyClick(f.editor, Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(f.editor->toPlainText(), QString("up\n+ 1"));
    }

    void growsToEightLines()
    {
        Fixture f;
        const int one = f.editor->height();
        f.editor->setPlainText("a\n+ b\n+ c");
        const int three = f.editor->height();
        QCOMPARE(three - one, 2 * f.editor->fontMetrics().lineSpacing());
        f.editor->setPlainText(QString(40, '\n'));
        QCOMPARE(f.editor->height() - one, 7 * f.editor->fontMetrics().lineSpacing());
    }

    /// A window made narrower wraps a line; both halves are seen.
    void growsWithWrappedLines()
    {
        Fixture f;
        f.editor->setPlainText("histogram_quantile(0.99, sum by (le) (rate(requests_total[2m])))");
        const int one = f.editor->height();
        f.editor->resize(f.editor->fontMetrics().horizontalAdvance('m') * 48, one);
        QCOMPARE(f.editor->height() - one, f.editor->fontMetrics().lineSpacing());
        f.editor->resize(900, one);
        QCOMPARE(f.editor->height(), one);
    }

    /// The list stays at the word when a layout moves the editor after it was opened.
    void popupFollowsTheLayout()
    {
        Fixture f;
        f.type("que");
        QTRY_VERIFY(f.offers("queue_depth"));
        f.type("u");
        f.editor->move(0, 100);
        const auto* popup = f.editor->popup();
        QTRY_VERIFY(popup->y() > 100 + f.editor->fontMetrics().height());
    }

    void coloursFollowTheTheme()
    {
        const QString text = "sum by (le) (rate(x{a=\"b\"}[5m])) # no";
        const auto colorOf = [&](const QString& part) {
            for (const auto& span : editors::coloredSpans(text))
                if (text.mid(span.begin, span.end - span.begin) == part)
                    return span.color;
            return QColor();
        };
        for (const auto mode : {theme::Mode::Light, theme::Mode::Dark}) {
            theme::Theme::instance().apply(*qApp, mode);
            const auto& c = theme::colors();
            QCOMPARE(colorOf("rate"), c.synFunction);
            QCOMPARE(colorOf("by"), c.synKeyword);
            QCOMPARE(colorOf("le"), c.synLabel);
            QCOMPARE(colorOf("x"), c.synMetric);
            QCOMPARE(colorOf("\"b\""), c.synString);
            QCOMPARE(colorOf("5m"), c.synNumber);
            QCOMPARE(colorOf("# no"), c.synComment);
        }
    }

    /// Names are ranked: those that begin with the word, those with a part that does, the rest.
    void ranking()
    {
        std::vector<CompletionItem> items(4);
        items[0].name = "irate";
        items[1].name = "error_rate";
        items[2].name = "rate";
        items[3].name = "sum";
        QStringList names;
        for (const auto& item : editors::ranked(items, "RAT"))
            names << item.name;
        QCOMPARE(names, QStringList({"rate", "error_rate", "irate"}));
    }
};

QTEST_MAIN(TestPromqlEditor)
#include "tst_promql_editor.moc"
