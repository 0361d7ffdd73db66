// Writes TensorBoard event files for tests: framing and messages by the public field numbers.
#pragma once

#include "core/logs/crc32c.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <protozero/pbf_writer.hpp>

namespace wg::test {

/// A TFRecord.
inline std::string record(std::string_view payload)
{
    const auto put = [](auto value) { return std::string(reinterpret_cast<const char*>(&value), sizeof(value)); };
    const std::string length = put(std::uint64_t{payload.size()});
    return length + put(logs::maskedCrc32c(length)) + std::string(payload) + put(logs::maskedCrc32c(payload));
}

struct Event {
    explicit Event(std::int64_t step = 0, double wall = 0)
    {
        protozero::pbf_writer writer(bytes);
        writer.add_double(1, wall);
        if (step != 0)
            writer.add_int64(2, step);
    }
    Event&& field(std::uint32_t number, std::string_view message) &&
    {
        protozero::pbf_writer(bytes).add_bytes(number, message.data(), message.size());
        return std::move(*this);
    }
    /// A value of the summary; each call is one Summary field: protobuf merges them.
    Event&& value(std::string_view summaryValue) &&
    {
        std::string summary;
        protozero::pbf_writer(summary).add_bytes(1, summaryValue.data(), summaryValue.size());
        m_summary += summary;
        return std::move(*this);
    }
    Event&& scalar(std::string_view tag, float number) &&
    {
        std::string out;
        protozero::pbf_writer writer(out);
        writer.add_bytes(1, tag.data(), tag.size());
        writer.add_float(2, number);
        return std::move(*this).value(out);
    }
    Event&& session(std::int32_t status) &&
    {
        std::string out;
        protozero::pbf_writer(out).add_int32(1, status);
        return std::move(*this).field(7, out);
    }
    [[nodiscard]] std::string message() const
    {
        std::string out = bytes;
        if (!m_summary.empty())
            protozero::pbf_writer(out).add_bytes(5, m_summary);
        return out;
    }
    operator std::string() const { return record(message()); } // NOLINT(google-explicit-constructor): an event is its record

    std::string bytes;

private:
    std::string m_summary;
};

inline std::string versionRecord(std::string_view version = "brain.Event:2")
{
    return Event().field(3, version);
}

} // namespace wg::test
