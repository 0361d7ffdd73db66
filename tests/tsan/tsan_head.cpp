// One writer, several readers: every snapshot must be whole while the head grows under it, whether its columns are
// kept decoded, decoded and dropped in turn, or decoded each time.
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

/// Times count up from `from` without a gap, and every value belongs to its time.
bool whole(const series::SeriesView& view, TimeMs from = 1)
{
    const int i = std::stoi(std::string(view.labels->get("i")));
    for (std::size_t k = 0; k < view.t.size(); ++k) {
        if (view.t[k] != from + static_cast<TimeMs>(k) || view.v[k] != static_cast<double>(view.t[k]) * (i + 1))
            return false;
    }
    return true;
}

void read(const tsdb::Head& head, const std::atomic<bool>& done)
{
    std::vector<series::SeriesView> kept;
    TimeMs from = 0;
    do {
        auto views = head.select({}, 0, kSamples, {});
        for (const auto& view : *views)
            g_failures += whole(view) ? 0 : 1;
        if (!views->empty() && kept.size() < 1000)
            kept.push_back(views->front());
        from = from % kSamples + 97; // sometimes one old chunk, sometimes all that is new
        views = head.select({}, from, from + 50, {});
        for (const auto& view : *views)
            g_failures += whole(view, from) ? 0 : 1;
        g_failures += head.labelValues("i", {}, 0, kSamples)->size() <= kSeries ? 0 : 1;
    } while (!done);
    for (const auto& view : kept)
        g_failures += whole(view) ? 0 : 1;
}

} // namespace

int main()
{
    constexpr std::uint64_t kAll = std::uint64_t{1} << 30;
    constexpr std::uint64_t kThirdOfIt = kSeries * kSamples * 16 / 3;
    bool complete = true;
    for (const std::uint64_t budget : {kAll, kThirdOfIt, std::uint64_t{0}}) {
        tsdb::Head head(tsdb::HeadOptions{budget});
        std::atomic<bool> done{false};
        {
            std::vector<std::jthread> readers;
            readers.reserve(3);
            for (int i = 0; i < 3; ++i)
                readers.emplace_back([&] { read(head, done); });
            write(head);
            done = true;
        }
        complete = complete && head.sampleCount() == kSeries * kSamples && head.memory().bytesDecoded <= budget;
    }
    std::printf("%d failures, %s\n", g_failures.load(), complete ? "complete" : "samples lost");
    return g_failures == 0 && complete ? 0 : 1;
}
