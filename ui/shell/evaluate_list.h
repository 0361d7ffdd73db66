// The Evaluate page's left side: logs with their rows, and the models of the checked logs with their colours.
#pragma once

#include <QScrollArea>

#include <map>
#include <string>

class QVBoxLayout;

namespace wg::ui::shell {

class EvaluateSelection;
class LogList;

class EvaluateList : public QScrollArea {
    Q_OBJECT
public:
    EvaluateList(LogList& logs, EvaluateSelection& selection, QWidget* parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void columnsRequested(const std::string& log); ///< its name

private:
    void rebuild();
    void scheduleRebuild();
    void addLogs(QVBoxLayout* layout);
    void addModels(QVBoxLayout* layout);

    LogList& m_logs;
    EvaluateSelection& m_selection;
    std::map<std::string, double> m_loading; ///< progress by path
    bool m_scheduled = false;
};

} // namespace wg::ui::shell
