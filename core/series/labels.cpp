#include "core/series/labels.h"

#include <algorithm>

namespace wg::series {
namespace {

void appendQuoted(std::string& out, std::string_view value)
{
    out += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    out += '"';
}

bool isPlainName(std::string_view name, bool colonAllowed)
{
    if (name.empty() || (name.front() >= '0' && name.front() <= '9'))
        return false;
    return std::ranges::all_of(name, [=](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
            || (colonAllowed && c == ':');
    });
}

} // namespace

Labels::Labels(std::vector<Label> labels) : m_labels(std::move(labels))
{
    std::ranges::stable_sort(m_labels, {}, &Label::name);
    for (std::size_t i = 0; i + 1 < m_labels.size();) {
        if (m_labels[i].name == m_labels[i + 1].name)
            m_labels.erase(m_labels.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
    std::erase_if(m_labels, [](const Label& label) { return label.value.empty(); });
}

std::string_view Labels::get(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(m_labels, name, {}, &Label::name);
    return found != m_labels.end() && found->name == name ? std::string_view(found->value) : std::string_view();
}

Labels Labels::with(std::string_view name, std::string_view value) const
{
    Labels out = *this;
    const auto found = std::ranges::lower_bound(out.m_labels, name, {}, &Label::name);
    const bool exists = found != out.m_labels.end() && found->name == name;
    if (value.empty()) {
        if (exists)
            out.m_labels.erase(found);
    } else if (exists) {
        found->value = value;
    } else {
        out.m_labels.insert(found, Label{std::string(name), std::string(value)});
    }
    return out;
}

Labels Labels::without(std::span<const std::string> names, bool dropMetricName) const
{
    Labels out = *this;
    std::erase_if(out.m_labels, [&](const Label& label) {
        return (dropMetricName && label.name == kMetricName) || std::ranges::find(names, label.name) != names.end();
    });
    return out;
}

Labels Labels::keeping(std::span<const std::string> names) const
{
    Labels out = *this;
    std::erase_if(out.m_labels, [&](const Label& label) { return std::ranges::find(names, label.name) == names.end(); });
    return out;
}

Labels Labels::withoutMetricName() const
{
    return without({}, true);
}

std::uint64_t Labels::hash() const
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    const auto mix = [&](std::string_view text) {
        for (const char c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        hash = (hash ^ 0xffU) * 0x100000001b3ULL;
    };
    for (const Label& label : m_labels) {
        mix(label.name);
        mix(label.value);
    }
    return hash;
}

std::string Labels::text() const
{
    const std::string_view metric = metricName();
    const bool plainMetric = isPlainName(metric, true);
    std::string out = plainMetric ? std::string(metric) : std::string();
    std::string inner;
    if (!metric.empty() && !plainMetric)
        appendQuoted(inner, metric);
    for (const Label& label : m_labels) {
        if (label.name == kMetricName)
            continue;
        if (!inner.empty())
            inner += ", ";
        if (isPlainName(label.name, false))
            inner += label.name;
        else
            appendQuoted(inner, label.name);
        inner += '=';
        appendQuoted(inner, label.value);
    }
    if (!inner.empty() || out.empty())
        out += "{" + inner + "}";
    return out;
}

} // namespace wg::series
