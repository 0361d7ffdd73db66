// A combo box of the workspace's sources. Follows the list; keeps the choice by name, else the default.
#pragma once

#include <QComboBox>

namespace wg::sources {
class Source;
}

namespace wg::ui::shell {

class SourceList;

class SourceChooser : public QComboBox {
    Q_OBJECT
public:
    explicit SourceChooser(SourceList& list, QWidget* parent = nullptr);

    [[nodiscard]] sources::Source* source() const; ///< nullptr when there is none
    /// Nothing happens when there is no such source. Emits nothing.
    void choose(const std::string& name);

Q_SIGNALS:
    void chosen(); ///< by the user, or because the one before is gone or the first one came
    void aboutToLeave(); ///< the chosen source is about to be removed; drop what came from it
    void dataChanged(); ///< of the chosen source

private:
    void fill();
    void watch(sources::Source* source);

    SourceList& m_list;
};

} // namespace wg::ui::shell
