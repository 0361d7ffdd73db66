#include "ui/shell/evaluate_file.h"

#include "core/base/file.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {

EvaluateFile::EvaluateFile(Workspace& workspace, EvaluatePage& page) : QObject(&page), m_workspace(workspace), m_page(page)
{
    connect(&workspace.logs, &LogList::changed, this, &EvaluateFile::applyWhenThere);
}

evaluation::SavedWorkspace EvaluateFile::current() const
{
    evaluation::SavedWorkspace out;
    EvaluateSelection& selection = m_page.selection();
    for (const LogEntry& log : m_workspace.logs.all()) {
        out.logs.push_back({log.path, log.options, selection.logChecked(log.name), log.result ? log.result->fingerprint : ""});
        out.logs.back().options.mayGrow = false;
    }
    for (const RunList::Entry& runs : m_workspace.runs.all())
        out.runs.push_back(runs.path);
    for (const EvaluatedModel& model : selection.models()) {
        if (!model.chosen)
            out.unchosenModels.push_back(model.key);
    }
    if (const EvaluatedModel* candidate = selection.candidate())
        out.candidate = candidate->key;
    if (const EvaluatedModel* reference = selection.reference())
        out.reference = reference->key;
    out.threshold = selection.threshold();
    out.level = selection.level();
    out.costFalsePositive = selection.costs().falsePositive;
    out.costFalseNegative = selection.costs().falseNegative;
    out.tab = m_page.tabName();
    for (const evaluation::SliceColumn& slice : m_page.work().sliceBy())
        out.slices.emplace_back(slice.column, slice.bins);
    out.sliceMetric = m_page.work().sliceMetric();
    return out;
}

bool EvaluateFile::save()
{
    if (m_workspace.logs.all().empty() && m_workspace.runs.all().empty())
        return false;
    QString path = m_path;
    if (path.isEmpty())
        path = QFileDialog::getSaveFileName(m_page.window(), tr("Save the page with its logs and choices"),
            QStringLiteral("page.evaluate.json"), tr("Evaluate pages (*.evaluate.json)"));
    if (path.isEmpty())
        return true; // the user thought better of it
    const auto saved = saveTo(path);
    Q_EMIT m_page.message(saved ? tr("Saved %1").arg(path) : errorText(saved.error()), !saved);
    return true;
}

Result<void> EvaluateFile::saveTo(const QString& path)
{
    const QFileInfo file(path);
    const std::string text = evaluation::workspaceText(current(), file.absolutePath().toStdString());
    WG_CHECK(writeFileAtomically(file.absoluteFilePath().toStdString(), text));
    m_path = file.absoluteFilePath();
    return {};
}

void EvaluateFile::restore(const evaluation::SavedWorkspace& saved, const QString& path)
{
    m_waiting = saved;
    m_path = path;
    applyWhenThere();
}

void EvaluateFile::applyWhenThere()
{
    if (!m_waiting || m_workspace.logs.loading())
        return;
    // After everybody else has heard of the logs.
    QTimer::singleShot(0, this, [this] {
        if (m_waiting && !m_workspace.logs.loading())
            apply(*std::exchange(m_waiting, std::nullopt));
    });
}

void EvaluateFile::apply(const evaluation::SavedWorkspace& saved)
{
    EvaluateSelection& selection = m_page.selection();
    QStringList otherwise;
    for (const evaluation::SavedLog& log : saved.logs) {
        const auto open = std::ranges::find(m_workspace.logs.all(), log.path, &LogEntry::path);
        if (open == m_workspace.logs.all().end())
            continue; // why it is missing was told when it failed
        if (selection.logChecked(open->name) != log.checked)
            selection.setLogChecked(open->name, log.checked);
        if (!log.fingerprint.empty() && open->result && open->result->fingerprint != log.fingerprint)
            otherwise << QString::fromStdString(open->name);
    }
    for (const std::string& key : saved.unchosenModels)
        selection.setModelChosen(key, false);
    const auto known = [&](const std::string& key) {
        return std::ranges::find(selection.models(), key, &EvaluatedModel::key) != selection.models().end();
    };
    if (known(saved.candidate))
        selection.setCandidate(saved.candidate);
    if (known(saved.reference))
        selection.setReference(saved.reference);
    selection.setLevel(saved.level);
    evaluation::CostWeights costs = selection.costs();
    costs.falsePositive = saved.costFalsePositive;
    costs.falseNegative = saved.costFalseNegative;
    selection.setCosts(costs);
    selection.setThreshold(saved.threshold);
    std::vector<evaluation::SliceColumn> slices;
    slices.reserve(saved.slices.size());
    for (const auto& [column, bins] : saved.slices)
        slices.push_back({column, bins});
    if (!slices.empty() || !saved.sliceMetric.empty())
        m_page.work().setSliceBy(std::move(slices), saved.sliceMetric);
    m_page.showTab(saved.tab);
    if (!otherwise.isEmpty())
        Q_EMIT m_page.message(tr("Changed since the page was saved: %1").arg(otherwise.join(QStringLiteral(", "))), false);
}

} // namespace wg::ui::shell
