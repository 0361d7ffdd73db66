#include "ui/editors/text_positions.h"

#include <algorithm>

namespace wg::ui::editors {

TextPositions::TextPositions(const QString& text) : m_utf8(text.toStdString())
{
    static const auto kLone =
        static_cast<std::size_t>(QString(QChar(0xd800)).toUtf8().size()); // half a pair: Qt's own stand-in
    m_bytes.reserve(static_cast<std::size_t>(text.size()) + 1);
    std::size_t byte = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        m_bytes.push_back(byte);
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            m_bytes.push_back(byte);
            ++i;
            byte += 4;
        } else {
            byte += c.isSurrogate() ? kLone : c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 ? 2 : 3;
        }
    }
    m_bytes.push_back(byte);
}

int TextPositions::position(std::size_t byte) const
{
    // The first unit of the last character that begins at the byte or before it.
    const auto after = std::ranges::upper_bound(m_bytes, std::min(byte, m_utf8.size()));
    const auto first = std::ranges::lower_bound(m_bytes, *std::prev(after));
    return static_cast<int>(first - m_bytes.begin());
}

std::size_t TextPositions::byte(int position) const
{
    return m_bytes[std::clamp<std::size_t>(static_cast<std::size_t>(std::max(position, 0)), 0, m_bytes.size() - 1)];
}

} // namespace wg::ui::editors
