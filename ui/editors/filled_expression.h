// An expression with $__rate_interval and its kin filled in, and the way back from its bytes to those that were typed.
// No Qt. The source, the parser and the tree see the filled text; squiggles and selections are of the typed one.
#pragma once

#include "core/base/result.h"
#include "core/dashboard/interpolate.h"
#include "core/promql/lexer.h"

#include <string>
#include <vector>

namespace wg::ui::editors {

struct FilledExpression {
    std::string typed;
    std::string text; ///< what is asked
    bool complete = true; ///< false: a $name is left that nothing stands for; a parser cannot judge the text

    [[nodiscard]] static FilledExpression fill(std::string typed, const dashboard::Builtins& builtins);

    /// Bytes of `typed`. What lies in a filled-in part becomes the whole of the $name.
    [[nodiscard]] promql::SourceRange typedRange(promql::SourceRange filled) const;
    /// The same error, placed in what was typed.
    [[nodiscard]] Position typedPosition(Position filled) const;

private:
    struct Piece {
        promql::SourceRange typed, filled;
    };
    std::vector<Piece> m_pieces; ///< that differ; ascending
};

} // namespace wg::ui::editors
