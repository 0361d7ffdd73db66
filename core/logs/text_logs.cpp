#include "core/logs/text_logs.h"

#include "core/logs/cell.h"
#include "core/logs/record_columns.h"
#include "core/logs/text_decoder.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kMostLine = std::size_t{1} << 20; // printed by people's programs; longer is something else

std::vector<std::string_view> words(std::string_view line, std::string_view blanks = " \t\r")
{
    std::vector<std::string_view> out;
    for (std::size_t at = 0; (at = line.find_first_not_of(blanks, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
        out.push_back(line.substr(at, end - at));
        at = end;
    }
    return out;
}

std::string_view trim(std::string_view text)
{
    const std::size_t from = std::min(text.find_first_not_of(" \t\r"), text.size());
    const std::size_t to = text.find_last_not_of(" \t\r");
    return text.substr(from, to == std::string_view::npos ? 0 : to + 1 - from);
}

bool isWhole(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && readNumber(text).form > NumberForm::Missing;
}

bool anyLine(std::string_view text, bool (*fits)(std::string_view line))
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (fits(text.substr(0, end)))
            return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

/// Cells of one printed line.
class Cells {
public:
    explicit Cells(RecordColumns& rows) : m_rows(rows) { }

    void number(std::string_view name, std::string_view text)
    {
        const NumberCell cell = readNumber(text);
        m_rows.number(m_rows.column(name), cell.value, text, cell.form != NumberForm::HugeWhole);
    }
    void missing(std::string_view name) { m_rows.missing(m_rows.column(name)); }
    void text(std::string_view name, std::string_view text) { m_rows.text(m_rows.column(name), text); }

private:
    RecordColumns& m_rows;
};

enum class Line { Row, Chatter, Bad };

/// One kind of log: what a line gives, and what the whole means.
class LineFormat {
public:
    virtual ~LineFormat() = default;
    [[nodiscard]] virtual Line take(std::string_view line, Cells& cells) = 0; ///< Row: it has set cells
    [[nodiscard]] virtual Layout layout() const = 0;
};

class LineReader final : public TableReader {
public:
    LineReader(std::unique_ptr<LineFormat> format, const ReadOptions& options)
        : m_mayGrow(options.mayGrow)
        , m_format(std::move(format))
        , m_rows(options)
    {
    }

    Result<void> feed(std::string_view bytes) override
    {
        WG_CHECK(m_decoder.feed(bytes, m_text));
        return lines();
    }

    Result<Table> finish() override
    {
        WG_CHECK(m_decoder.finish(m_text));
        WG_CHECK(lines());
        if (!m_mayGrow && !m_text.empty())
            WG_CHECK(take(m_text));
        if (m_rows.rows() == 0 && m_rows.refused() > 0)
            return fail(ErrorCode::Parse, "no line of the log holds what its first lines promise");
        m_lateText = m_rows.lateText();
        WG_TRY(Table table, m_rows.finish());
        table.layout = m_format->layout();
        return table;
    }

    const std::vector<bool>& lateText() const override { return m_lateText; }

private:
    Result<void> lines()
    {
        std::size_t at = 0;
        for (std::size_t end = 0; (end = m_text.find('\n', at)) != std::string::npos; at = end + 1, ++m_line)
            WG_CHECK(take(std::string_view(m_text).substr(at, end - at)));
        m_text.erase(0, at);
        if (m_text.size() <= kMostLine)
            return {};
        Position position;
        position.line = static_cast<std::size_t>(m_line);
        return fail(ErrorCode::Limit, fmt::format("a line is longer than {} bytes", kMostLine), position);
    }

    Result<void> take(std::string_view line)
    {
        Cells cells(m_rows);
        const Line kind = m_format->take(line, cells);
        if (kind == Line::Row)
            return m_rows.commit();
        m_rows.rollback();
        if (kind == Line::Bad)
            m_rows.refuse(m_line, "a value is no number");
        return {};
    }

    bool m_mayGrow;
    std::unique_ptr<LineFormat> m_format;
    RecordColumns m_rows;
    TextDecoder m_decoder;
    std::string m_text; ///< the line that is not whole yet
    std::uint64_t m_line = 1;
    std::vector<bool> m_lateText;
};

/// "[0]\ttrain-logloss:0.69" of XGBoost, "[1]\tvalid_0's auc: 0.8 + 0.01" of LightGBM. Behind "best iteration" a line comes
/// again.
class Boosting final : public LineFormat {
public:
    Line take(std::string_view line, Cells& cells) override
    {
        const bool again = std::exchange(m_again, line.find("est iteration") != std::string_view::npos);
        std::string_view number;
        const std::vector<std::string_view> parts = split(line, number);
        if (parts.empty() || again)
            return Line::Chatter;
        cells.number("iteration", number);
        for (const std::string_view part : parts) {
            const std::size_t colon = part.rfind(':');
            const std::string_view name = trim(part.substr(0, colon));
            const std::string_view value = trim(part.substr(colon + 1));
            const std::size_t plus = value.find('+', 1);
            const bool spread = plus != std::string_view::npos && value[plus - 1] != 'e' && value[plus - 1] != 'E';
            const std::string_view mean = trim(value.substr(0, spread ? plus : value.size()));
            if (readNumber(mean).form == NumberForm::Word || mean.empty())
                return Line::Bad;
            cells.number(name, mean);
            if (spread)
                cells.number(std::string(name) + " std", trim(value.substr(plus + 1)));
        }
        return Line::Row;
    }

    Layout layout() const override
    {
        Layout out;
        out.kind = Kind::History;
        out.step = "iteration";
        out.note = "console log of gradient boosting (XGBoost, LightGBM)";
        return out;
    }

    /// "name: value" each; none when this is no line of an iteration.
    static std::vector<std::string_view> split(std::string_view line, std::string_view& number)
    {
        line = trim(line);
        for (std::size_t open = line.find('['); open != std::string_view::npos; open = line.find('[', open + 1)) {
            const std::size_t close = std::min(line.find(']', open), line.size());
            number = line.substr(open + 1, close - open - 1);
            if (close + 1 >= line.size() || !isWhole(number) || (line[close + 1] != '\t' && line[close + 1] != ' '))
                continue;
            std::vector<std::string_view> parts = words(line.substr(close + 1), "\t");
            if (parts.size() == 1 && std::count(parts[0].begin(), parts[0].end(), ':') > 1)
                parts = words(parts[0]); // blanks between them
            const bool pairs = std::all_of(parts.begin(), parts.end(),
                [](std::string_view part) { return part.find(':') != std::string_view::npos && part.back() != ':'; });
            return pairs ? parts : std::vector<std::string_view>();
        }
        return {};
    }

private:
    bool m_again = false;
};

/// " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.320"
class CocoText final : public LineFormat {
public:
    Line take(std::string_view line, Cells& cells) override
    {
        noteType(line);
        const std::size_t at = line.find("@[ IoU=");
        const std::size_t end = at == std::string_view::npos ? at : line.find(']', at);
        const std::size_t open = line.find('(');
        const std::size_t equals = end == std::string_view::npos ? end : line.find('=', end);
        if (equals == std::string_view::npos || open > at)
            return Line::Chatter;
        const std::string_view value = trim(line.substr(equals + 1));
        if (!isNumber(value))
            return Line::Bad;
        if (!m_type.empty())
            cells.text("type", m_type);
        cells.text("metric", trim(line.substr(open + 1, line.find(')', open) - open - 1)));
        std::string_view inside = line.substr(at + 2, end - at - 2);
        while (!inside.empty()) {
            const std::size_t bar = std::min(inside.find('|'), inside.size());
            const std::string_view pair = inside.substr(0, bar);
            inside.remove_prefix(std::min(bar + 1, inside.size()));
            const std::size_t sign = pair.find('=');
            if (sign != std::string_view::npos)
                cells.text(trim(pair.substr(0, sign)), trim(pair.substr(sign + 1)));
        }
        if (readNumber(value).value < 0) // -1: there was nothing to find
            cells.missing("value");
        else
            cells.number("value", value);
        return Line::Row;
    }

    Layout layout() const override
    {
        Layout out;
        out.kind = Kind::Results;
        out.task = Task::Detection;
        out.note = "COCO evaluation, a row for each line of average precision or recall";
        return out;
    }

private:
    /// "type=bbox", or "Evaluate annotation type *bbox*".
    void noteType(std::string_view line)
    {
        if (line.starts_with("type="))
            m_type = trim(line.substr(5));
        if (const std::size_t star = line.find("annotation type *"); star != std::string_view::npos) {
            const std::string_view rest = line.substr(star + 17);
            m_type = rest.substr(0, rest.find('*'));
        }
    }

    std::string m_type;
};

/// The text of scikit-learn's classification_report().
class Report final : public LineFormat {
public:
    static constexpr std::array<std::string_view, 4> kHeader = {"precision", "recall", "f1-score", "support"};

    static bool isHeader(std::string_view line)
    {
        const auto parts = words(line);
        return std::equal(parts.begin(), parts.end(), kHeader.begin(), kHeader.end());
    }

    Line take(std::string_view line, Cells& cells) override
    {
        m_inside = m_inside || isHeader(line);
        const auto parts = words(line);
        std::size_t numbers = 0;
        while (numbers < 4 && numbers + 1 < parts.size() && isNumber(parts[parts.size() - 1 - numbers]))
            ++numbers;
        if (!m_inside || numbers < 2 || numbers == 3 || isHeader(line))
            return Line::Chatter;
        if (numbers == 2 && !line.substr(line.find_first_not_of(" \t")).starts_with("accuracy"))
            return Line::Chatter;
        const std::string_view name =
            trim(line.substr(0, static_cast<std::size_t>(parts[parts.size() - numbers].data() - line.data())));
        cells.text("class", name);
        for (std::size_t i = 0; i < numbers; ++i)
            cells.number(kHeader[4 - numbers + i], parts[parts.size() - numbers + i]);
        m_samples = m_samples || name == "samples avg";
        const bool average = name == "accuracy" || name.ends_with(" avg") || name == "avg / total";
        m_classes += average ? 0 : 1;
        return Line::Row;
    }

    Layout layout() const override
    {
        Layout out;
        out.kind = Kind::Results;
        out.task = m_samples ? Task::Multilabel : m_classes == 2 ? Task::Binary : Task::Multiclass;
        out.note = "classification report of scikit-learn";
        return out;
    }

private:
    bool m_inside = false, m_samples = false;
    std::size_t m_classes = 0;
};

/// mlruns/<experiment>/<run>/metrics/<name>: "milliseconds value step".
class MlflowMetric final : public LineFormat {
public:
    static bool fits(const std::vector<std::string_view>& parts)
    {
        return parts.size() == 3 && isWhole(parts[0]) && parts[0].size() == 13 && readNumber(parts[1]).form != NumberForm::Word
            && isWhole(parts[2][0] == '-' ? parts[2].substr(1) : parts[2]);
    }

    Line take(std::string_view line, Cells& cells) override
    {
        const auto parts = words(line);
        if (parts.empty())
            return Line::Chatter;
        if (!fits(parts))
            return Line::Bad;
        cells.number("timestamp", parts[0]);
        cells.number("value", parts[1]);
        cells.number("step", parts[2]);
        return Line::Row;
    }

    Layout layout() const override
    {
        Layout out;
        out.kind = Kind::History;
        out.step = "step";
        out.time = "timestamp";
        out.note = "metric file of MLflow";
        return out;
    }
};

template <typename Format>
std::unique_ptr<TableReader> makeReader(const ReadOptions& options)
{
    return std::make_unique<LineReader>(std::make_unique<Format>(), options);
}

} // namespace

bool isBoostingLog(std::string_view start)
{
    return anyLine(start, [](std::string_view line) {
        std::string_view number;
        return trim(line).starts_with('[') && !Boosting::split(line, number).empty();
    });
}

std::unique_ptr<TableReader> makeBoostingLog(const ReadOptions& options)
{
    return makeReader<Boosting>(options);
}

bool isCocoText(std::string_view start)
{
    return start.find("@[ IoU=") != std::string_view::npos
        || (start.find("per image evaluation...") != std::string_view::npos && start.find("type=") != std::string_view::npos);
}

std::unique_ptr<TableReader> makeCocoText(const ReadOptions& options)
{
    return makeReader<CocoText>(options);
}

bool isClassificationReport(std::string_view start)
{
    return anyLine(start, Report::isHeader);
}

std::unique_ptr<TableReader> makeClassificationReport(const ReadOptions& options)
{
    return makeReader<Report>(options);
}

bool isMlflowMetric(std::string_view start)
{
    const std::size_t end = start.find('\n');
    return end != std::string_view::npos && MlflowMetric::fits(words(start.substr(0, end)));
}

std::unique_ptr<TableReader> makeMlflowMetric(const ReadOptions& options)
{
    return makeReader<MlflowMetric>(options);
}

} // namespace wg::logs
