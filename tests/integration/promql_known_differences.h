// Where our answers under --compat 2.42 are not those of Prometheus 2.42, on purpose: the whole list, each with its reason. The
// differential test counts a difference that fits `pattern` apart, and fails when the answers to `example` are alike: then the
// row goes.
#pragma once

namespace wg::test {

struct KnownDifference {
    const char* pattern; ///< regular expression over "QUERY WHAT DIFFERS"
    const char* example; ///< over RandomData, asked at one instant or over a range: one of them differs
    const char* reason;
};

inline constexpr KnownDifference kKnownDifferences[] = {
    {"unexpected result in StepInvariantExpr evaluation", "(\"a\")", "2.42 cannot evaluate a string in parentheses"},
    {"unexpected number of samples", "(temperature[5m] @ end())", "2.42 cannot evaluate a range vector with @ in parentheses"},
    {"<Item 57385>", "@ 5", "2.42 names its token by number where @ is not expected"},
    {"predict_linear\\(.*@", "predict_linear(temperature[5m] @ start(), 60)",
        "2.42 moves the window of predict_linear step by step although @ fixes it"},
    {"(ln|log10)\\(.*(odd_values|5e-324)", "ln(vector(5e-324))", "Go's logarithm of subnormal numbers is wrong on amd64"},
    {"(topk|bottomk|quantile).*scalar\\(.*(@|vector\\()",
        "topk(scalar(count(texts) - vector(time()) % 120 / 60), temperature @ end())",
        "2.42 takes the parameter of the first step for all steps when the vector is the same at all"},
    {"count_values.*by \\((\\w+, ){2}", "count_values by (code, instance, job) (\"a\", requests_total > bool 50)",
        "2.42 loses grouping labels after the first step when there are three (it appends to a shared slice)"},
    {"timestamp\\(.*(@.* offset|offset .*@)", "timestamp(temperature @ end() offset 20m)",
        "2.42 forgets the offset of a selector with @ under timestamp()"},
    {"@.*\\)\\[\\w+:\\w*\\]", "abs(temperature @ end())[20s:7m]",
        "2.42 gives a subquery that holds no step one point, past its end, where @ fixes the expression"},
    {"error parsing regexp", "temperature{room=~\"(\"}", "the text about a regular expression that does not compile is RE2's"},
};

} // namespace wg::test
