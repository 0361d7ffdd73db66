// The Explore page's queries: added, named, removed, one of them current.
#include "ui/editors/promql_editor.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace wg::ui::shell {
namespace {

constexpr std::size_t kMostRowsOfQueries = 26; ///< as many as letters go

} // namespace

ExploreRow* ExplorePage::addRow()
{
    if (m_rows.size() >= kMostRowsOfQueries)
        return nullptr;
    auto* row = new ExploreRow(m_names);
    m_rows.push_back(row);
    m_rowsLayout->addWidget(row);
    connectRow(row);
    nameRows();
    setCurrentRow(row);
    setBuiltins();
    return row;
}

void ExplorePage::connectRow(ExploreRow* row)
{
    connect(row, &ExploreRow::runRequested, this, &ExplorePage::run);
    connect(row, &ExploreRow::againRequested, this, [this, row] { ask(row); });
    connect(row, &ExploreRow::answered, this, [this, row] { rowAnswered(row); });
    connect(row, &ExploreRow::legendChanged, this, &ExplorePage::showAnswers);
    connect(row, &ExploreRow::removeRequested, this, [this, row] { removeRow(row); });
    connect(row, &ExploreRow::focused, this, [this, row] { setCurrentRow(row); });
    // Once the layout has taken its new height in.
    connect(row->editor(), &QPlainTextEdit::textChanged, this, &ExplorePage::scrollToCurrent, Qt::QueuedConnection);
    connect(row, &ExploreRow::shownChanged, this, [this, row] {
        ask(row);
        showAnswers();
    });
}

void ExplorePage::removeRow(ExploreRow* row)
{
    if (m_rows.size() < 2)
        return;
    std::erase(m_rows, row);
    row->disconnect(this);
    row->cancel();
    row->hide();
    row->deleteLater(); // its own button may be the sender
    nameRows();
    if (m_current == row) {
        m_current = nullptr;
        setCurrentRow(m_rows.back());
        editor()->setFocus();
    }
    showAnswers();
}

void ExplorePage::nameRows()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setLetter(QLatin1Char(static_cast<char>('A' + i)));
        m_rows[i]->setRemovable(m_rows.size() > 1);
    }
    m_add->setEnabled(m_rows.size() < kMostRowsOfQueries);
}

void ExplorePage::setCurrentRow(ExploreRow* row)
{
    if (m_current == row)
        return;
    m_current = row;
    for (ExploreRow* one : m_rows)
        one->setCurrent(one == row);
    runTree();
    QMetaObject::invokeMethod(this, &ExplorePage::scrollToCurrent, Qt::QueuedConnection);
}

void ExplorePage::scrollToCurrent()
{
    m_scroll->widget()->layout()->activate();
    m_scroll->ensureWidgetVisible(m_current, 0, 0);
}

} // namespace wg::ui::shell
