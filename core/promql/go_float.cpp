#include "core/promql/go_float.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace wg::promql {

std::string goFloat(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 512> buffer{}; // the longest without an exponent has less than 310 digits
    const auto write = [&](std::chars_format format) {
        const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
        return std::string(buffer.data(), result.ptr);
    };
    std::string scientific = write(std::chars_format::scientific);
    const std::size_t e = scientific.find('e');
    int exponent = 0;
    const std::size_t digits = e + (scientific[e + 1] == '+' ? 2 : 1);
    std::from_chars(scientific.data() + digits, scientific.data() + scientific.size(), exponent);
    constexpr int kLeast = -4;
    constexpr int kMost = 6;
    return exponent < kLeast || exponent >= kMost ? scientific : write(std::chars_format::fixed);
}

} // namespace wg::promql
