// Work on [0, count) over several threads. Results are the same for any number of threads as long as the body of one index
// touches nothing of another.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <functional>

namespace wg {

/// How many threads the machine runs at once; at least 1.
[[nodiscard]] unsigned hardwareThreads();

/// Calls body(begin, end) for parts that together are [0, count), each index once, and returns when all are done. The caller's
/// thread works too; `threads` counts it, 0 means hardwareThreads(). After an error no further part is begun; of several
/// errors the one of the lowest part is returned. An exception of the body is thrown on in the caller's thread.
[[nodiscard]] Result<void> parallelFor(
    std::size_t count, unsigned threads, const std::function<Result<void>(std::size_t begin, std::size_t end)>& body);

} // namespace wg
