// Half-typed text, the first byte of the input as the cursor: highlighting and completion stay inside it.
#include "core/promql/completion.h"
#include "core/promql/highlight.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace wg::promql;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t cursor = size > 0 ? data[0] % (size + 1) : 0;
    for (const Compat compat : {Compat::V3, Compat::V2_42}) {
        const CompletionContext context = completionAt(text, cursor, compat);
        if (context.replace.end > size || context.replace.begin > context.replace.end)
            std::abort();
        static_cast<void>(languageItems(context, compat));
        for (std::size_t last = 0; const HighlightSpan& span : highlight(text, compat)) {
            if (span.range.begin < last || span.range.end > size)
                std::abort();
            last = span.range.end;
        }
    }
    return 0;
}
