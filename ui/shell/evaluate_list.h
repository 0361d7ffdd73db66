// The Evaluate page's left side: logs with their rows, the models of the checked logs with their colours, slices.
#pragma once

#include <QScrollArea>

#include <map>
#include <string>

class QVBoxLayout;

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateSliceList;
class EvaluateWork;
class LogList;
struct LogEntry;

class EvaluateList : public QScrollArea {
    Q_OBJECT
public:
    EvaluateList(LogList& logs, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void columnsRequested(const std::string& log); ///< its name
    void sliceColumnsRequested();

private:
    void rebuild();
    void scheduleRebuild();
    void addLogs(QVBoxLayout* layout);
    void addLog(QVBoxLayout* layout, const LogEntry& entry);
    void addModels(QVBoxLayout* layout);

    LogList& m_logs;
    EvaluateSelection& m_selection;
    QWidget* m_top; ///< logs and models, made anew whenever they change
    EvaluateSliceList* m_slices;
    std::map<std::string, double> m_loading; ///< progress by path
    bool m_scheduled = false;
};

} // namespace wg::ui::shell
