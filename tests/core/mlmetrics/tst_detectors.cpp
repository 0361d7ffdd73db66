// Detectors of change against a plain transcription of their papers (detectors_reference.py), value by value, and on streams
// where it is known whether something changed. A missing oracle is a failure.
#include "core/mlmetrics/detectors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <cmath>
#include <random>

using namespace wg::mlmetrics;

namespace {

using Numbers = std::vector<double>;

QChar letter(StreamState state)
{
    return state == StreamState::Change ? 'c' : state == StreamState::Warning ? 'w' : '.';
}

template <class Detector>
QString states(Detector detector, const Numbers& values)
{
    QString out;
    for (const double value : values) {
        if constexpr (std::is_same_v<Detector, Ddm>)
            out += letter(detector.update(value != 0));
        else
            out += letter(detector.update(value));
    }
    return out;
}

/// `n` values about `from`, then `n` about `to`: 0 or 1 with that chance, or normal.
Numbers stream(unsigned seed, std::size_t n, double from, double to, bool bits)
{
    std::mt19937 engine(seed);
    std::uniform_real_distribution<> uniform;
    std::normal_distribution<> normal(0, 0.3);
    Numbers out;
    for (std::size_t i = 0; i < 2 * n; ++i) {
        const double level = i < n ? from : to;
        out.push_back(bits ? (uniform(engine) < level ? 1 : 0) : level + normal(engine));
    }
    return out;
}

struct Stream {
    QString detector;
    Numbers values;
    QString ours;
};

std::vector<Stream> allStreams()
{
    std::vector<Stream> out;
    const std::pair<double, double> levels[] = {{0.2, 0.2}, {0.1, 0.5}, {0.5, 0.1}, {0.3, 0.35}, {0, 1}, {0, 0}};
    unsigned seed = 0;
    for (const auto& [from, to] : levels) {
        const Numbers bits = stream(++seed, 600, from, to, true);
        const Numbers numbers = stream(seed, 700, from, to, false);
        const Numbers large = stream(seed, 400, 100 * from, 100 * to, false);
        out.push_back({"ddm", bits, states(Ddm(), bits)});
        for (const Numbers& values : {bits, numbers, large}) {
            out.push_back({"adwin", values, states(Adwin(), values)});
            out.push_back({"page_hinkley", values, states(PageHinkley(), values)});
        }
    }
    return out;
}

} // namespace

class TestDetectors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheReference()
    {
        const std::vector<Stream> streams = allStreams();
        QJsonArray inputs;
        for (const Stream& one : streams) {
            QJsonArray values;
            for (const double value : one.values)
                values.append(value);
            inputs.append(QJsonObject{{"detector", one.detector}, {"values", values}});
        }
        QProcess oracle;
        oracle.start("/usr/bin/python3", {WG_SOURCE_DIR "/tests/core/mlmetrics/detectors_reference.py"});
        QVERIFY(oracle.waitForStarted());
        oracle.write(QJsonDocument(inputs).toJson(QJsonDocument::Compact));
        oracle.closeWriteChannel();
        QVERIFY(oracle.waitForFinished(120'000));
        QVERIFY2(oracle.exitCode() == 0, oracle.readAllStandardError().constData());
        const QJsonArray answers = QJsonDocument::fromJson(oracle.readAllStandardOutput()).array();
        QCOMPARE(static_cast<std::size_t>(answers.size()), streams.size());
        QString seen;
        for (qsizetype i = 0; i < answers.size(); ++i) {
            const Stream& one = streams[static_cast<std::size_t>(i)];
            QVERIFY2(one.ours == answers[i].toString(), qPrintable(QString("%1, stream %2").arg(one.detector).arg(i)));
            seen += one.ours;
        }
        QVERIFY(seen.contains('c') && seen.contains('w')); // else nothing was compared
    }

    void quietWithoutChange()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            QVERIFY(!states(Adwin(), stream(seed, 2000, 0.3, 0.3, true)).contains('c'));
            QVERIFY(!states(PageHinkley(), stream(seed, 700, 0.3, 0.3, false)).contains('c'));
        }
        QVERIFY(!states(Ddm(), stream(3, 2000, 0, 0, true)).contains('c')); // never wrong
    }

    /// Soon after the change, and not before.
    void tellsTheChange()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const Numbers worse = stream(seed, 1000, 0.1, 0.6, true);
            const auto adwin = states(Adwin(), worse).indexOf('c');
            QVERIFY2(adwin >= 1000 && adwin < 1150, qPrintable(QString::number(adwin)));
            const auto pageHinkley = states(PageHinkley(), worse).indexOf('c');
            QVERIFY2(pageHinkley >= 1000 && pageHinkley < 1300, qPrintable(QString::number(pageHinkley)));
            QVERIFY(states(Ddm(), worse).indexOf('c', 1000) < 1200);
            const Numbers better = stream(seed, 1000, 0.6, 0.1, true);
            QVERIFY(states(PageHinkley(), better).contains('c'));
            QVERIFY(states(Adwin(), better).contains('c'));
        }
    }

    void oneSide()
    {
        PageHinkley::Options up;
        up.down = false;
        QVERIFY(!states(PageHinkley(up), stream(1, 1000, 0.9, 0.1, true)).contains('c'));
        QVERIFY(states(PageHinkley(up), stream(1, 1000, 0.1, 0.9, true)).contains('c'));
    }

    /// After a cut the window is of the new time.
    void adwinForgetsTheOld()
    {
        Adwin detector;
        for (const double value : stream(1, 2000, 0.1, 0.7, true))
            detector.update(value);
        QVERIFY(detector.width() <= 2050);
        QVERIFY(std::abs(detector.mean() - 0.7) < 0.05);
        QVERIFY(std::abs(detector.variance() - 0.21) < 0.03);
    }
};

QTEST_GUILESS_MAIN(TestDetectors)
#include "tst_detectors.moc"
