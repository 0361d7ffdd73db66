#include "core/logs/event_reader.h"

#include "core/logs/event_thin.h"
#include "core/logs/event_values.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <variant>

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>

namespace wg::logs {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto kBytes = pbf_wire_type::length_delimited;
constexpr auto kVarint = pbf_wire_type::varint;
constexpr std::size_t kImagesOfStep = 16;

std::string_view viewOf(pbf_reader& reader)
{
    const auto view = reader.get_view();
    return {view.data(), view.size()};
}

enum class Plugin { Unknown, Scalars, Histograms, Images, Text, Curves, HParams, Other };

Plugin pluginNamed(std::string_view name)
{
    struct Row {
        std::string_view name;
        Plugin plugin;
    };
    static constexpr std::array kRows = {Row{"scalars", Plugin::Scalars}, Row{"histograms", Plugin::Histograms},
        Row{"images", Plugin::Images}, Row{"text", Plugin::Text}, Row{"pr_curves", Plugin::Curves},
        Row{"hparams", Plugin::HParams}, Row{"", Plugin::Unknown}};
    const auto found = std::ranges::find(kRows, name, &Row::name);
    return found == kRows.end() ? Plugin::Other : found->plugin;
}

/// The fields of Event that matter here.
struct EventFields {
    double wall = 0;
    std::int64_t step = 0;
    std::string_view version, summary, sessionLog;
    bool hasSummary = false, hasVersion = false;
};

EventFields readEvent(std::string_view message)
{
    EventFields out;
    pbf_reader event(message.data(), message.size());
    while (event.next()) {
        switch (event.tag_and_type()) {
        case tag_and_type(1, pbf_wire_type::fixed64):
            out.wall = event.get_double();
            break;
        case tag_and_type(2, kVarint):
            out.step = event.get_int64();
            break;
        case tag_and_type(3, kBytes):
            out.version = viewOf(event);
            out.hasVersion = true;
            break;
        case tag_and_type(5, kBytes):
            out.summary = viewOf(event);
            out.hasSummary = true;
            break;
        case tag_and_type(7, kBytes):
            out.sessionLog = viewOf(event);
            break;
        default:
            event.skip();
        }
    }
    return out;
}

struct ValueFields {
    enum class Kind { None, Simple, Image, Histogram, Tensor };
    std::string_view tag, body, metadata;
    float simple = 0;
    Kind kind = Kind::None;
};

ValueFields readValue(pbf_reader value)
{
    using Kind = ValueFields::Kind;
    ValueFields out;
    const auto body = [&](Kind kind) {
        out.body = viewOf(value);
        out.kind = kind;
    };
    while (value.next()) {
        switch (value.tag_and_type()) {
        case tag_and_type(1, kBytes):
            out.tag = viewOf(value);
            break;
        case tag_and_type(2, pbf_wire_type::fixed32):
            out.simple = value.get_float();
            out.kind = Kind::Simple;
            break;
        case tag_and_type(4, kBytes):
            body(Kind::Image);
            break;
        case tag_and_type(5, kBytes):
            body(Kind::Histogram);
            break;
        case tag_and_type(8, kBytes):
            body(Kind::Tensor);
            break;
        case tag_and_type(9, kBytes):
            out.metadata = viewOf(value);
            break;
        default:
            value.skip();
        }
    }
    return out;
}

/// SummaryMetadata.plugin_data: name and content.
struct PluginFields {
    std::string_view name, content;
};

PluginFields readMetadata(std::string_view message)
{
    PluginFields out;
    pbf_reader metadata(message.data(), message.size());
    while (metadata.next()) {
        if (metadata.tag_and_type() != tag_and_type(1, kBytes)) {
            metadata.skip();
            continue;
        }
        pbf_reader plugin = metadata.get_message();
        while (plugin.next()) {
            switch (plugin.tag_and_type()) {
            case tag_and_type(1, kBytes):
                out.name = viewOf(plugin);
                break;
            case tag_and_type(2, kBytes):
                out.content = viewOf(plugin);
                break;
            default:
                plugin.skip();
            }
        }
    }
    return out;
}

bool isStart(std::string_view sessionLog)
{
    bool out = false;
    pbf_reader log(sessionLog.data(), sessionLog.size());
    while (log.next()) {
        if (log.tag_and_type() == tag_and_type(1, kVarint))
            out = log.get_int32() == 1;
        else
            log.skip();
    }
    return out;
}

std::size_t bytesOf(const EventHistogram& histogram)
{
    return 3 * histogram.left.size() * sizeof(double);
}
std::size_t bytesOf(const EventImage& image)
{
    return image.encoded.size();
}
std::size_t bytesOf(const EventText& text)
{
    return text.text.size();
}
std::size_t bytesOf(const EventCurve& curve)
{
    return 7 * curve.threshold.size() * sizeof(double);
}

} // namespace

struct EventReader::Impl {
    explicit Impl(const EventLimits& l) : limits(l) { }

    struct Tag {
        std::string name;
        Plugin plugin = Plugin::Unknown;
        EventScalars* scalars = nullptr;
        Tag* next = nullptr; ///< the tag that followed last time: most writers repeat themselves
    };

    template <class T>
    struct Kept {
        Kept(std::vector<T>& kept, std::size_t limit) : things(kept), thin(kept, limit) { }
        std::vector<T>& things;
        Thin<T> thin;
    };
    template <class T>
    using KeptByTag = std::map<std::string, Kept<T>>;

    struct Thing {
        std::string tag;
        std::variant<EventHistogram, EventImage, EventText, EventCurve> value;
    };

    EventLimits limits;
    RecordReader records;
    EventData data;
    std::unordered_map<std::string_view, std::unique_ptr<Tag>> tags; ///< keys point into the names
    Tag* lastTag = nullptr;
    KeptByTag<EventHistogram> histograms;
    KeptByTag<EventImage> images;
    KeptByTag<EventText> texts;
    KeptByTag<EventCurve> curves;
    std::size_t keptBytes = 0;
    std::uint64_t thinned = 0, tooLarge = 0, unreadable = 0, dropped = 0;
    // Of the event at hand: nothing of an event counts before all of it is known to be sound.
    std::vector<std::pair<Tag*, double>> newScalars;
    std::vector<Thing> newThings;
    std::vector<std::pair<std::string, std::string>> newHparams;

    void event(std::string_view message)
    {
        newScalars.clear();
        newThings.clear();
        newHparams.clear();
        const std::uint64_t unreadableBefore = unreadable;
        try {
            const EventFields fields = readEvent(message);
            if (fields.hasSummary)
                summary(fields.summary);
            if (!fields.sessionLog.empty() && isStart(fields.sessionLog))
                start(fields);
            commit(fields);
        } catch (const protozero::exception&) {
            unreadable = unreadableBefore;
            ++data.badEvents;
        }
    }

    void summary(std::string_view message)
    {
        pbf_reader reader(message.data(), message.size());
        while (reader.next()) {
            if (reader.tag_and_type() == tag_and_type(1, kBytes))
                value(readValue(reader.get_message()));
            else
                reader.skip();
        }
    }

    void value(const ValueFields& fields)
    {
        Tag& tag = tagNamed(fields.tag);
        if (!fields.metadata.empty() && (tag.plugin == Plugin::Unknown || tag.plugin == Plugin::HParams)) {
            const PluginFields plugin = readMetadata(fields.metadata);
            tag.plugin = pluginNamed(plugin.name);
            if (tag.plugin == Plugin::HParams)
                newHparams = hparamsOf(plugin.content);
        }
        switch (fields.kind) {
        case ValueFields::Kind::Simple:
            newScalars.emplace_back(&tag, fields.simple);
            break;
        case ValueFields::Kind::Image:
            newThings.push_back({soundText(tag.name), oldImage(fields.body)});
            break;
        case ValueFields::Kind::Histogram:
            add(tag, oldHistogram(fields.body));
            break;
        case ValueFields::Kind::Tensor:
            tensor(tag, fields.body);
            break;
        case ValueFields::Kind::None:
            break;
        }
    }

    void tensor(Tag& tag, std::string_view body)
    {
        switch (tag.plugin) {
        case Plugin::Scalars:
            if (const auto number = readScalarTensor(body))
                newScalars.emplace_back(&tag, *number);
            else
                ++unreadable;
            return;
        case Plugin::Histograms:
        case Plugin::Images:
        case Plugin::Text:
        case Plugin::Curves:
            break;
        default:
            return;
        }
        const auto values = readTensor(body);
        if (!values)
            ++unreadable;
        else if (tag.plugin == Plugin::Histograms)
            add(tag, histogramOf(*values));
        else if (tag.plugin == Plugin::Curves)
            add(tag, curveOf(*values));
        else if (tag.plugin == Plugin::Text)
            newThings.push_back({soundText(tag.name), EventText{0, 0, textOf(*values)}});
        else
            imagesOfStep(tag, imagesOf(*values));
    }

    void imagesOfStep(const Tag& tag, std::vector<EventImage> found)
    {
        for (std::size_t i = 0; i < std::min(found.size(), kImagesOfStep); ++i)
            newThings.push_back(
                {i == 0 ? soundText(tag.name) : fmt::format("{}/{}", soundText(tag.name), i), std::move(found[i])});
        thinned += found.size() - std::min(found.size(), kImagesOfStep);
    }

    template <class T>
    void add(const Tag& tag, std::optional<T> thing)
    {
        if (thing)
            newThings.push_back({soundText(tag.name), std::move(*thing)});
        else
            ++unreadable;
    }

    Tag& tagNamed(std::string_view name)
    {
        if (lastTag != nullptr && lastTag->next != nullptr && lastTag->next->name == name)
            return *(lastTag = lastTag->next);
        auto found = tags.find(name);
        if (found == tags.end()) {
            auto tag = std::make_unique<Tag>();
            tag->name = name;
            const std::string_view key = tag->name;
            found = tags.emplace(key, std::move(tag)).first;
        }
        if (lastTag != nullptr)
            lastTag->next = found->second.get();
        return *(lastTag = found->second.get());
    }

    void commit(const EventFields& fields)
    {
        ++data.events;
        if (fields.hasVersion && data.version.empty())
            data.version = soundText(fields.version);
        for (const auto& [tag, value] : newScalars) {
            if (tag->scalars == nullptr)
                tag->scalars = &data.scalars[soundText(tag->name)];
            tag->scalars->step.push_back(fields.step);
            tag->scalars->wall.push_back(fields.wall);
            tag->scalars->value.push_back(value);
        }
        for (Thing& thing : newThings)
            std::visit([&](auto& value) { keep(thing.tag, std::move(value), fields); }, thing.value);
        for (auto& [name, word] : newHparams)
            data.hparams[name] = std::move(word);
    }

    void keep(const std::string& tag, EventHistogram value, const EventFields& fields)
    {
        keepIn(histograms, data.histograms, limits.histograms, tag, std::move(value), fields);
    }
    void keep(const std::string& tag, EventImage value, const EventFields& fields)
    {
        keepIn(images, data.images, limits.images, tag, std::move(value), fields);
    }
    void keep(const std::string& tag, EventText value, const EventFields& fields)
    {
        keepIn(texts, data.texts, limits.texts, tag, std::move(value), fields);
    }
    void keep(const std::string& tag, EventCurve value, const EventFields& fields)
    {
        keepIn(curves, data.curves, limits.curves, tag, std::move(value), fields);
    }

    template <class T>
    void keepIn(KeptByTag<T>& byTag, std::map<std::string, std::vector<T>>& out, std::size_t limit, const std::string& tag,
        T value, const EventFields& fields)
    {
        const std::size_t bytes = bytesOf(value);
        if (bytes > limits.itemBytes || keptBytes + bytes > limits.totalBytes) {
            ++tooLarge;
            return;
        }
        value.step = fields.step;
        value.wall = fields.wall;
        Kept<T>& kept = byTag.try_emplace(tag, out[tag], limit).first->second;
        const std::size_t before = kept.things.size();
        const std::size_t bytesBefore = bytesIn(kept.things);
        kept.thin.add(std::move(value));
        keptBytes = keptBytes - bytesBefore + bytesIn(kept.things);
        thinned += before + 1 - kept.things.size();
    }

    template <class T>
    static std::size_t bytesIn(const std::vector<T>& things)
    {
        std::size_t out = 0;
        for (const T& thing : things)
            out += bytesOf(thing);
        return out;
    }

    void start(const EventFields& fields)
    {
        data.starts.push_back({fields.step, fields.wall, data.starts.empty()});
        if (data.starts.size() == 1)
            return;
        for (auto& [tag, scalars] : data.scalars)
            dropped += dropFrom(scalars, fields.step);
        purge(histograms, fields.step);
        purge(images, fields.step);
        purge(texts, fields.step);
        purge(curves, fields.step);
    }

    template <class T>
    void purge(KeptByTag<T>& byTag, std::int64_t step)
    {
        for (auto& [tag, kept] : byTag) {
            keptBytes -= bytesIn(kept.things);
            if (const std::size_t gone = std::erase_if(kept.things, [step](const T& thing) { return thing.step >= step; })) {
                dropped += gone;
                kept.thin.cut();
            }
            keptBytes += bytesIn(kept.things);
        }
    }
};

std::size_t dropFrom(EventScalars& scalars, std::int64_t step)
{
    std::size_t to = 0;
    for (std::size_t from = 0; from < scalars.step.size(); ++from) {
        if (scalars.step[from] >= step)
            continue;
        scalars.step[to] = scalars.step[from];
        scalars.wall[to] = scalars.wall[from];
        scalars.value[to++] = scalars.value[from];
    }
    const std::size_t gone = scalars.step.size() - to;
    scalars.step.resize(to);
    scalars.wall.resize(to);
    scalars.value.resize(to);
    return gone;
}

EventReader::EventReader(const EventLimits& limits) : m_impl(std::make_unique<Impl>(limits)) { }
EventReader::~EventReader() = default;
EventReader::EventReader(EventReader&&) noexcept = default;
EventReader& EventReader::operator=(EventReader&&) noexcept = default;

void EventReader::feed(std::string_view bytes)
{
    m_impl->records.feed(bytes, [this](std::string_view payload) { m_impl->event(payload); });
}

const RecordReader& EventReader::records() const
{
    return m_impl->records;
}

void EventReader::rewind()
{
    m_impl->records.rewind();
}

const EventData& EventReader::data() const
{
    return m_impl->data;
}

std::uint64_t EventReader::leftOut() const
{
    return m_impl->thinned + m_impl->tooLarge;
}

Warnings EventReader::notes() const
{
    Warnings out;
    const auto note = [&out](Warning::Severity severity, std::string text) { out.push_back({severity, std::move(text)}); };
    if (const std::string problem = m_impl->records.problem(); !problem.empty())
        note(Warning::Severity::Warning, problem);
    const auto count = [&](std::uint64_t n, Warning::Severity severity, std::string_view one, std::string_view many) {
        if (n > 0)
            note(severity, n == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", n, many));
    };
    count(m_impl->data.badEvents, Warning::Severity::Warning, "record is no event and was left out",
        "records are no events and were left out");
    count(m_impl->unreadable, Warning::Severity::Warning,
        "value has another type or shape than its plugin writes and was left out",
        "values have another type or shape than their plugin writes and were left out");
    count(m_impl->dropped, Warning::Severity::Info, "value was written before training went back to its step and was left out",
        "values were written before training went back to their steps and were left out");
    count(m_impl->thinned, Warning::Severity::Info, "image, text, histogram or curve between others was left out",
        "images, texts, histograms and curves between others were left out");
    count(m_impl->tooLarge, Warning::Severity::Warning, "image, text, histogram or curve was too large to keep",
        "images, texts, histograms and curves were too large to keep");
    return out;
}

} // namespace wg::logs
