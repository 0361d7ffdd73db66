// TensorProto (tensorflow/core/framework/tensor.proto) as numbers or texts. Internal to core/logs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wg::logs {

struct EventTensor {
    std::vector<std::int64_t> shape; ///< empty: a single value
    std::vector<double> numbers; ///< row by row; 64-bit integers as the nearest double
    std::vector<std::string_view> texts; ///< dtype string; they point into the message
};

/// Values from tensor_content or from the list of their type; a shorter list is filled up with its last value, and an empty one
/// with zeros, as tensorflow.make_ndarray does. nullopt for types that are neither numbers nor texts (complex, resource,
/// variant) and for shapes that do not fit their values. Throws protozero::exception for what is no message.
[[nodiscard]] std::optional<EventTensor> readTensor(std::string_view message);

/// A tensor of one number without the detour; nullopt for all others.
[[nodiscard]] std::optional<double> readScalarTensor(std::string_view message);

} // namespace wg::logs
