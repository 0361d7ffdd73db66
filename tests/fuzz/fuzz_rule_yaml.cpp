#include "core/rules/rule_file.h"
#include "core/rules/template.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(wg::rules::parseRuleFile(text, "fuzz.yml"));
    static_cast<void>(wg::rules::expandTemplate(text, {{"job", "j"}}, 1.5));
    return 0;
}
