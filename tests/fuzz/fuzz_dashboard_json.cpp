#include "core/dashboard/interpolate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace wg::dashboard;
    auto document = Document::parse({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!document)
        return 0;
    const VariableValues values = variableValues(*document, {});
    for (const Panel& panel : document->panels())
        (void)interpolateQuery(panel.title, values, {}), (void)fieldConfigFor(panel, "a", "A");
    const std::string text = document->text();
    if (Document::parse(text, "again").value().text() != text)
        __builtin_trap();
    return 0;
}
