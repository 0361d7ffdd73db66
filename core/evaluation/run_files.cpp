#include "core/evaluation/run_files.h"

#include "core/base/file.h"
#include "core/base/folder_walk.h"
#include "core/evaluation/runs.h"
#include "core/logs/tfrecord.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

namespace wg::evaluation {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kHistoryEndings = {".csv", ".tsv", ".json", ".jsonl", ".log", ".txt"};

std::string unpackedName(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const std::string_view packed : {".gz", ".zst"}) {
        if (name.ends_with(packed))
            return name.substr(0, name.size() - packed.size());
    }
    return name;
}

bool mayBeHistory(const std::string& name)
{
    const std::string plain = unpackedName(name);
    return std::ranges::any_of(kHistoryEndings, [&plain](std::string_view ending) { return plain.ends_with(ending); });
}

/// The file's name without its ending.
std::string stem(const fs::path& file)
{
    const std::string name = file.filename().string();
    const std::string plain = name.substr(0, unpackedName(name).size());
    return mayBeHistory(name) ? fs::path(plain).stem().string() : name;
}

bool beginsWithRecord(const std::string& path)
{
    std::string start(logs::kRecordHeader, '\0');
    const auto file = InputFile::open(path);
    const auto count = file ? file->readAt(0, start) : Result<std::size_t>(0);
    return count && *count == start.size() && logs::startsWithRecord(start);
}

/// The digits at the start of `text`, taken off it.
std::string_view takeNumber(std::string_view& text)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string_view out = text.substr(0, digits);
    text.remove_prefix(digits);
    return out;
}

std::string_view withoutZeros(std::string_view digits)
{
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

FoundRuns ofFile(const std::string& path)
{
    const fs::path file(path);
    FoundRuns out;
    RunFiles& run = out.runs.emplace_back();
    run.path = path;
    run.files = {path};
    run.events = isEventFileName(path) || beginsWithRecord(path);
    run.name = run.events ? file.filename().string() : stem(file);
    return out;
}

} // namespace

bool isEventFileName(std::string_view path)
{
    return path.substr(path.rfind('/') + 1).find("tfevents") != std::string_view::npos;
}

Result<FoundRuns> findRuns(const std::string& path)
{
    std::error_code unknown;
    if (!fs::is_directory(path, unknown))
        return ofFile(path);
    WG_TRY(FolderFiles found,
        filesUnder(path, [](const std::string& name) { return isEventFileName(name) || mayBeHistory(name); }));
    FoundRuns out;
    out.isFolder = true;
    for (const Error& error : found.unreadable)
        out.notes.push_back({Warning::Severity::Warning, error.text()});
    std::map<std::string, RunFiles> folders;
    std::set<std::string> names;
    for (const std::string& below : found.files) {
        const fs::path file(below);
        if (!isEventFileName(below))
            continue;
        const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
        RunFiles& run = folders[folder];
        run.name = folder;
        run.path = (fs::path(path) / file.parent_path()).lexically_normal().string();
        run.files.push_back((fs::path(path) / file).string());
        names.insert(folder);
    }
    for (auto& [folder, run] : folders)
        out.runs.push_back(std::move(run));
    for (const std::string& below : found.files) {
        const fs::path file(below);
        if (isEventFileName(below))
            continue;
        const std::string whole = (fs::path(path) / file).string();
        std::string name = (file.parent_path() / stem(file)).string();
        if (!names.insert(name).second)
            names.insert(name = below);
        out.runs.push_back({std::move(name), whole, {whole}, false});
    }
    return out;
}

bool naturallyLess(std::string_view a, std::string_view b)
{
    const std::string_view wholeA = a;
    const std::string_view wholeB = b;
    while (!a.empty() && !b.empty()) {
        const std::string_view numberA = takeNumber(a);
        const std::string_view numberB = takeNumber(b);
        if (!numberA.empty() && !numberB.empty()) {
            const std::string_view x = withoutZeros(numberA);
            const std::string_view y = withoutZeros(numberB);
            if (x != y)
                return x.size() != y.size() ? x.size() < y.size() : x < y;
            continue;
        }
        const char left = numberA.empty() ? a.front() : numberA.front();
        const char right = numberB.empty() ? b.front() : numberB.front();
        if (left != right)
            return static_cast<unsigned char>(left) < static_cast<unsigned char>(right);
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return a.empty() != b.empty() ? a.empty() : wholeA < wholeB;
}

} // namespace wg::evaluation
