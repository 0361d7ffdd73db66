#include "core/alerts/replay.h"
#include "core/alerts/state.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace wg;
using namespace wg::alerts;

namespace {

/// One letter a minute: what the expression returned. "1": a sample; "N": a NaN sample; ".": none; "-": no series at all;
/// "E": the query failed.
Result<Observation> observation(char letter, TimeMs at)
{
    if (letter == 'E')
        return fail(ErrorCode::Network, "refused");
    Observation out{{}, letter != '-'};
    if (letter == '1' || letter == 'N')
        out.samples.samples.push_back({{{"a", "b"}}, at, letter == '1' ? 1 : std::numeric_limits<double>::quiet_NaN()});
    return out;
}

/// One letter a minute: i(nactive) p(ending) f(iring) n(o data) e(rror).
QString states(Machine& machine, const QString& series, std::vector<Transition>* transitions = nullptr)
{
    QString out;
    for (qsizetype i = 0; i < series.size(); ++i) {
        const std::vector<TimeMs> tick{i * kMinute};
        const auto changes = replay(machine, tick, [&](TimeMs at) { return observation(series[i].toLatin1(), at); });
        if (transitions)
            transitions->insert(transitions->end(), changes.begin(), changes.end());
        out += QLatin1Char(stateName(machine.state()).front());
    }
    return out;
}

QString text(const std::vector<Transition>& transitions)
{
    QString out;
    for (const Transition& change : transitions) {
        out += QString("%1>%2@%3 ")
                   .arg(QLatin1Char(stateName(change.from).front()))
                   .arg(QLatin1Char(stateName(change.to).front()))
                   .arg(change.at / kMinute);
    }
    return out.trimmed();
}

} // namespace

class TestState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data()
    {
        QTest::addColumn<int>("holdMinutes");
        QTest::addColumn<int>("keepMinutes");
        QTest::addColumn<QString>("series");
        QTest::addColumn<QString>("states");
        QTest::addColumn<QString>("transitions");
        QTest::newRow("no for fires at once") << 0 << 0 << ".11.." << "iffii" << "i>f@1 f>i@3";
        QTest::newRow("for, its bound included") << 2 << 0 << "1111." << "ppffi" << "i>p@0 p>f@2 f>i@4";
        QTest::newRow("for, a minute too short") << 3 << 0 << "111." << "pppi" << "i>p@0 p>i@3";
        QTest::newRow("flapping never fires") << 2 << 0 << "11.11.11." << "ppippippi" << "i>p@0 p>i@2 i>p@3 p>i@5 i>p@6 p>i@8";
        QTest::newRow("flapping without for") << 0 << 0 << "1.1.1" << "fifif" << "i>f@0 f>i@1 i>f@2 f>i@3 i>f@4";
        QTest::newRow("NaN counts as there") << 2 << 0 << "1NN1." << "ppffi" << "i>p@0 p>f@2 f>i@4";
        QTest::newRow("only NaN") << 1 << 0 << "NNN" << "pff" << "i>p@0 p>f@1";
        QTest::newRow("no data is its own state") << 1 << 0 << "-..-" << "niin" << "";
        QTest::newRow("the target is gone: resolved, then no data") << 1 << 0 << "11--" << "pfnn" << "i>p@0 p>f@1 f>i@2";
        QTest::newRow("keep_firing_for, its bound excluded") << 0 << 2 << "1...." << "fffii" << "i>f@0 f>i@3";
        QTest::newRow("keep_firing_for bridges a gap, once") << 1 << 3 << "11..1....." << "pfffffffii" << "i>p@0 p>f@1 f>i@8";
        QTest::newRow("keep_firing_for keeps no pending one") << 2 << 3 << "1..." << "piii" << "i>p@0 p>i@1";
        QTest::newRow("errors keep alerts and their clocks") << 4 << 0 << "1EE1E."
                                                             << "ppppp"
                                                                "i"
                                                             << "i>p@0 p>i@5";
        QTest::newRow("errors: for goes on") << 3 << 0 << "1EE11" << "pppff" << "i>p@0 p>f@3";
        QTest::newRow("error without alerts") << 1 << 0 << "E.E-E" << "eiene" << "";
    }
    void table()
    {
        QFETCH(int, holdMinutes);
        QFETCH(int, keepMinutes);
        QFETCH(QString, series);
        QFETCH(QString, transitions);
        Machine machine({"A", holdMinutes * kMinute, keepMinutes * kMinute});
        std::vector<Transition> changes;
        QTEST(states(machine, series, &changes), "states");
        QCOMPARE(text(changes), transitions);
    }

    void timesAndValuesOfAnAlert()
    {
        Machine machine({"A", 2 * kMinute, 0});
        states(machine, "1111");
        QCOMPARE(machine.alerts().size(), 1U);
        const Alert& alert = machine.alerts().front();
        QCOMPARE(alert.activeAt, TimeMs{0});
        QCOMPARE(alert.firedAt, 2 * kMinute);
        QCOMPARE(alert.lastSeenAt, 3 * kMinute);
        QCOMPARE(alert.value, 1.0);
    }

    void labelSetsHaveClocksOfTheirOwn()
    {
        Machine machine({"A", kMinute, 0});
        machine.step(0, {{{{{"x", "2"}}, 0, 5}}}, true);
        machine.step(kMinute, {{{{{"x", "2"}}, 0, 6}, {{{"x", "1"}}, 0, 7}}}, true);
        QCOMPARE(machine.alerts().size(), 2U);
        QCOMPARE(machine.alerts()[0].labels.text(), std::string("{x=\"1\"}"));
        QCOMPARE(machine.alerts()[0].state, State::Pending);
        QCOMPARE(machine.alerts()[1].state, State::Firing);
        QCOMPARE(machine.state(), State::Firing);
    }

    void equalLabelSetsAreAnErrorAndChangeNothing()
    {
        Machine machine({"A"});
        machine.step(0, {{{{{"x", "1"}}, 0, 5}}}, true);
        const auto changes = machine.step(kMinute, {{{{{"x", "1"}}, 0, 5}, {{{"x", "1"}}, 0, 6}}}, true);
        QVERIFY(changes.empty());
        QVERIFY(machine.lastError());
        QCOMPARE(machine.state(), State::Firing);
    }

    void overTheLimitNothingFires()
    {
        Machine machine({"A", 0, 0, 1});
        QCOMPARE(text(machine.step(0, {{{{{"x", "1"}}, 0, 5}}}, true)), QString("i>f@0"));
        QCOMPARE(text(machine.step(kMinute, {{{{{"x", "1"}}, 0, 5}, {{{"x", "2"}}, 0, 6}}}, true)), QString("f>i@1"));
        QCOMPARE(machine.state(), State::Error);
        QVERIFY(QString::fromStdString(machine.lastError()->message).startsWith("exceeded limit of 1 with 2 alerts"));
    }

    void aClockSetBackStartsAgain()
    {
        Machine machine({"A", kMinute, 0});
        machine.step(kHour, observation('1', 0)->samples, true);
        machine.step(0, observation('1', 0)->samples, true);
        QCOMPARE(machine.state(), State::Pending);
        machine.step(kMinute, observation('1', 0)->samples, true);
        QCOMPARE(machine.state(), State::Firing);
    }

    void ticksReachBackFarEnough()
    {
        const auto minutes = [](TimeRange range, DurationMs interval, DurationMs hold, DurationMs keep) {
            QString out;
            const auto ticks = ticksOver(range, interval, hold, keep);
            for (const TimeMs at : *ticks)
                out += QString::number(static_cast<double>(at) / kMinute) + ' ';
            return out.trimmed();
        };
        QCOMPARE(minutes({9 * kMinute, 9 * kMinute}, kMinute, 0, 0), QString("8 9"));
        QCOMPARE(minutes({9 * kMinute, 9 * kMinute}, kMinute, 2 * kMinute, kMinute), QString("6 7 8 9"));
        QCOMPARE(minutes({9 * kMinute, 9 * kMinute}, 2 * kMinute, 3 * kMinute, 0), QString("5 7 9"));
        QCOMPARE(minutes({5 * kMinute, 9 * kMinute}, 2 * kMinute, 0, 0), QString("3 5 7 9"));
        QCOMPARE(ticksOver({0, kYear}, kSecond, 0, 0).error().code, ErrorCode::Limit);
    }

    void absurdTimesAreRefused()
    {
        constexpr TimeMs kLeast = std::numeric_limits<TimeMs>::min();
        constexpr TimeMs kMost = std::numeric_limits<TimeMs>::max();
        QCOMPARE(ticksOver({kLeast, kMost}, kMinute, 0, 0).error().code, ErrorCode::Limit);
        QCOMPARE(ticksOver({kLeast / 2 - 1, kMost / 2 + 1}, kMost, 0, 0).error().code, ErrorCode::Limit);
        QCOMPARE(ticksOver({kLeast, kLeast}, kMinute, 0, 0).error().code, ErrorCode::Limit);
        QCOMPARE(ticksOver({0, 0}, kMinute, kMost, kMost).error().code, ErrorCode::Limit);
    }
};

QTEST_APPLESS_MAIN(TestState)
#include "tst_state.moc"
