// Drift of the corpora's made pair of logs: what SciPy says of them.
#include "core/evaluation/drift.h"
#include "core/evaluation/evaluate.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace wg;
using namespace wg::evaluation;

class TestDriftCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void made()
    {
        const QString folder = QStringLiteral(WG_CORPORA "/evallogs/");
        QFile file(folder + QStringLiteral("expected.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the corpora are absent");
        const QJsonObject expected = QJsonDocument::fromJson(file.readAll())
                                         .object()[QStringLiteral("made/drift_reference.csv vs made/drift_current.csv")]
                                         .toObject();
        QVERIFY(!expected.isEmpty());
        const auto open = [&](const char* name) {
            return openLog((folder + QLatin1String(name)).toStdString(), {}, {}).value();
        };
        const auto report =
            drift({open("made/drift_reference.csv"), {}, {}, 0}, {open("made/drift_current.csv"), {}, {}, 0}, {}, 10, {});
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        const auto column = [&](const char* name) { return *std::ranges::find(report->columns, name, &ColumnDrift::column); };
        const auto near = [&](double value, const char* key) {
            const double wanted = expected[QLatin1String(key)].toDouble(-1);
            return std::abs(value - wanted) <= 1e-9 * std::max(1e-200, std::abs(wanted));
        };
        const ColumnDrift x = column("x");
        QVERIFY(near(*x.ks, "ks_statistic"));
        QVERIFY(near(*x.ksP, "ks_pvalue"));
        QVERIFY(near(*x.wasserstein, "wasserstein_1"));
        QVERIFY(near(x.psi, "psi_10_reference_deciles_floor_1e-4"));
        const ColumnDrift cat = column("cat");
        QVERIFY(near(*cat.chi2, "cat_chi2_two_sample"));
        QVERIFY(near(*cat.chi2P, "cat_chi2_p"));
        QCOMPARE(cat.bins.size(), static_cast<std::size_t>(expected[QLatin1String("cat_chi2_dof")].toInt()) + 1);
        const double nats = cat.jensenShannon * cat.jensenShannon * std::log(2.0); // ours has base 2
        QVERIFY(near(nats, "cat_js_divergence_nats"));
        QVERIFY(near(std::sqrt(nats), "cat_js_distance"));
    }
};

QTEST_APPLESS_MAIN(TestDriftCorpora)
#include "tst_drift_corpora.moc"
