// The rail at the left: the logo, one item a page, theme and help at the foot. 80 px with labels, 56 px with icons only.
#pragma once

#include <QWidget>

#include <map>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace wg::ui::shell {

class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent);

    /// Items appear in the order they are added.
    void addPage(const QString& id, const QString& icon, const QString& label);
    void setCurrent(const QString& id); ///< an id without an item (welcome) leaves none checked
    void setBadge(const QString& id, int count); ///< 0 hides it
    void setNarrow(bool narrow);
    [[nodiscard]] QToolButton* item(const QString& id) const;

Q_SIGNALS:
    void pageChosen(const QString& id);
    void themeToggled();
    void helpRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* makeItem(const QString& icon, const QString& label);
    void shape(QToolButton* button) const;

    QVBoxLayout* m_column;
    QVBoxLayout* m_pages;
    QButtonGroup* m_group;
    std::map<QString, QToolButton*> m_items;
    std::map<QString, QWidget*> m_badges;
    bool m_narrow = false;
};

} // namespace wg::ui::shell
