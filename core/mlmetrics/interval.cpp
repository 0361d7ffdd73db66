#include "core/mlmetrics/interval.h"

#include <boost/math/special_functions/erf.hpp>

namespace wg::mlmetrics {

double normalDeviate(double level)
{
    return std::sqrt(2.0) * boost::math::erf_inv(level);
}

double twoSidedP(double z)
{
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

} // namespace wg::mlmetrics
