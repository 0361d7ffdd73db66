// The Alerts page's left side: rules by file and group, each with icon, word and how long.
#pragma once

#include "core/runtime/alerting/alert_service.h"

#include <QListView>
#include <QString>

#include <string>
#include <vector>

class QStandardItemModel;

namespace wg::ui::shell {

/// How a state looks everywhere on the page: colour, icon and word belong together.
struct StateLook {
    const char* icon;
    enum class Tone { Ok, Warning, Critical, Neutral } tone;
    const char* word;
};
[[nodiscard]] StateLook lookOf(alerts::State state);
/// "Firing 12 min, 2.73", "Normal", "No data".
[[nodiscard]] QString stateLine(const alerting::RuleStatus& rule, TimeMs now);
/// One rule among all: file, group and place in the file.
[[nodiscard]] std::string ruleKey(const alerting::RuleStatus& rule);

class RuleList : public QListView {
    Q_OBJECT
public:
    explicit RuleList(QWidget* parent = nullptr);

    /// Keeps the selection by key; selects the worst rule when there was none.
    void setRules(const std::vector<alerting::RuleStatus>& rules, const QString& filter, TimeMs now);
    [[nodiscard]] std::string selectedKey() const;
    void selectKey(const std::string& key);

Q_SIGNALS:
    void selectedChanged();

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    QStandardItemModel* m_model;
    bool m_filling = false;
};

} // namespace wg::ui::shell
