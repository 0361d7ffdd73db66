// One versioned JSON file of ours. Unknown keys and their order survive; see state.h for corrupt and newer files.
#pragma once

#include "core/base/time.h"
#include "core/base/warning.h"

#include <nlohmann/json.hpp>
#include <string>

namespace wg::state {

using Json = nlohmann::ordered_json;

class JsonFile {
public:
    JsonFile() = default;
    /// Reads `path`; a missing file gives an empty object. With `mayWrite` a corrupt file is moved aside, named after `now`.
    static JsonFile load(std::string path, int version, TimeMs now, bool mayWrite, Warnings& notices);

    [[nodiscard]] const Json& json() const { return m_json; }
    [[nodiscard]] bool writable() const { return m_writable; }
    /// Merges `values` over what was read and writes the file 0600. Does nothing where the file may not be written.
    [[nodiscard]] Result<void> store(const Json& values);

private:
    std::string m_path;
    int m_version = 1;
    bool m_writable = false;
    Json m_json = Json::object();
};

// Reading with defaults: a value of another type counts as absent.
[[nodiscard]] std::string textOr(const Json& json, const char* key, std::string fallback);
[[nodiscard]] std::int64_t integerOr(const Json& json, const char* key, std::int64_t fallback);
[[nodiscard]] bool boolOr(const Json& json, const char* key, bool fallback);
/// The array's objects; empty where there is none.
[[nodiscard]] std::vector<Json> objectsOf(const Json& json, const char* key);

} // namespace wg::state
