#include "core/logs/reader.h"

#include "core/logs/byte_source.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kSniffBytes = 4096;

struct PassResult {
    Table table;
    std::vector<bool> lateText;
    bool endsEarly = false; ///< as ByteSource
    bool tornUnseen = false; ///< the last line is cut, and the reader was not told that it may be
};

/// One pass over the file: sniffs, makes the reader, feeds it.
class Pass {
public:
    Pass(ByteSource source, const ReadOptions& options, const std::function<void(double)>& progress)
        : m_source(std::move(source))
        , m_options(options)
        , m_progress(progress)
    {
    }

    /// At most `maxBytes` unpacked.
    Result<PassResult> run(std::size_t maxBytes)
    {
        std::unique_ptr<TableReader> reader;
        std::string_view name;
        bool cut = false;
        while (!cut) {
            WG_TRY(std::string_view piece, m_source.next());
            if (m_options.cancel.cancelled())
                return fail(ErrorCode::Cancelled, "reading was cancelled");
            cut = piece.size() > maxBytes;
            piece = piece.substr(0, maxBytes);
            if (!reader) {
                WG_TRY(const Format* format, choose(piece));
                m_options.mayGrow = m_options.mayGrow || cut;
                reader = format->make(m_options);
                name = format->name;
            }
            if (piece.empty())
                break;
            WG_CHECK(reader->feed(piece));
            maxBytes -= piece.size();
            if (m_progress)
                m_progress(m_source.progress());
        }
        PassResult result;
        result.endsEarly = m_source.endsEarly();
        result.tornUnseen = (cut || result.endsEarly) && !m_options.mayGrow;
        if (result.tornUnseen)
            return result;
        auto table = reader->finish();
        if (!table && result.endsEarly)
            table.error().message = "the packed file ends early, before a whole line of it: " + table.error().message;
        WG_TRY(result.table, std::move(table));
        result.lateText = reader->lateText();
        if (result.table.format.empty())
            result.table.format = name;
        result.table.bytes = m_source.bytes();
        if (result.lateText.empty())
            result.table.fingerprint = m_source.fingerprint();
        return result;
    }

private:
    static Result<const Format*> choose(std::string_view start)
    {
        const auto all = formats();
        const auto format =
            std::find_if(all.begin(), all.end(), [start](const Format& f) { return f.sniff(start.substr(0, kSniffBytes)); });
        if (format == all.end() || format->make == nullptr)
            return fail(ErrorCode::Unsupported,
                fmt::format("this looks like {}, which is not read here; save the data as CSV to open it",
                    format == all.end() ? "no known format" : format->name));
        return &*format;
    }

    ByteSource m_source;
    ReadOptions m_options;
    const std::function<void(double)>& m_progress;
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

/// Reads again when something that only the end shows changes how the beginning is to be read.
Result<Table> readPasses(
    const std::string& path, ReadOptions options, const std::function<void(double)>& progress, std::size_t maxBytes)
{
    constexpr int kPasses = 5; // three unless the file changes meanwhile
    for (int i = 0; i < kPasses; ++i) {
        WG_TRY(ByteSource source, ByteSource::open(path, options.fingerprint));
        auto pass = Pass(std::move(source), options, progress).run(maxBytes);
        if (!pass)
            return std::unexpected(atPath(pass.error(), path));
        if (pass->tornUnseen) {
            options.mayGrow = true;
            continue;
        }
        if (pass->endsEarly)
            pass->table.notes.push_back({Warning::Severity::Warning,
                "the packed file ends early (is it still being written?): its whole lines were read"});
        if (pass->lateText.empty())
            return std::move(pass->table);
        options.textColumns = std::move(pass->lateText);
    }
    return fail(ErrorCode::Io, fmt::format("{} keeps changing while it is read; try again", path));
}

} // namespace

Result<Table> readTable(
    const std::string& path, const ReadOptions& options, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    ReadOptions now = options;
    now.cancel = cancel;
    return readPasses(path, std::move(now), progress, std::numeric_limits<std::size_t>::max());
}

Result<Table> previewTable(const std::string& path, std::size_t maxBytes, const CancelToken& cancel)
{
    ReadOptions options;
    options.cancel = cancel;
    options.fingerprint = false;
    return readPasses(path, std::move(options), {}, maxBytes);
}

} // namespace wg::logs
