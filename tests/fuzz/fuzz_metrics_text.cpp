#include "core/exposition/parse.h"

// The first byte chooses the format, so that one corpus covers both.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace wg::exposition;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto format = bytes.starts_with('o') ? Format::OpenMetrics : Format::Text;
    const auto page = parsePage(bytes.substr(bytes.empty() ? 0 : 1), format, "fuzz");
    if (!page && page.error().position->offset > bytes.size())
        __builtin_trap();
    return 0;
}
