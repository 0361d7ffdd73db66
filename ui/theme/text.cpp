#include "ui/theme/text.h"

#include <algorithm>

namespace wg::ui::theme {
namespace {

bool mustEscape(QChar c, bool keepLines)
{
    if (c == u'\n' && keepLines)
        return false;
    const auto code = c.unicode();
    const bool bidi = code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e)
        || (code >= 0x2066 && code <= 0x2069);
    return bidi || code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || code == 0xfeff;
}

QString cleaned(QStringView text, int most, bool keepLines)
{
    QString result;
    result.reserve(std::min<qsizetype>(text.size(), most));
    for (const QChar c : text) {
        if (result.size() >= most) {
            if (result.back().isHighSurrogate())
                result.chop(1);
            result.append(u'…');
            break;
        }
        if (mustEscape(c, keepLines))
            result.append(QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0')));
        else
            result.append(c);
    }
    return result;
}

} // namespace

QString shown(std::string_view utf8, int most)
{
    // At most four bytes a character: decoding a megabyte to show a line would be waste.
    const auto bytes = std::min<std::size_t>(utf8.size(), static_cast<std::size_t>(most) * 4 + 4);
    return cleaned(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(bytes)), most, false);
}

QString shown(const QString& text, int most)
{
    return cleaned(text, most, false);
}

QString shownLines(const QString& text, int most)
{
    return cleaned(text, most, true);
}

} // namespace wg::ui::theme
