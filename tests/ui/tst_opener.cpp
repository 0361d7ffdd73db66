// What a user opens in one go, and the notices over it: which source rules watch, what stays said.
#include "fake_source.h"
#include "ui/panels/frame_parts.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/notice.h"
#include "ui/shell/opener.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;
using namespace wg::ui;

namespace {

constexpr const char* kHistory = "step,train_loss\n1,0.9\n2,0.7\n3,0.6\n";

/// A server that has nothing, as the default source.
class EmptyServer : public test::FakeSource {
public:
    using FakeSource::FakeSource;
    sources::Job seriesLabels(
        std::vector<std::string>, TimeRange, QObject* context, sources::Callback<std::vector<series::Labels>> done) override
    {
        QMetaObject::invokeMethod(context, [this, done = std::move(done)] { done(has); }, Qt::QueuedConnection);
        return {};
    }
    std::vector<series::Labels> has;
};

struct Bench {
    shell::Workspace workspace;
    shell::Opener opener{workspace};
    EmptyServer* server = nullptr;
    QTemporaryDir folder;

    Bench()
    {
        auto source = std::make_unique<EmptyServer>("server");
        server = source.get();
        (void)workspace.sources.add(std::move(source));
    }
    QString file(const QString& name, const QByteArray& bytes)
    {
        QFile made(folder.filePath(name));
        if (!made.open(QIODevice::WriteOnly) || made.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(made.fileName()));
        return made.fileName();
    }
    QString rules(const QByteArray& metric)
    {
        return file(QStringLiteral("r.yml"), "groups:\n- name: g\n  rules:\n  - alert: High\n    expr: " + metric + " > 1\n");
    }
    [[nodiscard]] std::string watched() const
    {
        const auto status = workspace.alerts.status();
        return status.empty() ? std::string() : status.front().source;
    }
};

} // namespace

class TestOpener : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void rulesWatchTheLogOpenedBesideThem()
    {
        Bench b;
        b.server->has = {series::Labels({{"__name__", "train_loss"}})}; // both have it
        b.opener.open({b.rules("train_loss"), b.file(QStringLiteral("run.csv"), kHistory)});
        QTRY_COMPARE(b.watched(), std::string("run.csv"));
    }

    void rulesWatchTheSourceThatHasTheirSeries()
    {
        Bench b;
        QSignalSpy settled(&b.opener, &shell::Opener::settled);
        b.opener.open({b.file(QStringLiteral("run.csv"), kHistory)});
        QTRY_COMPARE(settled.size(), 1);
        b.opener.open({b.rules("max_over_time(train_loss[5m] offset 1m)")});
        QTRY_COMPARE(b.watched(), std::string("run.csv"));
    }

    void rulesNobodyHasWatchTheDefault()
    {
        Bench b;
        QSignalSpy settled(&b.opener, &shell::Opener::settled);
        b.opener.open({b.file(QStringLiteral("run.csv"), kHistory)});
        QTRY_COMPARE(settled.size(), 1);
        b.opener.open({b.rules("unheard_of")});
        QTRY_COMPARE(b.watched(), std::string("server"));
    }

    void aHistoryLogLeadsToExplore()
    {
        Bench b;
        shell::EvaluatePage page(b.workspace);
        page.show();
        auto* button = page.findChild<QPushButton*>(QStringLiteral("exploreHistory"));
        QVERIFY(!button->isVisible());
        b.opener.open({b.file(QStringLiteral("run.csv"), kHistory)});
        QTRY_VERIFY(button->isVisible());
        QSignalSpy explore(&page, &shell::Page::exploreRequested);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(explore.size(), 1);
        QCOMPARE(explore.at(0).at(1).toString(), QStringLiteral("run.csv"));
    }

    void anErrorStaysBesideWhatIsSaidAfterIt()
    {
        QWidget window;
        window.resize(800, 600);
        shell::Notice notice(&window);
        notice.showText(QStringLiteral("saved"), false);
        notice.showText(QStringLiteral("first.csv: bad"), true);
        QCOMPARE(notice.text(), QStringLiteral("first.csv: bad"));
        notice.showText(QStringLiteral("second.csv: bad"), true);
        QCOMPARE(notice.text(), QStringLiteral("first.csv: bad\nsecond.csv: bad"));
        for (int i = 0; i < 10; ++i)
            notice.showText(QString::number(i) + QString(5000, QLatin1Char('x')), true);
        QCOMPARE(notice.text().count(QLatin1Char('\n')), 4);
        QVERIFY(notice.text().size() <= 2010);
        notice.hide();
        notice.showText(QStringLiteral("third.csv: bad"), true);
        QCOMPARE(notice.text(), QStringLiteral("third.csv: bad"));
    }

    void aQueryOfSeveralLinesIsShownAsOne()
    {
        const auto picture = [](const QString& code) {
            QWidget window;
            panels::EmptyState state(&window);
            state.set(QStringLiteral("info"), QStringLiteral("No data"), code, {});
            QImage image(600, 200, QImage::Format_RGB32);
            image.fill(Qt::black);
            QPainter painter(&image);
            state.paintTo(painter, image.rect());
            painter.end();
            return image;
        };
        QCOMPARE(picture(QStringLiteral("sum(\n  up\n)\n")), picture(QStringLiteral("sum( up )")));
        QVERIFY(picture(QStringLiteral("sum( up )")) != picture(QStringLiteral("sum( upp )")));
    }
};

QTEST_MAIN(TestOpener)
#include "tst_opener.moc"
