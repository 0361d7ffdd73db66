#include "core/evaluation/series_name.h"

namespace wg::evaluation {

std::string seriesName(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        out += letter || (digit && !out.empty()) ? c : '_';
    }
    return out.empty() ? "_" : out;
}

} // namespace wg::evaluation
