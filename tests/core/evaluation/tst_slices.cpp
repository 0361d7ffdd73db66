// Slices against figures counted here, row by row, on random logs.
#include "core/evaluation/slice_split.h"
#include "core/evaluation/slices.h"
#include "tests/helpers/csv_log.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <fmt/format.h>

using namespace wg;
using namespace wg::evaluation;

namespace {

struct Row {
    int label = 0;
    double score = 0;
    std::string language;
    double tokens = 0; ///< NaN: missing
    int stars = 0;
};

std::vector<Row> randomRows(unsigned seed, std::size_t count)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const std::vector<std::string> languages{"de", "en", "fr", "xx", ""};
    std::vector<Row> out(count);
    for (Row& row : out) {
        row.label = unit(random) < 0.4 ? 1 : 0;
        row.language = languages[static_cast<std::size_t>(unit(random) * 4.999)];
        const double skill = row.language == "fr" ? 0.1 : 0.6;
        row.score = std::round(100 * (skill * row.label + (1 - skill) * unit(random))) / 100;
        row.tokens = unit(random) < 0.1 ? std::nan("") : std::floor(4000 * unit(random));
        row.stars = static_cast<int>(unit(random) * 5) + 1;
    }
    out.front().language = "rare";
    return out;
}

std::string csvOf(const std::vector<Row>& rows)
{
    std::string out = "y_true,y_score,language,tokens,stars\n";
    for (const Row& row : rows)
        out += fmt::format("{},{},{},{},{}\n", row.label, row.score, row.language,
            std::isnan(row.tokens) ? "" : fmt::format("{}", row.tokens), row.stars);
    return out;
}

template <class Keep>
std::optional<double> f1Of(const std::vector<Row>& rows, Keep keep)
{
    double hit = 0, wrong = 0;
    for (const Row& row : rows) {
        if (!keep(row))
            continue;
        const bool decided = row.score >= 0.5;
        hit += decided && row.label == 1 ? 1 : 0;
        wrong += decided != (row.label == 1) ? 1 : 0;
    }
    return 2 * hit + wrong > 0 ? std::optional(2 * hit / (2 * hit + wrong)) : std::nullopt;
}

/// Wins of positives over negatives, ties half.
template <class Keep>
std::optional<double> aucOf(const std::vector<Row>& rows, Keep keep)
{
    double wins = 0, pairs = 0;
    for (const Row& p : rows) {
        for (const Row& n : rows) {
            if (p.label == 1 && n.label == 0 && keep(p) && keep(n)) {
                wins += p.score > n.score ? 1 : p.score == n.score ? 0.5 : 0;
                ++pairs;
            }
        }
    }
    return pairs > 0 ? std::optional(wins / pairs) : std::nullopt;
}

bool same(const std::optional<double>& a, const std::optional<double>& b)
{
    return a.has_value() == b.has_value() && (!a || std::abs(*a - *b) < 1e-12);
}

const Slice* find(const SliceTable& table, const std::string& value)
{
    const auto at = std::ranges::find(table.slices, value, &Slice::value);
    return at == table.slices.end() ? nullptr : &*at;
}

SliceOptions optionsFor(const std::string& metric)
{
    SliceOptions out;
    out.metric = metric;
    out.draws = 100;
    return out;
}

void checkOrder(const SliceTable& table)
{
    int stage = 0;
    double worst = table.lowerIsWorse ? -1e300 : 1e300;
    for (const Slice& slice : table.slices) {
        const int now = slice.withheld ? 2 : slice.metric ? 0 : 1;
        QVERIFY(now >= stage);
        stage = now;
        if (now != 0)
            continue;
        QVERIFY(table.lowerIsWorse ? slice.gap >= worst : slice.gap <= worst);
        worst = slice.gap;
        QCOMPARE(slice.gap, *slice.metric - table.whole);
        QCOMPARE(slice.clear, slice.interval.defined() && !slice.interval.contains(table.whole));
    }
}

} // namespace

class TestSlices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesOfTexts()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const std::vector<Row> rows = randomRows(seed, 400);
            const Contender contender = test::contenderOf(test::csvLog(csvOf(rows)));
            for (const char* metric : {"f1", "roc_auc"}) {
                const auto plain = [&](auto keep) {
                    return metric == std::string("f1") ? f1Of(rows, keep) : aucOf(rows, keep);
                };
                const auto table = sliceTable(contender, {{"language", 0}}, optionsFor(metric), {});
                QVERIFY2(table, table ? "" : table.error().text().c_str());
                QVERIFY(same(table->whole, plain([](const Row&) { return true; })));
                QVERIFY(table->wholeInterval.defined());
                QCOMPARE(table->slices.size(), std::size_t{6}); // de en fr xx rare (missing)
                std::uint64_t all = 0;
                for (const Slice& slice : table->slices) {
                    const std::string text = slice.value == kMissingSlice ? "" : slice.value;
                    const auto inside = [&](const Row& row) { return row.language == text; };
                    const auto count = std::ranges::count_if(rows, inside);
                    QCOMPARE(slice.rows, static_cast<std::uint64_t>(count));
                    all += slice.rows;
                    QCOMPARE(slice.withheld, slice.rows < 10);
                    if (!slice.withheld)
                        QVERIFY(same(slice.metric, plain(inside)));
                    else
                        QVERIFY(!slice.metric && !slice.interval.defined());
                }
                QCOMPARE(all, std::uint64_t{400});
                QCOMPARE(table->withheld, std::uint64_t{1});
                QCOMPARE(table->slices.back().value, std::string("rare"));
                QCOMPARE(table->slices.front().value, std::string("fr")); // made to be the worst
                QVERIFY(table->slices.front().clear);
                checkOrder(*table);
            }
        }
    }

    void binsOfNumbers()
    {
        const std::vector<Row> rows = randomRows(7, 2000);
        const auto log = test::csvLog(csvOf(rows));
        const auto table = sliceTable(test::contenderOf(log), {{"tokens", 0}, {"stars", 0}}, optionsFor("f1"), {});
        QVERIFY(table);
        std::map<std::string, std::set<double>> edges;
        std::map<std::string, std::uint64_t> all;
        for (const Slice& slice : table->slices) {
            all[slice.column] += slice.rows;
            const auto inside = [&](const Row& row) {
                const double value = slice.column == "stars" ? row.stars : row.tokens;
                if (slice.value == kMissingSlice)
                    return std::isnan(value);
                return slice.low < slice.high ? value >= slice.low && value < slice.high : value == slice.low;
            };
            QCOMPARE(slice.rows, static_cast<std::uint64_t>(std::ranges::count_if(rows, inside)));
            QVERIFY(same(slice.metric, f1Of(rows, inside)));
            const auto listed = sliceRows(*log, slice);
            QVERIFY(listed);
            QCOMPARE(listed->size(), static_cast<std::size_t>(slice.rows));
            QVERIFY(std::ranges::is_sorted(*listed));
            for (const std::uint32_t row : *listed)
                QVERIFY(inside(rows[row]));
            if (slice.column == "tokens" && slice.low < slice.high && std::isfinite(slice.low))
                edges["tokens"].insert(slice.low);
        }
        QCOMPARE(all["tokens"], std::uint64_t{2000});
        QCOMPARE(all["stars"], std::uint64_t{2000});
        QCOMPARE(edges["tokens"], (std::set<double>{1000, 2000, 3000}));
        for (const char* name : {"under 1 k", "1 k to 2 k", "3 k and more", "(missing)", "1", "5"})
            QVERIFY2(find(*table, name) != nullptr, name);
        const auto two = sliceTable(test::contenderOf(log), {{"stars", 2}}, optionsFor("f1"), {});
        QVERIFY(two);
        QCOMPARE(two->slices.size(), std::size_t{2});
        checkOrder(*table);
    }

    void edgesAreRoundAndApart()
    {
        std::vector<double> uniform;
        for (int i = 0; i < 10'000; ++i)
            uniform.push_back(i / 10'000.0);
        const std::vector<double> quarters = roundEdges(uniform, 4);
        QCOMPARE(quarters.size(), std::size_t{3});
        QCOMPARE(quarters[1], 0.5);
        for (const int bins : {2, 3, 4, 7, 10}) {
            std::mt19937_64 random(static_cast<unsigned>(bins));
            std::lognormal_distribution<double> wide(2, 2);
            std::vector<double> values(5000);
            std::ranges::generate(values, [&] { return wide(random); });
            std::ranges::sort(values);
            const std::vector<double> edges = roundEdges(values, bins);
            QCOMPARE(edges.size(), static_cast<std::size_t>(bins - 1));
            QVERIFY(std::ranges::adjacent_find(edges, std::greater_equal<>()) == edges.end());
            for (std::size_t i = 0; i < edges.size(); ++i) {
                const double below = static_cast<double>(std::ranges::lower_bound(values, edges[i]) - values.begin()) / 5000;
                QVERIFY(std::abs(below - static_cast<double>(i + 1) / bins) < 0.3 / bins);
                QVERIFY2(fmt::format("{}", edges[i]).size() <= 5, fmt::format("{}", edges[i]).c_str());
            }
        }
        QVERIFY(roundEdges(std::vector<double>(100, 3.0), 4).empty()); // one value: one bin
        QCOMPARE(roundEdges({0, 0, 0, 0, 0, 0, 1, 1}, 4), std::vector<double>{1});
        QVERIFY(roundEdges({}, 4).empty());
    }

    void errorsOfRegressionsAreWorseWhenHigher()
    {
        std::mt19937_64 random(3);
        std::normal_distribution<double> noise(0, 1);
        std::string csv = "actual,predicted,site\n";
        std::map<std::string, std::pair<double, int>> sums;
        for (int i = 0; i < 300; ++i) {
            const std::string site = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c";
            const double actual = 10 * noise(random);
            const double error = (site == "b" ? 5 : 1) * noise(random);
            csv += fmt::format("{},{},{}\n", actual, actual + error, site);
            sums[site].first += std::abs(actual + error - actual);
            ++sums[site].second;
        }
        const auto table = sliceTable(test::contenderOf(test::csvLog(csv)), {{"site", 0}}, optionsFor("mae"), {});
        QVERIFY2(table, table ? "" : table.error().text().c_str());
        QVERIFY(!table->lowerIsWorse);
        QCOMPARE(table->slices.front().value, std::string("b"));
        for (const Slice& slice : table->slices)
            QVERIFY(std::abs(*slice.metric - sums[slice.value].first / sums[slice.value].second) < 1e-12);
        checkOrder(*table);
    }

    void thresholdsAndGroups()
    {
        const std::string csv = "model,y_true,y_score,part\na,1,0.9,x\na,0,0.2,x\na,1,0.4,y\nb,1,0.1,x\nb,0,0.9,y\n";
        SliceOptions options = optionsFor("accuracy");
        options.leastRows = 1;
        const auto a = sliceTable(test::contenderOf(test::csvLog(csv), 0), {{"part", 0}}, options, {});
        QCOMPARE(*find(*a, "x")->metric, 1.0);
        QCOMPARE(*find(*a, "y")->metric, 0.0);
        options.threshold = 0.3;
        const auto lower = sliceTable(test::contenderOf(test::csvLog(csv), 0), {{"part", 0}}, options, {});
        QCOMPARE(*find(*lower, "y")->metric, 1.0);
        const auto b = sliceTable(test::contenderOf(test::csvLog(csv), 1), {{"part", 0}}, options, {});
        QCOMPARE(b->model, std::string("b"));
        QCOMPARE(b->whole, 0.0);
        options.metric = "roc_auc"; // one class only in every part
        const auto undefined = sliceTable(test::contenderOf(test::csvLog(csv), 1), {{"part", 0}}, options, {});
        QVERIFY(!undefined->slices.front().metric);
        QVERIFY(!undefined->slices.front().reason.empty());
    }

    void sameForAnyNumberOfThreads()
    {
        const Contender contender = test::contenderOf(test::csvLog(csvOf(randomRows(11, 600))));
        SliceOptions one = optionsFor("mcc");
        one.threads = 1;
        SliceOptions three = one;
        three.threads = 3;
        const auto a = sliceTable(contender, {{"language", 0}, {"tokens", 6}}, one, {});
        const auto b = sliceTable(contender, {{"language", 0}, {"tokens", 6}}, three, {});
        QCOMPARE(a->slices.size(), b->slices.size());
        for (std::size_t i = 0; i < a->slices.size(); ++i) {
            QCOMPARE(a->slices[i].value, b->slices[i].value);
            QVERIFY(same(a->slices[i].metric, b->slices[i].metric));
            QVERIFY(a->slices[i].interval.low == b->slices[i].interval.low || a->slices[i].withheld);
        }
    }

    void whatCannotBe()
    {
        const auto log = test::csvLog(csvOf(randomRows(2, 50)));
        const Contender contender = test::contenderOf(log);
        QCOMPARE(sliceTable(contender, {{"nothing", 0}}, {}, {}).error().code, ErrorCode::Usage);
        QCOMPARE(sliceTable(contender, {{"language", 3}}, {}, {}).error().code, ErrorCode::Usage);
        const auto unknown = sliceTable(contender, {{"language", 0}}, optionsFor("rmsle"), {});
        QVERIFY(unknown.error().message.find("f1") != std::string::npos); // names those there are
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(sliceTable(contender, {{"language", 0}}, {}, cancel).error().code, ErrorCode::Cancelled);
        const auto columns = sliceableColumns(*log);
        std::set<std::string> names;
        for (const SliceableColumn& column : columns)
            names.insert(column.column);
        QCOMPARE(names, (std::set<std::string>{"language", "tokens", "stars"}));
    }
};

QTEST_APPLESS_MAIN(TestSlices)
#include "tst_slices.moc"
