// The bar above the pages: breadcrumb at the left; the page's own controls and the time bar at the right.
#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace wg::ui::theme {
class ElidedLabel;
}

namespace wg::ui::shell {

class Page;
class TimeBar;

class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(TimeBar* timeBar, QWidget* parent);
    /// Takes the widgets of the page that was shown out and those of `page` in.
    void showPage(Page* page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showBreadcrumb();

    Page* m_page = nullptr;
    QLabel* m_path;
    theme::ElidedLabel* m_title;
    QHBoxLayout* m_controls;
    QWidget* m_rule;
    TimeBar* m_timeBar;
};

} // namespace wg::ui::shell
