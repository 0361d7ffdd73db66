#include "core/logs/reader.h"

#include "core/base/file.h"
#include "core/logs/csv_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kSniffBytes = 4096;

std::string_view skipBlanks(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

bool isGzip(std::string_view start)
{
    return start.starts_with("\x1F\x8B");
}

bool isZstd(std::string_view start)
{
    return start.starts_with("\x28\xB5\x2F\xFD");
}

bool isEventFile(std::string_view start)
{
    return start.find("brain.Event:") != std::string_view::npos;
}

/// "[0]\ttrain-logloss:0.69"
bool isXgboostLog(std::string_view start)
{
    start = skipBlanks(start);
    const std::size_t close = start.find_first_not_of("0123456789", 1);
    return start.starts_with('[') && close != std::string_view::npos && close > 1 && start.substr(close).starts_with("]\t");
}

bool isJson(std::string_view start)
{
    start = skipBlanks(start);
    if (!start.starts_with('{') && !start.starts_with('['))
        return false;
    const std::string_view inside = skipBlanks(start.substr(1));
    return inside.empty() || inside.front() == '"' || inside.front() == '}' || inside.front() == ']'
        || (start.front() == '[' && (inside.front() == '{' || inside.front() == '['));
}

bool isCocoText(std::string_view start)
{
    return start.find("[ IoU=") != std::string_view::npos
        || (start.find("per image evaluation...") != std::string_view::npos && start.find("type=") != std::string_view::npos);
}

bool isAnything(std::string_view)
{
    return true;
}

std::unique_ptr<TableReader> makeCsv(const ReadOptions& options)
{
    return std::make_unique<CsvReader>(options);
}

constexpr std::array kFormats = {
    Format{"gzip", isGzip, nullptr},
    Format{"Zstandard", isZstd, nullptr},
    Format{"TensorBoard event file", isEventFile, nullptr},
    Format{"XGBoost console log", isXgboostLog, nullptr},
    Format{"JSON", isJson, nullptr},
    Format{"COCO evaluation text", isCocoText, nullptr},
    Format{"CSV", isAnything, makeCsv},
};

/// One pass over the file: sniffs, makes the reader, feeds it.
class Pass {
public:
    Pass(const ReadOptions& options, const CancelToken& cancel, const std::function<void(double)>& progress, double size)
        : m_options(options)
        , m_cancel(cancel)
        , m_progress(progress)
        , m_size(size)
    {
    }

    Result<void> feed(std::string_view chunk)
    {
        if (m_cancel.cancelled())
            return fail(ErrorCode::Cancelled, "reading was cancelled");
        if (!m_reader)
            WG_CHECK(choose(chunk));
        m_read += static_cast<double>(chunk.size());
        if (m_progress && m_size > 0)
            m_progress(std::min(1.0, m_read / m_size));
        return m_reader->feed(chunk);
    }

    Result<Table> finish()
    {
        if (!m_reader)
            WG_CHECK(choose({}));
        return m_reader->finish();
    }
    [[nodiscard]] const std::vector<bool>& lateText() const { return m_reader->lateText(); }

private:
    Result<void> choose(std::string_view start)
    {
        const auto format = std::find_if(
            kFormats.begin(), kFormats.end(), [start](const Format& f) { return f.sniff(start.substr(0, kSniffBytes)); });
        if (format->make == nullptr)
            return fail(ErrorCode::Unsupported,
                fmt::format("this looks like {}, which is not read yet; save the data as CSV to open it", format->name));
        m_reader = format->make(m_options);
        return {};
    }

    const ReadOptions& m_options;
    const CancelToken& m_cancel;
    const std::function<void(double)>& m_progress;
    double m_size;
    double m_read = 0;
    std::unique_ptr<TableReader> m_reader;
};

Error atPath(Error error, const std::string& path)
{
    if (error.code == ErrorCode::Parse || error.code == ErrorCode::Limit || error.code == ErrorCode::Unsupported) {
        if (!error.position)
            error.position = Position{};
        error.position->input = path;
    }
    return error;
}

} // namespace

std::span<const Format> formats()
{
    return kFormats;
}

Result<Table> readTable(
    const std::string& path, const ReadOptions& options, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    std::error_code unknownSize; // progress only: the reader itself needs no size
    const auto size = static_cast<double>(std::filesystem::file_size(path, unknownSize));
    ReadOptions now = options;
    constexpr int kPasses = 4; // two unless the file changes meanwhile
    for (int i = 0; i < kPasses; ++i) {
        Pass pass(now, cancel, progress, unknownSize ? 0 : size);
        const auto fed = readFileChunks(path, [&pass](std::string_view chunk) { return pass.feed(chunk); });
        if (!fed)
            return std::unexpected(atPath(fed.error(), path));
        auto table = pass.finish();
        if (!table)
            return std::unexpected(atPath(table.error(), path));
        if (pass.lateText().empty())
            return table;
        now.textColumns = pass.lateText();
    }
    return fail(ErrorCode::Io, fmt::format("{} keeps changing while it is read; try again", path));
}

} // namespace wg::logs
