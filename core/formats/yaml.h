// A capped YAML tree in which every node knows its line and column. Over yaml-cpp's events, because yaml-cpp's own tree takes
// duplicate keys silently and an alias that holds itself (hazards.md 43).
// Only the first document is read (`moreDocuments` says when there are others). Aliases are resolved to shared nodes and
// `<<` merges are applied, both counted against the node cap as if written out. Values are immutable and may be shared by
// threads.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wg::formats {

struct YamlLimits {
    std::size_t maxBytes = 8U << 20U;
    std::size_t maxDepth = 64;
    std::size_t maxNodes = 1'000'000; ///< after aliases and merges
};

struct YamlNode;
using YamlPtr = std::shared_ptr<const YamlNode>;

struct YamlEntry {
    YamlPtr key; ///< always a scalar
    YamlPtr value;
};

struct YamlNode {
    enum class Kind { Null, Scalar, Sequence, Map };

    Kind kind = Kind::Null;
    std::string scalar; ///< Scalar: the text, quotes and folding undone. Null: as written is lost, empty
    std::string tag; ///< "" plain, "!" quoted, else as written ("!!int", "!local")
    std::vector<YamlPtr> items; ///< Sequence
    std::vector<YamlEntry> entries; ///< Map, in the order of the file; keys are unique
    std::size_t offset = 0; ///< bytes from the start of the text
    std::size_t line = 0; ///< from 1
    std::size_t column = 0; ///< from 1

    [[nodiscard]] bool quoted() const { return tag == "!"; }
    [[nodiscard]] const YamlNode* find(std::string_view key) const; ///< nullptr when there is none
    [[nodiscard]] Position position(const std::string& input) const;
};

struct YamlDocument {
    YamlPtr root; ///< never null; an empty text is a Null node
    bool moreDocuments = false;
};

/// Errors carry line and column and name `input`; Limit for the caps, Parse for the rest.
[[nodiscard]] Result<YamlDocument> parseYaml(std::string_view text, const std::string& input, const YamlLimits& limits = {});

/// Where byte `offset` of a scalar's value stands in the file: exact for plain, quoted, literal and folded scalars,
/// the scalar's own start where it cannot be told (numeric escapes).
[[nodiscard]] Position positionInScalar(
    std::string_view text, const YamlNode& node, std::size_t offset, const std::string& input);

} // namespace wg::formats
