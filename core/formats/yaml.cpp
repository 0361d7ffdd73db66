#include "core/formats/yaml.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace wg::formats {
namespace {

/// Carries our own refusals out of yaml-cpp's callbacks; never leaves this file.
struct Refusal {
    Error error;
};

/// A node and what its whole tree weighs, so that aliases are charged without walking them.
struct Built {
    std::shared_ptr<YamlNode> node;
    std::size_t weight = 1;
    std::size_t height = 1;
};

class Builder final : public YAML::EventHandler {
public:
    Builder(const std::string& input, const YamlLimits& limits) : m_input(input), m_limits(limits) { }

    [[nodiscard]] YamlPtr root() const { return m_root; }

    void OnDocumentStart(const YAML::Mark&) override { }
    void OnDocumentEnd() override { }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, YamlNode::Kind::Null, "", anchor, ""); }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        const bool plain = tag.empty() || tag == "?";
        const bool null = (plain && (value == "~" || value == "null" || value == "Null" || value == "NULL"));
        leaf(mark, null ? YamlNode::Kind::Null : YamlNode::Kind::Scalar, plain ? "" : tag, anchor, null ? "" : value);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            refuse(mark, ErrorCode::Parse, "this alias stands inside the value it names; write the value out");
        charge(mark, found->second.weight);
        if (m_open.size() + found->second.height > m_limits.maxDepth)
            refuseDepth(mark);
        add(found->second, mark);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, YamlNode::Kind::Sequence, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, YamlNode::Kind::Map, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Built built;
        YAML::anchor_t anchor = 0;
        YamlPtr key; ///< of a map: read, its value still to come
        std::unordered_map<std::string, std::size_t> keyLines;
        std::vector<YamlPtr> merges;
    };

    [[noreturn]] void refuse(const YAML::Mark& mark, ErrorCode code, std::string message) const
    {
        throw Refusal{{code, std::move(message), Position{m_input, offsetOf(mark), lineOf(mark), columnOf(mark), 0}}};
    }
    [[noreturn]] void refuseDepth(const YAML::Mark& mark) const
    {
        refuse(mark, ErrorCode::Limit,
            fmt::format("nested deeper than {} levels, which is the limit for YAML", m_limits.maxDepth));
    }

    static std::size_t offsetOf(const YAML::Mark& mark) { return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos); }
    static std::size_t lineOf(const YAML::Mark& mark) { return mark.line < 0 ? 0 : static_cast<std::size_t>(mark.line) + 1; }
    static std::size_t columnOf(const YAML::Mark& mark)
    {
        return mark.column < 0 ? 0 : static_cast<std::size_t>(mark.column) + 1;
    }

    void charge(const YAML::Mark& mark, std::size_t nodes)
    {
        m_nodes += nodes;
        if (m_nodes > m_limits.maxNodes) {
            refuse(mark, ErrorCode::Limit,
                fmt::format(
                    "more than {} values once aliases are written out, which is the limit for YAML", m_limits.maxNodes));
        }
    }

    Built make(const YAML::Mark& mark, YamlNode::Kind kind)
    {
        charge(mark, 1);
        Built built{std::make_shared<YamlNode>()};
        built.node->kind = kind;
        built.node->offset = offsetOf(mark);
        built.node->line = lineOf(mark);
        built.node->column = columnOf(mark);
        return built;
    }

    void leaf(const YAML::Mark& mark, YamlNode::Kind kind, const std::string& tag, YAML::anchor_t anchor, std::string value)
    {
        Built built = make(mark, kind);
        built.node->tag = tag;
        built.node->scalar = std::move(value);
        if (anchor != 0)
            m_anchors[anchor] = built;
        add(built, mark);
    }

    void open(const YAML::Mark& mark, YamlNode::Kind kind, YAML::anchor_t anchor)
    {
        if (m_open.size() >= m_limits.maxDepth)
            refuseDepth(mark);
        if (!m_open.empty() && m_open.back().built.node->kind == YamlNode::Kind::Map && !m_open.back().key)
            refuse(mark, ErrorCode::Parse, "the key of a map must be text, not a list or a map");
        m_open.push_back({make(mark, kind), anchor, nullptr, {}, {}});
    }

    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        applyMerges(done);
        if (done.anchor != 0)
            m_anchors[done.anchor] = done.built;
        const YamlNode& node = *done.built.node;
        YAML::Mark mark;
        mark.pos = static_cast<int>(node.offset);
        mark.line = static_cast<int>(node.line) - 1;
        mark.column = static_cast<int>(node.column) - 1;
        add(done.built, mark);
    }

    /// Puts a finished value where it belongs: the root, a list, a key or the value of the key before it.
    void add(const Built& built, const YAML::Mark& mark)
    {
        if (m_open.empty()) {
            m_root = built.node;
            return;
        }
        Open& parent = m_open.back();
        parent.built.weight += built.weight;
        parent.built.height = std::max(parent.built.height, built.height + 1);
        YamlNode& into = *parent.built.node;
        if (into.kind == YamlNode::Kind::Sequence)
            into.items.push_back(built.node);
        else if (!parent.key)
            addKey(parent, built, mark);
        else
            addValue(parent, built, mark);
    }

    void addKey(Open& parent, const Built& key, const YAML::Mark& mark)
    {
        if (key.node->kind == YamlNode::Kind::Sequence || key.node->kind == YamlNode::Kind::Map)
            refuse(mark, ErrorCode::Parse, "the key of a map must be text, not a list or a map");
        const auto [found, isNew] = parent.keyLines.try_emplace(key.node->scalar, lineOf(mark));
        if (!isNew) {
            refuse(mark, ErrorCode::Parse,
                fmt::format("mapping key \"{}\" already defined at line {}", key.node->scalar, found->second));
        }
        parent.key = key.node;
    }

    void addValue(Open& parent, const Built& value, const YAML::Mark& mark)
    {
        const YamlPtr key = std::exchange(parent.key, nullptr);
        if (key->scalar != "<<" || key->quoted()) {
            parent.built.node->entries.push_back({key, value.node});
            return;
        }
        std::vector<YamlPtr> maps{value.node};
        if (value.node->kind == YamlNode::Kind::Sequence)
            maps = value.node->items;
        for (const YamlPtr& map : maps) {
            if (map->kind != YamlNode::Kind::Map)
                refuse(mark, ErrorCode::Parse, "map merge requires a map, or a list of maps, as the value");
            parent.merges.push_back(map);
        }
    }

    /// What a map says itself wins; of several merged maps the first.
    void applyMerges(Open& map)
    {
        for (const YamlPtr& merged : map.merges) {
            YAML::Mark mark;
            mark.line = static_cast<int>(merged->line) - 1;
            charge(mark, merged->entries.size());
            map.built.weight += merged->entries.size();
            for (const YamlEntry& entry : merged->entries) {
                if (map.keyLines.try_emplace(entry.key->scalar, entry.key->line).second)
                    map.built.node->entries.push_back(entry);
            }
        }
    }

    const std::string& m_input;
    const YamlLimits& m_limits;
    YamlPtr m_root = std::make_shared<YamlNode>();
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, Built> m_anchors;
    std::size_t m_nodes = 0;
};

Error syntaxError(const YAML::Exception& e, const std::string& input)
{
    Position where{input, 0, 0, 0, 0};
    if (!e.mark.is_null()) {
        where.offset = static_cast<std::size_t>(e.mark.pos);
        where.line = static_cast<std::size_t>(e.mark.line) + 1;
        where.column = static_cast<std::size_t>(e.mark.column) + 1;
    }
    return {ErrorCode::Parse, "not valid YAML: " + e.msg, where};
}

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const
{
    for (const YamlEntry& entry : entries) {
        if (entry.key->scalar == key)
            return entry.value.get();
    }
    return nullptr;
}

Position YamlNode::position(const std::string& input) const
{
    return {input, offset, line, column, 0};
}

Result<YamlDocument> parseYaml(std::string_view text, const std::string& input, const YamlLimits& limits)
{
    if (text.size() > limits.maxBytes) {
        return fail(ErrorCode::Limit, fmt::format("{} bytes of YAML; the limit is {}", text.size(), limits.maxBytes),
            Position{input, 0, 0, 0, 0});
    }
    if (!simdjson::validate_utf8(text.data(), text.size()))
        return fail(ErrorCode::Parse, "not valid YAML: the text is not UTF-8", Position{input, 0, 0, 0, 0});
    try {
        std::string bytes(text);
        if (text.ends_with('\n'))
            bytes += '#'; // a comment; without it yaml-cpp 0.7 takes an open quote that ends with a line break
        std::istringstream stream(std::move(bytes));
        YAML::Parser parser(stream);
        Builder builder(input, limits);
        YamlDocument document;
        parser.HandleNextDocument(builder);
        document.root = builder.root();
        document.moreDocuments = static_cast<bool>(parser);
        return document;
    } catch (const Refusal& refusal) {
        return std::unexpected(refusal.error);
    } catch (const YAML::Exception& e) {
        return std::unexpected(syntaxError(e, input));
    } catch (const std::exception& e) {
        return fail(ErrorCode::Parse, fmt::format("not valid YAML: {}", e.what()), Position{input, 0, 0, 0, 0});
    }
}

} // namespace wg::formats
