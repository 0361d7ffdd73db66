#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>

using namespace wg::ui::theme;

namespace {

double luminance(const QColor& color)
{
    const auto channel = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

/// WCAG 2.1 contrast ratio.
double contrast(const QColor& a, const QColor& b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastOfText_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("dark") << int(Mode::Dark);
        QTest::newRow("light") << int(Mode::Light);
    }
    void contrastOfText()
    {
        QFETCH(int, mode);
        Theme::instance().apply(*qApp, Mode(mode));
        const auto& c = colors();
        const std::vector<std::pair<QString, QColor>> surfaces = {
            {"canvas", c.canvas}, {"panel", c.panel}, {"raised", c.raised}};
        const std::vector<std::pair<QString, QColor>> texts = {{"primary", c.textPrimary}, {"secondary", c.textSecondary},
            {"disabled", c.textDisabled}, {"accent", c.accent}, {"ok", c.ok}, {"warning", c.warning}, {"critical", c.critical}};
        for (const auto& [surfaceName, surface] : surfaces) {
            for (const auto& [textName, text] : texts) {
                const double ratio = contrast(text, surface);
                QVERIFY2(ratio >= 4.5, qPrintable(QString("%1 on %2 is %3").arg(textName, surfaceName).arg(ratio)));
            }
            for (const auto& series : c.series)
                QVERIFY2(contrast(series, surface) >= 3, qPrintable(series.name() + " on " + surfaceName));
        }
        QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
        QVERIFY(contrast(c.onCritical, c.critical) >= 4.5);
        QVERIFY(contrast(c.warning, c.warningBadge) >= 4.5);
        QVERIFY(contrast(c.critical, c.criticalBadge) >= 4.5);
        QVERIFY(contrast(c.textPrimary, c.hoverRow) >= 4.5);
        for (const auto& tint : {c.selectedOnPanel, c.selectedOnCanvas, c.selectedOnRaised})
            QVERIFY(contrast(c.textPrimary, tint) >= 4.5);
        for (const auto& ink : {c.synFunction, c.synKeyword, c.synMetric, c.synLabel, c.synString, c.synNumber, c.synComment})
            QVERIFY2(contrast(ink, c.canvas) >= 4.5, qPrintable(ink.name()));
    }

    void tokensAndConstantsAgree()
    {
        QFile file(":/watchglass/tokens.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto table = QJsonDocument::fromJson(file.readAll()).object();
        const auto sizes = table["size"].toObject();
        const std::pair<const char*, int> expected[] = {{"rail", size::rail}, {"topBar", size::topBar},
            {"gutter", size::gutter}, {"gridRow", size::gridRow}, {"panelHeader", size::panelHeader},
            {"control", size::control}, {"badge", size::badge}, {"tableHeader", size::tableHeader},
            {"legendTableRow", size::legendTableRow}, {"plotLeft", size::plotLeft}, {"plotRight", size::plotRight},
            {"plotTop", size::plotTop}, {"plotBottom", size::plotBottom}, {"plotBottomWithStrip", size::plotBottomWithStrip},
            {"tooltipRow", size::tooltipRow}, {"operatingRing", size::operatingRing}};
        for (const auto& [name, value] : expected)
            QVERIFY2(sizes[QLatin1String(name)].toInt() == value, name);
        const auto alphas = table["alpha"].toObject();
        QCOMPARE(alphas["fillOneSeries"].toDouble(), alpha::fillOneSeries);
        QCOMPARE(alphas["dimmedOnError"].toDouble(), alpha::dimmedOnError);
        Theme::instance().apply(*qApp, Mode::Light);
        QCOMPARE(colors().panel, QColor("#FAFBFC"));
        QCOMPARE(qApp->palette().color(QPalette::Window), colors().canvas);
        Theme::instance().apply(*qApp, Mode::Dark);
        QCOMPARE(colors().panel, QColor("#171B22"));
    }

    void fontsAreTabular()
    {
        for (const bool strong : {false, true}) {
            const QFontMetrics metrics(font(Text::Body, strong));
            for (const QChar digit : QString("123456789"))
                QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(u'0'));
        }
        // Measured, not asked: Noto Sans Mono does not call itself fixed.
        const QFontMetrics fixed(fixedFont());
        for (const QChar letter : QString("iIlW0.{\u00e4"))
            QCOMPARE(fixed.horizontalAdvance(letter), fixed.horizontalAdvance(u'm'));
    }

    void everyIconDraws()
    {
        const QDir icons(":/watchglass/icons");
        QVERIFY(icons.entryList().size() > 40);
        for (const auto& file : icons.entryList()) {
            const auto image = iconPixmap(QFileInfo(file).baseName(), Qt::red, 16, 2).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            int inked = 0;
            for (int y = 0; y < 32; ++y) {
                for (int x = 0; x < 32; ++x)
                    inked += qAlpha(image.pixel(x, y)) > 200 && qRed(image.pixel(x, y)) > 200;
            }
            QVERIFY2(inked > 10, qPrintable(file));
        }
        QVERIFY(icon("plus", Qt::white).pixmap(16, 16).toImage().pixelColor(8, 8).alpha() > 200);
    }

    void styleSheetIsFilled()
    {
        const auto sheet = styleSheet(colors());
        QVERIFY2(!sheet.contains('@'), qPrintable(sheet.mid(sheet.indexOf('@'), 40)));
        QVERIFY(sheet.contains(colors().accent.name()));
    }

    void grafanaColours_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QColor>("color");
        const auto& c = colors();
        QTest::newRow("red") << "red" << c.critical;
        QTest::newRow("semi-dark-red") << "semi-dark-red" << c.critical;
        QTest::newRow("green") << "green" << c.ok;
        QTest::newRow("orange") << "orange" << c.series[1];
        QTest::newRow("hex") << "#123456" << QColor(0x12, 0x34, 0x56);
        QTest::newRow("rgb") << "rgb(1, 2, 3)" << QColor(1, 2, 3);
        QTest::newRow("bad rgb") << "rgb(1, 2)" << c.seriesNeutral;
        QTest::newRow("rgb out of range") << "rgb(1, 2, 300)" << c.seriesNeutral;
        QTest::newRow("unknown") << "mauve-ish" << c.seriesNeutral;
        QTest::newRow("empty") << "" << c.seriesNeutral;
    }
    void grafanaColours()
    {
        QFETCH(QString, name);
        QFETCH(QColor, color);
        QCOMPARE(fromGrafana(name), color);
    }

    void textFromOutside()
    {
        QCOMPARE(shown(QString("<b>x</b>")), QString("<b>x</b>"));
        QCOMPARE(shown(std::string_view("a\0b", 3)), QString("a\\u0000b"));
        QCOMPARE(shown(QStringLiteral(u"a\u202eb")), QString("a\\u202eb"));
        QCOMPARE(shown(std::string(1 << 20, 'x')).size(), qsizetype(kMaxShownText + 1));
        QVERIFY(shown(std::string(1 << 20, 'x')).endsWith(u'…'));
        QCOMPARE(shown(QStringLiteral(u"\U0001F600\U0001F600"), 3), QStringLiteral(u"\U0001F600…"));
        QCOMPARE(shownLines("a\nb\tc"), QString("a\nb\\u0009c"));
    }

    void elidedLabelKeepsItsText()
    {
        ElidedLabel label("<img src=/dev/zero> and a long text that cannot fit");
        label.resize(60, 20);
        label.show();
        QVERIFY(label.toolTip().startsWith("&lt;img"));
        label.resize(2000, 20);
        QVERIFY(label.toolTip().isEmpty());
    }

    void segmentedControlIsExclusive()
    {
        SegmentedControl control({"Table", "Raw & JSON", "JSON"});
        control.show();
        QSignalSpy spy(&control, &SegmentedControl::currentChanged);
        QCOMPARE(control.current(), 0);
        control.setCurrent(2);
        QCOMPARE(spy.size(), 0);
        QTest::mouseClick(control.findChildren<QToolButton*>().at(1), Qt::LeftButton);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(control.current(), 1);
        control.setCurrent(-1);
        QCOMPARE(control.current(), -1);
    }

    void badgeByKeyboard()
    {
        Badge badge;
        badge.set(Tone::Critical, "error", "Error");
        badge.setClickable(true);
        badge.show();
        QSignalSpy spy(&badge, &Badge::clicked);
        QTest::keyClick(&badge, Qt::Key_Space);
        QTest::mouseClick(&badge, Qt::LeftButton);
        QCOMPARE(spy.size(), 2);
    }

    void focusRingFollowsTheKeyboard()
    {
        QWidget window;
        QLineEdit first(&window), second(&window);
        first.setGeometry(20, 20, 100, 32);
        second.setGeometry(20, 80, 100, 32);
        window.resize(200, 140);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        first.setFocus();
        QTest::keyClick(&window, Qt::Key_Tab);
        QTRY_VERIFY(second.hasFocus());
        const auto picture = window.grab().toImage();
        QCOMPARE(picture.pixelColor(17 * qRound(picture.devicePixelRatio()), 96), colors().accent);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
