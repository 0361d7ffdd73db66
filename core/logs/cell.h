// What a cell of a log means: a number, nothing, or a word.
#pragma once

#include <string_view>

namespace wg::logs {

[[nodiscard]] std::string_view trimBlanks(
    std::string_view text, char delimiter = ','); ///< spaces, and tabs unless they delimit

/// How a number was written; one column keeps to one decimal mark.
enum class NumberForm { Word, Missing, Whole, Point, Comma, HugeWhole };

struct NumberCell {
    NumberForm form = NumberForm::Word;
    double value = 0; ///< NaN when missing
};

/// Decimal numbers with point or comma, signs, exponents, inf. Missing: empty, "-", NA, N/A, nan, null, none and pandas'
/// other spellings, whatever their case. Whole numbers beyond 2^53 are HugeWhole.
[[nodiscard]] NumberCell readNumber(std::string_view trimmed);

/// For cells of text columns: empty and pandas 1.5's default NA spellings, case-sensitive. "-" and "None" are words there.
[[nodiscard]] bool isMissingText(std::string_view trimmed);

} // namespace wg::logs
