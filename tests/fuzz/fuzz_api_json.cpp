#include "core/promapi/reply.h"
#include "core/promapi/write.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    if (const auto reply = wg::promapi::decodeQuery(body)) {
        // What we write, we read again, and it says the same.
        const std::string written = wg::promapi::queryBody(reply->value);
        const auto again = wg::promapi::decodeQuery(written);
        if (!again || wg::promapi::queryBody(again->value) != written)
            std::abort();
    }
    (void)wg::promapi::decodeError(body);
    (void)wg::promapi::decodeMetadata(body);
    (void)wg::promapi::decodeSeries(body);
    return 0;
}
