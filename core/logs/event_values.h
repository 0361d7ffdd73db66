// Values of a Summary other than scalars: what each message and each plugin's tensor means. Internal to core/logs.
// All throw protozero::exception for what is no message, and give nullopt (or nothing) for messages of another shape.
#pragma once

#include "core/logs/event_file.h"
#include "core/logs/event_tensor.h"

#include <optional>
#include <string_view>
#include <utility>

namespace wg::logs {

/// HistogramProto (tensorflow/core/framework/summary.proto): the outermost buckets end at the smallest and largest value, as
/// TensorBoard converts them.
[[nodiscard]] std::optional<EventHistogram> oldHistogram(std::string_view message);
/// Summary.Image.
[[nodiscard]] EventImage oldImage(std::string_view message);
/// The tensor [k, 3] of the histograms plugin: left, right, count.
[[nodiscard]] std::optional<EventHistogram> histogramOf(const EventTensor& tensor);
/// The tensor of the images plugin: width, height, then the images, encoded.
[[nodiscard]] std::vector<EventImage> imagesOf(const EventTensor& tensor);
/// Cells joined by newlines; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string textOf(const EventTensor& tensor);
/// The tensor [6, n] of the pr_curves plugin.
[[nodiscard]] std::optional<EventCurve> curveOf(const EventTensor& tensor);
/// HParamsPluginData (tensorboard/plugins/hparams/plugin_data.proto): the values of its session_start_info, in order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> hparamsOf(std::string_view message);

/// `bytes` with what is no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string soundText(std::string_view bytes);

} // namespace wg::logs
