#include "core/formats/gzip.h"

#include <QtTest>

using namespace wg;
using formats::GzipInflater;

class TestGzip : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyChunkSize()
    {
        std::string text;
        for (int i = 0; i < 50'000; ++i)
            text += std::to_string(i * 7919) + ",";
        const std::string packed = formats::gzip(text).value();
        QVERIFY(packed.size() < text.size());
        for (const std::size_t size : {std::size_t(1), std::size_t(17), std::size_t(4096), packed.size()}) {
            GzipInflater inflater(1 << 24);
            std::string out;
            for (std::size_t at = 0; at < packed.size(); at += size)
                QVERIFY(inflater.feed(std::string_view(packed).substr(at, size), out));
            QVERIFY(inflater.finish());
            QVERIFY(out == text);
        }
    }

    void membersFollowEachOther()
    {
        const std::string two = formats::gzip("one ").value() + formats::gzip("two").value();
        QCOMPARE(formats::gunzip(two, 100).value(), std::string("one two"));
    }

    void everyTruncationIsSeen()
    {
        const std::string packed = formats::gzip(std::string(1000, 'x') + "end").value();
        for (std::size_t cut = 0; cut < packed.size(); ++cut)
            QVERIFY2(!formats::gunzip(std::string_view(packed).substr(0, cut), 1 << 20), std::to_string(cut).c_str());
    }

    void damageAndBombs()
    {
        std::string damaged = formats::gzip(std::string(1000, 'x') + "end").value();
        damaged[damaged.size() - 6] ^= 1; // the checksum
        QCOMPARE(formats::gunzip(damaged, 1 << 20).error().code, ErrorCode::Parse);
        QCOMPARE(formats::gunzip("not gzip at all", 1 << 20).error().code, ErrorCode::Parse);
        const std::string bomb = formats::gzip(std::string(64 << 20, '\0')).value();
        const auto stopped = formats::gunzip(bomb, 1 << 20);
        QCOMPARE(stopped.error().code, ErrorCode::Limit);
        QVERIFY(stopped.error().message.find("1048576") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestGzip)
#include "tst_gzip.moc"
