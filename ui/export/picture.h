// Pictures of panels and dashboards as PNG, SVG or PDF bytes. What is drawn comes as a function, so that one code serves a
// panel, a dashboard and the command line. GUI thread.
#pragma once

#include "core/base/result.h"

#include <QColor>
#include <QSize>
#include <QString>

#include <functional>
#include <string>

class QPainter;

namespace wg::ui::exporting {

enum class Format { Png, Svg, Pdf };

/// By the ending of the file's name, in any case; Usage error that names the three for anything else.
[[nodiscard]] Result<Format> formatOf(const std::string& path);

struct Picture {
    QSize size; ///< logical pixels
    double scale = 1; ///< PNG only: device pixels per logical pixel
    QString title; ///< goes into the file's metadata
    QColor background; ///< fills the whole picture first
    std::function<void(QPainter& painter)> paint; ///< within (0, 0, size)
};

inline constexpr int kMaxSide = 32767; ///< Qt's raster engine draws nothing beyond
inline constexpr qint64 kMaxPixels = 64'000'000; ///< 256 MB of ARGB; refused before anything is allocated

/// Limit when the picture is too large: the message names the limit.
[[nodiscard]] Result<void> checkSize(QSize size, double scale, Format format);
[[nodiscard]] Result<std::string> encode(const Picture& picture, Format format);
/// encode() and writeFileAtomically(): `path` is whole, or as it was.
[[nodiscard]] Result<void> writePicture(const std::string& path, const Picture& picture);

} // namespace wg::ui::exporting
