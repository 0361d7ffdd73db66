#include "core/evaluation/run_events.h"

#include "core/logs/event_thin.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

/// NaN and times beyond the calendar become the time before them.
TimeMs toTime(double seconds, TimeMs before)
{
    constexpr double kMost = 1e13; // seconds; the year 318,857
    return std::abs(seconds) < kMost ? std::llround(seconds * 1000) : before;
}

void addScalars(const logs::EventScalars& from, TagSeries& to)
{
    const std::size_t size = to.step.size() + from.step.size();
    to.step.reserve(size);
    to.wall.reserve(size);
    to.step.insert(to.step.end(), from.step.begin(), from.step.end());
    to.value.insert(to.value.end(), from.value.begin(), from.value.end());
    for (const double wall : from.wall)
        to.wall.push_back(toTime(wall, to.wall.empty() ? 0 : to.wall.back()));
}

std::uint64_t dropFrom(TagSeries& series, double step)
{
    std::size_t to = 0;
    for (std::size_t from = 0; from < series.step.size(); ++from) {
        if (series.step[from] >= step)
            continue;
        series.step[to] = series.step[from];
        series.wall[to] = series.wall[from];
        series.value[to++] = series.value[from];
    }
    const std::size_t gone = series.step.size() - to;
    series.step.resize(to);
    series.wall.resize(to);
    series.value.resize(to);
    return gone;
}

template <class T>
std::uint64_t dropThings(std::map<std::string, std::vector<T>>& byTag, std::int64_t step)
{
    std::uint64_t gone = 0;
    for (auto& [tag, things] : byTag)
        gone += std::erase_if(things, [step](const T& thing) { return thing.step >= step; });
    return gone;
}

std::uint64_t dropAll(Run& run, std::int64_t step)
{
    std::uint64_t gone = 0;
    for (auto& [tag, series] : run.scalars)
        gone += dropFrom(series, static_cast<double>(step));
    return gone + dropThings(run.histograms, step) + dropThings(run.images, step) + dropThings(run.texts, step)
        + dropThings(run.prCurves, step);
}

template <class T>
void addThings(const std::map<std::string, std::vector<T>>& from, std::map<std::string, std::vector<T>>& to)
{
    for (const auto& [tag, things] : from) {
        std::vector<T>& all = to[tag];
        all.insert(all.end(), things.begin(), things.end());
    }
}

/// Several files together keep no more than one.
template <class T>
std::uint64_t thin(std::map<std::string, std::vector<T>>& byTag, std::size_t limit)
{
    std::uint64_t gone = 0;
    for (auto& [tag, things] : byTag) {
        if (things.size() <= limit)
            continue;
        std::vector<T> kept;
        logs::Thin<T> sample(kept, limit);
        for (T& thing : things)
            sample.add(std::move(thing));
        gone += things.size() - kept.size();
        things = std::move(kept);
    }
    return gone;
}

} // namespace

Run runOfEvents(std::string name, std::string path, std::span<const std::unique_ptr<logs::EventFile>> files,
    const logs::EventLimits& limits)
{
    Run run;
    run.name = std::move(name);
    run.path = std::move(path);
    bool started = false;
    std::uint64_t dropped = 0;
    for (const auto& file : files) {
        const logs::EventData& data = file->data();
        for (const logs::EventRestart& start : data.starts) {
            if (started || !start.first)
                dropped += dropAll(run, start.step);
        }
        started = started || !data.starts.empty();
        for (const auto& [tag, scalars] : data.scalars)
            addScalars(scalars, run.scalars[tag]);
        addThings(data.histograms, run.histograms);
        addThings(data.images, run.images);
        addThings(data.texts, run.texts);
        addThings(data.curves, run.prCurves);
        for (const auto& [key, value] : data.hparams)
            run.hparams[key] = value;
        for (Warning& note : file->notes())
            run.notes.push_back(
                {note.severity, fmt::format("{}: {}", std::filesystem::path(file->path()).filename().string(), note.message)});
        run.growing = file->growing();
    }
    if (dropped > 0)
        run.notes.push_back({Warning::Severity::Info,
            fmt::format("a later file starts at an earlier step: values of that step and later ones in the files before it "
                        "were left out ({})",
                dropped)});
    if (const std::uint64_t gone = thin(run.histograms, limits.histograms) + thin(run.images, limits.images)
            + thin(run.texts, limits.texts) + thin(run.prCurves, limits.curves))
        run.notes.push_back({Warning::Severity::Info,
            fmt::format("{} images, texts, histograms and curves between others were left out", gone)});
    return run;
}

} // namespace wg::evaluation
