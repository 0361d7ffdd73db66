// The hot part of a range reply: "values":[[1600000000.123,"1"],…]. These arrays, written as servers write them, are read
// straight into columns and cut out of the body; what is left (the skeleton) is small and goes through a validating parser.
//
//   {"metric":{…},"values":[[1,"2"],[3,"4"]]}   ->   {"metric":{…},"values":-1}      and columns[0] = {1000,3000} {2,4}
//
// An array with anything unusual in it (blanks, escapes, exponents in times, wrong types) is left as it is. The cut is safe
// on any input: the byte sequence "values":[ can only be a key with its array, or stand where the skeleton is no JSON either.
#pragma once

#include "core/base/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace wg::promapi {

struct Columns {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

struct Skeleton {
    std::string text; ///< array i is replaced by the number -(i + 1)
    std::vector<Columns> columns;
};

[[nodiscard]] Skeleton cutValues(std::string_view body);

} // namespace wg::promapi
