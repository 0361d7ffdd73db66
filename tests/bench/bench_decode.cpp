// A range reply of 1000 series x 1100 points to columns, beside QJsonDocument; both in one run, taking turns.
#include "core/promapi/reply.h"
#include "core/promapi/write.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <ctime>
#include <random>

#include <fmt/format.h>

using namespace wg;

namespace {

constexpr int kSeries = 1000;
constexpr int kPoints = 1100;

/// Three quarters of the values have 15 to 17 digits, as rates and averages have; the rest are short.
const std::string& body()
{
    static const std::string text = [] {
        std::mt19937_64 random(7); // NOLINT(cert-msc51-cpp): the same input every run
        std::uniform_real_distribution<double> value(0, 1000);
        series::Matrix matrix;
        for (int s = 0; s < kSeries; ++s) {
            series::Series one;
            one.labels = {{"__name__", "http_requests_total"}, {"handler", "/api/v1/" + std::to_string(s)},
                {"instance", "10.0.0.7:9090"}, {"job", "api"}};
            for (int i = 0; i < kPoints; ++i) {
                one.t.push_back(1'600'000'000'123 + i * TimeMs{15'000});
                one.v.push_back(i % 4 == 0 ? double(random() % 1000) : value(random));
            }
            matrix.series.push_back(std::move(one));
        }
        return promapi::queryBody(std::move(matrix));
    }();
    return text;
}

std::size_t ours()
{
    const auto reply = promapi::decodeQuery(body());
    return reply ? reply->samples : 0;
}

std::size_t qjson()
{
    series::Matrix out;
    std::size_t samples = 0;
    const QByteArray bytes = QByteArray::fromRawData(body().data(), qsizetype(body().size()));
    const QJsonArray result = QJsonDocument::fromJson(bytes).object().value("data").toObject().value("result").toArray();
    for (const QJsonValue& entry : result) {
        series::Series one;
        const QJsonArray values = entry.toObject().value("values").toArray();
        for (const QJsonValue& pair : values) {
            one.t.push_back(qRound64(pair.toArray().at(0).toDouble() * 1000));
            one.v.push_back(pair.toArray().at(1).toString().toDouble());
        }
        samples += one.t.size();
        out.series.push_back(std::move(one));
    }
    return samples;
}

/// CPU seconds of this thread: others on the machine do not count.
double timed(std::size_t (*job)())
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    };
    const double start = now();
    if (job() != std::size_t{kSeries} * kPoints)
        std::abort();
    return now() - start;
}

} // namespace

int main()
{
    double best = 1e9;
    double peer = 1e9;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            best = std::min(best, timed(ours));
        peer = std::min(peer, timed(qjson));
    }
    const double gigabytes = double(body().size()) / 1e9;
    fmt::print("decode {} series x {} points, {:.0f} MB\n", kSeries, kPoints, gigabytes * 1000);
    fmt::print("  watchglass     {:7.1f} ms  {:.2f} GB/s\n", best * 1000, gigabytes / best);
    fmt::print("  QJsonDocument  {:7.1f} ms  {:.3f} GB/s\n", peer * 1000, gigabytes / peer);
    fmt::print("  ratio          {:7.1f}\n", peer / best);
    return 0;
}
