// The fast way through a CSV and the exact one agree, and a follower's looks in between do no harm.
#include "core/logs/csv_reader.h"

using namespace wg::logs;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto read = [bytes](std::size_t sliceBytes, std::size_t chunk, bool look) -> wg::Result<Table> {
        CsvReader reader({.threads = 1}, {.sampleBytes = 64, .sliceBytes = sliceBytes});
        for (std::size_t at = 0; at < bytes.size(); at += chunk) {
            const std::string part(bytes.substr(at, chunk)); // its own, so that reading behind it is seen
            if (auto fed = reader.feed(part); !fed || (look && !reader.soFar()))
                return wg::fail(wg::ErrorCode::Parse, "");
        }
        return reader.finish();
    };
    const auto exact = read(0, size + 1, false);
    const auto fast = read(1 + size % 100, 1 + size % 300, false);
    (void)read(50, 200, true);
    if (exact.has_value() != fast.has_value() || (exact && (exact->rows != fast->rows || exact->skipped != fast->skipped)))
        __builtin_trap();
    for (std::size_t i = 0; exact && i < exact->columns.size(); ++i) {
        for (std::size_t row = 0; row < exact->rows; ++row) {
            if (exact->columns[i].text(row) != fast->columns[i].text(row))
                __builtin_trap();
        }
    }
    return 0;
}
