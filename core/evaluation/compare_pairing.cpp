#include "core/evaluation/compare_pairing.h"

#include "core/evaluation/class_values.h"

#include <limits>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::uint32_t kTwice = std::numeric_limits<std::uint32_t>::max();

bool sameRows(const ContenderRows& a, const ContenderRows& b)
{
    if (&a.data.log != &b.data.log || a.rows.size() != b.rows.size())
        return false;
    return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin());
}

/// Labels of a row as they are compared between logs: classes by name, numbers by value.
class Labels {
public:
    explicit Labels(const ContenderRows& side) : m_log(side.data.log) { }

    [[nodiscard]] std::string operator()(std::uint32_t row) const
    {
        return m_log.label ? className(m_log.table.columns[*m_log.label].text(row)) : std::string();
    }

private:
    const OpenedLog& m_log;
};

/// Row of each id; kTwice where an id occurs more than once.
std::unordered_map<std::string, std::uint32_t> rowsById(const ContenderRows& side)
{
    const logs::Column& column = side.data.log.table.columns[*side.data.log.id];
    std::unordered_map<std::string, std::uint32_t> out;
    out.reserve(side.rows.size());
    side.rows.forEach([&](std::uint32_t row) {
        const auto [at, added] = out.try_emplace(column.text(row), row);
        if (!added)
            at->second = kTwice;
    });
    return out;
}

void note(PairedRows& pairs, std::string message)
{
    pairs.notes.push_back({Warning::Severity::Warning, std::move(message)});
}

bool pairById(const ContenderRows& a, const ContenderRows& b, PairedRows& out)
{
    const auto rowsOfB = rowsById(b);
    const auto rowsOfA = rowsById(a);
    const logs::Column& ids = a.data.log.table.columns[*a.data.log.id];
    const Labels labelA(a);
    const Labels labelB(b);
    std::uint64_t twice = 0;
    std::uint64_t unmatched = 0;
    std::uint64_t contradicted = 0;
    Rows left;
    Rows right;
    a.rows.forEach([&](std::uint32_t row) {
        const std::string id = ids.text(row);
        const auto other = rowsOfB.find(id);
        if (other == rowsOfB.end())
            ++unmatched;
        else if (other->second == kTwice || rowsOfA.at(id) == kTwice)
            ++twice;
        else if (labelA(row) != labelB(other->second))
            ++contradicted;
        else {
            left.push_back(row);
            right.push_back(other->second);
        }
    });
    if (left.size() < 2)
        return false;
    out.pairing = "by id";
    if (unmatched > 0)
        note(out, fmt::format("{} row(s) have no partner with their id and are left out", unmatched));
    if (twice > 0)
        note(out, fmt::format("{} row(s) have an id that occurs more than once and are left out", twice));
    if (contradicted > 0)
        note(out, fmt::format("{} row(s) have another label in the other log and are left out", contradicted));
    out.candidate = std::move(left);
    out.reference = std::move(right);
    return true;
}

bool sameLabels(const ContenderRows& a, const ContenderRows& b)
{
    if (!a.data.log.label || !b.data.log.label || a.rows.size() != b.rows.size())
        return false;
    const Labels labelA(a);
    const Labels labelB(b);
    auto right = b.rows.begin();
    for (const std::uint32_t row : a.rows) {
        if (labelA(row) != labelB(*right))
            return false;
        ++right;
    }
    return true;
}

} // namespace

PairedRows pairRows(const ContenderRows& candidate, const ContenderRows& reference)
{
    PairedRows out;
    out.candidate = candidate.rows;
    out.reference = reference.rows;
    if (sameRows(candidate, reference))
        out.pairing = "same rows";
    else if (candidate.data.log.id && reference.data.log.id && pairById(candidate, reference, out))
        return out;
    else if (sameLabels(candidate, reference))
        out.pairing = "row by row";
    else
        note(out, "the rows cannot be matched (no common ids, other labels): the tests are those for independent samples");
    return out;
}

} // namespace wg::evaluation
