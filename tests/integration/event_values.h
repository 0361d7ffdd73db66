// All values of an event file, one a line, as event_oracle.py prints them: ours and the oracle's.
#pragma once

#include "core/base/file.h"
#include "core/logs/event_reader.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <bit>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace wg::test {

inline std::string hex(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes)
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

inline std::string bits(double value)
{
    if (std::isnan(value))
        return "nan";
    std::string bytes(sizeof(value), '\0');
    std::memcpy(bytes.data(), &value, sizeof(value));
    return hex(bytes);
}

inline std::string row(const std::vector<double>& values)
{
    std::vector<std::string> out;
    for (const double value : values)
        out.push_back(bits(value));
    return fmt::format("{}", fmt::join(out, ","));
}

inline std::string rest(const logs::EventHistogram& h)
{
    return row(h.left) + "|" + row(h.right) + "|" + row(h.count);
}
inline std::string rest(const logs::EventImage& i)
{
    return fmt::format("{} {} {}", i.width, i.height, hex(i.encoded));
}
inline std::string rest(const logs::EventText& t)
{
    return hex(t.text);
}
inline std::string rest(const logs::EventCurve& c)
{
    std::vector<std::string> rows;
    for (const auto* values :
        {&c.threshold, &c.truePositives, &c.falsePositives, &c.trueNegatives, &c.falseNegatives, &c.precision, &c.recall})
        rows.push_back(row(*values));
    return fmt::format("{}", fmt::join(rows, "|"));
}

inline QStringList linesOf(const logs::EventReader& reader)
{
    using logs::RecordFault;
    const logs::EventData& data = reader.data();
    const logs::RecordReader& records = reader.records();
    const std::map<RecordFault, std::string> faults = {
        {RecordFault::LengthCrc, "length"}, {RecordFault::DataCrc, "data"}, {RecordFault::Length, "truncated"}};
    const std::string fault = records.torn() > 0 ? "truncated"
        : records.fault() != RecordFault::None   ? faults.at(records.fault())
                                                 : "";
    std::vector<std::string> out = {"version " + hex(data.version), fmt::format("events {} {}", data.events, data.badEvents),
        "framing " + (fault.empty() ? "ok" : fmt::format("{} {}", fault, records.offset()))};
    for (const auto& [key, value] : data.hparams)
        out.push_back(fmt::format("hparam {} {}", hex(key), hex(value)));
    const auto line = [&out](std::string_view kind, const std::string& tag, std::int64_t step, double wall,
                          const std::string& more) {
        out.push_back(fmt::format("{} {} {} {} {}", kind, tag.empty() ? "-" : hex(tag), step, bits(wall), more));
    };
    for (const auto& [tag, scalars] : data.scalars) {
        for (std::size_t i = 0; i < scalars.step.size(); ++i)
            line("scalar", tag, scalars.step[i], scalars.wall[i], bits(scalars.value[i]));
    }
    const auto things = [&line](std::string_view kind, const auto& byTag) {
        for (const auto& [tag, all] : byTag) {
            for (const auto& thing : all)
                line(kind, tag, thing.step, thing.wall, rest(thing));
        }
    };
    things("histogram", data.histograms);
    things("image", data.images);
    things("text", data.texts);
    things("curve", data.curves);
    QStringList lines;
    for (const std::string& one : out)
        lines << QString::fromStdString(one).trimmed();
    return lines;
}

/// Nothing left out, so that all values can be compared.
inline constexpr logs::EventLimits kNoLimits = {1 << 20, 1 << 20, 1 << 20, 1 << 20, std::size_t{1} << 30, std::size_t{1} << 32};

inline logs::EventReader readBytes(const QString& path, const logs::EventLimits& limits = kNoLimits)
{
    logs::EventReader reader(limits);
    const auto read = readFileChunks(path.toStdString(), [&reader](std::string_view bytes) -> Result<void> {
        reader.feed(bytes);
        return {};
    });
    if (!read)
        QTest::qFail(read.error().text().c_str(), __FILE__, __LINE__);
    return reader;
}

/// The oracle, with its messages generated into a folder of its own.
class EventOracle {
public:
    explicit EventOracle(QString folder) : m_folder(std::move(folder)) { }

    /// What protoc says when it fails.
    QString generate() const
    {
        QDir().mkpath(m_folder);
        return run("/usr/bin/protoc",
            {"--python_out=" + m_folder, "-I" WG_SOURCE_DIR "/tests/integration",
                WG_SOURCE_DIR "/tests/integration/events.proto"})
            .second;
    }
    QString write(const QString& to) const { return oracle({"write", to}).second; }
    QStringList read(const QString& path) const
    {
        const auto [out, error] = oracle({"read", path});
        if (!error.isEmpty())
            return {error};
        QStringList lines;
        for (const QString& line : out.split('\n', Qt::SkipEmptyParts))
            lines << line.trimmed();
        return lines;
    }

    /// Standard output and, when it failed, why.
    static std::pair<QString, QString> run(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            return {{}, program + ": " + process.errorString() + QString::fromUtf8(process.readAllStandardError())};
        return {QString::fromUtf8(process.readAllStandardOutput()), {}};
    }

private:
    std::pair<QString, QString> oracle(const QStringList& arguments) const
    {
        return run("/usr/bin/python3", QStringList{WG_SOURCE_DIR "/tests/integration/event_oracle.py", m_folder} + arguments);
    }

    QString m_folder;
};

/// The first difference; empty when there is none.
inline QString difference(const QStringList& ours, const QStringList& theirs)
{
    for (qsizetype i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
        if (ours.value(i) != theirs.value(i))
            return QString("line %1\nours:   %2\noracle: %3")
                .arg(i + 1)
                .arg(ours.value(i).left(400), theirs.value(i).left(400));
    }
    return {};
}

} // namespace wg::test
