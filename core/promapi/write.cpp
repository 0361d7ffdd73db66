#include "core/promapi/write.h"

#include "core/base/number.h"
#include "core/base/utf8.h"
#include "core/promapi/request.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace wg::promapi {
namespace {

void appendAscii(std::string& out, char c)
{
    switch (c) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == '>' || c == '&')
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
}

void appendString(std::string& out, std::string_view text)
{
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            appendAscii(out, text[i++]);
            continue;
        }
        const std::size_t length = utf8Length(text, i);
        const std::string_view sequence = text.substr(i, length);
        if (length == 0)
            out += "\\ufffd";
        else if (sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9")
            out += sequence.back() == '\xA8' ? "\\u2028" : "\\u2029";
        else
            out += sequence;
        i += length == 0 ? 1 : length;
    }
    out += '"';
}

template <class Pairs>
void appendMap(std::string& out, const Pairs& pairs)
{
    out += '{';
    const char* separator = "";
    for (const auto& [name, value] : pairs) {
        out += separator;
        appendString(out, name);
        out += ':';
        appendString(out, value);
        separator = ",";
    }
    out += '}';
}

void appendSample(std::string& out, TimeMs t, double v)
{
    out += '[';
    out += formatSeconds(t);
    out += ",\"";
    out += formatValue(v);
    out += "\"]";
}

/// Buckets without observations are left out, as Prometheus does.
void appendHistogram(std::string& out, TimeMs t, const series::Histogram& histogram)
{
    out += fmt::format(
        R"([{},{{"count":"{}","sum":"{}")", formatSeconds(t), formatValue(histogram.count), formatValue(histogram.sum));
    bool any = false;
    for (const series::HistogramBucket& bucket : histogram.buckets) {
        if (bucket.count == 0)
            continue;
        out += fmt::format(R"({}[{},"{}","{}","{}"])", any ? "," : R"(,"buckets":[)", static_cast<int>(bucket.bounds),
            formatValue(bucket.lower), formatValue(bucket.upper), formatValue(bucket.count));
        any = true;
    }
    out += any ? "]}]" : "}]";
}

void appendColumns(std::string& out, const series::Series& one)
{
    if (!one.t.empty() || one.histograms.empty()) {
        out += R"(,"values":[)";
        for (std::size_t i = 0; i < one.t.size(); ++i) {
            if (i > 0)
                out += ',';
            appendSample(out, one.t[i], one.v[i]);
        }
        out += ']';
    }
    if (one.histograms.empty())
        return;
    out += R"(,"histograms":[)";
    for (const series::HistogramSample& sample : one.histograms) {
        if (&sample != one.histograms.data())
            out += ',';
        appendHistogram(out, sample.t, sample.histogram);
    }
    out += ']';
}

void appendValue(std::string& out, const series::Matrix& matrix)
{
    out += R"("matrix","result":[)";
    const char* separator = "";
    for (const series::Series& one : matrix.series) {
        out += separator;
        out += R"({"metric":)";
        appendMap(out, one.labels);
        appendColumns(out, one);
        out += '}';
        separator = ",";
    }
    out += ']';
}

void appendValue(std::string& out, const series::Vector& vector)
{
    out += R"("vector","result":[)";
    const char* separator = "";
    for (const series::VectorSample& sample : vector.samples) {
        out += separator;
        out += R"({"metric":)";
        appendMap(out, sample.labels);
        out += sample.histogram ? R"(,"histogram":)" : R"(,"value":)";
        if (sample.histogram)
            appendHistogram(out, sample.t, *sample.histogram);
        else
            appendSample(out, sample.t, sample.v);
        out += '}';
        separator = ",";
    }
    out += ']';
}

/// Scalars and strings go through Go's encoding/json: time without padding, value never with an exponent.
std::string plainSeconds(TimeMs t)
{
    std::string text = formatSeconds(t);
    while (text.find('.') != std::string::npos && text.back() == '0')
        text.pop_back();
    return text;
}

void appendValue(std::string& out, const series::Scalar& scalar)
{
    out += fmt::format(R"("scalar","result":[{},"{}"])", plainSeconds(scalar.t), formatPromFloat(scalar.v));
}

void appendValue(std::string& out, const series::Text& text)
{
    out += fmt::format(R"("string","result":[{},)", plainSeconds(text.t));
    appendString(out, text.v);
    out += ']';
}

void appendWarnings(std::string& out, const Warnings& warnings, Warning::Severity severity, std::string_view member)
{
    std::string list;
    for (const Warning& warning : warnings) {
        if (warning.severity != severity)
            continue;
        list += list.empty() ? "" : ",";
        appendString(list, warning.message);
    }
    if (!list.empty())
        out += fmt::format(",\"{}\":[{}]", member, list);
}

/// Go's time.RFC3339Nano: fraction without trailing zeros.
std::string goTime(TimeMs time)
{
    std::string text = formatTime(time);
    const auto dot = text.find('.');
    if (dot == std::string::npos)
        return text;
    text.pop_back();
    while (text.back() == '0')
        text.pop_back();
    return text + "Z";
}

std::string seconds(double value)
{
    return std::isfinite(value) ? formatValue(value) : "0";
}

void appendAlert(std::string& out, const AlertBody& alert)
{
    out += R"({"labels":)";
    appendMap(out, alert.labels);
    out += R"(,"annotations":)";
    appendMap(out, alert.annotations);
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, alert.value, std::chars_format::scientific).ptr;
    const std::string value = std::isfinite(alert.value) ? std::string(buffer, end) : formatPromFloat(alert.value);
    out += fmt::format(R"(,"state":"{}","activeAt":"{}","value":"{}"}})", alert.state, goTime(alert.activeAt), value);
}

void appendRule(std::string& out, const RuleBody& rule)
{
    out += rule.recording ? "{" : fmt::format(R"({{"state":"{}",)", rule.state);
    out += R"("name":)";
    appendString(out, rule.name);
    out += R"(,"query":)";
    appendString(out, rule.query);
    if (!rule.recording) {
        out += fmt::format(R"(,"duration":{},"keepFiringFor":{})", seconds(static_cast<double>(rule.duration) / 1000),
            seconds(static_cast<double>(rule.keepFiringFor) / 1000));
    }
    if (!rule.recording || !rule.labels.empty()) {
        out += R"(,"labels":)";
        appendMap(out, rule.labels);
    }
    if (!rule.recording) {
        out += R"(,"annotations":)";
        appendMap(out, rule.annotations);
        out += R"(,"alerts":[)";
        for (const AlertBody& alert : rule.alerts) {
            if (&alert != rule.alerts.data())
                out += ',';
            appendAlert(out, alert);
        }
        out += ']';
    }
    out += fmt::format(R"(,"health":"{}")", rule.health);
    if (!rule.lastError.empty()) {
        out += R"(,"lastError":)";
        appendString(out, rule.lastError);
    }
    out += fmt::format(R"(,"evaluationTime":{},"lastEvaluation":"{}","type":"{}"}})", seconds(rule.evaluationSeconds),
        goTime(rule.lastEvaluation), rule.recording ? "recording" : "alerting");
}

} // namespace

std::string jsonString(std::string_view text)
{
    std::string out;
    appendString(out, text);
    return out;
}

std::string formatValue(double value)
{
    const double size = std::abs(value);
    if (!std::isfinite(value) || size == 0 || (size >= 1e-6 && size < 1e21))
        return formatPromFloat(value);
    char buffer[64];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr};
}

std::string queryBody(const series::Value& value, const Warnings& warnings)
{
    std::string out = R"({"status":"success","data":{"resultType":)";
    std::visit([&out](const auto& one) { appendValue(out, one); }, value);
    out += '}';
    appendWarnings(out, warnings, Warning::Severity::Warning, "warnings");
    appendWarnings(out, warnings, Warning::Severity::Info, "infos");
    return out + '}';
}

std::string rulesBody(const std::vector<RuleGroupBody>& groups)
{
    std::string out = R"({"status":"success","data":{"groups":[)";
    for (const RuleGroupBody& group : groups) {
        out += &group == groups.data() ? "{" : ",{";
        out += fmt::format(R"("name":{},"file":{},"rules":[)", jsonString(group.name), jsonString(group.file));
        for (const RuleBody& rule : group.rules) {
            if (&rule != group.rules.data())
                out += ',';
            appendRule(out, rule);
        }
        out += fmt::format(R"(],"interval":{},"limit":{},"evaluationTime":{},"lastEvaluation":"{}"}})",
            seconds(static_cast<double>(group.interval) / 1000), group.limit, seconds(group.evaluationSeconds),
            goTime(group.lastEvaluation));
    }
    return out + "]}}";
}

} // namespace wg::promapi
