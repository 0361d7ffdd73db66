// A value that must never be printed. Streams and formatters see "***".
#pragma once

#include <fmt/format.h>
#include <ostream>
#include <string>
#include <utility>

namespace wg {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : m_value(std::move(value)) { }

    /// The only way to the value; grep for it to find every use.
    [[nodiscard]] const std::string& reveal() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }
    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

private:
    std::string m_value;
};

} // namespace wg

template <>
struct fmt::formatter<wg::Secret> : fmt::formatter<std::string_view> {
    auto format(const wg::Secret&, format_context& context) const
    {
        return fmt::formatter<std::string_view>::format("***", context);
    }
};
