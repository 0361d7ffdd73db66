// Asks which columns of a log are what: its first rows, and choices for label, scores, prediction, task and positive class with
// what was recognised already chosen. Never reads a file itself.
#pragma once

#include "ui/editors/log_preview.h"

#include <QDialog>

class QComboBox;
class QGridLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QStandardItemModel;

namespace wg::ui::editors {

class LogColumnsDialog : public QDialog {
    Q_OBJECT
public:
    /// `said`: what the user said before, kept where the dialog does not ask. `why`: what was not clear; may be empty.
    LogColumnsDialog(
        const QString& file, LogPreview preview, evaluation::Options said, const QString& why, QWidget* parent = nullptr);

    [[nodiscard]] evaluation::Options options() const;
    /// Why these choices cannot be; empty when they can.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] QComboBox* label() const { return m_label; }
    [[nodiscard]] QListWidget* scores() const { return m_scores; }
    [[nodiscard]] QComboBox* prediction() const { return m_prediction; }
    [[nodiscard]] QComboBox* task() const { return m_task; }
    [[nodiscard]] QComboBox* positive() const { return m_positive; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QGridLayout* buildChoices();
    void choose(const evaluation::Options& options);
    void offerClasses();
    void follow();
    [[nodiscard]] std::vector<std::string> chosenScores() const;

    LogPreview m_preview;
    evaluation::Options m_said;
    QStandardItemModel* m_model;
    QComboBox *m_label, *m_prediction, *m_task, *m_positive;
    QListWidget* m_scores;
    QLabel* m_problem;
    QPushButton* m_ok;
};

} // namespace wg::ui::editors
