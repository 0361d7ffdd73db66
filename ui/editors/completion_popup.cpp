#include "ui/editors/completion_popup.h"

#include "ui/editors/completion_view.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::editors {
namespace {

constexpr int kListWidth = 340;
constexpr int kHelpWidth = 300;
constexpr int kLinesShown = 8;
constexpr int kLeastLines = 4; ///< so that the help beside the list has room

QLabel* helpLabel(const char* tone)
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("tone", tone);
    return label;
}

} // namespace

CompletionPopup::CompletionPopup(QWidget* editor)
    : QFrame(editor->window())
    , m_model(new CompletionModel(this))
    , m_list(new QListView)
    , m_signature(new SignatureLine)
    , m_name(helpLabel("primary"))
    , m_kind(helpLabel("disabled"))
    , m_usage(helpLabel("secondary"))
    , m_help(helpLabel("secondary"))
{
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Completions"));
    m_list->setAccessibleName(tr("Completions"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CompletionDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedWidth(kListWidth);
    for (QLabel* label : {m_name, m_usage})
        label->setFont(theme::fixedFont(theme::Text::Small));
    for (QLabel* label : {m_kind, m_help})
        label->setProperty("role", "small");

    auto* help = new QVBoxLayout;
    help->setContentsMargins(theme::space::m, theme::space::s, theme::space::m, theme::space::s);
    help->setSpacing(theme::space::xs);
    for (QLabel* label : {m_name, m_kind, m_usage, m_help})
        help->addWidget(label);
    help->addStretch(1);
    auto* halves = new QHBoxLayout;
    halves->setContentsMargins(0, theme::space::xs, 0, theme::space::xs);
    halves->setSpacing(0);
    halves->addWidget(m_list);
    halves->addLayout(help, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_signature);
    layout->addLayout(halves, 1);

    connect(m_list, &QListView::clicked, this, [this](const QModelIndex&) {
        if (const CompletionItem* item = current())
            Q_EMIT chosen(*item);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::showHelp);
    hide();
}

const std::vector<CompletionItem>& CompletionPopup::items() const
{
    return m_model->items();
}

const CompletionItem* CompletionPopup::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model->items()[static_cast<std::size_t>(index.row())] : nullptr;
}

void CompletionPopup::setItems(std::vector<CompletionItem> items, const QString& typed)
{
    const CompletionItem before = current() && isVisible() ? *current() : CompletionItem();
    m_model->set(std::move(items), typed);
    if (m_model->items().empty())
        return hide();
    const auto same = std::ranges::find_if(
        m_model->items(), [&](const auto& item) { return item.kind == before.kind && item.name == before.name; });
    // The best one leads; one that the user moved to stays only while it is among the first.
    const auto row = same == m_model->items().end() ? 0 : same - m_model->items().begin();
    m_list->setCurrentIndex(m_model->index(row < kLinesShown ? static_cast<int>(row) : 0));
    showHelp();
    fit();
}

void CompletionPopup::setSignature(const QString& signature, int argument, const QString& help)
{
    m_signature->set(signature, argument, help);
    m_signature->setVisible(!signature.isEmpty());
    fit();
}

void CompletionPopup::fit()
{
    const int lines = std::clamp(static_cast<int>(m_model->items().size()), kLeastLines, kLinesShown);
    m_list->setFixedHeight(lines * theme::size::tableRowDense);
    const int head = m_signature->isHidden() ? 0 : m_signature->sizeHint().height();
    resize(kListWidth + kHelpWidth + 2, lines * theme::size::tableRowDense + head + 2 * theme::space::xs + 2);
}

void CompletionPopup::showAt(const QRect& caret)
{
    const QRect area = parentWidget()->rect();
    const int x = std::clamp(caret.left(), area.left(), std::max(area.left(), area.right() - width()));
    const bool below = caret.bottom() + theme::space::xs + height() <= area.bottom() || caret.top() < height();
    move(x, below ? caret.bottom() + theme::space::xs : caret.top() - theme::space::xs - height());
    show();
    raise();
}

void CompletionPopup::showHelp()
{
    const CompletionItem* item = current();
    if (!item)
        return;
    m_name->setText(theme::shown(item->name));
    m_kind->setText(item->detail);
    m_usage->setText(item->signature);
    m_usage->setVisible(!item->signature.isEmpty());
    m_help->setText(theme::shownLines(item->help));
}

bool CompletionPopup::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (!isVisible() || (modifiers & ~Qt::KeypadModifier) != 0)
        return false;
    const int count = m_model->rowCount();
    const int row = m_list->currentIndex().row();
    const auto go = [&](int to) {
        m_list->setCurrentIndex(m_model->index(to));
        return true;
    };
    switch (key) {
    case Qt::Key_Down:
        return go((row + 1) % count);
    case Qt::Key_Up:
        return go((row + count - 1) % count);
    case Qt::Key_PageDown:
        return go(std::min(row + kLinesShown, count - 1));
    case Qt::Key_PageUp:
        return go(std::max(row - kLinesShown, 0));
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        if (const CompletionItem* item = current())
            Q_EMIT chosen(CompletionItem(*item));
        return true;
    default:
        return false;
    }
}

void CompletionPopup::paintEvent(QPaintEvent*)
{
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.popupBorder, theme::stroke::hairline));
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::popup, theme::radius::popup);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(c.border);
    const int top = m_signature->isHidden() ? 1 : m_signature->geometry().bottom() + 1;
    if (!m_signature->isHidden())
        painter.drawLine(1, top, width() - 2, top);
    painter.drawLine(kListWidth + 1, top, kListWidth + 1, height() - 2);
}

} // namespace wg::ui::editors
