#include "core/promql/token_places.h"

#include <algorithm>
#include <string_view>

namespace wg::promql {
namespace {

bool isWord(const Token& token, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return equalsNoCase(token.text, word); });
}

bool beginsLabels(const Token& token)
{
    return token.kind == TokenKind::Keyword && isWord(token, {"by", "without", "on", "ignoring", "group_left", "group_right"});
}

bool beginsFill(const Token& token)
{
    return token.kind == TokenKind::Keyword && isWord(token, {"fill", "fill_left", "fill_right"});
}

class Walk {
public:
    [[nodiscard]] Place place() const { return m_place; }

    void step(const Token& token)
    {
        if (token.kind == TokenKind::Comment)
            return;
        switch (m_place) {
        case Place::MatcherName:
        case Place::MatcherOperator:
        case Place::MatcherValue:
        case Place::AfterMatcher:
            return inBraces(token);
        case Place::Label:
        case Place::AfterLabel:
            return inLabels(token);
        case Place::Duration:
        case Place::AfterDuration:
            return inDuration(token);
        default:
            return inExpression(token);
        }
    }

private:
    /// A parenthesis or bracket that is open, and what comes when it is closed.
    struct Open {
        bool duration = false;
        Place after = Place::AfterOperand;
    };

    void open(Open frame, Place inside)
    {
        m_frames.push_back(frame);
        m_place = inside;
    }
    void close()
    {
        m_place = m_frames.empty() ? Place::AfterOperand : m_frames.back().after;
        if (!m_frames.empty())
            m_frames.pop_back();
    }
    [[nodiscard]] bool inDurationFrame() const { return !m_frames.empty() && m_frames.back().duration; }

    void inBraces(const Token& token)
    {
        switch (token.kind) {
        case TokenKind::RightBrace:
            m_place = Place::AfterOperand;
            break;
        case TokenKind::Comma:
            m_place = Place::MatcherName;
            break;
        case TokenKind::Operator:
            m_place = Place::MatcherValue;
            break;
        case TokenKind::Identifier:
            m_place = Place::MatcherOperator;
            break;
        case TokenKind::String:
            m_place = m_place == Place::MatcherName ? Place::MatcherOperator : Place::AfterMatcher;
            break;
        default:
            break;
        }
    }

    void inLabels(const Token& token)
    {
        if (token.kind == TokenKind::RightParen)
            close();
        else
            m_place = token.kind == TokenKind::Comma ? Place::Label : Place::AfterLabel;
    }

    void inDuration(const Token& token)
    {
        switch (token.kind) {
        case TokenKind::LeftParen:
            open({true, inDurationFrame() ? Place::AfterDuration : Place::AfterOperand}, Place::Duration);
            break;
        case TokenKind::RightParen:
        case TokenKind::RightBracket:
            close();
            break;
        case TokenKind::Operator:
        case TokenKind::Colon:
        case TokenKind::Comma:
            m_place = Place::Duration;
            break;
        case TokenKind::Keyword: // step, range, min_of: their parenthesis is next
            break;
        default: // an offset ends with its literal
            m_place = inDurationFrame() ? Place::AfterDuration : Place::AfterOperand;
            break;
        }
    }

    void inExpression(const Token& token)
    {
        switch (token.kind) {
        case TokenKind::LeftBrace:
            m_place = Place::MatcherName;
            break;
        case TokenKind::LeftBracket:
            open({true, Place::AfterOperand}, Place::Duration);
            break;
        case TokenKind::LeftParen:
            open({false, m_special ? m_afterSpecial : Place::AfterOperand}, m_labelsFollow ? Place::Label : Place::Operand);
            break;
        case TokenKind::RightParen:
        case TokenKind::RightBracket:
            close();
            break;
        case TokenKind::Comma:
            m_place = Place::Operand;
            break;
        case TokenKind::Operator: // or a metric of that name
            m_place =
                m_place == Place::Operand && isWord(token, {"and", "or", "unless"}) ? Place::AfterOperand : Place::Operand;
            break;
        case TokenKind::At:
            m_place = Place::Timestamp;
            break;
        case TokenKind::Keyword:
            keyword(token);
            break;
        case TokenKind::Error:
            if (isOpenString(token))
                m_place = Place::AfterOperand;
            break;
        default:
            m_place = Place::AfterOperand;
            break;
        }
        m_labelsFollow = beginsLabels(token);
        m_special = m_labelsFollow || beginsFill(token);
        m_lastWasParen = token.kind == TokenKind::RightParen;
    }

    void keyword(const Token& token)
    {
        const bool operand = m_place == Place::Operand && !beginsLabels(token) && !isWord(token, {"bool"});
        m_place = Place::AfterOperand; // of a metric or a function of that name, and of anchored and smoothed
        if (operand)
            return;
        if (isWord(token, {"offset"})) {
            m_place = Place::Duration;
        } else if (isWord(token, {"bool", "group_left", "group_right"})) {
            m_place = m_afterSpecial = Place::Operand;
        } else if (beginsFill(token)) {
            m_place = Place::Parenthesis;
            m_afterSpecial = Place::Operand;
        } else if (beginsLabels(token)) {
            // sum(x) by (…) is whole; sum by (…) waits for its arguments.
            const bool grouping = isWord(token, {"by", "without"});
            m_place = Place::Parenthesis;
            m_afterSpecial = !grouping ? Place::Operand : m_lastWasParen ? Place::AfterOperand : Place::Parenthesis;
        }
    }

    Place m_place = Place::Operand;
    std::vector<Open> m_frames;
    bool m_labelsFollow = false; ///< a parenthesis now holds labels
    bool m_special = false; ///< … or a fill value: m_afterSpecial comes behind it
    bool m_lastWasParen = false;
    Place m_afterSpecial = Place::Operand;
};

} // namespace

std::vector<Place> placesOf(std::span<const Token> tokens)
{
    std::vector<Place> out;
    out.reserve(tokens.size());
    Walk walk;
    for (const Token& token : tokens) {
        out.push_back(walk.place());
        walk.step(token);
    }
    return out;
}

bool isOpenString(const Token& token)
{
    return token.kind == TokenKind::Error && token.message.starts_with("unterminated");
}

} // namespace wg::promql
