// What the Runs tab shows: which runs of the workspace, how they are smoothed, over what. No widgets. GUI thread.
#pragma once

#include "core/evaluation/runs.h"
#include "ui/plot/run_plot.h"

#include <QObject>
#include <QRegularExpression>
#include <QString>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace wg::ui::shell {

struct Workspace;

struct ShownRun {
    std::string key; ///< unique: path of its set and name
    QString name; ///< with the set's folder where several are open
    std::shared_ptr<const evaluation::Run> run;
    int color = 0; ///< index into the series colours; kept while the run is there
    bool chosen = true;
};

class RunsSelection : public QObject {
    Q_OBJECT
public:
    explicit RunsSelection(Workspace& workspace, QObject* parent = nullptr);

    /// All of them, and those that the filter lets pass and that are chosen.
    [[nodiscard]] const std::vector<ShownRun>& runs() const { return m_runs; }
    [[nodiscard]] std::vector<const ShownRun*> shown() const;
    [[nodiscard]] bool passes(const ShownRun& run) const;
    void setChosen(const std::string& key, bool chosen);
    /// A regular expression over names; one that is none matches nothing, and filterProblem() says why.
    void setFilter(const QString& pattern);
    [[nodiscard]] QString filterProblem() const;
    void setTagFilter(const QString& pattern);
    /// Tags of the shown runs' `part` (Run::scalars, …) that pass the tag filter, sorted.
    template <class Part>
    [[nodiscard]] std::vector<std::string> tags(Part evaluation::Run::* part) const
    {
        std::set<std::string> found;
        for (const ShownRun* one : shown()) {
            for (const auto& [tag, values] : (*one->run).*part) {
                if (m_tagFilter.isValid() && m_tagFilter.match(QString::fromStdString(tag)).hasMatch())
                    found.insert(tag);
            }
        }
        return {found.begin(), found.end()};
    }

    [[nodiscard]] double smoothing() const { return m_smoothing; }
    void setSmoothing(double weight); ///< 0 (none) to 0.99
    [[nodiscard]] plot::RunAxis axis() const { return m_axis; }
    void setAxis(plot::RunAxis axis);
    /// The tag's values of the shown runs that have it, ready to draw.
    [[nodiscard]] std::vector<plot::RunLine> lines(const std::string& tag) const;

Q_SIGNALS:
    void runsChanged(); ///< runs, what is chosen, filters, or values that grew
    void lookChanged(); ///< smoothing or axis

private:
    void collect();

    Workspace& m_workspace;
    std::vector<ShownRun> m_runs;
    std::map<std::string, bool> m_chosen;
    std::map<std::string, int> m_colors;
    std::map<std::string, std::pair<std::shared_ptr<const evaluation::OpenedLog>, std::shared_ptr<const evaluation::Run>>>
        m_histories; ///< runs made of logs, by path, while the log is the same
    QRegularExpression m_filter, m_tagFilter;
    double m_smoothing = 0.6; // TensorBoard's
    plot::RunAxis m_axis = plot::RunAxis::Step;
};

} // namespace wg::ui::shell
