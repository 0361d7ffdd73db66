#include "core/mlmetrics/language.h"
#include "core/mlmetrics/weights.h"

#include <cmath>
#include <numbers>
#include <string>

namespace wg::mlmetrics {
namespace {

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isPunctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string reduced(std::string_view text, const ExactMatchOptions& options)
{
    std::string out;
    for (const char c : text) {
        if (!options.ignorePunctuation || !isPunctuation(c))
            out += options.ignoreCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return options.trim ? std::string(trimmed(out)) : out;
}

/// Sums of one mean in two passes.
struct Moments {
    double weight = 0, sum = 0, spread = 0; // spread: sum of w^2 (x - mean)^2
    std::size_t rows = 0;

    [[nodiscard]] double mean() const { return sum / weight; }
    void add(double value, double w)
    {
        weight += w;
        sum += w * value;
        ++rows;
    }
    [[nodiscard]] MeanWithError finish() const
    {
        if (rows == 0)
            return {undefined("no rows"), undefined("no rows"), 0};
        if (rows < 2)
            return {{mean()}, undefined("fewer than two rows"), rows};
        const auto n = static_cast<double>(rows);
        return {{mean()}, {std::sqrt(spread * n / (n - 1)) / weight}, rows};
    }
};

} // namespace

bool exactMatch(std::string_view answer, std::string_view wanted, const ExactMatchOptions& options)
{
    return reduced(answer, options) == reduced(wanted, options);
}

Metric passAtK(std::uint64_t n, std::uint64_t c, std::uint64_t k)
{
    if (k == 0)
        return undefined("k is 0");
    if (k > n)
        return undefined("fewer samples than k");
    if (c > n)
        return undefined("more passes than samples");
    if (n - c < k)
        return {1};
    double none = 1; // chance that no drawn sample passes: C(n-c, k) / C(n, k), as a product over the passing ones
    for (std::uint64_t i = n - c + 1; i <= n; ++i)
        none *= 1 - static_cast<double>(k) / static_cast<double>(i);
    return {1 - none};
}

Metric passAtK(std::span<const std::uint64_t> n, std::span<const std::uint64_t> c, std::uint64_t k)
{
    double sum = 0;
    double tasks = 0;
    for (std::size_t i = 0; i < n.size(); ++i) {
        if (const Metric one = passAtK(n[i], c[i], k); one.defined()) {
            sum += one.value;
            ++tasks;
        }
    }
    return ratio(sum, tasks, "no task has k samples");
}

MeanWithError meanWithError(std::span<const double> value, std::span<const double> weights)
{
    const std::vector<std::uint32_t> task(value.size());
    return meansByTask(1, task, value, weights).front();
}

std::vector<MeanWithError> meansByTask(
    std::size_t tasks, std::span<const std::uint32_t> task, std::span<const double> value, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return std::vector<MeanWithError>(tasks, {undefined(problem), undefined(problem), 0});
    std::vector<Moments> moments(tasks);
    for (std::size_t i = 0; i < task.size(); ++i)
        moments[task[i]].add(value[i], weightOf(weights, i));
    for (std::size_t i = 0; i < task.size(); ++i) {
        const double distance = weightOf(weights, i) * (value[i] - moments[task[i]].mean());
        moments[task[i]].spread += distance * distance;
    }
    std::vector<MeanWithError> out;
    out.reserve(tasks);
    for (const Moments& one : moments)
        out.push_back(one.finish());
    return out;
}

MeanWithError pooled(std::span<const MeanWithError> tasks)
{
    double rows = 0;
    double sum = 0;
    double squares = 0; // sum of (n - 1) s^2
    double used = 0;
    bool errors = true;
    for (const MeanWithError& task : tasks) {
        if (task.rows == 0)
            continue;
        const auto n = static_cast<double>(task.rows);
        rows += n;
        sum += n * task.mean.value;
        ++used;
        errors = errors && task.standardError.defined();
        squares += (n - 1) * n * task.standardError.value * task.standardError.value;
    }
    MeanWithError out{ratio(sum, rows, "no rows"), undefined("a task has fewer than two rows"), static_cast<std::size_t>(rows)};
    if (rows == 0)
        out.standardError = undefined("no rows");
    else if (errors)
        out.standardError = {std::sqrt(squares / (rows - used) / rows)};
    return out;
}

Perplexity perplexity(const LikelihoodTotals& totals)
{
    const auto per = [&](double count, std::string_view reason) {
        return count > 0 ? Metric{std::exp(-totals.logLikelihood / count)} : undefined(reason);
    };
    Perplexity out{per(totals.tokens, "the number of tokens is not known"),
        per(totals.words, "the number of words is not known"), per(totals.bytes, "the number of bytes is not known"),
        undefined("the number of bytes is not known")};
    if (totals.bytes > 0)
        out.bitsPerByte = {-totals.logLikelihood / (totals.bytes * std::numbers::ln2)};
    return out;
}

Metric tokenPerplexity(std::span<const double> logLikelihood, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefined(problem);
    LikelihoodTotals totals;
    for (std::size_t i = 0; i < logLikelihood.size(); ++i) {
        const double weight = weightOf(weights, i);
        totals.logLikelihood += weight * logLikelihood[i];
        totals.tokens += weight;
    }
    return totals.tokens > 0 ? perplexity(totals).token : undefined("no tokens");
}

} // namespace wg::mlmetrics
