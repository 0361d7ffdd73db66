// fieldConfig and overrides into the model. Private to core/dashboard.
#pragma once

#include "core/dashboard/document.h"
#include "core/dashboard/json_access.h"

namespace wg::dashboard {

/// {mode, steps} of today's panels.
[[nodiscard]] Thresholds readThresholds(const Json& thresholds);
/// Today's [{type: "value", options: …}] and the older [{type: 1, value, text}].
[[nodiscard]] std::vector<ValueMapping> readMappings(const Json& mappings);
/// fieldConfig.defaults.
[[nodiscard]] FieldConfig readDefaults(const Json& defaults);
/// One {id, value} of an override; ids that are not drawn change nothing.
void applyProperty(FieldConfig& config, std::string_view id, const Json& value);
[[nodiscard]] std::vector<Override> readOverrides(const Json& overrides, const std::string& where, Warnings& warnings);

} // namespace wg::dashboard
