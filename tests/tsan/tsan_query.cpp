// The engine on several threads over a head that grows: what LocalSource does on the thread pool.
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

int main()
{
    constexpr TimeMs kStep = 1000;
    constexpr int kSamples = 3000;
    constexpr std::array kQueries{"sum(rate(requests_total[1m]))", "max_over_time(requests_total{i=~\"[0-3]\"}[30s])",
        "topk(2, requests_total) / on (i) requests_total"};
    tsdb::Head head;
    const auto append = [&head](int sample) {
        for (int i = 0; i < 8; ++i) {
            const TimeMs t = sample * kStep;
            const double v = sample * (i + 1.0);
            head.append({{"__name__", "requests_total"}, {"i", std::to_string(i)}}, {&t, 1}, {&v, 1});
        }
    };
    for (int sample = 1; sample <= 200; ++sample)
        append(sample);
    std::atomic<int> failures = 0;
    std::atomic<int> answers = 0;
    {
        std::vector<std::jthread> readers;
        for (const char* query : kQueries) {
            readers.emplace_back([&, query](const std::stop_token& stop) {
                const CancelToken cancel;
                while (!stop.stop_requested() || answers < 10) {
                    const auto output = promql::queryRange(head, query, 100 * kStep, 190 * kStep, 5 * kStep, cancel);
                    // The past does not change, whatever is appended meanwhile.
                    const auto* matrix = output ? std::get_if<series::Matrix>(&output->value) : nullptr;
                    if (matrix == nullptr || matrix->series.empty() || matrix->series.front().t.size() != 19)
                        ++failures;
                    ++answers;
                }
            });
        }
        for (int sample = 201; sample <= kSamples; ++sample)
            append(sample);
    }
    std::printf("%d answers, %d wrong\n", answers.load(), failures.load());
    return failures == 0 && answers > 0 ? 0 : 1;
}
