#include "ui/editors/log_columns_dialog.h"

#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>

#include <algorithm>

namespace wg::ui::editors {
namespace {

using evaluation::Task;

constexpr int kWidth = 760;
constexpr int kTableRows = 8; ///< seen at once; the others are scrolled to
constexpr int kScoreRows = 4; ///< of choices beside the list
constexpr int kMostColumnWidth = 200;

QLabel* text(const QString& words, const char* tone)
{
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("tone", tone);
    return label;
}

QComboBox* columnChoice(const LogPreview& preview)
{
    auto* box = new QComboBox;
    box->addItem(LogColumnsDialog::tr("Decide by itself"), QString());
    for (const auto& column : preview.columns)
        box->addItem(theme::shown(column.name, 60), QString::fromStdString(column.name));
    return box;
}

void select(QComboBox* box, const std::string& column)
{
    box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(column))));
}

std::string chosen(const QComboBox* box)
{
    return box->currentData().toString().toStdString();
}

} // namespace

LogColumnsDialog::LogColumnsDialog(
    const QString& file, LogPreview preview, evaluation::Options said, const QString& why, QWidget* parent)
    : QDialog(parent)
    , m_preview(std::move(preview))
    , m_said(std::move(said))
    , m_model(new QStandardItemModel(this))
    , m_label(columnChoice(m_preview))
    , m_prediction(columnChoice(m_preview))
    , m_task(new QComboBox)
    , m_positive(new QComboBox)
    , m_scores(new QListWidget)
    , m_problem(text({}, "critical"))
    , m_ok(new QPushButton(tr("Open")))
{
    setWindowTitle(tr("Columns of %1").arg(theme::shown(file, 60)));
    auto* heading = text(tr("Which column is what in %1?").arg(theme::shown(file, 60)), "");
    heading->setFont(theme::font(theme::Text::Body, true));
    auto* reason = text(theme::shownLines(why), "secondary");
    reason->setVisible(!why.isEmpty());
    reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* cancel = new QPushButton(tr("Cancel"));
    m_ok->setProperty("kind", "primary");
    m_ok->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::space::s);
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_ok);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space::xl, theme::space::xl, theme::space::xl, theme::space::l);
    layout->setSpacing(theme::space::m);
    layout->addWidget(heading);
    layout->addWidget(reason);
    layout->addWidget(buildTable(), 1);
    layout->addLayout(buildChoices());
    layout->addLayout(buttons);
    setMinimumWidth(kWidth);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_label, &QComboBox::currentIndexChanged, this, &LogColumnsDialog::offerClasses);
    for (auto* box : {m_label, m_prediction, m_task})
        connect(box, &QComboBox::currentIndexChanged, this, &LogColumnsDialog::follow);
    connect(m_scores, &QListWidget::itemChanged, this, &LogColumnsDialog::follow);
    choose(m_preview.recognised);
    choose(m_said);
    offerClasses();
    m_positive->setCurrentText(QString::fromStdString(m_said.positive));
    follow();
}

QWidget* LogColumnsDialog::buildTable()
{
    const auto columns = static_cast<int>(m_preview.columns.size());
    m_model->setColumnCount(columns);
    for (int column = 0; column < columns; ++column) {
        const auto& cells = m_preview.columns[static_cast<std::size_t>(column)].cells;
        for (std::size_t row = 0; row < cells.size(); ++row)
            m_model->setItem(static_cast<int>(row), column, new QStandardItem(theme::shown(cells[row], 80)));
    }
    auto* view = new QTableView;
    view->setModel(m_model);
    theme::styleTable(view, true);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->setFocusPolicy(Qt::ClickFocus);
    view->setAccessibleName(tr("First rows"));
    view->setMinimumHeight(theme::size::tableHeader + kTableRows * theme::size::tableRowDense + 2);
    view->horizontalHeader()->setMaximumSectionSize(kMostColumnWidth);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->horizontalHeader()->setStretchLastSection(true);
    auto* frame = new QFrame;
    frame->setProperty("surface", "panel");
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(view);
    return frame;
}

QGridLayout* LogColumnsDialog::buildChoices()
{
    m_task->addItem(tr("Decide by itself"));
    m_task->addItem(tr("Two classes"), static_cast<int>(Task::Binary));
    m_task->addItem(tr("Several classes"), static_cast<int>(Task::Multiclass));
    m_task->addItem(tr("Regression"), static_cast<int>(Task::Regression));
    m_positive->setEditable(true);
    m_positive->lineEdit()->setPlaceholderText(tr("Decide by itself"));
    for (const auto& column : m_preview.columns) {
        auto* item = new QListWidgetItem(theme::shown(column.name, 60), m_scores);
        item->setData(Qt::UserRole, QString::fromStdString(column.name));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
    }
    m_scores->setFixedHeight(kScoreRows * theme::size::control + (kScoreRows - 1) * theme::space::s);
    m_scores->setProperty("surface", "field");

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme::space::m);
    grid->setVerticalSpacing(theme::space::s);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    struct Choice {
        QString name;
        QWidget* field;
        int row, column, rows;
    };
    for (const Choice& one : {Choice{tr("Label"), m_label, 0, 0, 1}, Choice{tr("Prediction"), m_prediction, 1, 0, 1},
             Choice{tr("Task"), m_task, 2, 0, 1}, Choice{tr("Positive class"), m_positive, 3, 0, 1},
             Choice{tr("Scores"), m_scores, 0, 2, 4}}) {
        grid->addWidget(text(one.name, "secondary"), one.row, one.column, one.rows > 1 ? Qt::AlignTop : Qt::AlignVCenter);
        grid->addWidget(one.field, one.row, one.column + 1, one.rows, 1, one.rows > 1 ? Qt::AlignTop : Qt::Alignment());
        one.field->setAccessibleName(one.name);
    }
    return grid;
}

void LogColumnsDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    for (int i = m_scores->count(); i-- > 0;) {
        if (m_scores->item(i)->checkState() == Qt::Checked)
            m_scores->scrollToItem(m_scores->item(i)); // ends at the first one
    }
}

void LogColumnsDialog::choose(const evaluation::Options& options)
{
    if (!options.label.empty())
        select(m_label, options.label);
    if (!options.prediction.empty())
        select(m_prediction, options.prediction);
    if (options.task)
        m_task->setCurrentIndex(std::max(0, m_task->findData(static_cast<int>(*options.task))));
    for (int i = 0; i < m_scores->count() && !options.scores.empty(); ++i) {
        const std::string name = m_scores->item(i)->data(Qt::UserRole).toString().toStdString();
        const bool on = std::ranges::find(options.scores, name) != options.scores.end();
        m_scores->item(i)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    }
}

/// The classes of the chosen label; what was typed stays.
void LogColumnsDialog::offerClasses()
{
    const QString typed = m_positive->currentText();
    m_positive->clear();
    const auto found = std::ranges::find(m_preview.columns, chosen(m_label), &LogPreview::Column::name);
    if (found != m_preview.columns.end()) {
        for (const std::string& name : found->classes)
            m_positive->addItem(QString::fromStdString(name));
    }
    m_positive->setCurrentIndex(-1);
    m_positive->setCurrentText(m_positive->findText(typed) >= 0 ? typed : QString());
}

std::vector<std::string> LogColumnsDialog::chosenScores() const
{
    std::vector<std::string> names;
    for (int i = 0; i < m_scores->count(); ++i) {
        if (m_scores->item(i)->checkState() == Qt::Checked)
            names.push_back(m_scores->item(i)->data(Qt::UserRole).toString().toStdString());
    }
    return names;
}

evaluation::Options LogColumnsDialog::options() const
{
    evaluation::Options options = m_said;
    options.label = chosen(m_label);
    options.prediction = chosen(m_prediction);
    options.scores = chosenScores();
    options.task.reset();
    if (m_task->currentData().isValid())
        options.task = static_cast<Task>(m_task->currentData().toInt());
    options.positive = m_positive->isEnabled() ? m_positive->currentText().trimmed().toStdString() : std::string();
    return options;
}

QString LogColumnsDialog::problem() const
{
    const auto options = this->options();
    if (options.scores.empty() && options.prediction.empty())
        return tr("Choose a score or a prediction.");
    if (!options.label.empty()
        && (options.label == options.prediction || std::ranges::find(options.scores, options.label) != options.scores.end()))
        return tr("One column cannot be the label and what is compared with it.");
    return {};
}

void LogColumnsDialog::follow()
{
    const auto now = options();
    for (int i = 0; i < m_model->columnCount(); ++i) {
        const std::string& name = m_preview.columns[static_cast<std::size_t>(i)].name;
        QString title = theme::shown(name, 60);
        if (name == now.label)
            title += tr(" · label");
        if (std::ranges::find(now.scores, name) != now.scores.end())
            title += tr(" · score");
        if (name == now.prediction)
            title += tr(" · prediction");
        m_model->setHeaderData(i, Qt::Horizontal, title);
    }
    m_positive->setEnabled(!now.task || now.task == Task::Binary);
    const QString why = problem();
    m_problem->setText(why);
    m_ok->setEnabled(why.isEmpty());
}

} // namespace wg::ui::editors
