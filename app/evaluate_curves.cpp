#include "app/evaluate_curves.h"

#include "core/base/file.h"
#include "core/base/number.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace wg::app {
namespace {

using evaluation::Group;
using evaluation::LogResult;

/// A name that is one harmless file name.
std::string fileNamePart(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool keep = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            || c == '.' || (static_cast<unsigned char>(c) >= 0x80);
        if (keep)
            out += c;
        else if (!out.ends_with('_'))
            out += '_';
    }
    constexpr std::size_t kLongest = 100;
    return out.substr(0, kLongest);
}

std::string number(double value)
{
    return std::isinf(value) ? (value > 0 ? "inf" : "-inf") : formatShortest(value);
}

std::string curveCsv(std::string_view header, const evaluation::Curve& curve, bool xFirst)
{
    std::string out(header);
    for (std::size_t i = 0; i < curve.threshold.size(); ++i)
        out += number(curve.threshold[i]) + ',' + number(xFirst ? curve.x[i] : curve.y[i]) + ','
            + number(xFirst ? curve.y[i] : curve.x[i]) + '\n';
    return out;
}

/// Curves over the threshold have it as x.
std::string namedCsv(const evaluation::NamedCurve& curve)
{
    if (curve.name == "det")
        return curveCsv("threshold,fpr,fnr\n", *curve.points, true);
    if (curve.name == "gain")
        return curveCsv("threshold,share,recall\n", *curve.points, true);
    if (curve.name == "lift")
        return curveCsv("threshold,share,lift\n", *curve.points, true);
    std::string out = "threshold," + curve.name + "\n";
    for (std::size_t i = 0; i < curve.points->x.size(); ++i)
        out += number(curve.points->x[i]) + ',' + number(curve.points->y[i]) + '\n';
    return out;
}

std::string calibrationCsv(const Group& group)
{
    std::string out = "low,high,mean_score,observed,observed_low,observed_high,rows\n";
    for (const evaluation::CalibrationBin& bin : group.calibration)
        out += fmt::format("{},{},{},{},{},{},{}\n", number(bin.low), number(bin.high), number(bin.meanScore),
            number(bin.observed), number(bin.interval.low), number(bin.interval.high), bin.rows);
    return out;
}

Result<void> writeGroup(const Group& group, const std::string& path, std::vector<std::string>& written)
{
    const auto write = [&](const std::string& kind, const std::string& bytes) {
        written.push_back(path + "." + kind + ".csv");
        return writeFileAtomically(written.back(), bytes);
    };
    if (group.roc)
        WG_CHECK(write("roc", curveCsv("threshold,fpr,tpr\n", *group.roc, true)));
    if (group.pr)
        WG_CHECK(write("pr", curveCsv("threshold,precision,recall\n", *group.pr, false)));
    for (const evaluation::NamedCurve& curve : group.curves)
        WG_CHECK(write(fileNamePart(curve.name), namedCsv(curve)));
    return group.calibration.empty() ? Result<void>{} : write("calibration", calibrationCsv(group));
}

} // namespace

std::vector<std::string> fileStems(const std::vector<LogResult>& logs)
{
    std::vector<std::string> out;
    for (const LogResult& log : logs) {
        const std::string stem = fileNamePart(std::filesystem::path(log.file).stem().string());
        std::string name = stem;
        for (int i = 2; std::ranges::find(out, name) != out.end(); ++i)
            name = fmt::format("{}-{}", stem, i);
        out.push_back(std::move(name));
    }
    return out;
}

Result<std::vector<std::string>> writeCurves(const std::vector<LogResult>& logs, const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Io, fmt::format("cannot make the folder {}: {}", folder, error.message()));
    std::vector<std::string> written;
    std::set<std::string> used;
    const std::vector<std::string> stems = fileStems(logs);
    for (std::size_t l = 0; l < logs.size(); ++l) {
        for (const Group& group : logs[l].groups) {
            if (!group.roc && !group.pr)
                continue;
            const std::string base = group.by.empty() ? stems[l] : stems[l] + "." + fileNamePart(group.name());
            std::string name = base;
            for (int i = 2; !used.insert(name).second; ++i)
                name = fmt::format("{}-{}", base, i);
            WG_CHECK(writeGroup(group, (std::filesystem::path(folder) / name).string(), written));
        }
    }
    return written;
}

} // namespace wg::app
