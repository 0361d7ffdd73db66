// Any expression over a small head ends soon and without harm. The first byte chooses the version and range or instant.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"

#include <array>
#include <cmath>

using namespace wg;

static const tsdb::Head& head()
{
    static const auto made = [] {
        auto out = std::make_unique<tsdb::Head>(tsdb::HeadOptions{0});
        constexpr std::array kNames{"requests_total", "temperature", "latency_bucket", "target_info"};
        for (int i = 0; i < 16; ++i) {
            std::vector<TimeMs> t;
            std::vector<double> v;
            for (TimeMs at = i; at < 90; at += 1 + i % 3) {
                t.push_back(at * 10 * kSecond);
                v.push_back(at == 33 ? series::staleMarker() : at % 31 == 30 ? std::nan("") : static_cast<double>(at % 40 * i));
            }
            const series::Labels labels{{"__name__", kNames[static_cast<std::size_t>(i % 4)]}, {"job", i < 8 ? "api" : "web"},
                {"instance", std::to_string(i / 4)},
                {"le",
                    i % 4 != 2   ? ""
                        : i < 12 ? std::to_string(i)
                                 : "+Inf"}};
            out->append(labels, t, v, std::vector<TimeMs>(t.size(), i % 5 == 0 ? 5 * kSecond : 0));
        }
        out->appendHistogramTimes({{"__name__", "native"}}, std::vector<TimeMs>{400 * kSecond});
        return out;
    }();
    return *made;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    constexpr std::array kVersions{promql::Compat::V3, promql::Compat::V2_55, promql::Compat::V2_42};
    const promql::EngineOptions options{.maxSamples = 50'000,
        .timeout = 2 * kSecond,
        .compat = kVersions[data[0] % 3],
        .delayedNameRemoval = data[0] % 4 == 0,
        .threads = 1};
    if (data[0] % 2 == 0)
        static_cast<void>(promql::queryInstant(head(), text, 500 * kSecond, {}, options));
    else
        static_cast<void>(promql::queryRange(head(), text, 300 * kSecond, 600 * kSecond, 75 * kSecond, {}, options));
    return 0;
}
