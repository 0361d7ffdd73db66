// One writer, several readers: every snapshot must be whole while the head grows under it.
#include "core/tsdb/head.h"

#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

using namespace wg;

namespace {

constexpr int kSeries = 20;
constexpr int kSamples = 2000;
std::atomic<int> g_failures{0};

series::Labels labelsOf(int i)
{
    return {{"__name__", "m"}, {"i", std::to_string(i)}};
}

void write(tsdb::Head& head)
{
    for (TimeMs t = 1; t <= kSamples; ++t) {
        for (int i = 0; i < kSeries; ++i) {
            const double v = static_cast<double>(t) * (i + 1);
            head.append(labelsOf(i), std::span(&t, 1), std::span(&v, 1));
        }
    }
}

/// Times count 1, 2, 3, … without a gap, and every value belongs to its time.
bool whole(const series::SeriesView& view)
{
    const int i = std::stoi(std::string(view.labels->get("i")));
    for (std::size_t k = 0; k < view.t.size(); ++k) {
        if (view.t[k] != static_cast<TimeMs>(k + 1) || view.v[k] != static_cast<double>(view.t[k]) * (i + 1))
            return false;
    }
    return true;
}

void read(const tsdb::Head& head, const std::atomic<bool>& done)
{
    std::vector<series::SeriesView> kept;
    do {
        auto views = head.select({}, 0, kSamples, {});
        for (const auto& view : *views)
            g_failures += whole(view) ? 0 : 1;
        if (!views->empty())
            kept.push_back(views->front());
        g_failures += head.labelValues("i", {}, 0, kSamples)->size() <= kSeries ? 0 : 1;
    } while (!done);
    for (const auto& view : kept)
        g_failures += whole(view) ? 0 : 1;
}

} // namespace

int main()
{
    tsdb::Head head;
    std::atomic<bool> done{false};
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([&] { read(head, done); });
        write(head);
        done = true;
    }
    const bool complete = head.sampleCount() == kSeries * kSamples;
    std::printf("%d failures, %s\n", g_failures.load(), complete ? "complete" : "samples lost");
    return g_failures == 0 && complete ? 0 : 1;
}
