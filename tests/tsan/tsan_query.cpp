// The engine on several threads over a head that grows and decodes: what LocalSource does on the thread pool.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wg;

namespace {

std::atomic<int> g_failures = 0;
std::atomic<int> g_answers = 0;

void run(std::uint64_t decodedBudgetBytes)
{
    constexpr TimeMs kStep = 1000;
    constexpr int kSamples = 3000;
    constexpr int kSeries = 12;
    // The first has points enough for the engine to share its series between threads.
    constexpr std::array<std::pair<const char*, DurationMs>, 4> kQueries{{{"sum(rate(requests_total[1m]))", 10},
        {"sum(rate(requests_total[1m]))", 5 * kStep}, {"max_over_time(requests_total{i=~\"[0-3]\"}[30s])", 5 * kStep},
        {"topk(2, requests_total) / on (i) requests_total", 5 * kStep}}};
    tsdb::Head head(tsdb::HeadOptions{decodedBudgetBytes});
    const auto append = [&head](int sample) {
        for (int i = 0; i < kSeries; ++i) {
            const TimeMs t = sample * kStep;
            const double v = sample * (i + 1.0);
            head.append({{"__name__", "requests_total"}, {"i", std::to_string(i)}}, {&t, 1}, {&v, 1});
        }
    };
    for (int sample = 1; sample <= 200; ++sample)
        append(sample);
    const int enough = g_answers + 10;
    std::vector<std::jthread> readers;
    readers.reserve(kQueries.size());
    for (const auto& asked : kQueries) {
        readers.emplace_back([&, query = asked.first, step = asked.second](const std::stop_token& stop) {
            const CancelToken cancel;
            const auto points = static_cast<std::size_t>(90 * kStep / step) + 1;
            while (!stop.stop_requested() || g_answers < enough) {
                const auto output = promql::queryRange(head, query, 100 * kStep, 190 * kStep, step, cancel, {.threads = 2});
                // The past does not change, whatever is appended meanwhile.
                const auto* matrix = output ? std::get_if<series::Matrix>(&output->value) : nullptr;
                if (matrix == nullptr || matrix->series.empty() || matrix->series.front().t.size() != points)
                    ++g_failures;
                ++g_answers;
            }
        });
    }
    for (int sample = 201; sample <= kSamples; ++sample)
        append(sample);
}

} // namespace

int main()
{
    for (const std::uint64_t budget : {1U << 30, 100'000U, 0U})
        run(budget);
    std::printf("%d answers, %d wrong\n", g_answers.load(), g_failures.load());
    return g_failures == 0 && g_answers > 0 ? 0 : 1;
}
