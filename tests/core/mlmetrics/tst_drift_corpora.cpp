// The drift figures of the open corpora.
#include "core/mlmetrics/drift.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <map>

using namespace wg::mlmetrics;

namespace {

struct Columns {
    std::vector<double> x;
    std::map<QByteArray, double> categories;
};

Columns read(const QString& name)
{
    Columns out;
    QFile file(QString(WG_CORPORA "/evallogs/made/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return out;
    file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> cells = file.readLine().trimmed().split(',');
        if (!cells[0].isEmpty())
            out.x.push_back(cells[0].toDouble());
        ++out.categories[cells[1]];
    }
    return out;
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

} // namespace

class TestDriftCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsExpected()
    {
        QFile file(WG_CORPORA "/evallogs/expected.json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the corpora are not here");
        const QJsonObject expected =
            QJsonDocument::fromJson(file.readAll())["made/drift_reference.csv vs made/drift_current.csv"].toObject();
        const Columns reference = read("drift_reference.csv");
        const Columns current = read("drift_current.csv");
        const NumericDrift numeric = numericDrift(reference.x, current.x);
        QVERIFY(close(numeric.psi.value, expected["psi_10_reference_deciles_floor_1e-4"].toDouble()));
        QVERIFY(close(numeric.ks.statistic, expected["ks_statistic"].toDouble()));
        QVERIFY(close(numeric.ks.p, expected["ks_pvalue"].toDouble()));
        QVERIFY(close(numeric.wasserstein.value, expected["wasserstein_1"].toDouble()));

        std::map<QByteArray, double> all = reference.categories;
        all.insert(current.categories.begin(), current.categories.end());
        std::vector<double> before;
        std::vector<double> after;
        for (const auto& [name, count] : all) {
            before.push_back(reference.categories.contains(name) ? reference.categories.at(name) : 0);
            after.push_back(current.categories.contains(name) ? current.categories.at(name) : 0);
        }
        const CategoryDrift categories = categoryDrift(before, after);
        QVERIFY(close(categories.chi2.statistic, expected["cat_chi2_two_sample"].toDouble()));
        QVERIFY(close(categories.chi2.p, expected["cat_chi2_p"].toDouble()));
        QCOMPARE(categories.chi2.degrees, expected["cat_chi2_dof"].toDouble());
        // theirs is by natural logarithms, ours by base 2
        QVERIFY(close(categories.jensenShannon.value * std::sqrt(std::log(2.0)), expected["cat_js_distance"].toDouble()));
    }
};

QTEST_GUILESS_MAIN(TestDriftCorpora)
#include "tst_drift_corpora.moc"
