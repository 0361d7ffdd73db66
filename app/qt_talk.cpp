#include "app/qt_talk.h"

#include "app/command.h"

#include <QString>
#include <QtGlobal>

#include <unistd.h>

namespace wg::app {

void silenceQt()
{
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
        if (type != QtFatalMsg)
            return;
        if (text.contains(QLatin1String("platform plugin")) || text.contains(QLatin1String("display")))
            reportError("No window can be opened on this display. Without one, `watchglass render` draws dashboards into "
                        "files, and query, evaluate and check work as ever.");
        else
            reportError(text.toStdString());
        _exit(kError); // Qt would abort
    });
}

} // namespace wg::app
