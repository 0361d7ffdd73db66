// Text to a type-checked tree. Errors are worded and placed as Prometheus does it ("parse error: …" at line:column).
#pragma once

#include "core/base/result.h"
#include "core/promql/ast.h"
#include "core/promql/compat.h"

namespace wg::promql {

inline constexpr std::size_t kMaxExpressionBytes = 64 * 1024;
inline constexpr int kMaxNesting = 500; ///< levels of the tree, parentheses counted

/// Time is linear in the length of the text. What `compat` does not know is refused as that version refuses it; V3 takes the
/// experimental parts of 3.14 too.
[[nodiscard]] Result<Expr> parse(std::string_view expression, Compat compat = Compat::V3);

/// `foo{a="b"}` alone, as match[] of the API takes it.
[[nodiscard]] Result<std::vector<series::Matcher>> parseSelector(std::string_view text, Compat compat = Compat::V3);

/// "parse error: message" (or the message alone) with line and column of `range` in `expression`.
[[nodiscard]] Error errorAt(ErrorCode code, std::string_view expression, SourceRange range, std::string message);

} // namespace wg::promql
