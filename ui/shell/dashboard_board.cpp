#include "ui/shell/dashboard_board.h"

#include "ui/grid/row_header.h"
#include "ui/panels/panel_frame.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QVBoxLayout>

namespace wg::ui::shell {

namespace {

constexpr std::array kEndings{"png", "svg", "pdf"}; ///< in the order of PanelFrame::ExportFormat

} // namespace

DashboardBoard::DashboardBoard(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_controller(new DashboardController(workspace, this))
    , m_grid(new grid::GridView(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_grid);
    connect(m_controller, &DashboardController::panelChanged, this, &DashboardBoard::showPanel);
    connect(m_controller, &DashboardController::roundFinished, this, &DashboardBoard::roundFinished);
    connect(m_grid, &grid::GridView::viewChanged, this, &DashboardBoard::feedWhatIsInView);
    connect(&workspace.time, &TimeState::zoneChanged, this, [this] {
        for (const auto& [id, frame] : m_frames)
            frame->setPanel(m_controller->panel(id).panel, m_workspace.time.zone());
    });
}

void DashboardBoard::setDocument(
    const dashboard::Document& document, const std::map<std::string, std::vector<std::string>>& given)
{
    m_frames.clear();
    m_shown.clear();
    m_controller->setDocument(document, given);
    m_grid->setPanels(
        document.panels(), [this](const dashboard::Panel& panel, QWidget* page) { return makeFrame(panel, page); });
    showRowTitles();
}

void DashboardBoard::showRowTitles()
{
    const PlanContext context = m_controller->planContext();
    for (const dashboard::Panel& panel : m_controller->document().panels())
        if (panel.type == "row")
            m_grid->setRowTitle(panel.id, QString::fromStdString(panelForView(panel, context).title));
}

void DashboardBoard::updateDocument(const dashboard::Document& document)
{
    m_grid->updatePanels(document.panels());
}

void DashboardBoard::setGiven(const std::map<std::string, std::vector<std::string>>& given)
{
    m_controller->setGiven(given);
    for (const auto& [id, frame] : m_frames)
        frame->setPanel(m_controller->panel(id).panel, m_workspace.time.zone());
    showRowTitles();
}

QWidget* DashboardBoard::makeFrame(const dashboard::Panel& panel, QWidget* parent)
{
    const int id = panel.id;
    auto* frame = new panels::PanelFrame(parent);
    m_frames[id] = frame;
    frame->setPanel(m_controller->panel(id).panel, m_workspace.time.zone());
    connect(frame, &panels::PanelFrame::viewRequested, this, [this, id] { Q_EMIT viewRequested(id); });
    connect(frame, &panels::PanelFrame::exportRequested, this, [this, id](panels::PanelFrame::ExportFormat format) {
        Q_EMIT exportRequested(id, QString::fromLatin1(kEndings.at(static_cast<std::size_t>(format))));
    });
    connect(frame, &panels::PanelFrame::exploreRequested, this, [this, id] {
        const auto queries = planQueries(m_controller->panel(id).panel, {}, m_controller->planContext());
        if (!queries.empty())
            Q_EMIT exploreRequested(
                QString::fromStdString(queries.front().expression), QString::fromStdString(queries.front().datasource));
    });
    connect(frame, &panels::PanelFrame::hovered, this, [this, id](std::optional<TimeMs> at) {
        for (const auto& [other, shown] : m_frames)
            if (other != id)
                shown->setCrosshair(at);
    });
    connect(frame, &panels::PanelFrame::zoomRequested, this, [this](TimeRange range) { m_workspace.time.zoomTo(range); });
    connect(frame, &panels::PanelFrame::zoomOutRequested, this, [this] { m_workspace.time.zoomOut(m_workspace.clock()); });
    return frame;
}

panels::PanelFrame* DashboardBoard::frame(int id) const
{
    const auto found = m_frames.find(id);
    return found == m_frames.end() ? nullptr : found->second;
}

std::optional<int> DashboardBoard::targetPanel() const
{
    for (const auto& [id, frame] : m_frames)
        if (frame->isVisible() && frame->underMouse())
            return id;
    const QWidget* focus = QApplication::focusWidget();
    for (const auto& [id, frame] : m_frames)
        if (focus != nullptr && (frame == focus || frame->isAncestorOf(focus)))
            return id;
    return std::nullopt;
}

/// Brings the frame in line with the controller's state of the panel.
void DashboardBoard::showPanel(int id)
{
    panels::PanelFrame* frame = this->frame(id);
    if (frame == nullptr)
        return;
    const PanelState& state = m_controller->panel(id);
    frame->setLoading(state.loading);
    frame->setProblem(m_controller->problem(id));
    frame->setAlert(state.alert);
    if (auto& shown = m_shown[id]; state.data != nullptr && shown != state.data) {
        shown = state.data;
        frame->setData(state.data);
    }
}

void DashboardBoard::setTraits(int id)
{
    const panels::PanelFrame* frame = this->frame(id);
    if (frame == nullptr || frame->view() == nullptr)
        return;
    const int width = frame->width() - theme::size::plotLeft - theme::size::plotRight;
    m_controller->setTraits(id, {frame->view()->wantsRange(), std::max(width, 1)});
}

void DashboardBoard::feedWhatIsInView()
{
    if (!isVisible())
        return;
    const std::set<int> ids = m_grid->panelsInView();
    for (const int id : ids)
        setTraits(id);
    m_controller->setInView(ids);
}

void DashboardBoard::prepare(int width)
{
    setAttribute(Qt::WA_DontShowOnScreen);
    resize(width, m_grid->neededHeight());
    QWidget::show();
}

void DashboardBoard::preparePanel(int id, QSize size)
{
    setAttribute(Qt::WA_DontShowOnScreen);
    m_grid->setFullPanel(id);
    resize(size + QSize(2, 2) * theme::size::pageMargin);
    QWidget::show();
}

QSize DashboardBoard::contentSize() const
{
    return m_grid->widget()->size();
}

exporting::Picture DashboardBoard::picture(QSize size)
{
    exporting::Picture picture;
    picture.size = size;
    picture.title = QString::fromStdString(m_controller->document().title());
    picture.background = theme::colors().canvas;
    picture.paint = [this](QPainter& painter) {
        for (QObject* child : m_grid->widget()->children()) {
            if (auto* frame = qobject_cast<panels::PanelFrame*>(child); frame != nullptr && !frame->isHidden())
                frame->paintTo(painter, frame->geometry());
            else if (auto* row = qobject_cast<grid::RowHeader*>(child); row != nullptr && !row->isHidden())
                row->paintOn(painter, row->geometry());
        }
    };
    return picture;
}

exporting::Picture DashboardBoard::panelPicture(int id, QSize size)
{
    panels::PanelFrame* shown = frame(id);
    exporting::Picture picture;
    picture.size = size.isEmpty() ? shown->size() : size;
    picture.title = QString::fromStdString(m_controller->panel(id).panel.title);
    picture.background = theme::colors().canvas;
    picture.paint = [shown, size = picture.size](QPainter& painter) { shown->paintTo(painter, QRect(QPoint(), size)); };
    return picture;
}

} // namespace wg::ui::shell
