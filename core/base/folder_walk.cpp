#include "core/base/folder_walk.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>

namespace wg {
namespace {

namespace fs = std::filesystem;

class Walk {
public:
    Walk(fs::path top, const std::function<bool(const std::string&)>& accept) : m_top(std::move(top)), m_accept(accept) { }

    Result<FolderFiles> run()
    {
        std::vector<fs::path> waiting{m_top};
        while (!waiting.empty()) {
            const fs::path folder = std::move(waiting.back());
            waiting.pop_back();
            std::error_code problem;
            const fs::path real = fs::canonical(folder, problem);
            if (!problem && !m_seen.insert(real).second)
                continue;
            if (!problem)
                WG_CHECK(list(folder, waiting, problem));
            if (!problem)
                continue;
            Error error{ErrorCode::Io, fmt::format("cannot read the folder {}: {}", folder.string(), problem.message())};
            if (folder == m_top)
                return std::unexpected(std::move(error));
            m_out.unreadable.push_back(std::move(error));
        }
        std::ranges::sort(m_out.files);
        return std::move(m_out);
    }

private:
    Result<void> list(const fs::path& folder, std::vector<fs::path>& waiting, std::error_code& problem)
    {
        for (fs::directory_iterator entry(folder, problem); !problem && entry != fs::directory_iterator();
            entry.increment(problem)) {
            std::error_code unknown; // of this entry only: a dangling link is no log, and no fault of the folder
            const std::string name = entry->path().filename().string();
            if (name.starts_with('.'))
                continue;
            if (entry->is_directory(unknown))
                waiting.push_back(entry->path());
            else if (entry->is_regular_file(unknown) && (!m_accept || m_accept(name)))
                m_out.files.push_back(entry->path().lexically_relative(m_top).string());
            if (m_out.files.size() > kMaxFolderFiles)
                return fail(ErrorCode::Limit,
                    fmt::format("the folder {} holds more than {} files; give one of its subfolders, or the logs themselves",
                        m_top.string(), kMaxFolderFiles));
        }
        return {};
    }

    fs::path m_top;
    const std::function<bool(const std::string&)>& m_accept;
    std::set<fs::path> m_seen; ///< where the folders really are
    FolderFiles m_out;
};

} // namespace

Result<FolderFiles> filesUnder(const std::string& folder, const std::function<bool(const std::string&)>& accept)
{
    return Walk(folder, accept).run();
}

} // namespace wg
