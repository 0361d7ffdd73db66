#include "ui/shell/explore_row.h"

#include "ui/editors/promql_editor.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

constexpr int kStepWidth = 88;
constexpr int kLegendWidth = 180;

QLineEdit* smallEdit(const QString& name, const QString& placeholder, const QString& tip)
{
    auto* edit = new QLineEdit;
    edit->setProperty("small", true);
    edit->setFixedHeight(theme::size::controlSmall);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    edit->setToolTip(tip.toHtmlEscaped());
    return edit;
}

} // namespace

ExploreRow::ExploreRow(editors::CompletionNames* names, QWidget* parent)
    : QFrame(parent)
    , m_query(new ExploreQuery(this))
    , m_chip(new QToolButton)
    , m_eye(iconButton(QStringLiteral("eye"), tr("Hide this query")))
    , m_remove(iconButton(QStringLiteral("x"), tr("Remove this query")))
    , m_legend(smallEdit(tr("Legend"), tr("labels"), tr("{{instance}} stands for the label's value; empty: all labels")))
    , m_step(smallEdit(tr("Step"), tr("auto"), tr("A duration such as 30s; empty: as many points as the graph has pixels")))
    , m_kind(new theme::SegmentedControl({tr("Range"), tr("Instant")}))
    , m_status(plainLabel({}, "small", "secondary"))
    , m_problem(plainLabel({}, "small", "critical"))
    , m_editor(new editors::PromqlEditor(names))
{
    m_kind->setCurrent(0);
    m_legend->setFont(theme::fixedFont(theme::Text::Small));
    m_legend->setMaximumWidth(kLegendWidth);
    m_step->setFixedWidth(kStepWidth);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(theme::size::panelInset, 0, theme::size::panelInset, theme::space::s);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_editor);
    layout->addWidget(m_problem);
    connectAll();
    drawLetter();
    showState();
}

QWidget* ExploreRow::makeHeader()
{
    auto* header = new QWidget;
    header->setFixedHeight(theme::size::panelHeader + theme::space::xs);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(theme::space::s, 0, theme::space::s, 0);
    layout->setSpacing(theme::space::s);
    m_chip->setFixedSize(theme::size::controlSmall, theme::size::controlSmall);
    layout->addWidget(m_chip);
    layout->addSpacing(theme::space::xs);
    layout->addWidget(plainLabel(tr("Legend"), "small", "secondary"));
    layout->addWidget(m_legend, 1);
    layout->addWidget(m_kind);
    layout->addWidget(plainLabel(tr("Step"), "small", "secondary"));
    layout->addWidget(m_step);
    layout->addStretch(1);
    layout->addWidget(m_status);
    layout->addWidget(m_eye);
    layout->addWidget(m_remove);
    return header;
}

void ExploreRow::connectAll()
{
    connect(m_editor, &editors::PromqlEditor::runRequested, this, [this] {
        commit();
        Q_EMIT runRequested();
    });
    connect(m_editor, &editors::PromqlEditor::problemChanged, this, &ExploreRow::showState);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &ExploreRow::showState);
    connect(m_step, &QLineEdit::textChanged, this, &ExploreRow::showState);
    connect(m_step, &QLineEdit::editingFinished, this, &ExploreRow::againRequested);
    connect(m_legend, &QLineEdit::textChanged, this, &ExploreRow::legendChanged);
    connect(m_kind, &theme::SegmentedControl::currentChanged, this, &ExploreRow::againRequested);
    connect(m_remove, &QToolButton::clicked, this, &ExploreRow::removeRequested);
    connect(m_query, &ExploreQuery::changed, this, &ExploreRow::take);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ExploreRow::drawLetter);
    connect(m_chip, &QToolButton::clicked, this, [this] {
        m_editor->setFocus();
        Q_EMIT focused();
    });
    connect(m_eye, &QToolButton::clicked, this, [this] {
        m_shown = !m_shown;
        const QString what = m_shown ? tr("Hide this query") : tr("Show this query");
        m_eye->setToolTip(what);
        m_eye->setAccessibleName(what);
        drawLetter();
        if (!m_shown)
            cancel();
        showState();
        Q_EMIT shownChanged();
    });
    for (QWidget* one : std::initializer_list<QWidget*>{m_editor, m_legend, m_step})
        one->installEventFilter(this);
}

bool ExploreRow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT focused();
    return QFrame::eventFilter(watched, event);
}

void ExploreRow::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    if (y() == 0)
        return;
    QPainter painter(this);
    painter.setPen(QPen(theme::colors().border, theme::stroke::hairline));
    painter.drawLine(0, 0, width(), 0);
}

void ExploreRow::setLetter(QChar letter)
{
    m_letter = letter;
    m_editor->setAccessibleName(tr("PromQL expression of query %1").arg(letter));
    drawLetter();
}

void ExploreRow::setCurrent(bool current)
{
    m_current = current;
    drawLetter();
}

void ExploreRow::drawLetter()
{
    m_chip->setText(m_letter);
    m_chip->setProperty("kind", m_current ? "primary" : "secondary");
    m_chip->setProperty("small", true);
    const QString what = tr("Query %1").arg(m_letter);
    m_chip->setToolTip(what);
    m_chip->setAccessibleName(what);
    theme::repolish(m_chip);
    m_eye->setIcon(theme::icon(shown() ? QStringLiteral("eye") : QStringLiteral("eye-off"), theme::colors().textSecondary));
}

void ExploreRow::setRemovable(bool removable)
{
    m_remove->setVisible(removable);
}

void ExploreRow::setBuiltins(const dashboard::Builtins& builtins)
{
    m_editor->setBuiltins(builtins);
}

bool ExploreRow::instant() const
{
    return m_kind->current() == 1;
}

void ExploreRow::setInstant(bool instant)
{
    m_kind->setCurrent(instant ? 1 : 0);
}

std::string ExploreRow::legendFormat() const
{
    return m_legend->text().trimmed().toStdString();
}

QString ExploreRow::problemText() const
{
    return m_problem->text();
}

QString ExploreRow::statusText() const
{
    return m_status->text();
}

std::optional<DurationMs> ExploreRow::typedStep() const
{
    const auto step = parseDuration(m_step->text().trimmed().toStdString());
    return step && *step > 0 ? std::optional(*step) : std::nullopt;
}

bool ExploreRow::typedIsRun() const
{
    return !m_ran.empty() && m_ran == m_editor->toPlainText().toStdString();
}

void ExploreRow::commit()
{
    // Whole, so that positions in answers are those of the editor's text.
    m_ran = m_editor->expression().isEmpty() ? std::string() : m_editor->toPlainText().toStdString();
    if (m_ran.empty())
        m_query->clear();
    showState();
}

void ExploreRow::ask(sources::Source* source, TimeRange range, int width)
{
    if (m_ran.empty() || !source || !shown())
        return;
    ExploreRequest request;
    request.expression = m_ran;
    request.range = !instant();
    request.shown = range;
    request.step = typedStep();
    request.width = width;
    m_query->run(source, request);
}

void ExploreRow::cancel()
{
    m_query->cancel();
}

void ExploreRow::clear()
{
    m_query->clear();
}

Warnings ExploreRow::warnings() const
{
    const auto& answer = m_query->answer();
    if (!answer || !shown())
        return {};
    Warnings warnings = answer->result.warnings;
    for (Warning& warning : warnings) {
        if (warning.position && typedIsRun() && answer->filled.typed == m_ran)
            warning.position = answer->filled.typedPosition(*warning.position);
        else
            warning.position.reset();
    }
    return warnings;
}

void ExploreRow::take()
{
    const auto& error = m_query->error();
    // Positions are those of the text that was sent, so they fit only while it stands there unchanged.
    if (!m_query->running() && typedIsRun()) {
        if (error && error->position)
            m_editor->showProblem(*error);
        m_editor->showWarnings(warnings());
    }
    showState();
    Q_EMIT answered();
}

void ExploreRow::showState()
{
    const auto& answer = m_query->answer();
    const auto& error = m_query->error();
    QString problem;
    const char* tone = "critical";
    const bool badStep = !m_step->text().trimmed().isEmpty() && !typedStep();
    if (badStep)
        problem = tr("The step must be a duration such as 30s or 5m");
    else if (error && typedIsRun())
        problem = errorText(*error);
    else if (m_editor->problem())
        problem = errorText(*m_editor->problem());
    else if (answer && !answer->result.warnings.empty() && shown()) {
        const Warnings& all = answer->result.warnings;
        const auto worst = std::ranges::find(all, Warning::Severity::Warning, &Warning::severity);
        tone = worst == all.end() ? "secondary" : "warning";
        problem = theme::shownLines(QString::fromStdString((worst == all.end() ? all.front() : *worst).message));
        if (all.size() > 1)
            problem += tr(" (and %1 more)").arg(all.size() - 1);
    } else if (answer && answer->seriesCount > kMostRows) {
        tone = "warning";
        problem = tr("%1 series; the first %2 are shown").arg(countText(answer->seriesCount), countText(kMostRows));
    }
    m_step->setProperty("invalid", badStep);
    theme::repolish(m_step);
    setTone(m_problem, tone);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());

    QString status;
    if (!shown())
        status = tr("hidden");
    else if (m_query->running() && !answer)
        status = tr("asking…");
    else if (!m_editor->expression().isEmpty() && !typedIsRun())
        status = m_ran.empty() ? tr("not run yet") : tr("edited");
    else if (answer)
        status = tr("%1 series, %2 points, %3 ms")
                     .arg(countText(answer->seriesCount), countText(answer->result.samples))
                     .arg(answer->result.elapsed);
    m_status->setText(status);
    if (answer && answer->step > 0)
        m_step->setPlaceholderText(tr("auto, %1").arg(QString::fromStdString(formatDuration(answer->step))));
}

} // namespace wg::ui::shell
