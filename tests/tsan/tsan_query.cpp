// The engine on several threads over a head that grows and decodes: what LocalSource does on the thread pool.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace wg;

namespace {

std::atomic<int> g_failures = 0;
std::atomic<int> g_answers = 0;

void run(std::uint64_t decodedBudgetBytes)
{
    constexpr TimeMs kStep = 1000;
    constexpr int kSamples = 3000;
    constexpr std::array kQueries{"sum(rate(requests_total[1m]))", "max_over_time(requests_total{i=~\"[0-3]\"}[30s])",
        "topk(2, requests_total) / on (i) requests_total"};
    tsdb::Head head(tsdb::HeadOptions{decodedBudgetBytes});
    const auto append = [&head](int sample) {
        for (int i = 0; i < 8; ++i) {
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
    for (const char* query : kQueries) {
        readers.emplace_back([&, query](const std::stop_token& stop) {
            const CancelToken cancel;
            while (!stop.stop_requested() || g_answers < enough) {
                const auto output = promql::queryRange(head, query, 100 * kStep, 190 * kStep, 5 * kStep, cancel);
                // The past does not change, whatever is appended meanwhile.
                const auto* matrix = output ? std::get_if<series::Matrix>(&output->value) : nullptr;
                if (matrix == nullptr || matrix->series.empty() || matrix->series.front().t.size() != 19)
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
