// Opening a log of any format: sniffed from its first bytes, read in chunks, given as typed columns.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/logs/table.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

struct ReadOptions {
    bool mayGrow = false; ///< a last line without its end is not counted: its writer is still at it
    std::vector<bool> textColumns = {}; ///< columns to keep as text from the start
    /// Which columns to keep, by name; unset: all. The others are in the table with their names, and with the type that the
    /// beginning of the file says, without cells (Column::kept).
    std::function<bool(std::string_view column)> keep = {};
    /// Ascending; when set, the table holds only these rows: numbers from 0 among the rows that a full read gives. For looking
    /// at single rows again; name all columns in `textColumns` to see them as they are written.
    std::optional<std::vector<std::uint64_t>> onlyRows = {};
    unsigned threads = 0; ///< at most; 0: as many as the machine has
    /// Bytes of cells and of distinct texts a table may hold; more is a Limit error. Vectors double as they grow, so the
    /// process may take about twice this.
    std::size_t keptBytes = std::size_t{2} << 30;
    bool fingerprint = true; ///< SHA-256 beside the reading, on a thread of its own
    CancelToken cancel = {}; ///< for readers whose feed() takes long; readTable() sets it to its own
};

/// Takes the bytes of a file in chunks of any size; the same table comes out whatever the sizes.
class TableReader {
public:
    virtual ~TableReader() = default;

    [[nodiscard]] virtual Result<void> feed(std::string_view bytes) = 0;
    /// Once, after the last feed().
    [[nodiscard]] virtual Result<Table> finish() = 0;
    /// For files that grow: takes what was fed as far as its lines are whole, and gives the table to date; feed() may go on
    /// after that, and the table grows in place. Fingerprint, bytes and format are the caller's to fill. Null: this format is
    /// only known at its end (the default), or nothing is decided yet.
    [[nodiscard]] virtual Result<Table*> soFar() { return nullptr; }
    /// After finish(): not empty when columns that began as numbers turned out to be text later on. Their early cells are lost:
    /// read again with these as ReadOptions::textColumns.
    [[nodiscard]] virtual const std::vector<bool>& lateText() const = 0;
};

struct Format {
    std::string_view name;
    bool (*sniff)(std::string_view start); ///< the first 4096 bytes at most
    std::unique_ptr<TableReader> (*make)(const ReadOptions& options); ///< null: recognised, but not read yet
};
/// In the order of sniffing; the last one takes everything.
[[nodiscard]] std::span<const Format> formats();

/// Reads a file, packed by gzip or Zstandard or not. `progress` is called with 0..1 now and then. Fails with Cancelled when
/// told so, with Unsupported for formats that are recognised only, and with Parse and a position for what is no table. Format,
/// fingerprint and bytes of the table are set here, for every format. A packed file that ends early is read as far as its lines
/// go, with a warning.
[[nodiscard]] Result<Table> readTable(const std::string& path, const ReadOptions& options, const CancelToken& cancel,
    const std::function<void(double)>& progress = {});

/// The table that the first `maxBytes` (unpacked) of a file make: for previews, and for deciding what to keep. Without
/// fingerprint. Table::bytes tells how much was read; the last line does not count when it was cut.
[[nodiscard]] Result<Table> previewTable(const std::string& path, std::size_t maxBytes, const CancelToken& cancel = {});

} // namespace wg::logs
