#include "core/promql/label_key.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace wg::promql {
namespace {

using series::Label;
using series::Labels;

// A byte that UTF-8 does not have: names and values cannot run into each other.
constexpr char kSeparator = '\xff';

void append(std::string& out, const Label& label)
{
    out.append(label.name).push_back(kSeparator);
    out.append(label.value).push_back(kSeparator);
}

void appendSized(std::string& out, std::string_view text)
{
    constexpr std::size_t kLong = 255; // said by this byte, then three bytes of length, the lowest first
    out += static_cast<char>(std::min(text.size(), kLong));
    for (int shift = 0; text.size() >= kLong && shift < 24; shift += 8)
        out += static_cast<char>((text.size() >> shift) & 0xffU);
    out += text;
}

// xxHash64, github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9ULL;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63ULL;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5ULL;

template <class T>
std::uint64_t take(std::string_view& in)
{
    T value = 0; // little-endian, as the machines that are supported
    std::memcpy(&value, in.data(), sizeof value);
    in.remove_prefix(sizeof value);
    return value;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t input)
{
    return std::rotl(lane + input * kPrime2, 31) * kPrime1;
}

std::uint64_t xxHash64(std::string_view in)
{
    const std::uint64_t length = in.size();
    std::uint64_t hash = kPrime5;
    if (in.size() >= 32) {
        std::uint64_t lanes[] = {kPrime1 + kPrime2, kPrime2, 0, 0 - kPrime1};
        while (in.size() >= 32) {
            for (std::uint64_t& lane : lanes)
                lane = round(lane, take<std::uint64_t>(in));
        }
        hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const std::uint64_t lane : lanes)
            hash = (hash ^ round(0, lane)) * kPrime1 + kPrime4;
    }
    hash += length;
    while (in.size() >= 8)
        hash = std::rotl(hash ^ round(0, take<std::uint64_t>(in)), 27) * kPrime1 + kPrime4;
    if (in.size() >= 4)
        hash = std::rotl(hash ^ (take<std::uint32_t>(in) * kPrime1), 23) * kPrime2 + kPrime3;
    while (!in.empty())
        hash = std::rotl(hash ^ (take<std::uint8_t>(in) * kPrime5), 11) * kPrime1;
    hash = (hash ^ (hash >> 33)) * kPrime2;
    hash = (hash ^ (hash >> 29)) * kPrime3;
    return hash ^ (hash >> 32);
}

} // namespace

LabelChoice LabelChoice::only(std::vector<std::string> names)
{
    LabelChoice out;
    out.m_only = true;
    out.m_names = std::move(names);
    std::ranges::sort(out.m_names);
    return out;
}

LabelChoice LabelChoice::except(std::vector<std::string> names, bool exceptMetricName)
{
    LabelChoice out;
    out.m_names = std::move(names);
    if (exceptMetricName)
        out.m_names.emplace_back(series::kMetricName);
    std::ranges::sort(out.m_names);
    return out;
}

bool LabelChoice::takes(std::string_view name) const
{
    return std::ranges::binary_search(m_names, name) == m_only;
}

void LabelChoice::key(const Labels& labels, std::string& out) const
{
    out.clear();
    for (const Label& label : labels) {
        if (takes(label.name))
            append(out, label);
    }
}

Labels LabelChoice::apply(const Labels& labels) const
{
    std::vector<Label> out;
    for (const Label& label : labels) {
        if (takes(label.name))
            out.push_back(label);
    }
    return Labels(std::move(out));
}

std::size_t KeyIndex::add(std::string_view key)
{
    if (const auto found = m_at.find(key); found != m_at.end())
        return found->second;
    return m_at.emplace(key, m_at.size()).first->second;
}

std::size_t KeyIndex::find(std::string_view key) const
{
    const auto found = m_at.find(key);
    return found == m_at.end() ? kNone : found->second;
}

std::uint64_t prometheusHash(const Labels& labels)
{
    std::string bytes;
    for (const Label& label : labels) {
        appendSized(bytes, label.name);
        appendSized(bytes, label.value);
    }
    return xxHash64(bytes);
}

} // namespace wg::promql
