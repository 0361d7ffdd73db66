#include "core/logs/json_formats.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace wg::logs {
namespace {

constexpr std::array kFormats = {&kInspectLog, &kHelmScenarioState, &kHelmInstanceStats, &kHelmStats, &kLmEvalResults,
    &kLmEvalSamples, &kOpenAiEvals, &kCocoDetections, &kTrainerState, &kWandbHistory, &kWandbSummary};

/// Digits only, beyond what a double holds.
bool isExact(const JsonValue& number)
{
    constexpr double kExact = 9007199254740992.0; // 2^53
    return !(std::abs(number.number) >= kExact) || number.text.find_first_not_of("-0123456789") != std::string::npos;
}

bool isFlat(const JsonValue& array)
{
    return std::none_of(
        array.items.begin(), array.items.end(), [](const JsonValue& item) { return item.isArray() || item.isObject(); });
}

} // namespace

void RowWriter::put(std::string_view name, double value)
{
    m_rows.number(m_rows.column(name), value, {});
}

void RowWriter::put(std::string_view name, std::string text)
{
    m_rows.text(m_rows.column(name), m_texts.emplace_back(std::move(text)));
}

void RowWriter::put(std::string_view name, const JsonValue* value)
{
    if (value == nullptr)
        return;
    if (value->type == JsonValue::Type::Null)
        m_rows.missing(m_rows.column(name));
    else if (value->isNumber())
        m_rows.number(m_rows.column(name), value->number, m_texts.emplace_back(value->text), isExact(*value));
    else
        put(name, value->str());
}

void RowWriter::putFlat(std::string_view name, const JsonValue& value)
{
    if (value.isArray() && !isFlat(value))
        return;
    if (!value.isObject()) {
        put(name, &value);
        return;
    }
    for (const auto& [key, member] : value.members)
        putFlat(name.empty() ? key : std::string(name) + "." + key, member);
}

Result<void> RowWriter::commit()
{
    auto done = m_rows.commit();
    m_texts.clear();
    return done;
}

std::span<const JsonFormat> jsonFormats()
{
    static const std::vector<JsonFormat> kAll = [] {
        std::vector<JsonFormat> all;
        all.reserve(kFormats.size());
        for (const JsonFormat* format : kFormats)
            all.push_back(*format);
        return all;
    }();
    return kAll;
}

const JsonFormat* jsonFormatOf(const JsonValue& value, bool document)
{
    for (const JsonFormat* format : kFormats) {
        if (value.isObject() && format->matches(value, document))
            return format;
    }
    return nullptr;
}

} // namespace wg::logs
