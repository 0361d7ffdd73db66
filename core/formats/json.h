// Small JSON documents (dashboards, settings, label replies) to nlohmann::ordered_json: every key and its order survive.
// Large API replies do not come this way; they are decoded by core/promapi.
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wg::formats {

enum class DuplicateKeys {
    LastWins, ///< the later value replaces the earlier one, in its place (as JavaScript and Go do)
    Refuse, ///< a Parse error at the second key
};

struct JsonLimits {
    std::size_t maxBytes = std::size_t{32} << 20;
    std::size_t maxDepth = 128; ///< nested arrays and objects
    DuplicateKeys duplicateKeys = DuplicateKeys::LastWins;
};

/// Strict JSON (no comments, no NaN, valid UTF-8, nothing behind the document); a UTF-8 byte order mark is skipped.
/// Errors are Parse or Limit, with `inputName`, byte offset, line, and column in characters. Pure.
[[nodiscard]] Result<nlohmann::ordered_json> parseJson(
    std::string_view text, const std::string& inputName, const JsonLimits& limits = {});

/// Only whether it is JSON, and if not, where it breaks; builds nothing, so the size is not limited.
[[nodiscard]] Result<void> checkJson(std::string_view text, const std::string& inputName, std::size_t maxDepth = 1024);

/// Line and column of a byte of a text, both from 1; columns count characters. Offsets behind the end mean the end.
[[nodiscard]] Position positionAt(std::string_view text, std::size_t offset, const std::string& inputName);

} // namespace wg::formats
