#include "core/logs/event_values.h"

#include "core/base/number.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>

namespace wg::logs {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto kBytes = pbf_wire_type::length_delimited;
constexpr auto kVarint = pbf_wire_type::varint;
constexpr auto kDouble = pbf_wire_type::fixed64;

pbf_reader readerOf(std::string_view message)
{
    return {message.data(), message.size()};
}

std::string_view viewOf(pbf_reader& reader)
{
    const auto view = reader.get_view();
    return {view.data(), view.size()};
}

void addDoubles(pbf_reader& reader, std::vector<double>& out)
{
    const auto values = reader.get_packed_double();
    out.insert(out.end(), values.begin(), values.end());
}

constexpr int kMaxDepth = 8; ///< of lists within lists

/// google.protobuf.Value.
std::string wordOf(std::string_view message, int depth)
{
    std::string out;
    pbf_reader value = readerOf(message);
    while (value.next()) {
        switch (value.tag_and_type()) {
        case tag_and_type(2, kDouble):
            out = formatShortest(value.get_double());
            break;
        case tag_and_type(3, kBytes):
            out = soundText(viewOf(value));
            break;
        case tag_and_type(4, kVarint):
            out = value.get_bool() ? "true" : "false";
            break;
        case tag_and_type(6, kBytes): {
            std::vector<std::string> items;
            pbf_reader list = value.get_message();
            while (depth < kMaxDepth && list.next()) {
                if (list.tag_and_type() == tag_and_type(1, kBytes))
                    items.push_back(wordOf(viewOf(list), depth + 1));
                else
                    list.skip();
            }
            out = fmt::format("[{}]", fmt::join(items, ", "));
            break;
        }
        default:
            value.skip();
        }
    }
    return out;
}

/// An entry of a map: key, value.
std::pair<std::string, std::string> entryOf(std::string_view message)
{
    std::pair<std::string, std::string> out;
    pbf_reader entry = readerOf(message);
    while (entry.next()) {
        switch (entry.tag_and_type()) {
        case tag_and_type(1, kBytes):
            out.first = soundText(viewOf(entry));
            break;
        case tag_and_type(2, kBytes):
            out.second = wordOf(viewOf(entry), 0);
            break;
        default:
            entry.skip();
        }
    }
    return out;
}

std::uint32_t sizeOf(std::string_view text)
{
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

} // namespace

std::string soundText(std::string_view bytes)
{
    if (isUtf8(bytes))
        return std::string(bytes);
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = utf8Length(bytes, at);
        out += length == 0 ? std::string_view("\xEF\xBF\xBD") : bytes.substr(at, length);
        at += std::max<std::size_t>(1, length);
    }
    return out;
}

std::optional<EventHistogram> oldHistogram(std::string_view message)
{
    double low = 0;
    double high = 0;
    EventHistogram out;
    pbf_reader reader = readerOf(message);
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case tag_and_type(1, kDouble):
            low = reader.get_double();
            break;
        case tag_and_type(2, kDouble):
            high = reader.get_double();
            break;
        case tag_and_type(6, kBytes):
            addDoubles(reader, out.right);
            break;
        case tag_and_type(6, kDouble):
            out.right.push_back(reader.get_double());
            break;
        case tag_and_type(7, kBytes):
            addDoubles(reader, out.count);
            break;
        case tag_and_type(7, kDouble):
            out.count.push_back(reader.get_double());
            break;
        default:
            reader.skip();
        }
    }
    if (out.right.size() != out.count.size())
        return std::nullopt;
    if (out.right.empty())
        return out;
    out.left.push_back(low);
    out.left.insert(out.left.end(), out.right.begin(), out.right.end() - 1);
    out.right.back() = high;
    return out;
}

EventImage oldImage(std::string_view message)
{
    EventImage out;
    pbf_reader reader = readerOf(message);
    while (reader.next()) {
        switch (reader.tag_and_type()) {
        case tag_and_type(1, kVarint):
            out.height = reader.get_uint32();
            break;
        case tag_and_type(2, kVarint):
            out.width = reader.get_uint32();
            break;
        case tag_and_type(4, kBytes):
            out.encoded = viewOf(reader);
            break;
        default:
            reader.skip();
        }
    }
    return out;
}

std::optional<EventHistogram> histogramOf(const EventTensor& tensor)
{
    if (tensor.shape.size() != 2 || tensor.shape[1] != 3 || !tensor.texts.empty())
        return std::nullopt;
    EventHistogram out;
    for (std::size_t at = 0; at + 3 <= tensor.numbers.size(); at += 3) {
        out.left.push_back(tensor.numbers[at]);
        out.right.push_back(tensor.numbers[at + 1]);
        out.count.push_back(tensor.numbers[at + 2]);
    }
    return out;
}

std::vector<EventImage> imagesOf(const EventTensor& tensor)
{
    std::vector<EventImage> out;
    for (std::size_t i = 2; i < tensor.texts.size(); ++i) {
        EventImage& image = out.emplace_back();
        image.width = sizeOf(tensor.texts[0]);
        image.height = sizeOf(tensor.texts[1]);
        image.encoded = tensor.texts[i];
    }
    return out;
}

std::string textOf(const EventTensor& tensor)
{
    return soundText(fmt::format("{}", fmt::join(tensor.texts, "\n")));
}

std::optional<EventCurve> curveOf(const EventTensor& tensor)
{
    constexpr std::size_t kRows = 6;
    if (tensor.shape.size() != 2 || tensor.shape[0] != kRows || tensor.numbers.empty())
        return std::nullopt;
    EventCurve out;
    const std::size_t n = tensor.numbers.size() / kRows;
    std::vector<double>* const rows[kRows] = {
        &out.truePositives, &out.falsePositives, &out.trueNegatives, &out.falseNegatives, &out.precision, &out.recall};
    for (std::size_t row = 0; row < kRows; ++row) {
        const auto begin = tensor.numbers.begin() + static_cast<std::ptrdiff_t>(row * n);
        rows[row]->assign(begin, begin + static_cast<std::ptrdiff_t>(n));
    }
    for (std::size_t i = 0; i < n; ++i)
        out.threshold.push_back(n == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(n - 1));
    return out;
}

std::vector<std::pair<std::string, std::string>> hparamsOf(std::string_view message)
{
    std::vector<std::pair<std::string, std::string>> out;
    pbf_reader data = readerOf(message);
    while (data.next()) {
        if (data.tag_and_type() != tag_and_type(3, kBytes)) {
            data.skip();
            continue;
        }
        pbf_reader start = data.get_message();
        while (start.next()) {
            if (start.tag_and_type() == tag_and_type(1, kBytes))
                out.push_back(entryOf(viewOf(start)));
            else
                start.skip();
        }
    }
    return out;
}

} // namespace wg::logs
