#include "core/exposition/parse.h"

#include "core/base/number.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::exposition {
namespace {

bool nameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/// \\ and \n, and \" in label values; any other backslash stays.
void unescape(std::string_view text, bool quotes, std::string& out)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n')
            out += '\n';
        else if (next == '\\' || (next == '"' && quotes))
            out += next;
        else {
            out += text[i];
            continue;
        }
        ++i;
    }
}

/// Go's ParseFloat without hexadecimal and underscores; out of range is an error, as there.
std::optional<double> parseValue(std::string_view text)
{
    const auto value = parsePromFloat(text);
    if (!value)
        return std::nullopt;
    if (std::isnan(*value))
        return std::numeric_limits<double>::quiet_NaN();
    if (std::isinf(*value) && std::any_of(text.begin(), text.end(), digit))
        return std::nullopt;
    return value;
}

constexpr std::array<std::string_view, 5> kTextTypes{"counter", "gauge", "histogram", "summary", "untyped"};
constexpr std::array<std::string_view, 8> kOpenMetricsTypes{
    "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown"};

class Parser {
public:
    Parser(std::string_view page, Format format, const std::string& input, const Sink& sink)
        : m_page(page)
        , m_open(format == Format::OpenMetrics)
        , m_input(input)
        , m_sink(sink)
    {
    }

    Result<void> run()
    {
        while (m_at < m_page.size()) {
            ++m_line;
            m_lineStart = m_at;
            WG_TRY(const bool ended, line());
            if (ended)
                return m_at == m_page.size() ? Result<void>() : error("unexpected data after # EOF");
        }
        ++m_line;
        m_lineStart = m_at;
        return m_open ? error("data does not end with # EOF") : Result<void>();
    }

private:
    std::unexpected<Error> error(std::string message) const
    {
        return fail(ErrorCode::Parse, std::move(message), Position{m_input, m_at, m_line, m_at - m_lineStart + 1});
    }
    /// "expected label value, got "x"": the rest of the line, cut.
    std::unexpected<Error> expected(std::string_view what) const
    {
        const std::string_view rest = m_page.substr(m_at, std::min<std::size_t>(m_page.find('\n', m_at) - m_at, 20));
        std::string shown;
        for (const char c : rest)
            shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
        if (!isUtf8(shown))
            shown = "bytes that are no UTF-8";
        return error(rest.empty() ? fmt::format("expected {}, got the end of the line", what)
                                  : fmt::format("expected {}, got \"{}\"", what, shown));
    }

    [[nodiscard]] char peek() const { return m_at < m_page.size() ? m_page[m_at] : '\n'; }
    [[nodiscard]] bool lineEnds() const { return m_at >= m_page.size() || m_page[m_at] == '\n'; }
    bool take(char c)
    {
        if (m_at >= m_page.size() || m_page[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(std::string_view word)
    {
        if (!m_page.substr(m_at).starts_with(word))
            return false;
        m_at += word.size();
        return true;
    }
    /// The text format takes blanks between any two tokens, OpenMetrics nowhere but where one space is due.
    void blanks()
    {
        while (!m_open && m_at < m_page.size() && blank(m_page[m_at]))
            ++m_at;
    }
    std::string_view name(bool colons)
    {
        const std::size_t start = m_at;
        while (m_at < m_page.size()) {
            const char c = m_page[m_at];
            if (!nameStart(c) && !(colons && c == ':') && !(m_at > start && digit(c)))
                break;
            ++m_at;
        }
        return m_page.substr(start, m_at - start);
    }
    /// Up to the next blank (OpenMetrics: space) or the end of the line.
    std::string_view word()
    {
        const std::size_t start = m_at;
        while (!lineEnds() && m_page[m_at] != ' ' && (m_open || m_page[m_at] != '\t'))
            ++m_at;
        return m_page.substr(start, m_at - start);
    }
    /// A line that must end here; the last one of a text page needs no line feed.
    bool endLine()
    {
        blanks();
        if (m_at >= m_page.size())
            return !m_open;
        return take('\n');
    }

    /// True at "# EOF".
    Result<bool> line()
    {
        if (m_open ? takeWord("# ") : take('#'))
            return comment();
        if (!m_open) {
            const std::size_t start = m_at;
            blanks();
            if (take('\n') || m_at >= m_page.size())
                return false;
            if (peek() == '#') {
                ++m_at;
                return comment();
            }
            if (m_at > start)
                return error("blanks before a metric name");
        }
        WG_CHECK(sample());
        return false;
    }

    Result<bool> comment()
    {
        if (m_open) {
            if (takeWord("EOF")) {
                take('\n');
                return true;
            }
        } else {
            if (!blank(peek()))
                return skipComment();
            blanks();
        }
        for (const std::string_view kind : {"HELP", "TYPE", "UNIT"}) {
            const bool follows = m_page.substr(m_at).starts_with(kind) && m_at + 4 < m_page.size()
                && (m_open ? m_page[m_at + 4] == ' ' : blank(m_page[m_at + 4]));
            if (!follows || (kind == "UNIT" && !m_open))
                continue;
            m_at += 5;
            return metadata(kind);
        }
        if (m_open)
            return expected("HELP, TYPE, UNIT or EOF after \"# \"");
        return skipComment();
    }

    bool skipComment()
    {
        m_at = std::min(m_page.find('\n', m_at), m_page.size());
        take('\n');
        return false;
    }

    Result<bool> metadata(std::string_view kind)
    {
        blanks();
        const std::string_view metric = name(true);
        if (metric.empty())
            return expected(fmt::format("metric name after {}", kind));
        const std::size_t end = std::min(m_page.find('\n', m_at), m_page.size());
        if (m_open ? peek() != ' ' || end == m_page.size() : !lineEnds() && !blank(peek()))
            return expected(fmt::format("text in {}", kind));
        if (!lineEnds())
            ++m_at;
        const std::string_view text = m_page.substr(m_at, end - m_at);
        if (kind == "TYPE") {
            const std::span<const std::string_view> types =
                m_open ? std::span<const std::string_view>(kOpenMetricsTypes) : std::span<const std::string_view>(kTextTypes);
            if (std::find(types.begin(), types.end(), text) == types.end())
                return expected(fmt::format("one of {}", fmt::join(types, ", ")));
        } else if (kind == "HELP" && !isUtf8(text)) {
            return error("help text is not valid UTF-8");
        } else if (kind == "UNIT" && !text.empty()
            && (metric.size() < text.size() + 1 || !metric.ends_with(text) || metric[metric.size() - text.size() - 1] != '_')) {
            return error(fmt::format("unit \"{}\" is not a suffix of metric \"{}\"", text, metric));
        }
        if (m_sink.metadata) {
            m_scratch.clear();
            unescape(text, m_open, m_scratch);
            m_sink.metadata(metric, kind, kind == "HELP" ? std::string_view(m_scratch) : text);
        }
        m_at = end;
        take('\n');
        return false;
    }

    /// "name="value"" of samples and exemplars into m_raw.
    Result<void> label()
    {
        const std::string_view key = name(false);
        if (key.empty())
            return expected("label name");
        blanks();
        if (!take('='))
            return expected("equal");
        blanks();
        if (!take('"'))
            return expected("label value");
        const std::size_t start = m_at;
        bool escapes = false;
        for (; m_at < m_page.size() && m_page[m_at] != '"'; ++m_at) {
            if (m_page[m_at] == '\n' && m_open)
                return expected("the end of the label value");
            if (m_page[m_at] == '\\') {
                escapes = true;
                if (++m_at >= m_page.size())
                    break;
            }
            if (m_page[m_at] == '\n')
                ++m_linesInside;
        }
        if (m_at >= m_page.size())
            return error("expected label value, got the end of the page");
        const std::string_view value = m_page.substr(start, m_at - start);
        ++m_at;
        if (!isUtf8(value))
            return error("invalid UTF-8 label value");
        if (std::any_of(m_raw.begin(), m_raw.end(), [&](const Raw& raw) { return raw.name == key; })
            || key == series::kMetricName)
            return error(fmt::format("label name \"{}\" is not unique", key));
        m_raw.push_back({key, value, escapes});
        return {};
    }

    /// Behind the opening brace, through the closing one.
    Result<void> labels()
    {
        m_raw.clear();
        blanks();
        for (bool first = true; !take('}'); first = false) {
            if (!first && m_open) {
                if (!take(','))
                    return expected("comma");
            }
            WG_CHECK(label());
            blanks();
            if (!m_open && take(','))
                blanks();
        }
        return {};
    }

    /// Escaped values move to one buffer, so that ordinary ones stay views of the page.
    std::span<const LabelView> unescaped()
    {
        m_scratch.clear();
        std::size_t needed = 0;
        for (const Raw& raw : m_raw)
            needed += raw.escapes ? raw.value.size() : 0;
        m_scratch.reserve(needed);
        m_labels.clear();
        for (const Raw& raw : m_raw) {
            const std::size_t start = m_scratch.size();
            if (raw.escapes)
                unescape(raw.value, true, m_scratch);
            m_labels.push_back({raw.name, raw.escapes ? std::string_view(m_scratch).substr(start) : raw.value});
        }
        return m_labels;
    }

    Result<double> number(std::string_view what)
    {
        if (m_open && !take(' '))
            return expected(what);
        blanks();
        const std::size_t start = m_at;
        const std::string_view text = word();
        const auto value = parseValue(text);
        if (!value) {
            m_at = start;
            return expected(what);
        }
        return *value;
    }

    Result<TimeMs> timestamp()
    {
        const std::size_t start = m_at;
        if (m_open) {
            WG_TRY(const double seconds, number("timestamp"));
            // Beyond a quarter of a million years milliseconds no longer fit.
            if (!std::isfinite(seconds) || std::abs(seconds) > 9e15)
                return error("invalid timestamp");
            return static_cast<TimeMs>(seconds * 1000);
        }
        const std::string_view text = word();
        TimeMs time = 0;
        const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), time);
        if (text.empty() || !digit(text.front()) || status != std::errc() || end != text.data() + text.size()) {
            m_at = start;
            return expected("timestamp or new record");
        }
        return time;
    }

    /// Behind " # {": labels, value, optional timestamp. Checked and forgotten.
    Result<void> exemplar(std::string_view metric)
    {
        if (!metric.ends_with("_total") && !metric.ends_with("_bucket"))
            return error(fmt::format("metric name {} does not support exemplars", metric));
        WG_CHECK(labels());
        WG_CHECK(number("value after exemplar labels"));
        if (peek() == ' ')
            WG_CHECK(timestamp());
        return {};
    }

    Result<void> sample()
    {
        const std::size_t line = m_line;
        const std::string_view metric = name(true);
        if (metric.empty())
            return expected("a metric name, a comment or a blank line");
        m_raw.clear();
        blanks();
        if (take('{'))
            WG_CHECK(labels());
        SampleView view{metric, {}, 0, {}, line};
        WG_TRY(view.value, number("value after metric"));
        view.labels = unescaped();
        blanks();
        if (m_open ? peek() == ' ' && !m_page.substr(m_at).starts_with(" # {") : !lineEnds()) {
            WG_TRY(view.timestamp, timestamp());
        }
        if (m_open && takeWord(" # {")) {
            // The exemplar's labels use the same scratch: the sample's are handed over before.
            WG_CHECK(m_sink.sample(view));
            WG_CHECK(exemplar(metric));
        } else {
            WG_CHECK(m_sink.sample(view));
        }
        if (!endLine())
            return expected(m_open && m_at >= m_page.size() ? "# EOF at the end" : "a new line");
        m_line += m_linesInside;
        m_linesInside = 0;
        return {};
    }

    struct Raw {
        std::string_view name;
        std::string_view value; ///< between the quotes
        bool escapes = false;
    };

    std::string_view m_page;
    bool m_open;
    const std::string& m_input;
    const Sink& m_sink;
    std::size_t m_at = 0;
    std::size_t m_line = 0;
    std::size_t m_lineStart = 0;
    std::size_t m_linesInside = 0; ///< line feeds inside label values, which the text format takes
    std::vector<Raw> m_raw;
    std::vector<LabelView> m_labels;
    std::string m_scratch;
};

} // namespace

Format formatOf(std::string_view contentType)
{
    return contentType.starts_with("application/openmetrics-text") ? Format::OpenMetrics : Format::Text;
}

Result<void> parse(std::string_view page, Format format, const std::string& inputName, const Sink& sink)
{
    return Parser(page, format, inputName, sink).run();
}

Result<Page> parsePage(std::string_view page, Format format, const std::string& inputName)
{
    Page out;
    std::unordered_map<std::string, std::size_t> known;
    Sink sink;
    sink.sample = [&](const SampleView& sample) -> Result<void> {
        std::vector<series::Label> labels;
        labels.reserve(sample.labels.size() + 1);
        labels.push_back({std::string(series::kMetricName), std::string(sample.metric)});
        for (const LabelView& label : sample.labels)
            labels.push_back({std::string(label.name), std::string(label.value)});
        out.samples.push_back({series::Labels(std::move(labels)), sample.timestamp, sample.value});
        return {};
    };
    sink.metadata = [&](std::string_view metric, std::string_view kind, std::string_view text) {
        const auto [at, isNew] = known.try_emplace(std::string(metric), out.metadata.size());
        if (isNew)
            out.metadata.push_back({std::string(metric), {}, {}, {}});
        Metadata& entry = out.metadata[at->second];
        (kind == "TYPE" ? entry.type : kind == "HELP" ? entry.help : entry.unit) = text;
    };
    WG_CHECK(parse(page, format, inputName, sink));
    return out;
}

} // namespace wg::exposition
