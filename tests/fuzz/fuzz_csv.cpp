#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    wg::logs::CsvReader reader({}, {.recordBytes = 4096, .columns = 64, .sampleBytes = 256});
    const std::size_t chunk = size % 7 + 1;
    for (std::size_t at = 0; at < size; at += chunk) {
        if (!reader.feed(bytes.substr(at, chunk)))
            return 0;
    }
    auto table = reader.finish();
    if (!table)
        return 0;
    if (const auto log = wg::evaluation::recognise("fuzz.csv", std::move(*table), {}))
        (void)wg::evaluation::toJson({wg::evaluation::evaluate(**log, {}, {}).value_or(wg::evaluation::LogResult{})});
    return 0;
}
