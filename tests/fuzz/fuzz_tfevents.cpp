// Any bytes as an event file, in pieces; then the table that openLog() makes of it.
#include "core/logs/event_table.h"
#include "core/logs/event_values.h"

#include <protozero/exception.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto table = wg::logs::makeEventTable({});
    const std::size_t chunk = size % 61 + 1;
    for (std::size_t at = 0; at < size; at += chunk)
        (void)table->feed(bytes.substr(at, chunk));
    (void)table->finish();
    try { // checksums keep most inputs away from the messages
        if (const auto tensor = wg::logs::readTensor(bytes); tensor && !wg::logs::histogramOf(*tensor))
            (void)wg::logs::curveOf(*tensor);
        (void)wg::logs::oldHistogram(bytes);
        (void)wg::logs::hparamsOf(bytes);
    } catch (const protozero::exception&) { // NOLINT(bugprone-empty-catch): no message
    }
    return 0;
}
