// The event files of one run put together. Internal to core/evaluation.
#pragma once

#include "core/evaluation/runs.h"
#include "core/logs/event_follow.h"

#include <memory>
#include <span>

namespace wg::evaluation {

/// Files in the order of their names, the values of one after those of the one before. A session that starts in a later file is
/// a restart when an earlier file had one too: what the earlier files say of its step and later ones is dropped.
[[nodiscard]] Run runOfEvents(std::string name, std::string path, std::span<const std::unique_ptr<logs::EventFile>> files,
    const logs::EventLimits& limits = {});

} // namespace wg::evaluation
