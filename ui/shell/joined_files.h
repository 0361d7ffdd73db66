// The files of a window as one source: from the second local file on there is the source "all files", so that one expression
// can join across files there as it can on the command line.
#pragma once

#include "core/runtime/sources/local_source.h"
#include "ui/shell/source_list.h"

#include <QObject>
#include <QPointer>

#include <string_view>
#include <vector>

namespace wg::ui::shell {

inline constexpr std::string_view kBuiltIn = "built in"; ///< location of the demo's source

/// GUI thread; dies before the list. The source becomes the default where a file was it, and goes when one file is left.
/// What is built in (the demo) is no file.
class JoinedFiles : public QObject {
    Q_OBJECT
public:
    explicit JoinedFiles(SourceList& list, QObject* parent = nullptr);

private:
    [[nodiscard]] std::vector<sources::LocalSource*> files() const;
    void onAdded(sources::Source* source);
    void refresh();

    SourceList& m_list;
    QPointer<sources::LocalSource> m_joined;
};

} // namespace wg::ui::shell
