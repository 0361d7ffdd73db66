#include "core/evaluation/runs.h"

#include "core/base/file.h"
#include "core/base/parallel.h"
#include "core/evaluation/run_events.h"
#include "core/evaluation/run_files.h"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

using RunPtr = std::shared_ptr<const Run>;

/// Calls of several threads, one after another, as one growing fraction.
class Progress {
public:
    Progress(const std::function<void(double)>& report, std::uint64_t total) : m_report(report), m_total(total) { }

    void add(std::uint64_t bytes)
    {
        if (!m_report || m_total == 0)
            return;
        const std::lock_guard lock(m_mutex);
        m_done += bytes;
        m_report(std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_total)));
    }

private:
    const std::function<void(double)>& m_report;
    std::uint64_t m_total;
    std::uint64_t m_done = 0;
    std::mutex m_mutex;
};

/// What one run is made of, from one refresh to the next.
struct Source {
    RunFiles found;
    std::vector<std::unique_ptr<logs::EventFile>> files; ///< events
    InputFile::Identity identity; ///< history: as it was read
    std::int64_t modified = -1;
    RunPtr run; ///< null: a file that is no history
    std::optional<Error> problem; ///< why it could not be read

    Result<void> refreshEvents(const CancelToken& cancel, Progress& progress)
    {
        bool changed = !run;
        for (const std::string& path : found.files) {
            if (std::ranges::none_of(files, [&path](const auto& file) { return file->path() == path; })) {
                files.push_back(std::make_unique<logs::EventFile>(path));
                changed = true;
            }
        }
        std::ranges::sort(files, {}, [](const auto& file) { return file->path(); });
        Warnings unread;
        for (const auto& file : files) {
            const auto result = file->refresh(cancel, [&progress](std::uint64_t bytes) { progress.add(bytes); });
            if (!result && result.error().code == ErrorCode::Cancelled)
                return std::unexpected(result.error());
            if (!result) {
                problem = result.error();
                unread.push_back({Warning::Severity::Warning, result.error().text()});
            }
            changed = changed || (result && *result);
        }
        if (!changed)
            return {};
        Run made = runOfEvents(found.name, found.path, files);
        made.notes.insert(made.notes.end(), unread.begin(), unread.end());
        run = std::make_shared<const Run>(std::move(made));
        return {};
    }

    Result<void> refreshHistory(const CancelToken& cancel, Progress& progress)
    {
        const auto now = InputFile::identityOf(found.path);
        const auto when = fileModifiedMs(found.path);
        if (!now || !when)
            return {}; // gone: what was read stays
        progress.add(now->size);
        if (modified == *when && identity.sameFile(*now) && identity.size == now->size)
            return {};
        identity = *now;
        modified = *when;
        problem.reset();
        if (now->size > kMaxHistoryBytes) {
            problem = Error{ErrorCode::Limit,
                fmt::format(
                    "{} is larger than {} bytes and is not looked at as a training history", found.path, kMaxHistoryBytes)};
            return {};
        }
        Options options;
        options.mayGrow = true;
        const auto log = openLog(found.path, options, cancel);
        if (!log && log.error().code == ErrorCode::Cancelled) {
            modified = -1;
            return std::unexpected(log.error());
        }
        auto made = log ? runOf(**log) : std::nullopt;
        if (!log)
            problem = log.error();
        if (made) {
            made->name = found.name;
            made->path = found.path;
        }
        run = made ? std::make_shared<const Run>(std::move(*made)) : nullptr;
        return {};
    }
};

std::uint64_t sizeOf(const RunFiles& run)
{
    std::uint64_t out = 0;
    for (const std::string& path : run.files) {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(path, unknown);
        out += unknown ? 0 : size;
    }
    return out;
}

/// All runs of a path, from one refresh to the next.
struct Sources {
    explicit Sources(std::string p) : path(std::move(p)) { }

    std::string path;
    std::vector<Source> sources;
    std::shared_ptr<const RunSet> set;

    /// Runs that are new are added; those whose files are all gone stay, with what was read.
    void take(std::vector<RunFiles> found)
    {
        for (RunFiles& run : found) {
            const auto known = std::ranges::find_if(sources,
                [&run](const Source& source) { return source.found.path == run.path && source.found.events == run.events; });
            if (known != sources.end())
                known->found.files = std::move(run.files);
            else
                sources.push_back({std::move(run), {}, {}, -1, nullptr, std::nullopt});
        }
        std::ranges::sort(sources, [](const Source& a, const Source& b) { return naturallyLess(a.found.name, b.found.name); });
    }

    Result<void> read(const CancelToken& cancel, const std::function<void(double)>& report)
    {
        std::uint64_t total = 0;
        for (const Source& source : sources)
            total += sizeOf(source.found);
        Progress progress(report, total);
        return parallelFor(sources.size(), 0, [&](std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t i = begin; i < end; ++i)
                WG_CHECK(sources[i].found.events ? sources[i].refreshEvents(cancel, progress)
                                                 : sources[i].refreshHistory(cancel, progress));
            return {};
        });
    }

    /// A path named by itself must be a training log; of a folder at least one file.
    Result<void> refuse(bool isFolder) const
    {
        const auto isRun = [](const Source& source) { return source.run != nullptr; };
        const Source* first = sources.empty() ? nullptr : &sources.front();
        if (!isFolder && first != nullptr && first->problem
            && (first->files.empty() || first->files.front()->records().offset() == 0))
            return std::unexpected(*first->problem);
        if (std::ranges::any_of(sources, isRun))
            return {};
        if (std::error_code error; !std::filesystem::exists(path, error))
            return fail(ErrorCode::NotFound, fmt::format("cannot open {}: no such file or folder", path));
        return fail(isFolder ? ErrorCode::NotFound : ErrorCode::Parse,
            isFolder ? fmt::format("no training log in the folder {}: neither event files (their names hold \"tfevents\") nor "
                                   "a history as CSV or JSON",
                           path)
                     : fmt::format("{} is no training history; `watchglass evaluate` says what it is", path));
    }

    /// The same object when nothing changed.
    void collect(Warnings notes)
    {
        auto made = std::make_shared<RunSet>();
        made->root = path;
        made->notes = std::move(notes);
        for (const Source& source : sources) {
            if (source.run)
                made->runs.push_back(source.run);
            if (source.problem && source.problem->code == ErrorCode::Limit)
                made->notes.push_back({Warning::Severity::Warning, source.problem->text()});
        }
        if (!set || set->runs != made->runs || set->notes != made->notes)
            set = std::move(made);
    }
};

} // namespace

struct RunFollower::Impl : Sources {
    using Sources::Sources;
};

RunFollower::RunFollower(std::string path) : m_impl(std::make_unique<Impl>(std::move(path))) { }
RunFollower::~RunFollower() = default;
RunFollower::RunFollower(RunFollower&&) noexcept = default;
RunFollower& RunFollower::operator=(RunFollower&&) noexcept = default;

Result<std::shared_ptr<const RunSet>> RunFollower::refresh(
    const CancelToken& cancel, const std::function<void(double)>& progress)
{
    Impl& impl = *m_impl;
    auto found = findRuns(impl.path);
    if (!found && !impl.set)
        return std::unexpected(found.error());
    Warnings notes;
    if (found) {
        notes = std::move(found->notes);
        impl.take(std::move(found->runs));
    } else {
        notes.push_back({Warning::Severity::Warning, found.error().text()});
    }
    WG_CHECK(impl.read(cancel, progress));
    if (!impl.set)
        WG_CHECK(impl.refuse(found->isFolder));
    impl.collect(std::move(notes));
    return impl.set;
}

std::uint64_t RunFollower::bytesRead() const
{
    std::uint64_t out = 0;
    for (const Source& source : m_impl->sources) {
        for (const auto& file : source.files)
            out += file->bytesRead();
    }
    return out;
}

Result<std::shared_ptr<const RunSet>> openEventRuns(const std::string& path, const CancelToken& cancel)
{
    WG_TRY(FoundRuns found, findRuns(path));
    std::erase_if(found.runs, [](const RunFiles& run) { return !run.events; });
    Sources sources(path);
    sources.take(std::move(found.runs));
    WG_CHECK(sources.read(cancel, {}));
    if (!found.isFolder)
        WG_CHECK(sources.refuse(false));
    sources.collect(std::move(found.notes));
    return sources.set;
}

Result<std::shared_ptr<const RunSet>> openRuns(
    const std::string& path, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    return RunFollower(path).refresh(cancel, progress);
}

} // namespace wg::evaluation
