// Pictures of panels and dashboards: each format is what its reader says it is, stays within its bounds, is refused when it is
// too large, and never costs the file that was there before.
#include "fake_source.h"
#include "ui/export/picture.h"
#include "ui/panels/panel_frame.h"
#include "ui/shell/dashboard_board.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <csignal>

#include <sys/resource.h>

using namespace wg;
using namespace wg::ui;

namespace {

constexpr TimeMs kNow = 1'700'000'000'000;

constexpr const char* kDashboard = R"({"title": "Pictures <b>of</b> all", "uid": "p", "schemaVersion": 39,
  "time": {"from": "now-1h", "to": "now"}, "panels": [
  {"id": 5, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}},
  {"id": 1, "type": "timeseries", "title": "Latency", "gridPos": {"x": 0, "y": 1, "w": 12, "h": 8},
   "targets": [{"refId": "A", "expr": "latency"}]},
  {"id": 2, "type": "stat", "title": "Waiting", "gridPos": {"x": 12, "y": 1, "w": 12, "h": 8},
   "targets": [{"refId": "A", "expr": "waiting"}]}]})";

exporting::Picture plain(QSize size)
{
    exporting::Picture picture;
    picture.size = size;
    picture.title = QStringLiteral("A <title> & more");
    picture.background = Qt::white;
    picture.paint = [size](QPainter& painter) { painter.fillRect(QRect(QPoint(), size / 2), Qt::red); };
    return picture;
}

/// A board whose panels hold a zigzag that leaves the visible range at both ends.
struct Board {
    shell::Workspace workspace;
    test::FakeSource* source = nullptr;
    std::unique_ptr<shell::DashboardBoard> board;

    Board()
    {
        workspace.clock = [] { return kNow; };
        auto fake = std::make_unique<test::FakeSource>("fake");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        workspace.time.zoomTo({kNow - 10 * kMinute, kNow - 5 * kMinute});
        board = std::make_unique<shell::DashboardBoard>(workspace);
        board->setDocument(*dashboard::Document::parse(kDashboard, "pictures.json"));
        board->prepare(1200);
        QCoreApplication::processEvents();
        series::Series zigzag{series::Labels{{"__name__", "latency"}}, {}, {}};
        for (int index = 0; index < 400; ++index) {
            zigzag.t.push_back(kNow - kHour + index * 10 * kSecond);
            zigzag.v.push_back(index % 2 == 0 ? 1.0 : -1000.0);
        }
        for (std::size_t index = 0; index < source->asked.size(); ++index)
            source->answer(index,
                sources::QueryResult{std::make_shared<const series::Value>(series::Matrix{{zigzag}}), {}, false, true, 1, 400});
        QTest::qWait(50);
    }
};

/// Every x and y of every path, polyline, line and rectangle, with its transforms.
QList<QPointF> svgPoints(const QByteArray& svg)
{
    QList<QPointF> points;
    QList<QTransform> transforms{{}};
    QXmlStreamReader xml(svg);
    static const QRegularExpression number(QStringLiteral("-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?"));
    const auto numbers = [](const QString& text) {
        QList<double> values;
        for (auto it = number.globalMatch(text); it.hasNext();)
            values << it.next().captured().toDouble();
        return values;
    };
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement) {
            QTransform own = transforms.last();
            const QString transform = xml.attributes().value(QLatin1String("transform")).toString();
            if (const auto m = numbers(transform); transform.startsWith(QLatin1String("matrix")) && m.size() == 6)
                own = QTransform(m[0], m[1], m[2], m[3], m[4], m[5]) * own;
            transforms << own;
            QString text;
            if (xml.name() == QLatin1String("path"))
                text = xml.attributes().value(QLatin1String("d")).toString();
            else if (xml.name() == QLatin1String("polyline") || xml.name() == QLatin1String("polygon"))
                text = xml.attributes().value(QLatin1String("points")).toString();
            const auto values = numbers(text);
            for (qsizetype index = 0; index + 1 < values.size(); index += 2)
                points << own.map(QPointF(values[index], values[index + 1]));
        } else if (xml.isEndElement()) {
            transforms.removeLast();
        }
    }
    return points;
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void theEndingDecides()
    {
        QCOMPARE(*exporting::formatOf("a.PNG"), exporting::Format::Png);
        QCOMPARE(*exporting::formatOf("a.b.svg"), exporting::Format::Svg);
        QCOMPARE(*exporting::formatOf("a.pdf"), exporting::Format::Pdf);
        const auto other = exporting::formatOf("a.gif");
        QCOMPARE(other.error().code, ErrorCode::Usage);
        QVERIFY(other.error().message.find(".png, .svg or .pdf") != std::string::npos);
    }

    void pngHasItsSizeScaleAndTitle()
    {
        auto picture = plain({200, 100});
        picture.scale = 2;
        const auto bytes = exporting::encode(picture, exporting::Format::Png);
        QVERIFY(bytes);
        const QImage image = QImage::fromData(QByteArray::fromStdString(*bytes));
        QCOMPARE(image.size(), QSize(400, 200));
        QCOMPARE(image.pixelColor(50, 50), QColor(Qt::red));
        QCOMPARE(image.pixelColor(399, 199), QColor(Qt::white));
        QCOMPARE(image.text(QStringLiteral("Title")), QStringLiteral("A <title> & more"));
    }

    void svgIsWellFormedAndReadable()
    {
        const auto bytes = exporting::encode(plain({200, 100}), exporting::Format::Svg);
        QVERIFY(bytes);
        QSvgRenderer renderer(QByteArray::fromStdString(*bytes));
        QVERIFY(renderer.isValid()); // also with < and & in the title
        QCOMPARE(renderer.viewBox(), QRect(0, 0, 200, 100));
    }

    void pdfIsOnePageOfItsSize()
    {
        const auto bytes = exporting::encode(plain({960, 480}), exporting::Format::Pdf);
        QVERIFY(bytes);
        const QByteArray pdf = QByteArray::fromStdString(*bytes);
        QVERIFY(pdf.startsWith("%PDF-"));
        QCOMPARE(pdf.count("/Type /Page\n") + pdf.count("/Type /Page "), 1);
        QVERIFY2(pdf.contains("/MediaBox [0 0 720 360]") || pdf.contains("/MediaBox [0 0 720.000000 360.000000]"),
            pdf.mid(pdf.indexOf("/MediaBox"), 60).constData());
    }

    // Hazard 45.
    void hugePicturesAreRefusedBeforeAnythingIsAllocated()
    {
        rlimit before{};
        getrlimit(RLIMIT_AS, &before);
        for (const QSize& size : {QSize(16000, 16000), QSize(40000, 10), QSize(0, 10)}) {
            const auto refused = exporting::encode(plain(size), exporting::Format::Png);
            QVERIFY(!refused);
            QVERIFY(!refused.error().message.empty());
        }
        auto scaled = plain({8000, 4500});
        scaled.scale = 2;
        const auto refused = exporting::encode(scaled, exporting::Format::Png);
        QCOMPARE(refused.error().code, ErrorCode::Limit);
        QVERIFY2(refused.error().message.find("16000 x 9000") != std::string::npos, refused.error().message.c_str());
        QVERIFY(exporting::encode(scaled, exporting::Format::Svg)); // vectors cost nothing
    }

    // Hazard 26: RLIMIT_FSIZE stands for a disk that is full after some bytes, also for root.
    void aFullDiskLeavesTheOldFileAsItWas()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("picture.png"));
        QVERIFY(exporting::writePicture(path.toStdString(), plain({20, 10})));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray old = file.readAll();
        auto noisy = plain({800, 800});
        noisy.paint = [](QPainter& painter) {
            for (int x = 0; x < 800; ++x)
                for (int y = 0; y < 800; y += 2)
                    painter.fillRect(x, y, 1, 1, QColor::fromRgb(QRgb(x * 7919 + y * 104729) | 0xff000000));
        };
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{16 * 1024, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const auto failed = exporting::writePicture(path.toStdString(), noisy);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!failed);
        QVERIFY2(failed.error().message.find(path.toStdString()) != std::string::npos, failed.error().message.c_str());
        file.seek(0);
        QFile again(path);
        QVERIFY(again.open(QIODevice::ReadOnly));
        QCOMPARE(again.readAll(), old);
        QVERIFY(exporting::writePicture(path.toStdString(), noisy)); // trying again works
    }

    void aBoardBecomesAPictureWithEveryPanel()
    {
        Board board;
        const auto picture = board.board->picture(board.board->contentSize());
        QCOMPARE(picture.size.width(), 1200);
        const auto bytes = exporting::encode(picture, exporting::Format::Png);
        QVERIFY(bytes);
        const QImage image = QImage::fromData(QByteArray::fromStdString(*bytes));
        QCOMPARE(image.size(), picture.size);
        QCOMPARE(image.pixelColor(2, 2), theme::colors().canvas);
        for (const int id : {1, 2}) {
            const QRect rect = board.board->frame(id)->geometry();
            QCOMPARE(image.pixelColor(rect.left() + 5, rect.top() + 12), theme::colors().panel);
            QSet<QRgb> colours;
            for (int y = rect.top(); y < rect.bottom(); ++y)
                for (int x = rect.left(); x < rect.right(); x += 2)
                    colours << image.pixel(x, y);
            QVERIFY2(colours.size() > 8, "a panel must never be a blank rectangle");
        }
    }

    // Hazard 47: QSvgGenerator writes no clip.
    void nothingOfAZoomedChartLeavesItsPanelInSvg()
    {
        Board board;
        const auto picture = board.board->panelPicture(1, {});
        const auto bytes = exporting::encode(picture, exporting::Format::Svg);
        QVERIFY(bytes);
        QVERIFY(QSvgRenderer(QByteArray::fromStdString(*bytes)).isValid());
        const auto points = svgPoints(QByteArray::fromStdString(*bytes));
        QVERIFY(points.size() > 40);
        const QRectF bounds = QRectF(QPointF(), picture.size).adjusted(-1, -1, 1, 1);
        for (const QPointF& point : points)
            QVERIFY2(bounds.contains(point), qPrintable(QStringLiteral("%1, %2").arg(point.x()).arg(point.y())));
    }

    void aPanelBecomesAPdf()
    {
        Board board;
        const auto bytes = exporting::encode(board.board->panelPicture(2, {400, 300}), exporting::Format::Pdf);
        QVERIFY(bytes);
        QVERIFY(bytes->size() > 1000);
    }
};

QTEST_MAIN(TestExport)
#include "tst_export.moc"
