// The messages of an event file (Event, Summary, TensorProto, SessionLog and the plugins' data; protobuf wire format, public
// field numbers of tensorflow/core/{util,framework}) as columns. What has no use here (graphs, audio, run metadata) is passed
// over.
#pragma once

#include "core/logs/event_file.h"
#include "core/logs/tfrecord.h"

#include <memory>

namespace wg::logs {

/// How many steps of each tag are kept, and how many bytes of one thing and of all. When there are more steps, every second is
/// left out again and again, the newest always stays: the kept ones lie evenly over the run, whatever its length.
/// (TensorBoard draws a random sample of 10 images and texts, 50 histograms, 100 curves.)
struct EventLimits {
    std::size_t images = 20, texts = 20, histograms = 100, curves = 100;
    std::size_t itemBytes = std::size_t{32} << 20;
    std::size_t totalBytes = std::size_t{256} << 20;
};

/// One event file, fed in chunks of any size; may be fed on as the file grows. Not thread-safe.
///
/// Kinds of value: simple_value, or a tensor of the plugin "scalars" with one element, is a scalar; the plugins "histograms",
/// "images", "text", "pr_curves" and "hparams" are what they say; old Image and HistogramProto messages as well. A tag's plugin
/// is that of its first event which names one. A tensor without a plugin is no scalar, as in TensorBoard.
///
/// Restarts: a SessionLog START after the first one means that training began anew at its step; all values of steps at or after
/// it that were read before are dropped, and it is said in notes(). (TensorBoard's rule for files of version 2.) Steps that go
/// back without a START stay as they were written.
class EventReader {
public:
    explicit EventReader(const EventLimits& limits = {});
    ~EventReader();
    EventReader(EventReader&&) noexcept;
    EventReader& operator=(EventReader&&) noexcept;

    void feed(std::string_view bytes);
    [[nodiscard]] const RecordReader& records() const;
    void rewind(); ///< RecordReader::rewind()

    /// Everything read so far, in the order written; stays where it is. Notes: the fault of the file, events that are no
    /// protobuf, restarts, what was left out.
    [[nodiscard]] const EventData& data() const;
    [[nodiscard]] Warnings notes() const;
    /// Images, texts, histograms and curves that were not kept.
    [[nodiscard]] std::uint64_t leftOut() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::logs
