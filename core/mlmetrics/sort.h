// Sorting of many doubles at memory speed.
#pragma once

#include <vector>

namespace wg::mlmetrics {

/// Descending. Infinities are welcome, NaN is not; -0 and 0 come out as 0. Radix sort from 4096 values on: 11 bits a pass,
/// passes in which all values agree are left out. Needs as much memory again while it runs.
void sortDescending(std::vector<double>& values);

} // namespace wg::mlmetrics
