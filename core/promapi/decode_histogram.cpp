// Native histograms out of a reply.
#include "core/promapi/document.h"

#include <fmt/format.h>

namespace wg::promapi {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

Result<double> numberText(const element& from, const std::string& path)
{
    std::string_view text;
    if (from.get(text))
        return wrongType(path, "a string");
    return number(text, path);
}

/// [bounds, "lower", "upper", "count"]
Result<series::HistogramBucket> bucket(const element& from, const std::string& path)
{
    array parts;
    std::int64_t bounds = 0;
    if (from.get(parts) || parts.size() != 4 || parts.at(0).get(bounds) || bounds < 0 || bounds > 3)
        return wrongType(path, "[0 to 3, \"lower\", \"upper\", \"count\"]");
    series::HistogramBucket out{static_cast<series::HistogramBucket::Bounds>(bounds)};
    WG_TRY(out.lower, numberText(parts.at(1).value_unsafe(), path + "[1]"));
    WG_TRY(out.upper, numberText(parts.at(2).value_unsafe(), path + "[2]"));
    WG_TRY(out.count, numberText(parts.at(3).value_unsafe(), path + "[3]"));
    return out;
}

} // namespace

Result<series::Histogram> decodeHistogram(const element& from, const std::string& path)
{
    object members;
    if (from.get(members))
        return wrongType(path, "an object");
    series::Histogram out;
    for (const auto& [name, target] : {std::pair{"count", &out.count}, std::pair{"sum", &out.sum}}) {
        const auto found = member(members, name);
        if (!found)
            return missing(fmt::format("{}.{}", path, name));
        WG_TRY(*target, numberText(*found, fmt::format("{}.{}", path, name)));
    }
    const auto buckets = member(members, "buckets");
    if (!buckets || buckets->is_null())
        return out;
    array list;
    if (buckets->get(list))
        return wrongType(path + ".buckets", "a list");
    for (const element item : list) {
        WG_TRY(auto one, bucket(item, fmt::format("{}.buckets[{}]", path, out.buckets.size())));
        out.buckets.push_back(one);
    }
    return out;
}

} // namespace wg::promapi
