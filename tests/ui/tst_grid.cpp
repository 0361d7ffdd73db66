// Placing as Grafana's gridPos says, folding rows, moving with pushing down, and the widget that does it.
#include "ui/grid/grid_view.h"
#include "ui/grid/row_header.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace wg;
using dashboard::GridPos;
using dashboard::Panel;
using ui::grid::Placed;

namespace {

Panel panel(int id, GridPos pos, std::string type = "stat")
{
    Panel made;
    made.id = id;
    made.type = std::move(type);
    made.title = "Panel " + std::to_string(id);
    made.grid = pos;
    return made;
}

/// A row of three stats, then a row with two charts.
std::vector<Panel> example()
{
    return {panel(1, {0, 0, 24, 1}, "row"), panel(2, {0, 1, 8, 3}), panel(3, {8, 1, 8, 3}), panel(4, {16, 1, 8, 3}),
        panel(5, {0, 4, 24, 1}, "row"), panel(6, {0, 5, 12, 8}), panel(7, {12, 5, 12, 8})};
}

std::string text(const std::vector<Placed>& placed)
{
    std::string out;
    for (const Placed& item : placed)
        out += std::to_string(item.id) + ":" + std::to_string(item.pos.x) + "," + std::to_string(item.pos.y) + " ";
    return out;
}

std::string text(const std::map<int, GridPos>& changes)
{
    std::string out;
    for (const auto& [id, pos] : changes)
        out += std::to_string(id) + ":" + std::to_string(pos.x) + "," + std::to_string(pos.y) + " ";
    return out;
}

QWidget* makeLabel(const Panel& made, QWidget* parent)
{
    return new QLabel(QString::fromStdString(made.title), parent);
}

} // namespace

class TestGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::theme::Theme::instance().apply(*qApp, ui::theme::Mode::Dark); }

    void cellsAreWhereThePicturesHaveThem()
    {
        // look/dashboard-dark.png: rail 80, six stats, three charts; x = round(88 + c (1600 - 88) / 24).
        const auto x = [](int column) { return int(std::lround(88 + column * 1512.0 / 24)) - 80; };
        for (int column = 0; column < 24; column += 4) {
            const QRect rect = ui::grid::cellRect({column, 1, 4, 3}, 1520);
            QCOMPARE(rect.left(), x(column));
            QCOMPARE(rect.left() + rect.width(), x(column + 4) - 8);
            QCOMPARE(rect.top(), 8 + 38);
            QCOMPARE(rect.height(), 3 * 30 + 2 * 8);
        }
        QCOMPARE(ui::grid::cellRect({0, 0, 24, 1}, 1520), QRect(8, 8, 1504, 30));
    }

    void edgesOfAColumnAgreeAtEveryWidth()
    {
        for (int width = 600; width < 2600; width += 7) {
            const QRect wide = ui::grid::cellRect({0, 0, 12, 4}, width);
            const QRect narrow = ui::grid::cellRect({8, 4, 4, 4}, width);
            QCOMPARE(wide.right(), narrow.right());
            QCOMPARE(ui::grid::cellRect({12, 0, 12, 4}, width).left() - wide.right() - 1, 8);
        }
    }

    void cellsOutsideThePageAreCut()
    {
        const QRect rect = ui::grid::cellRect({20, 0, 30, 2}, 1520);
        QCOMPARE(rect.left(), 8);
        QCOMPARE(rect.width(), 1504);
    }

    void cellAtInvertsCellRect()
    {
        for (const GridPos& pos : {GridPos{0, 0, 4, 2}, GridPos{7, 3, 4, 2}, GridPos{23, 11, 1, 2}})
            QCOMPARE(ui::grid::cellAt(ui::grid::cellRect(pos, 1520).topLeft(), 1520), QPoint(pos.x, pos.y));
    }

    void foldedRowHidesItsPanelsAndTheRestMovesUp()
    {
        QCOMPARE(text(ui::grid::arrange(example(), {})), std::string("1:0,0 2:0,1 3:8,1 4:16,1 5:0,4 6:0,5 7:12,5 "));
        const auto folded = ui::grid::arrange(example(), {1});
        QCOMPARE(text(folded), std::string("1:0,0 5:0,1 6:0,2 7:12,2 "));
        QCOMPARE(folded.front().hiddenPanels, 3);
    }

    void rowFoldedInTheFileOpensBelowItself()
    {
        std::vector<Panel> panels{panel(1, {0, 0, 24, 1}, "row"), panel(9, {0, 1, 24, 4})};
        panels[0].collapsed = true;
        panels[0].panels = {panel(2, {0, 31, 12, 6}), panel(3, {12, 31, 12, 6})}; // places from another time
        panels.push_back(panel(4, {0, 5, 24, 1}, "row"));
        QCOMPARE(ui::grid::collapsedInFile(panels), std::set<int>{1});
        const auto open = ui::grid::arrange(panels, {});
        const auto at = [&](int id) { return std::ranges::find(open, id, &Placed::id)->pos; };
        QCOMPARE(at(2), (GridPos{0, 1, 12, 6}));
        QCOMPARE(at(3), (GridPos{12, 1, 12, 6}));
        QVERIFY(at(4).y >= 7);
        for (const Placed& a : open)
            for (const Placed& b : open)
                QVERIFY(a.id == b.id || a.pos.y + a.pos.h <= b.pos.y || b.pos.y + b.pos.h <= a.pos.y
                    || a.pos.x + a.pos.w <= b.pos.x || b.pos.x + b.pos.w <= a.pos.x);
    }

    void movingPushesDownAndClosesTheGap()
    {
        const auto items = ui::grid::arrange(example(), {});
        // 2 onto 3: 3 and the row below give way.
        QCOMPARE(text(ui::grid::moved(items, 2, {8, 1, 8, 3})), std::string("2:8,1 3:8,4 5:0,7 6:0,8 7:12,8 "));
        // 6 above 7 at the right: 7 goes below it.
        QCOMPARE(text(ui::grid::moved(items, 6, {12, 5, 12, 8})), std::string("6:12,5 7:12,13 "));
        // Nothing moves: no change.
        QVERIFY(ui::grid::moved(items, 6, {0, 5, 12, 8}).empty());
        QVERIFY(ui::grid::moved(items, 99, {0, 0, 1, 1}).empty());
    }

    void resizingTallerPushesTheRowBelow()
    {
        const auto changes = ui::grid::moved(ui::grid::arrange(example(), {}), 2, {0, 1, 8, 5});
        QCOMPARE(changes.at(5).y, 6);
        QCOMPARE(changes.at(2).h, 5);
        QVERIFY(!changes.contains(3));
    }

    void nothingOverlapsWhateverIsMoved()
    {
        const auto items = ui::grid::arrange(example(), {});
        for (const Placed& mover : items) {
            for (int x = 0; x < 24; x += 5) {
                for (int y = 0; y < 14; y += 3) {
                    auto after = items;
                    for (const auto& [id, pos] : ui::grid::moved(items, mover.id, {x, y, mover.pos.w, mover.pos.h}))
                        std::ranges::find(after, id, &Placed::id)->pos = pos;
                    for (std::size_t a = 0; a < after.size(); ++a)
                        for (std::size_t b = a + 1; b < after.size(); ++b) {
                            const GridPos &p = after[a].pos, &q = after[b].pos;
                            QVERIFY(p.x + p.w <= q.x || q.x + q.w <= p.x || p.y + p.h <= q.y || q.y + q.h <= p.y);
                        }
                }
            }
        }
    }

    void viewPlacesCellsAndScrolls()
    {
        ui::grid::GridView view;
        view.resize(1520, 400);
        view.show();
        view.setPanels(example(), makeLabel);
        QCOMPARE(view.shownPanels(), (std::vector<int>{2, 3, 4, 6, 7}));
        QTRY_VERIFY(view.verticalScrollBar()->isVisible());
        const int width = view.viewport()->width();
        QCOMPARE(view.cell(6)->geometry(), ui::grid::cellRect({0, 5, 12, 8}, width));
        QCOMPARE(view.cell(1), nullptr);
        view.resize(1520, 800);
        QCOMPARE(view.panelsInView(), (std::set<int>{2, 3, 4, 6, 7}));
        view.resize(1520, 190);
        QCOMPARE(view.panelsInView(), (std::set<int>{2, 3, 4}));
        QSignalSpy changed(&view, &ui::grid::GridView::viewChanged);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QVERIFY(!changed.isEmpty());
        QCOMPARE(view.panelsInView(), (std::set<int>{6, 7}));
    }

    void rowHeaderTogglesByClickAndKey()
    {
        ui::grid::GridView view;
        view.resize(1520, 800);
        view.show();
        view.setPanels(example(), makeLabel);
        auto* header = view.findChildren<ui::grid::RowHeader*>().at(0);
        QTest::mouseClick(header, Qt::LeftButton);
        QCOMPARE(view.shownPanels(), (std::vector<int>{6, 7}));
        QVERIFY(!view.cell(2)->isVisible());
        QTest::keyClick(header, Qt::Key_Space);
        QVERIFY(view.cell(2)->isVisible());
    }

    void fullPanelFillsTheViewportAndComesBack()
    {
        ui::grid::GridView view;
        view.resize(1520, 800);
        view.show();
        view.setPanels(example(), makeLabel);
        const QRect before = view.cell(6)->geometry();
        view.setFullPanel(6);
        QCOMPARE(view.cell(6)->geometry(), QRect(8, 8, view.viewport()->width() - 16, view.viewport()->height() - 16));
        QVERIFY(!view.cell(7)->isVisible());
        QCOMPARE(view.shownPanels(), std::vector<int>{6});
        view.setFullPanel(std::nullopt);
        QCOMPARE(view.cell(6)->geometry(), before);
        QVERIFY(view.cell(7)->isVisible());
    }

    void draggingMovesOnlyWhileEditing()
    {
        ui::grid::GridView view;
        view.resize(1520, 800);
        view.show();
        auto panels = example();
        view.setPanels(panels, makeLabel);
        QSignalSpy spy(&view, &ui::grid::GridView::rearranged);
        const auto overlays = [&] {
            QList<QWidget*> found;
            for (QObject* child : view.widget()->children())
                if (QByteArray(child->metaObject()->className()).endsWith("EditOverlay"))
                    found << static_cast<QWidget*>(child);
            return found;
        };
        QVERIFY(overlays().isEmpty());
        view.setEditing(true);
        QCOMPARE(overlays().size(), 5);
        QWidget* overlay = nullptr;
        for (QWidget* candidate : overlays())
            if (candidate->geometry() == view.cell(6)->geometry())
                overlay = candidate;
        QVERIFY(overlay);
        const QPoint start(40, 40);
        QTest::mousePress(overlay, Qt::LeftButton, {}, start);
        const QPoint by(view.cell(7)->x() - view.cell(6)->x(), 0);
        QTest::mouseMove(overlay, start + by);
        QCOMPARE(view.cell(6)->geometry().topLeft(), ui::grid::cellRect({12, 5, 12, 8}, view.viewport()->width()).topLeft());
        QTest::mouseRelease(overlay, Qt::LeftButton, {}, start);
        QCOMPARE(spy.size(), 1);
        using Changes = std::map<int, GridPos>;
        const auto changes = spy.at(0).at(0).value<Changes>();
        QCOMPARE(changes.at(6), (GridPos{12, 5, 12, 8}));
        QCOMPARE(changes.at(7), (GridPos{12, 13, 12, 8}));
        // The owner did not take the change: everything is where it was.
        QCOMPARE(view.cell(6)->x(), 8);
        QTest::keyClick(overlay, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spy.at(1).at(0).value<Changes>().at(6).h, 9);
        view.setEditing(false);
        QVERIFY(overlays().isEmpty());
    }
};

QTEST_MAIN(TestGrid)
#include "tst_grid.moc"
