#include "ui/shell/evaluate_bar.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/bar_parts.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>

namespace wg::ui::shell {
namespace {

constexpr double kLevels[] = {0.90, 0.95, 0.99};
constexpr int kNameCharacters = 16;

QString menuText(const QString& text)
{
    return QString(text).replace('&', QLatin1String("&&"));
}

QString levelText(double level)
{
    return EvaluateBar::tr("%1 %").arg(100 * level);
}

/// "■ 3.0 with ■ 2.3" as one picture and text cannot hold two swatches: the button is painted by hand.
class CompareButton : public QToolButton {
public:
    explicit CompareButton(QWidget* parent) : QToolButton(parent) { setProperty("kind", "secondary"); }
    void set(const EvaluatedModel* candidate, const EvaluatedModel* reference)
    {
        m_candidate = candidate ? theme::shown(candidate->name, kNameCharacters) : QString();
        m_reference = reference ? theme::shown(reference->name, kNameCharacters) : QString();
        m_colors[0] = plot::seriesColor(candidate ? candidate->color : 0);
        m_colors[1] = plot::seriesColor(reference ? reference->color : 0);
        setAccessibleName(EvaluateBar::tr("Compare %1 with %2").arg(m_candidate, m_reference));
        updateGeometry();
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {walk(nullptr), theme::size::control}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QToolButton::paintEvent(event); // frame and focus; it has neither text nor icon
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        walk(&painter);
    }

private:
    /// Paints, where there is a painter, and tells the width.
    int walk(QPainter* painter) const
    {
        const auto& c = theme::colors();
        const QFontMetrics metrics(theme::font());
        int x = theme::space::m;
        const auto text = [&](const QString& words, const QColor& color) {
            if (painter) {
                painter->setFont(theme::font());
                painter->setPen(color);
                painter->drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words);
            }
            x += metrics.horizontalAdvance(words) + theme::space::s;
        };
        const auto swatch = [&](const QColor& color) {
            if (painter) {
                painter->setPen(Qt::NoPen);
                painter->setBrush(color);
                painter->drawRoundedRect(
                    QRectF(x, (height() - theme::size::swatch) / 2.0, theme::size::swatch, theme::size::swatch),
                    theme::radius::control / 2.0, theme::radius::control / 2.0);
            }
            x += theme::size::swatch + theme::space::s;
        };
        text(EvaluateBar::tr("Compare"), c.textSecondary);
        swatch(m_colors[0]);
        text(m_candidate, c.textPrimary);
        text(EvaluateBar::tr("with"), c.textSecondary);
        swatch(m_colors[1]);
        text(m_reference, c.textPrimary);
        if (painter)
            painter->drawPixmap(x, (height() - theme::size::iconSmall) / 2,
                theme::iconPixmap("chevron-down", c.textSecondary, theme::size::iconSmall, devicePixelRatioF()));
        return x + theme::size::iconSmall + theme::space::m;
    }

    QString m_candidate, m_reference;
    QColor m_colors[2];
};

} // namespace

EvaluateBar::EvaluateBar(EvaluateSelection& selection, QWidget* owner)
    : QObject(owner)
    , m_selection(selection)
    , m_tabs(new theme::SegmentedControl({}, owner, false))
    , m_compare(new CompareButton(owner))
    , m_level(barButton(owner, {}, {}, tr("How sure every interval is")))
    , m_add(barButton(owner, "plus", tr("Add logs"), tr("Open further logs")))
    , m_pin(barButton(owner, "flag", tr("Pin to dashboard"), tr("Show a part of this page as a panel of the dashboard")))
    , m_export(barButton(owner, "export", {}, tr("Save this page as a picture or its figures as a report")))
    , m_compareMenu(new QMenu(m_compare))
{
    m_compare->setMenu(m_compareMenu);
    m_compare->setPopupMode(QToolButton::InstantPopup);
    m_compare->setToolTip(tr("Candidate and reference"));
    m_compare->setFocusPolicy(Qt::TabFocus);
    m_level->setToolButtonStyle(Qt::ToolButtonTextOnly);
    auto* levels = new QMenu(m_level);
    for (const double level : kLevels)
        connect(levels->addAction(levelText(level)), &QAction::triggered, this, [this, level] { m_selection.setLevel(level); });
    m_level->setMenu(levels);
    m_level->setPopupMode(QToolButton::InstantPopup);
    auto* saves = new QMenu(m_export);
    connect(saves->addAction(tr("Picture of the page…")), &QAction::triggered, this, &EvaluateBar::pictureRequested);
    connect(saves->addAction(tr("Report of the figures…")), &QAction::triggered, this, &EvaluateBar::reportRequested);
    m_export->setMenu(saves);
    m_export->setPopupMode(QToolButton::InstantPopup);
    for (QWidget* widget : widgets())
        widget->hide(); // until the top bar shows them
    connect(m_tabs, &theme::SegmentedControl::currentChanged, this, &EvaluateBar::tabChosen);
    connect(m_add, &QToolButton::clicked, this, &EvaluateBar::addRequested);
    connect(m_pin, &QToolButton::clicked, this, &EvaluateBar::pinRequested);
    connect(m_compareMenu, &QMenu::aboutToShow, this, &EvaluateBar::fillCompare);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateBar::showCompare);
    connect(&selection, &EvaluateSelection::levelChanged, this, &EvaluateBar::showLevel);
    showCompare();
    showLevel();
}

QList<QWidget*> EvaluateBar::widgets() const
{
    return {m_tabs, m_compare, m_level, m_add, m_pin, m_export};
}

void EvaluateBar::setTabs(const QStringList& names)
{
    const int current = m_tabs->current();
    m_tabs->setSegments(names);
    m_tabs->setCurrent(current < 0 ? 0 : current);
}

void EvaluateBar::setTab(int index)
{
    m_tabs->setCurrent(index);
}

void EvaluateBar::fillCompare()
{
    m_compareMenu->clear();
    for (const bool candidate : {true, false}) {
        m_compareMenu->addSection(candidate ? tr("Candidate") : tr("Reference"));
        const EvaluatedModel* current = candidate ? m_selection.candidate() : m_selection.reference();
        for (const EvaluatedModel& model : m_selection.models()) {
            QPixmap swatch(theme::size::swatch, theme::size::swatch);
            swatch.fill(plot::seriesColor(model.color));
            QAction* action = m_compareMenu->addAction(QIcon(swatch), menuText(theme::shown(model.name, 60)));
            action->setCheckable(true);
            action->setChecked(current == &model);
            connect(action, &QAction::triggered, this, [this, key = model.key, candidate] {
                if (candidate)
                    m_selection.setCandidate(key);
                else
                    m_selection.setReference(key);
            });
        }
    }
}

void EvaluateBar::showCompare()
{
    const bool two = m_selection.models().size() > 1 && m_selection.reference();
    static_cast<CompareButton*>(m_compare)->set(m_selection.candidate(), m_selection.reference());
    m_compare->setProperty("hiddenByPage", !two);
    const bool any = m_selection.candidate() != nullptr;
    for (QWidget* widget : {static_cast<QWidget*>(m_level), static_cast<QWidget*>(m_pin), static_cast<QWidget*>(m_export)})
        widget->setProperty("hiddenByPage", !any);
    // In the bar of a page that is not shown the widgets are the page's own, hidden children.
    for (QWidget* widget : widgets())
        if (widget->parentWidget() != parent())
            widget->setVisible(!widget->property("hiddenByPage").toBool());
}

void EvaluateBar::showLevel()
{
    m_level->setText(tr("Interval %1").arg(levelText(m_selection.level())));
    m_level->setAccessibleName(m_level->text());
}

} // namespace wg::ui::shell
