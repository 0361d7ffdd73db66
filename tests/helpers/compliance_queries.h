// The query list of prometheus/compliance (promql-test-queries.yml), its templates expanded. Header only.
#pragma once

#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace wg::test {

/// What "{{.name}}" stands for; as in the compliance tester.
inline const std::map<std::string, std::vector<std::string>>& complianceVariants()
{
    static const std::map<std::string, std::vector<std::string>> kVariants{
        {"range", {"1s", "15s", "1m", "5m", "15m", "1h"}},
        {"offset", {"1m", "5m", "10m"}},
        {"simpleAggrOp", {"sum", "avg", "max", "min", "count", "stddev", "stdvar"}},
        {"simpleTimeAggrOp", {"sum", "avg", "max", "min", "count", "stddev", "stdvar", "absent", "last", "present"}},
        {"topBottomOp", {"topk", "bottomk"}},
        {"quantile", {"-0.5", "0.1", "0.5", "0.75", "0.95", "0.90", "0.99", "1", "1.5"}},
        {"arithBinOp", {"+", "-", "*", "/", "%", "^"}},
        {"compBinOp", {"==", "!=", "<", ">", "<=", ">="}},
        {"binOp", {"+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">="}},
        {"simpleMathFunc", {"abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "round"}},
        {"extrapolatedRateFunc", {"delta", "rate", "increase"}},
        {"clampFunc", {"clamp_min", "clamp_max"}},
        {"instantRateFunc", {"idelta", "irate"}},
        {"dateFunc", {"day_of_month", "day_of_week", "days_in_month", "hour", "minute", "month", "year"}},
        {"smoothingFactor", {"0.1", "0.5", "0.8"}},
        {"trendFactor", {"0.1", "0.5", "0.8"}},
        {"trigFunc",
            {"sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "rad", "deg"}},
        {"sortFunc", {"sort", "sort_desc"}},
    };
    return kVariants;
}

/// Appends every variant of `text`. False: it names one that is not known.
inline bool expandCompliance(const std::string& text, std::vector<std::string>& out)
{
    static const std::regex kPlace(R"(\{\{\s*\.(\w+)\s*\}\})");
    std::smatch place;
    if (!std::regex_search(text, place, kPlace)) {
        out.push_back(text);
        return true;
    }
    const auto found = complianceVariants().find(place[1]);
    if (found == complianceVariants().end())
        return false;
    bool known = true;
    for (const std::string& variant : found->second) // a name stands for the same in all its places
        known = expandCompliance(
                    std::regex_replace(text, std::regex("\\{\\{\\s*\\." + place[1].str() + "\\s*\\}\\}"), variant), out)
            && known;
    return known;
}

/// The queries of the YAML text, in its order; a query whose template is not known is named in `unknown`.
inline std::vector<std::string> complianceQueries(std::string_view yaml, std::vector<std::string>& unknown)
{
    std::vector<std::string> out;
    constexpr std::string_view kKey = "- query: '";
    for (std::size_t at = 0; (at = yaml.find(kKey, at)) != std::string_view::npos;) {
        at += kKey.size();
        std::string query;
        for (; at < yaml.size(); ++at) {
            if (yaml[at] == '\'' && (at + 1 >= yaml.size() || yaml[at + 1] != '\''))
                break;
            at += yaml[at] == '\'' ? 1 : 0; // '' is one quote
            query += yaml[at];
        }
        if (!expandCompliance(query, out))
            unknown.push_back(query);
    }
    return out;
}

} // namespace wg::test
