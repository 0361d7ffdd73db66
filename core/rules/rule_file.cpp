#include "core/rules/rule_file.h"

#include "core/base/file.h"
#include "core/formats/yaml.h"
#include "core/promql/parser.h"
#include "core/rules/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <tuple>

namespace wg::rules {
namespace {

using formats::YamlEntry;
using formats::YamlNode;
using Kind = YamlNode::Kind;

bool isName(std::string_view text, bool colonAllowed)
{
    if (text.empty() || (text.front() >= '0' && text.front() <= '9'))
        return false;
    return std::ranges::all_of(text, [=](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
            || (c == ':' && colonAllowed);
    });
}

std::string_view kindName(Kind kind)
{
    static constexpr std::array<std::string_view, 4> kNames{"nothing", "text", "a list", "a map"};
    return kNames.at(static_cast<std::size_t>(kind));
}

/// What is told about where: a rule's group, number and name.
struct Context {
    std::string group;
    std::size_t number = 0;
    std::string name;

    [[nodiscard]] std::string text() const { return fmt::format("group \"{}\", rule {}, \"{}\": ", group, number, name); }
};

class Reader {
public:
    Reader(std::string_view text, const std::string& path) : m_text(text), m_path(path) { m_file.path = path; }

    RuleFileResult read()
    {
        auto document = formats::parseYaml(m_text, m_path);
        if (!document)
            return std::unexpected(std::vector<Error>{document.error()});
        if (document->moreDocuments)
            warn("only the first YAML document of the file is read; Prometheus does the same", *document->root);
        readRoot(*document->root);
        if (!m_errors.empty())
            return std::unexpected(std::move(m_errors));
        return std::move(m_file);
    }

private:
    template <class T>
    struct Field {
        std::string_view name;
        void (Reader::*read)(const YamlNode& node, T& into);
    };

    void refuse(std::string message, const Position& where)
    {
        m_errors.push_back({ErrorCode::Parse, std::move(message), where});
    }
    void refuse(std::string message, const YamlNode& node) { refuse(std::move(message), node.position(m_path)); }
    void warn(std::string message, const YamlNode& node)
    {
        m_file.warnings.push_back({Warning::Severity::Warning, std::move(message), node.position(m_path)});
    }

    bool expect(const YamlNode& node, Kind kind, std::string_view what)
    {
        if (node.kind == kind)
            return true;
        if (node.kind != Kind::Null)
            refuse(fmt::format("{} must be {}, not {}", what, kindName(kind), kindName(node.kind)), node);
        return false;
    }

    /// Reads the fields of a map by their table; an unknown one is an error.
    template <class T>
    void readFields(const YamlNode& node, std::string_view what, std::span<const Field<T>> fields, T& into)
    {
        if (!expect(node, Kind::Map, what))
            return;
        for (const YamlEntry& entry : node.entries) {
            const auto found = std::ranges::find(fields, std::string_view(entry.key->scalar), &Field<T>::name);
            if (found == fields.end())
                refuse(fmt::format("field {} not found in {}", entry.key->scalar, what), *entry.key);
            else
                (this->*found->read)(*entry.value, into);
        }
    }

    std::string readText(const YamlNode& node, std::string_view what)
    {
        expect(node, Kind::Scalar, what);
        return node.kind == Kind::Scalar ? node.scalar : std::string();
    }

    DurationMs readDuration(const YamlNode& node, std::string_view what)
    {
        if (!expect(node, Kind::Scalar, what))
            return 0;
        const auto duration = parseDuration(node.scalar);
        if (!duration)
            refuse(fmt::format("{}: {}", what, duration.error().message), node);
        return duration.value_or(0);
    }

    void readRoot(const YamlNode& root)
    {
        static constexpr std::array kFields = std::to_array<Field<RuleFile>>({{"groups", &Reader::readGroups}});
        readFields<RuleFile>(root, "a rule file", kFields, m_file);
    }

    void readGroups(const YamlNode& node, RuleFile& file)
    {
        if (!expect(node, Kind::Sequence, "groups"))
            return;
        std::map<std::string, std::size_t> lines;
        for (const formats::YamlPtr& item : node.items) {
            const Group group = readGroup(*item);
            if (group.name.empty())
                refuse("the name of a group must not be empty", *item);
            const auto [found, isNew] = lines.try_emplace(group.name, item->line);
            if (!isNew)
                refuse(
                    fmt::format("groupname: \"{}\" is repeated in the same file (first at line {})", group.name, found->second),
                    *item);
            file.groups.push_back(group);
        }
    }

    Group readGroup(const YamlNode& node)
    {
        static constexpr std::array kFields = std::to_array<Field<Group>>({
            {"name", &Reader::readGroupName},
            {"interval", &Reader::readInterval},
            {"limit", &Reader::readLimit},
            {"query_offset", &Reader::readQueryOffset},
            {"labels", &Reader::readGroupLabels},
            {"rules", &Reader::readNothing},
        });
        Group group;
        m_groupLabels.clear();
        readFields<Group>(node, "a rule group", kFields, group);
        if (const YamlNode* rules = node.find("rules"); rules && expect(*rules, Kind::Sequence, "rules")) {
            for (const formats::YamlPtr& rule : rules->items)
                readRule(*rule, group);
        }
        return group;
    }

    void readGroupName(const YamlNode& node, Group& group) { group.name = readText(node, "name"); }
    void readInterval(const YamlNode& node, Group& group) { group.interval = readDuration(node, "interval"); }
    void readQueryOffset(const YamlNode& node, Group& group) { group.queryOffset = readDuration(node, "query_offset"); }
    void readNothing(const YamlNode&, Group&) { } ///< rules are read when the name of their group is known
    void readGroupLabels(const YamlNode& node, Group&)
    {
        m_groupLabels = readStrings(node, "labels");
        checkLabelNames(node, "invalid label name");
    }

    void readLimit(const YamlNode& node, Group& group)
    {
        if (!expect(node, Kind::Scalar, "limit"))
            return;
        const char* end = node.scalar.data() + node.scalar.size();
        const auto [stop, failed] = std::from_chars(node.scalar.data(), end, group.limit);
        if (failed != std::errc() || stop != end)
            refuse(fmt::format("limit must be a whole number, not \"{}\"", node.scalar), node);
    }

    std::map<std::string, std::string> readStrings(const YamlNode& node, std::string_view what)
    {
        std::map<std::string, std::string> out;
        if (!expect(node, Kind::Map, what))
            return out;
        for (const YamlEntry& entry : node.entries)
            out[entry.key->scalar] = readText(*entry.value, fmt::format("{} {}", what, entry.key->scalar));
        return out;
    }

    void checkLabelNames(const YamlNode& node, std::string_view complaint)
    {
        for (const YamlEntry& entry : node.entries) {
            const std::string& name = entry.key->scalar;
            if (!isName(name, false) || (name == "__name__" && complaint == "invalid label name"))
                refuse(fmt::format("{}{}: {}", m_context.number > 0 ? m_context.text() : "", complaint, name), *entry.key);
        }
    }

    void readRecord(const YamlNode& node, Rule& rule)
    {
        if (const std::string name = readText(node, "record"); !name.empty()) {
            rule.recording = true;
            rule.name = name;
        }
    }
    void readAlert(const YamlNode& node, Rule& rule)
    {
        if (const std::string name = readText(node, "alert"); !name.empty())
            rule.name = name;
    }
    void readExpr(const YamlNode& node, Rule& rule) { rule.expr = readText(node, "expr"); }
    void readFor(const YamlNode& node, Rule& rule) { rule.holdFor = readDuration(node, "for"); }
    void readKeepFiringFor(const YamlNode& node, Rule& rule) { rule.keepFiringFor = readDuration(node, "keep_firing_for"); }
    void readLabels(const YamlNode& node, Rule& rule) { rule.labels = readStrings(node, "labels"); }
    void readAnnotations(const YamlNode& node, Rule& rule) { rule.annotations = readStrings(node, "annotations"); }

    void readRule(const YamlNode& node, Group& group)
    {
        static constexpr std::array kFields = std::to_array<Field<Rule>>({
            {"record", &Reader::readRecord},
            {"alert", &Reader::readAlert},
            {"expr", &Reader::readExpr},
            {"for", &Reader::readFor},
            {"keep_firing_for", &Reader::readKeepFiringFor},
            {"labels", &Reader::readLabels},
            {"annotations", &Reader::readAnnotations},
        });
        Rule rule;
        rule.position = node.position(m_path);
        m_context = {group.name, group.rules.size() + 1, ""};
        readFields<Rule>(node, "a rule", kFields, rule);
        m_context.name = rule.name;
        checkRule(node, rule);
        m_context = {};
        for (const auto& [name, value] : m_groupLabels)
            rule.labels.try_emplace(name, value);
        group.rules.push_back(std::move(rule));
    }

    void checkRule(const YamlNode& node, const Rule& rule)
    {
        const auto text = [&](std::string_view field) {
            const YamlNode* found = node.find(field);
            return found && found->kind == Kind::Scalar ? std::string_view(found->scalar) : std::string_view();
        };
        if (rule.name.empty())
            refuse(m_context.text() + "one of 'record' or 'alert' must be set", node);
        if (!text("record").empty() && !text("alert").empty())
            refuse(m_context.text() + "only one of 'record' and 'alert' must be set", *node.find("record"));
        if (rule.expr.empty())
            refuse(m_context.text() + "field 'expr' must be set in rule", node);
        else
            checkExpression(*node.find("expr"));
        if (rule.recording)
            checkRecording(node, rule);
        if (const YamlNode* labels = node.find("labels"))
            checkLabelNames(*labels, "invalid label name");
        if (const YamlNode* annotations = node.find("annotations"))
            checkLabelNames(*annotations, "invalid annotation name");
        if (!text("alert").empty()) {
            checkTemplates(node.find("labels"), "label");
            checkTemplates(node.find("annotations"), "annotation");
        }
    }

    void checkRecording(const YamlNode& node, const Rule& rule)
    {
        if (!rule.annotations.empty())
            refuse(m_context.text() + "invalid field 'annotations' in recording rule", *node.find("annotations"));
        if (rule.holdFor != 0)
            refuse(m_context.text() + "invalid field 'for' in recording rule", *node.find("for"));
        if (rule.keepFiringFor != 0)
            refuse(m_context.text() + "invalid field 'keep_firing_for' in recording rule", *node.find("keep_firing_for"));
        if (!isName(rule.name, true))
            refuse(m_context.text() + "invalid recording rule name: " + rule.name, *node.find("record"));
    }

    void checkExpression(const YamlNode& node)
    {
        const auto parsed = promql::parse(node.scalar);
        if (parsed)
            return;
        const Error& error = parsed.error();
        const std::size_t offset = error.position ? error.position->offset : 0;
        refuse(m_context.text() + "could not parse expression: " + error.message,
            formats::positionInScalar(m_text, node, offset, m_path));
    }

    void checkTemplates(const YamlNode* node, std::string_view what)
    {
        for (const YamlEntry& entry : node ? node->entries : std::vector<YamlEntry>{}) {
            const auto checked = checkTemplate(entry.value->scalar);
            if (checked)
                continue;
            const Error& error = checked.error();
            const std::size_t offset = error.position ? error.position->offset : 0;
            const Position where = formats::positionInScalar(m_text, *entry.value, offset, m_path);
            std::string message = fmt::format("{}{} \"{}\": {}", m_context.text(), what, entry.key->scalar, error.message);
            if (error.code == ErrorCode::Unsupported)
                m_file.warnings.push_back({Warning::Severity::Warning, message + "; the text is shown as it stands", where});
            else
                refuse(std::move(message), where);
        }
    }

    std::string_view m_text;
    std::string m_path;
    RuleFile m_file;
    std::vector<Error> m_errors;
    std::map<std::string, std::string> m_groupLabels;
    Context m_context;
};

} // namespace

RuleFileResult parseRuleFile(std::string_view yaml, const std::string& path)
{
    return Reader(yaml, path).read();
}

RuleFileResult readRuleFile(const std::string& path)
{
    const auto bytes = readFile(path, formats::YamlLimits{}.maxBytes);
    if (!bytes)
        return std::unexpected(std::vector<Error>{bytes.error()});
    return parseRuleFile(*bytes, path);
}

std::vector<Error> findDuplicates(const RuleFile& file)
{
    std::vector<Error> out;
    std::map<std::tuple<std::string, std::map<std::string, std::string>>, std::size_t> lines;
    for (const Group& group : file.groups) {
        for (const Rule& rule : group.rules) {
            const auto [found, isNew] = lines.try_emplace({rule.name, rule.labels}, rule.position.line);
            if (!isNew) {
                out.push_back({ErrorCode::Parse,
                    fmt::format("duplicate rule: \"{}\" with the same labels is also at line {}", rule.name, found->second),
                    rule.position});
            }
        }
    }
    return out;
}

} // namespace wg::rules
