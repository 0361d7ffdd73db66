// parallelFor: every index once, whatever the threads; the first error counts; exceptions reach the caller.
#include "core/base/parallel.h"

#include <QtTest>

#include <atomic>
#include <stdexcept>
#include <vector>

using namespace wg;

class TestParallel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyIndexOnce()
    {
        for (const unsigned threads : {0U, 1U, 2U, 7U}) {
            for (const std::size_t count : {0UL, 1UL, 5UL, 1000UL}) {
                std::vector<std::atomic<int>> seen(count);
                const auto done = parallelFor(count, threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
                    for (std::size_t i = begin; i < end; ++i)
                        ++seen[i];
                    return {};
                });
                QVERIFY(done.has_value());
                for (const auto& times : seen)
                    QCOMPARE(times.load(), 1);
            }
        }
    }

    void anErrorEndsIt()
    {
        for (const unsigned threads : {1U, 4U}) {
            std::atomic<std::size_t> done = 0;
            const auto result = parallelFor(1000, threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
                if (begin == 0)
                    return fail(ErrorCode::Cancelled, "the first");
                done += end - begin;
                return {};
            });
            QVERIFY(!result && result.error().message == "the first");
            QVERIFY(done < 1000);
        }
    }

    void anExceptionReachesTheCaller()
    {
        const auto body = [](std::size_t, std::size_t) -> Result<void> { throw std::runtime_error("out"); };
        QVERIFY_EXCEPTION_THROWN((void)parallelFor(100, 4, body), std::runtime_error);
    }
};

QTEST_APPLESS_MAIN(TestParallel)
#include "tst_parallel.moc"
