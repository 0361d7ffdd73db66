#include "ui/export/picture.h"

#include "core/base/file.h"

#include <QBuffer>
#include <QImage>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wg::ui::exporting {

namespace {

constexpr int kDotsPerInch = 96; ///< logical pixels are CSS pixels in SVG and PDF

void fillAndPaint(const Picture& picture, QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(QPoint(), picture.size), picture.background);
    picture.paint(painter);
}

Result<std::string> png(const Picture& picture)
{
    const QSize pixels = (QSizeF(picture.size) * picture.scale).toSize();
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return fail(ErrorCode::Limit,
            fmt::format("There is not enough memory for {} x {} pixels: export smaller.", pixels.width(), pixels.height()));
    image.setDevicePixelRatio(picture.scale);
    image.setText(QStringLiteral("Title"), picture.title);
    image.setText(QStringLiteral("Software"), QStringLiteral("Watchglass " WG_VERSION));
    QPainter painter(&image);
    fillAndPaint(picture, painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return fail(ErrorCode::Execution, "The picture could not be written as PNG.");
    return bytes.toStdString();
}

Result<std::string> svg(const Picture& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kDotsPerInch);
    generator.setSize(picture.size);
    generator.setViewBox(QRect(QPoint(), picture.size));
    generator.setTitle(picture.title.toHtmlEscaped()); // QSvgGenerator escapes nothing
    generator.setDescription(QStringLiteral("Watchglass " WG_VERSION));
    QPainter painter(&generator);
    fillAndPaint(picture, painter);
    painter.end();
    return bytes.toStdString();
}

Result<std::string> pdf(const Picture& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        constexpr double kPointsPerPixel = 72.0 / kDotsPerInch;
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize(QSizeF(picture.size) * kPointsPerPixel, QPageSize::Point, {}, QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(picture.title);
        writer.setCreator(QStringLiteral("Watchglass " WG_VERSION));
        QPainter painter(&writer);
        fillAndPaint(picture, painter);
    }
    return bytes.toStdString();
}

} // namespace

Result<Format> formatOf(const std::string& path)
{
    const QString lower = QString::fromStdString(path).toLower();
    if (lower.endsWith(QLatin1String(".png")))
        return Format::Png;
    if (lower.endsWith(QLatin1String(".svg")))
        return Format::Svg;
    if (lower.endsWith(QLatin1String(".pdf")))
        return Format::Pdf;
    return fail(ErrorCode::Usage, path + ": the name must end in .png, .svg or .pdf");
}

Result<void> checkSize(QSize size, double scale, Format format)
{
    if (size.width() < 1 || size.height() < 1 || !(scale > 0))
        return fail(ErrorCode::Usage, "A picture needs a width, a height and a scale above zero.");
    const double factor = format == Format::Png ? scale : 1;
    const double width = size.width() * factor;
    const double height = size.height() * factor;
    if (width > kMaxSide || height > kMaxSide || (format == Format::Png && width * height > double(kMaxPixels)))
        return fail(ErrorCode::Limit,
            fmt::format("{:.0f} x {:.0f} pixels are too many: at most {} million in all and {} a side. Export smaller, or as "
                        "SVG or PDF.",
                width, height, kMaxPixels / 1'000'000, kMaxSide));
    return {};
}

Result<std::string> encode(const Picture& picture, Format format)
{
    WG_CHECK(checkSize(picture.size, picture.scale, format));
    switch (format) {
    case Format::Png:
        return png(picture);
    case Format::Svg:
        return svg(picture);
    case Format::Pdf:
        return pdf(picture);
    }
    return fail(ErrorCode::Usage, "unknown format");
}

Result<void> writePicture(const std::string& path, const Picture& picture)
{
    WG_TRY(const Format format, formatOf(path));
    WG_TRY(const std::string bytes, encode(picture, format));
    return writeFileAtomically(path, bytes);
}

} // namespace wg::ui::exporting
