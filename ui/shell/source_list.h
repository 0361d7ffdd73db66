// The sources of a workspace. Owns them; GUI thread. Names are unique: a second "prom" becomes "prom 2" only in listings made
// by whoever opened it, add() refuses it.
#pragma once

#include "core/runtime/sources/source.h"

#include <QObject>

#include <memory>
#include <string>
#include <vector>

namespace wg::ui::shell {

class SourceList : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const std::vector<std::unique_ptr<sources::Source>>& all() const { return m_sources; }
    [[nodiscard]] sources::Source* find(const std::string& name) const; ///< nullptr when there is none
    [[nodiscard]] sources::Source* defaultSource() const { return m_default; } ///< nullptr only when there is none at all
    /// What a dashboard's datasource text means: a name here, a uid or a name nobody has ("prom", "${DS_X}") -> the default.
    [[nodiscard]] sources::Source* resolve(const std::string& datasource) const;
    /// `name`, or `name 2`, `name 3`… when taken.
    [[nodiscard]] std::string freeName(const std::string& name) const;

    /// Takes it over. The first one becomes the default. Fails with Usage when the name is taken.
    Result<sources::Source*> add(std::unique_ptr<sources::Source> source);
    void remove(sources::Source* source);
    void setDefault(sources::Source* source);

Q_SIGNALS:
    void added(wg::sources::Source* source);
    void aboutToRemove(wg::sources::Source* source); ///< still alive; drop every pointer to it
    void removed();
    void defaultChanged(wg::sources::Source* source); ///< nullptr when none is left

private:
    std::vector<std::unique_ptr<sources::Source>> m_sources;
    sources::Source* m_default = nullptr;
};

} // namespace wg::ui::shell
