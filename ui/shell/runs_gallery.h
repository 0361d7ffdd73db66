// What event files hold beside scalars, a panel for each tag and run: histograms over steps, images, texts; PR curves of the
// plugin, a panel for each tag. Images are decoded here, never trusted: PNG, JPEG and GIF of bounded size only.
#pragma once

#include <QImage>
#include <QScrollArea>
#include <QString>

#include <string>
#include <vector>

class QGridLayout;
class QLabel;

namespace wg::ui::shell {

class PanelBox;
class RunsSelection;
struct ShownRun;

class RunsGallery : public QScrollArea {
    Q_OBJECT
public:
    enum class Kind { Histograms, Images, Texts, PrCurves };
    static constexpr std::size_t kMostPanels = 60;

    RunsGallery(Kind kind, RunsSelection& selection, QWidget* parent = nullptr);

    [[nodiscard]] std::size_t panels() const { return m_boxes.size(); }
    /// Whether the chosen runs have anything of a kind.
    [[nodiscard]] static bool hasAny(Kind kind, const RunsSelection& selection);
    /// Null with `problem` set when the bytes are no picture that is shown.
    [[nodiscard]] static QImage decode(const std::string& encoded, QString& problem);

Q_SIGNALS:
    void message(const QString& text, bool isError);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void rebuild();
    void arrange();
    void add(const std::string& tag, const ShownRun& run);
    void addPrCurves(const std::string& tag);
    [[nodiscard]] PanelBox* makeBox(const std::string& tag, const QString& subtitle);

    Kind m_kind;
    RunsSelection& m_selection;
    QWidget* m_content;
    QGridLayout* m_grid;
    QLabel* m_more; ///< what was left out
    std::vector<PanelBox*> m_boxes;
    bool m_stale = true;
};

} // namespace wg::ui::shell
