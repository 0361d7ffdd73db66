#include "core/logs/event_tensor.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include <protozero/pbf_reader.hpp>

namespace wg::logs {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

/// tensorflow/core/framework/types.proto
enum DataType : std::int32_t {
    kFloat = 1,
    kDouble = 2,
    kInt32 = 3,
    kUint8 = 4,
    kInt16 = 5,
    kInt8 = 6,
    kString = 7,
    kInt64 = 9,
    kBool = 10,
    kBfloat16 = 14,
    kUint16 = 17,
    kHalf = 19,
    kUint32 = 22,
    kUint64 = 23,
};

/// A constant can be written as one value with a large shape; more than this is no summary.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 24;

/// IEEE 754 binary16.
double fromHalf(std::uint16_t bits)
{
    const int exponent = (bits >> 10) & 0x1F;
    const int fraction = bits & 0x3FF;
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    if (exponent == 0x1F)
        return fraction != 0 ? std::nan("") : sign * HUGE_VAL;
    return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(fraction + 0x400, exponent - 25);
}

/// The upper half of a float.
double fromBfloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

double fromBits16(std::int32_t type, std::uint16_t bits)
{
    return type == kHalf ? fromHalf(bits) : fromBfloat16(bits);
}

template <class T>
void unpack(std::string_view content, std::vector<double>& out)
{
    out.reserve(content.size() / sizeof(T));
    for (std::size_t at = 0; at + sizeof(T) <= content.size(); at += sizeof(T)) {
        T value{};
        std::memcpy(&value, content.data() + at, sizeof(T));
        out.push_back(static_cast<double>(value));
    }
}

/// tensor_content: the array as it lies in memory, little-endian. False for other types.
bool unpackContent(std::int32_t type, std::string_view content, std::vector<double>& out)
{
    switch (type) {
    case kFloat:
        unpack<float>(content, out);
        return true;
    case kDouble:
        unpack<double>(content, out);
        return true;
    case kInt32:
        unpack<std::int32_t>(content, out);
        return true;
    case kUint8:
    case kBool:
        unpack<std::uint8_t>(content, out);
        return true;
    case kInt16:
        unpack<std::int16_t>(content, out);
        return true;
    case kInt8:
        unpack<std::int8_t>(content, out);
        return true;
    case kInt64:
        unpack<std::int64_t>(content, out);
        return true;
    case kUint16:
        unpack<std::uint16_t>(content, out);
        return true;
    case kUint32:
        unpack<std::uint32_t>(content, out);
        return true;
    case kUint64:
        unpack<std::uint64_t>(content, out);
        return true;
    case kHalf:
    case kBfloat16:
        unpack<std::uint16_t>(content, out);
        for (double& value : out)
            value = fromBits16(type, static_cast<std::uint16_t>(value));
        return true;
    default:
        return false;
    }
}

/// Numbers of the list fields, packed or one by one. Fields of another type than the tensor's are passed over.
class Lists {
public:
    Lists(std::int32_t type, std::vector<double>& out) : m_type(type), m_out(out) { }

    /// True when the field was one of the lists; it has been read then.
    bool read(pbf_reader& reader)
    {
        const auto field = reader.tag();
        const bool packed = reader.wire_type() == pbf_wire_type::length_delimited;
        if (field != fieldOf(m_type))
            return false;
        switch (field) {
        case 5:
            return numbers(
                packed, reader.wire_type() == pbf_wire_type::fixed32, [&] { return reader.get_float(); },
                [&] { return reader.get_packed_float(); });
        case 6:
            return numbers(
                packed, reader.wire_type() == pbf_wire_type::fixed64, [&] { return reader.get_double(); },
                [&] { return reader.get_packed_double(); });
        case 16:
        case 17:
            return numbers(
                packed, reader.wire_type() == pbf_wire_type::varint, [&] { return reader.get_uint64(); },
                [&] { return reader.get_packed_uint64(); });
        default:
            return numbers(
                packed, reader.wire_type() == pbf_wire_type::varint, [&] { return reader.get_int64(); },
                [&] { return reader.get_packed_int64(); });
        }
    }

private:
    static std::uint32_t fieldOf(std::int32_t type)
    {
        switch (type) {
        case kFloat:
            return 5;
        case kDouble:
            return 6;
        case kInt64:
            return 10;
        case kBool:
            return 11;
        case kHalf:
        case kBfloat16:
            return 13;
        case kUint32:
            return 16;
        case kUint64:
            return 17;
        default: // int32 and all that are shorter
            return 7;
        }
    }

    template <class T>
    void add(T value)
    {
        if (m_type == kHalf || m_type == kBfloat16)
            m_out.push_back(fromBits16(m_type, static_cast<std::uint16_t>(value)));
        else
            m_out.push_back(static_cast<double>(value));
    }

    template <class Single, class Packed>
    bool numbers(bool packed, bool single, Single one, Packed many)
    {
        if (packed) {
            for (const auto value : many())
                add(value);
        } else if (single) {
            add(one());
        }
        return packed || single;
    }

    std::int32_t m_type;
    std::vector<double>& m_out;
};

std::string_view viewOf(pbf_reader& reader)
{
    const auto view = reader.get_view();
    return {view.data(), view.size()};
}

std::vector<std::int64_t> readShape(std::string_view message)
{
    std::vector<std::int64_t> out;
    pbf_reader shape(message.data(), message.size());
    while (shape.next()) {
        if (shape.tag_and_type() != protozero::tag_and_type(2, pbf_wire_type::length_delimited)) {
            shape.skip();
            continue;
        }
        std::int64_t size = 0;
        pbf_reader dimension = shape.get_message();
        while (dimension.next()) {
            if (dimension.tag_and_type() == protozero::tag_and_type(1, pbf_wire_type::varint))
                size = dimension.get_int64();
            else
                dimension.skip();
        }
        out.push_back(size);
    }
    return out;
}

/// What the shape asks for; nullopt when that is no count.
std::optional<std::uint64_t> elementsOf(const std::vector<std::int64_t>& shape)
{
    std::uint64_t out = 1;
    for (const std::int64_t size : shape) {
        if (size < 0 || (size > 0 && out > kMaxElements / static_cast<std::uint64_t>(size)))
            return std::nullopt;
        out *= static_cast<std::uint64_t>(size);
    }
    return out;
}

struct Header {
    std::int32_t type = 0;
    std::string_view shape, content;
    bool lists = false; ///< there are other fields
};

Header readHeader(std::string_view message)
{
    Header out;
    pbf_reader reader(message.data(), message.size());
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case protozero::tag_and_type(1, pbf_wire_type::varint):
            out.type = reader.get_int32();
            break;
        case protozero::tag_and_type(2, pbf_wire_type::length_delimited):
            out.shape = viewOf(reader);
            break;
        case protozero::tag_and_type(4, pbf_wire_type::length_delimited):
            out.content = viewOf(reader);
            break;
        default:
            out.lists = out.lists || reader.tag() > 4;
            reader.skip();
        }
    }
    return out;
}

bool isNumber(std::int32_t type)
{
    std::vector<double> none;
    return unpackContent(type, {}, none);
}

/// False when the type has no numbers.
bool readNumbers(std::string_view message, const Header& header, std::vector<double>& out)
{
    if (!header.content.empty())
        return unpackContent(header.type, header.content, out);
    if (!isNumber(header.type))
        return false;
    Lists lists(header.type, out);
    pbf_reader reader(message.data(), message.size());
    while (header.lists && reader.next()) {
        if (!lists.read(reader))
            reader.skip();
    }
    return true;
}

} // namespace

std::optional<EventTensor> readTensor(std::string_view message)
{
    const Header header = readHeader(message);
    EventTensor out;
    out.shape = readShape(header.shape);
    const auto elements = elementsOf(out.shape);
    if (!elements)
        return std::nullopt;
    if (header.type == kString) {
        pbf_reader reader(message.data(), message.size());
        while (reader.next()) {
            if (reader.tag_and_type() == protozero::tag_and_type(8, pbf_wire_type::length_delimited))
                out.texts.push_back(viewOf(reader));
            else
                reader.skip();
        }
        return out;
    }
    if (!readNumbers(message, header, out.numbers) || out.numbers.size() > *elements)
        return std::nullopt;
    out.numbers.resize(*elements, out.numbers.empty() ? 0.0 : out.numbers.back());
    return out;
}

std::optional<double> readScalarTensor(std::string_view message)
{
    const Header header = readHeader(message);
    thread_local std::vector<double> numbers; // one allocation for millions of scalars
    numbers.clear();
    const auto elements = header.shape.empty() ? std::optional<std::uint64_t>(1) : elementsOf(readShape(header.shape));
    if (elements != std::uint64_t{1} || !readNumbers(message, header, numbers) || numbers.size() > 1)
        return std::nullopt;
    return numbers.empty() ? 0.0 : numbers.front();
}

} // namespace wg::logs
