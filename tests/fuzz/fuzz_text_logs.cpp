#include "core/evaluation/opened_log.h"
#include "core/logs/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const wg::logs::Format& format : wg::logs::formats()) {
        if (!format.sniff(bytes.substr(0, 4096)) || format.make == nullptr)
            continue;
        const auto reader = format.make({});
        for (std::size_t at = 0; at < size; at += size / 3 + 1) {
            if (!reader->feed(bytes.substr(at, size / 3 + 1)))
                return 0;
        }
        if (auto table = reader->finish())
            (void)wg::evaluation::recognise("fuzz.log", std::move(*table), {});
    }
    return 0;
}
