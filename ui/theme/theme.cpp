#include "ui/theme/theme.h"

#include "ui/theme/style.h"
#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWidget>

#include <algorithm>

// Resources of a static library are linked only when asked for; the macro has to stand outside any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(watchglass);
}

namespace wg::ui::theme {
namespace {

struct Token {
    const char* group;
    const char* name;
    QColor Colors::* color;
};
constexpr Token kTokens[] = {
    {"surface", "canvas", &Colors::canvas},
    {"surface", "panel", &Colors::panel},
    {"surface", "raised", &Colors::raised},
    {"line", "border", &Colors::border},
    {"line", "grid", &Colors::grid},
    {"line", "popupBorder", &Colors::popupBorder},
    {"text", "primary", &Colors::textPrimary},
    {"text", "secondary", &Colors::textSecondary},
    {"text", "disabled", &Colors::textDisabled},
    {"text", "onAccent", &Colors::onAccent},
    {"text", "onCritical", &Colors::onCritical},
    {"", "accent", &Colors::accent},
    {"state", "ok", &Colors::ok},
    {"state", "warning", &Colors::warning},
    {"state", "critical", &Colors::critical},
    {"tint", "selectedOnPanel", &Colors::selectedOnPanel},
    {"tint", "selectedOnCanvas", &Colors::selectedOnCanvas},
    {"tint", "selectedOnRaised", &Colors::selectedOnRaised},
    {"tint", "toggledBorder", &Colors::toggledBorder},
    {"tint", "hoverRow", &Colors::hoverRow},
    {"tint", "warningBadge", &Colors::warningBadge},
    {"tint", "criticalBadge", &Colors::criticalBadge},
    {"tint", "warningBorder", &Colors::warningBorder},
    {"tint", "criticalBorder", &Colors::criticalBorder},
    {"", "seriesNeutral", &Colors::seriesNeutral},
    {"syntax", "function", &Colors::synFunction},
    {"syntax", "keyword", &Colors::synKeyword},
    {"syntax", "metric", &Colors::synMetric},
    {"syntax", "label", &Colors::synLabel},
    {"syntax", "string", &Colors::synString},
    {"syntax", "number", &Colors::synNumber},
    {"syntax", "punctuation", &Colors::synPunctuation},
    {"syntax", "comment", &Colors::synComment},
};

Colors readColors(Mode mode)
{
    QFile file(QStringLiteral(":/watchglass/tokens.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    const auto themes = QJsonDocument::fromJson(file.readAll()).object()[u"themes"].toObject();
    const auto table = themes[mode == Mode::Dark ? u"dark" : u"light"].toObject();
    Colors colors;
    for (const auto& token : kTokens) {
        const auto group = *token.group ? table[QLatin1String(token.group)].toObject() : table;
        colors.*token.color = QColor(group[QLatin1String(token.name)].toString());
    }
    const auto fill = [&](const char* name, auto& target) {
        const auto list = table[QLatin1String(name)].toArray();
        for (std::size_t i = 0; i < target.size(); ++i)
            target[i] = QColor(list[static_cast<qsizetype>(i)].toString());
    };
    fill("series", colors.series);
    fill("heat", colors.heat);
    return colors;
}

QPalette makePalette(const Colors& c)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    set(QPalette::Window, c.canvas);
    set(QPalette::WindowText, c.textPrimary);
    set(QPalette::Base, c.panel);
    set(QPalette::AlternateBase, c.hoverRow);
    set(QPalette::Text, c.textPrimary);
    set(QPalette::Button, c.raised);
    set(QPalette::ButtonText, c.textPrimary);
    set(QPalette::BrightText, c.critical);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.textPrimary);
    set(QPalette::PlaceholderText, c.textDisabled);
    set(QPalette::Highlight, c.selectedOnPanel);
    set(QPalette::HighlightedText, c.textPrimary);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::Light, c.border);
    set(QPalette::Midlight, c.border);
    set(QPalette::Mid, c.border);
    set(QPalette::Dark, c.border);
    set(QPalette::Shadow, c.canvas);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, c.textDisabled);
    return palette;
}

/// "#RRGGBB", "rgb(1, 2, 3)" and "rgba(1, 2, 3, 0.4)".
QColor literalColor(const QString& text)
{
    if (text.startsWith(u'#'))
        return QColor(text);
    const auto open = text.indexOf(u'(');
    if (!text.startsWith(u"rgb") || open < 0 || !text.endsWith(u')'))
        return {};
    const auto parts = text.mid(open + 1, text.size() - open - 2).split(u',');
    if (parts.size() != 3 && parts.size() != 4)
        return {};
    int channel[3];
    for (int i = 0; i < 3; ++i) {
        bool ok = false;
        channel[i] = parts[i].trimmed().toInt(&ok);
        if (!ok || channel[i] < 0 || channel[i] > 255)
            return {};
    }
    QColor color(channel[0], channel[1], channel[2]);
    if (parts.size() == 4)
        color.setAlphaF(static_cast<float>(std::clamp(parts[3].trimmed().toDouble(), 0.0, 1.0)));
    return color;
}

QColor hueNamed(QStringView name, const Colors& c)
{
    struct Hue {
        QStringView name;
        QColor color;
    };
    const Hue hues[] = {
        {u"green", c.ok},
        {u"red", c.critical},
        {u"yellow", c.warning},
        {u"orange", c.series[1]},
        {u"blue", c.series[0]},
        {u"purple", c.series[5]},
        {u"text", c.textPrimary},
        {u"gray", c.seriesNeutral},
        {u"grey", c.seriesNeutral},
        {u"black", c.canvas},
        {u"white", c.textPrimary},
        {u"transparent", QColor(Qt::transparent)},
    };
    const auto* found = std::ranges::find(hues, name, &Hue::name);
    return found == std::end(hues) ? QColor() : found->color;
}

} // namespace

Theme& Theme::instance()
{
    static Theme theme;
    return theme;
}

Theme::Theme()
{
    initResources();
    m_colors = readColors(m_mode);
}

void Theme::apply(QApplication& app, Mode mode)
{
    m_mode = mode;
    m_colors = readColors(mode);
    if (!app.property("wgStyle").isValid()) {
        app.setProperty("wgStyle", true);
        app.setStyle(new Style);
    }
    app.setFont(font());
    app.setPalette(makePalette(m_colors));
    app.setStyleSheet(styleSheet(m_colors));
    installFocusRing(app);
    Q_EMIT changed();
    for (auto* widget : app.allWidgets())
        widget->update();
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor mix(const QColor& under, const QColor& over, double alpha)
{
    const auto channel = [&](int a, int b) { return qRound(a + (b - a) * alpha); };
    return {channel(under.red(), over.red()), channel(under.green(), over.green()), channel(under.blue(), over.blue())};
}

QColor fromGrafana(const QString& name)
{
    const auto& c = colors();
    const QString text = name.trimmed().toLower();
    if (const auto literal = literalColor(text); literal.isValid())
        return literal;
    struct Shade {
        QStringView prefix;
        double towards; ///< negative: to the canvas, positive: to the text
    };
    static constexpr Shade kShades[] = {
        {u"super-light-", 0.45}, {u"semi-dark-", 0}, {u"light-", 0.25}, {u"dark-", -0.12}, {u"", 0}};
    for (const auto& shade : kShades) {
        if (!text.startsWith(shade.prefix))
            continue;
        const auto hue = hueNamed(QStringView(text).mid(shade.prefix.size()), c);
        if (!hue.isValid())
            break;
        return shade.towards == 0 ? hue : mix(hue, shade.towards < 0 ? c.canvas : c.textPrimary, std::abs(shade.towards));
    }
    return c.seriesNeutral;
}

} // namespace wg::ui::theme
