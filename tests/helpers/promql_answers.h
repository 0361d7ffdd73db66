// An answer of our engine and one of a Prometheus server in the same shape, and what differs between them. Header only.
#pragma once

#include "core/base/number.h"
#include "core/promql/engine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace wg::test {

struct Answer {
    bool failed = false;
    std::string error = {}; ///< as Prometheus words it: "1:5: parse error: …" or the execution's
    std::string type = {}; ///< "vector", "matrix", "scalar", "string"
    std::string text = {}; ///< of a string
    std::map<std::string, std::map<TimeMs, double>> series = {}; ///< labels -> time -> value
    std::vector<std::string> order = {}; ///< of an instant vector

    [[nodiscard]] double first(const std::string& labels) const { return series.at(labels).begin()->second; }
};

struct Tolerance {
    double relative = 1e-9;
    double absolute = 1e-9; ///< where terms cancel, the order of summation is all that is left
};

namespace detail {

inline std::string labelsText(const QJsonObject& metric)
{
    std::vector<series::Label> labels;
    for (auto it = metric.begin(); it != metric.end(); ++it)
        labels.push_back({it.key().toStdString(), it.value().toString().toStdString()});
    return series::Labels(std::move(labels)).text();
}

inline void addSample(std::map<TimeMs, double>& into, const QJsonArray& pair)
{
    into[std::llround(pair[0].toDouble() * 1000)] = parsePromFloat(pair[1].toString().toStdString()).value();
}

inline bool close(double a, double b, const Tolerance& tolerance)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= std::max(tolerance.relative * std::max(std::abs(a), std::abs(b)), tolerance.absolute);
}

} // namespace detail

/// `body`: what /api/v1/query or query_range replied, or a line of the recorded answers (their data is not under "data").
inline Answer theirAnswer(const QJsonObject& body)
{
    Answer out;
    if (body["status"].toString() != QLatin1String("success")) {
        out.failed = true;
        out.error = body["error"].toString().toStdString();
        constexpr std::string_view kPrefix = "invalid parameter \"query\": ";
        if (out.error.starts_with(kPrefix))
            out.error.erase(0, kPrefix.size());
        return out;
    }
    const QJsonObject data = body.contains("data") ? body["data"].toObject() : body;
    out.type = data["resultType"].toString().toStdString();
    const QJsonArray result = data["result"].toArray();
    if (out.type == "string")
        out.text = result[1].toString().toStdString();
    else if (out.type == "scalar")
        detail::addSample(out.series["{}"], result);
    else {
        for (const auto& entry : result) {
            const QJsonObject object = entry.toObject();
            const std::string labels = detail::labelsText(object["metric"].toObject());
            auto& samples = out.series[labels];
            if (object.contains("value"))
                detail::addSample(samples, object["value"].toArray());
            for (const auto& pair : object["values"].toArray())
                detail::addSample(samples, pair.toArray());
            if (out.type == "vector")
                out.order.push_back(labels);
        }
    }
    return out;
}

inline Answer ourAnswer(const Result<promql::QueryOutput>& output)
{
    Answer out;
    if (!output) {
        const Error& error = output.error();
        out.failed = true;
        out.error = error.message;
        if (error.position && error.message.starts_with("parse error: "))
            out.error = fmt::format("{}:{}: {}", error.position->line, error.position->column, error.message);
        return out;
    }
    if (const auto* scalar = std::get_if<series::Scalar>(&output->value)) {
        out.type = "scalar";
        out.series["{}"][scalar->t] = scalar->v;
    } else if (const auto* text = std::get_if<series::Text>(&output->value)) {
        out.type = "string";
        out.text = text->v;
    } else if (const auto* vector = std::get_if<series::Vector>(&output->value)) {
        out.type = "vector";
        for (const auto& sample : vector->samples) {
            out.order.push_back(sample.labels.text());
            out.series[out.order.back()][sample.t] = sample.v;
        }
    } else if (const auto* matrix = std::get_if<series::Matrix>(&output->value)) {
        out.type = "matrix";
        for (const auto& s : matrix->series) {
            auto& samples = out.series[s.labels.text()];
            for (std::size_t i = 0; i < s.t.size(); ++i)
                samples.emplace_hint(samples.end(), s.t[i], s.v[i]);
        }
    }
    return out;
}

/// Empty when equal, else the first difference. Order counts only where the query says so (`ordered`).
inline std::string difference(const Answer& got, const Answer& want, bool ordered, const Tolerance& tolerance = {})
{
    if (got.failed != want.failed)
        return fmt::format("ours: {}, Prometheus: {}", got.failed ? got.error : "ok", want.failed ? want.error : "ok");
    if (got.failed)
        return got.error == want.error ? "" : fmt::format("ours fails with: {}\n    Prometheus: {}", got.error, want.error);
    if (got.type != want.type || got.text != want.text)
        return fmt::format("ours is a {} {}, Prometheus' a {} {}", got.type, got.text, want.type, want.text);
    for (const auto& [labels, samples] : want.series) {
        const auto found = got.series.find(labels);
        if (found == got.series.end())
            return fmt::format("series {} is missing (ours has {}, not {})", labels, got.series.size(), want.series.size());
        for (const auto& [t, v] : samples) {
            const auto sample = found->second.find(t);
            if (sample == found->second.end())
                return fmt::format("{} at {}: got nothing, want {:.17g}", labels, t, v);
            if (!detail::close(sample->second, v, tolerance))
                return fmt::format("{} at {}: got {:.17g}, want {:.17g}", labels, t, sample->second, v);
        }
        if (found->second.size() != samples.size())
            return fmt::format("{} has {} samples, not {}", labels, found->second.size(), samples.size());
    }
    if (got.series.size() != want.series.size())
        return fmt::format("{} series, not {}", got.series.size(), want.series.size());
    for (std::size_t i = 0; ordered && i < want.order.size(); ++i) { // equal values may stand in any order
        if (!detail::close(got.first(got.order[i]), want.first(want.order[i]), tolerance))
            return fmt::format(
                "the order differs: {}\n    Prometheus: {}", fmt::join(got.order, " "), fmt::join(want.order, " "));
    }
    return {};
}

} // namespace wg::test
