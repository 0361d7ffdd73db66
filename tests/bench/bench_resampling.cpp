// 2,000 draws of 46,000 rows, the size of a prediction log that one compares by hand, and means of many more; drift of a
// column; rows that are added to a stream. Real time on all threads.
#include "core/mlmetrics/bootstrap.h"
#include "core/mlmetrics/drift.h"
#include "core/mlmetrics/streaming.h"

#include <algorithm>
#include <random>

#include <benchmark/benchmark.h>

using namespace wg::mlmetrics;

namespace {

struct Data {
    std::vector<std::uint8_t> actual;
    std::vector<double> score, other;
};

Data makeData(std::size_t rows)
{
    std::mt19937_64 engine(1);
    std::normal_distribution<> normal;
    Data out;
    for (std::size_t i = 0; i < rows; ++i) {
        out.actual.push_back(engine() % 3 == 0 ? 1 : 0);
        out.score.push_back(normal(engine) + out.actual.back());
        out.other.push_back(out.score.back() + normal(engine));
    }
    return out;
}

void auc(benchmark::State& state)
{
    const Data data = makeData(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrapAuc(data.actual, data.score, {}, {}, {}));
}

void aucDifference(benchmark::State& state)
{
    const Data data = makeData(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrapAucDifference(data.actual, data.score, data.other, {}, {}, {}));
}

void meanDifference(benchmark::State& state)
{
    const Data data = makeData(static_cast<std::size_t>(state.range(0)));
    const std::span<const double> columns[] = {data.score, data.other};
    const auto compute = [](std::span<const double> means, std::span<double> out) { out[0] = means[0] - means[1]; };
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrapMeans(columns, {}, 1, compute, {}, {}));
}

void f1OfCells(benchmark::State& state)
{
    const double cells[] = {3000, 200, 150, 42'650};
    const auto compute = [](std::span<const double> c, std::span<double> out) { out[0] = 2 * c[0] / (2 * c[0] + c[1] + c[2]); };
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrapCells(cells, 1, compute, {}, {}));
}

void driftOfColumn(benchmark::State& state)
{
    const Data data = makeData(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(numericDrift(data.score, data.other));
}

/// A thousand rows more onto so many.
void streamOfScores(benchmark::State& state)
{
    const Data data = makeData(static_cast<std::size_t>(state.range(0)));
    StreamingAuc stream;
    stream.add(data.actual, data.score);
    for (auto _ : state)
        stream.add(std::span(data.actual).first(1000), std::span(data.score).first(1000));
}

} // namespace

BENCHMARK(auc)->Arg(46'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(aucDifference)->Arg(46'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(meanDifference)->Arg(46'000)->Arg(5'000'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(f1OfCells)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(driftOfColumn)->Arg(10'000)->Arg(1'000'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(streamOfScores)->Arg(10'000)->Arg(5'000'000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
