// Byte offsets of a text's UTF-8 form against positions of its QString: the parser counts the one, Qt the other.
#pragma once

#include <QString>

#include <cstddef>
#include <string>
#include <vector>

namespace wg::ui::editors {

class TextPositions {
public:
    explicit TextPositions(const QString& text);

    [[nodiscard]] const std::string& utf8() const { return m_utf8; }
    /// The character that holds the byte; past the end: the end.
    [[nodiscard]] int position(std::size_t byte) const;
    /// Where the character begins; between the halves of a surrogate pair: where the pair begins.
    [[nodiscard]] std::size_t byte(int position) const;

private:
    std::string m_utf8;
    std::vector<std::size_t> m_bytes; ///< of each UTF-16 unit, and of the end
};

} // namespace wg::ui::editors
