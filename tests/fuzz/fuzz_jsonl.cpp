#include "core/evaluation/opened_log.h"
#include "core/logs/json_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    wg::logs::JsonReader reader({}, {.recordBytes = 1 << 16, .documentBytes = 1 << 20});
    const std::size_t chunk = size % 7 + size / 50 + 1;
    for (std::size_t at = 0; at < size; at += chunk) {
        if (!reader.feed(bytes.substr(at, chunk)))
            return 0;
    }
    auto table = reader.finish();
    if (!table)
        return 0;
    if (const auto log = wg::evaluation::recognise("fuzz.jsonl", std::move(*table), {}))
        (void)wg::evaluation::toJson({wg::evaluation::evaluate(**log, {}, {}).value_or(wg::evaluation::LogResult{})});
    return 0;
}
