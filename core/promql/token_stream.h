// The parser's view of the tokens: one ahead, without comments, and the wording of "unexpected …".
#pragma once

#include "core/promql/lexer.h"
#include "core/promql/parser.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace wg::promql {

class TokenStream {
public:
    TokenStream(std::string_view text, Compat compat);

    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] Compat compat() const { return m_compat; }
    [[nodiscard]] const Token& peek() const { return m_tokens[m_at]; }
    [[nodiscard]] bool at(TokenKind kind) const { return peek().kind == kind; }
    [[nodiscard]] bool atOperator(std::string_view op) const
    {
        return at(TokenKind::Operator) && equalsNoCase(peek().text, op);
    }
    [[nodiscard]] bool atKeyword(std::string_view word) const
    {
        return at(TokenKind::Keyword) && equalsNoCase(peek().text, word);
    }
    [[nodiscard]] bool atFill() const { return atKeyword("fill") || atKeyword("fill_left") || atKeyword("fill_right"); }
    [[nodiscard]] const Token& peekAfter() const { return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)]; }
    /// End of the token taken last.
    [[nodiscard]] std::size_t end() const { return m_end; }
    Token take();
    bool accept(TokenKind kind);
    bool acceptKeyword(std::string_view word);

    /// `unexpected "x" in CONTEXT, expected EXPECTED` at the next token; an Error token's own message instead. Without a
    /// context that of the innermost aggregation is taken, if any: that is how far Prometheus' parser goes back.
    [[nodiscard]] std::unexpected<Error> unexpected(std::string_view context = {}, std::string_view expected = {}) const;
    void enterAggregation() { ++m_aggregations; }
    void leaveAggregation() { --m_aggregations; }
    [[nodiscard]] std::unexpected<Error> error(SourceRange range, std::string_view message) const;
    [[nodiscard]] Result<Token> expect(TokenKind kind, std::string_view context, std::string_view expected);

private:
    std::string_view m_text;
    Compat m_compat;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    int m_aggregations = 0;
};

} // namespace wg::promql
