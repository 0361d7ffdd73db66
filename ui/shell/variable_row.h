// The row under the top bar: one chip a variable. A chip whose file offers other values opens a menu; the others only show.
#pragma once

#include "core/dashboard/document.h"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QAbstractButton;
class QHBoxLayout;
class QMenu;

namespace wg::ui::shell {

class VariableRow : public QWidget {
    Q_OBJECT
public:
    explicit VariableRow(QWidget* parent);

    /// Hidden altogether when nothing is to be shown.
    void setVariables(const std::vector<dashboard::Variable>& variables);
    [[nodiscard]] const std::map<std::string, std::vector<std::string>>& chosen() const { return m_chosen; }

Q_SIGNALS:
    void changed(); ///< read chosen()

private:
    QWidget* makeChip(const dashboard::Variable& variable);
    void fillMenu(QMenu* menu, const dashboard::Variable& variable, QAbstractButton* button);

    QHBoxLayout* m_row;
    std::map<std::string, std::vector<std::string>> m_chosen; ///< only what was changed here
};

} // namespace wg::ui::shell
