#include "core/base/utf8.h"

#include <QtTest>

using namespace wg;

class TestUtf8 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Every code point, encoded by Qt, is one character; but for surrogates and U+FEFF, which Qt does not encode.
    void takesEveryCharacter()
    {
        for (char32_t code = 0; code <= 0x10FFFF; ++code) {
            if ((code >= 0xD800 && code < 0xE000) || code == 0xFEFF)
                continue;
            const std::string text = QString::fromUcs4(&code, 1).toStdString();
            if (utf8Length(text) != text.size() || utf8Length("ab" + text + "c", 2) != text.size() || codePoints(text) != 1)
                QFAIL(qPrintable(QString("U+%1").arg(static_cast<uint>(code), 4, 16)));
        }
    }

    /// Every text of two bytes, and every head of three and four, against the table of RFC 3629, section 4.
    void agreesWithTheGrammar()
    {
        for (unsigned first = 0; first < 256; ++first) {
            for (unsigned second = 0; second < 256; ++second) {
                const std::string head{static_cast<char>(first), static_cast<char>(second)};
                const bool tail = second >= 0x80 && second <= 0xBF;
                const std::size_t expected = first < 0x80                    ? 1
                    : first >= 0xC2 && first <= 0xDF && tail                 ? 2
                    : first == 0xE0 && tail && second >= 0xA0                ? 3
                    : first == 0xED && tail && second <= 0x9F                ? 3
                    : first > 0xE0 && first <= 0xEF && first != 0xED && tail ? 3
                    : first == 0xF0 && tail && second >= 0x90                ? 4
                    : first > 0xF0 && first < 0xF4 && tail                   ? 4
                    : first == 0xF4 && tail && second <= 0x8F                ? 4
                                                                             : 0;
                QCOMPARE(utf8Length(head + "\x80\xBF"), expected);
                QCOMPARE(isUtf8(head), expected == 2 || (expected == 1 && second < 0x80));
            }
        }
    }

    void refusesWhatIsCut()
    {
        const std::string_view face = "\xF0\x9F\x98\x80";
        for (std::size_t n = 1; n < face.size(); ++n) {
            QCOMPARE(utf8Length(face.substr(0, n)), std::size_t{0});
            QVERIFY(!isUtf8(std::string("loss ") + std::string(face.substr(0, n))));
        }
        QCOMPARE(utf8Length("ab", 2), std::size_t{1});
        QVERIFY(isUtf8(""));
        QVERIFY(isUtf8("loss \xF0\x9F\x98\x80 é"));
        QCOMPARE(codePoints("né\xF0\x9F\x98\x80"), std::size_t{3});
    }
};

QTEST_APPLESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
