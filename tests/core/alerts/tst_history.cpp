// Spans of states: extended, cut, bounded, with gaps.
#include "core/alerts/history.h"

#include <QTest>

using namespace wg;
using namespace wg::alerts;

namespace {

/// One letter an evaluation, each a minute after the one before; blanks are minutes without one.
void add(History& history, const QString& letters, TimeMs from = 0)
{
    for (qsizetype i = 0; i < letters.size(); ++i) {
        const qsizetype state = QStringLiteral("ipfne").indexOf(letters[i]);
        if (state >= 0)
            history.add(from + i * kMinute, static_cast<State>(state));
    }
}

QString text(const History& history)
{
    QStringList out;
    for (const Span& span : history.spans())
        out << QString("%1%2-%3")
                   .arg(QStringLiteral("ipfne")[static_cast<qsizetype>(span.state)])
                   .arg(span.from / kMinute)
                   .arg(span.to / kMinute);
    return out.join(' ');
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spans_data()
    {
        QTest::addColumn<QString>("letters");
        QTest::addColumn<QString>("want");
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("one") << "i" << "i0-0";
        QTest::newRow("the same") << "iii" << "i0-2";
        QTest::newRow("a change lasts from the evaluation that found it") << "iippf" << "i0-2 p2-4 f4-4";
        QTest::newRow("two missed evaluations") << "f  f" << "f0-3";
        QTest::newRow("three missed evaluations") << "f   f" << "f0-0 f4-4";
        QTest::newRow("a change in a silence") << "ff    ii" << "f0-1 i6-7";
        QTest::newRow("no data, error") << "nnee" << "n0-2 e2-3";
    }
    void spans()
    {
        QFETCH(QString, letters);
        QFETCH(QString, want);
        History history;
        history.setInterval(kMinute);
        add(history, letters);
        QCOMPARE(text(history), want);
    }

    void withoutAnIntervalAnySilenceIsBridged()
    {
        History history;
        add(history, "f                                f");
        QCOMPARE(text(history), "f0-33");
    }

    void timeGoesBack()
    {
        History history;
        history.setInterval(kMinute);
        add(history, "iippff");
        history.add(3 * kMinute, State::Inactive);
        QCOMPARE(text(history), "i0-2 p2-3 i3-3");
        history.add(3 * kMinute, State::Pending); // evaluated again at the same time
        QCOMPARE(text(history), "i0-2 p2-3");
        history.add(-kMinute, State::Inactive);
        QCOMPARE(text(history), "i-1--1");
    }

    void aDayIsKept()
    {
        History history;
        history.setInterval(kHour);
        for (int hour = 0; hour <= 30; ++hour)
            history.add(hour * kHour, hour < 3 ? State::Pending : State::Firing);
        QCOMPARE(history.spans(), (std::vector<Span>{{6 * kHour, 30 * kHour, State::Firing}}));
    }

    void flappingIsBounded()
    {
        History history;
        history.setInterval(kSecond);
        for (int i = 0; i < 10'000; ++i)
            history.add(i * kSecond, i % 2 == 0 ? State::Inactive : State::Firing);
        QCOMPARE(history.spans().size(), History::kMaxSpans);
        QCOMPARE(history.spans().back(), (Span{9'999 * kSecond, 9'999 * kSecond, State::Firing}));
        QCOMPARE(history.spans().front().from, (10'000 - static_cast<TimeMs>(History::kMaxSpans)) * kSecond);
    }
};

QTEST_APPLESS_MAIN(TestHistory)
#include "tst_history.moc"
