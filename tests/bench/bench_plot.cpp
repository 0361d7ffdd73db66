// Decimation of whole views: what a replot costs before anything is drawn.
#include "core/plot/decimate.h"

#include <benchmark/benchmark.h>

#include <random>

namespace {

struct Walk {
    std::vector<wg::TimeMs> t;
    std::vector<double> v;
};

Walk noisyWalk(std::size_t size)
{
    Walk walk;
    walk.t.reserve(size);
    walk.v.reserve(size);
    std::mt19937 random(1);
    std::normal_distribution<double> noise;
    double level = 0;
    for (std::size_t i = 0; i < size; ++i) {
        level += noise(random) * 0.01;
        walk.t.push_back(static_cast<wg::TimeMs>(i) * 1000);
        walk.v.push_back(level + noise(random));
    }
    return walk;
}

/// Second argument: share of the data in view, percent.
void decimation(benchmark::State& state)
{
    const Walk walk = noisyWalk(static_cast<std::size_t>(state.range(0)));
    const wg::DurationMs length = walk.t.back() / 100 * state.range(1);
    const wg::TimeMs from = (walk.t.back() - length) / 2;
    for (auto _ : state)
        benchmark::DoNotOptimize(wg::plot::decimate(walk.t, walk.v, {from, from + length}, 1200, 1500));
    state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(1) / 100);
}
BENCHMARK(decimation)->ArgsProduct({{1'000'000, 10'000'000}, {100, 50, 1}})->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
