#include "core/logs/event_table.h"

#include "core/base/number.h"
#include "core/logs/event_reader.h"
#include "core/logs/numbers.h"
#include "core/logs/record_columns.h"

#include <cstdlib>

#include <fmt/format.h>

namespace wg::logs {
namespace {

/// Nothing but scalars is kept.
constexpr EventLimits kScalarsOnly = {1, 1, 1, 1, 0, 0};

class EventTable : public TableReader {
public:
    explicit EventTable(const ReadOptions& options) : m_columns(options), m_reader(kScalarsOnly) { }

    Result<void> feed(std::string_view bytes) override
    {
        m_reader.feed(bytes);
        return {};
    }

    Result<Table> finish() override
    {
        const RecordReader& records = m_reader.records();
        if (records.records() == 0 && records.fault() != RecordFault::None)
            return fail(ErrorCode::Parse, "this is no event file: " + records.problem(),
                Position{{}, static_cast<std::size_t>(records.offset()), 0, 0, 0});
        const std::size_t step = m_columns.column("step");
        const std::size_t wall = m_columns.column("timestamp");
        const std::size_t tag = m_columns.column("key");
        const std::size_t value = m_columns.column("value");
        for (const auto& [name, scalars] : m_reader.data().scalars) {
            for (std::size_t i = 0; i < scalars.step.size(); ++i) {
                const std::string stepText = std::to_string(scalars.step[i]);
                if (std::abs(scalars.step[i]) <= NumberCells::kMostUnits)
                    m_columns.decimal(step, scalars.step[i], 0, stepText);
                else
                    m_columns.number(step, static_cast<double>(scalars.step[i]), stepText, false);
                const std::string wallText = formatShortest(scalars.wall[i]);
                const std::string valueText = formatShortest(scalars.value[i]);
                m_columns.number(wall, scalars.wall[i], wallText);
                m_columns.text(tag, name);
                m_columns.number(value, scalars.value[i], valueText);
                WG_CHECK(m_columns.commit());
            }
        }
        m_late = m_columns.lateText(); // before finish() gives the columns away
        WG_TRY(Table table, m_columns.finish());
        table.skipped += m_reader.data().badEvents;
        if (const std::string problem = records.problem(); !problem.empty())
            table.notes.push_back({Warning::Severity::Warning, problem});
        if (m_reader.leftOut() > 0 || !m_reader.data().hparams.empty())
            table.notes.push_back({Warning::Severity::Info,
                "images, texts, histograms, curves and hyperparameters of event files are shown by `watchglass runs` and the "
                "Runs page"});
        table.layout = layout();
        return table;
    }

    [[nodiscard]] const std::vector<bool>& lateText() const override { return m_late; }

private:
    static Layout layout()
    {
        Layout out;
        out.kind = Kind::History;
        out.step = "step";
        out.time = "timestamp";
        out.key = "key";
        out.value = "value";
        out.note = "TensorBoard event file";
        return out;
    }

    RecordColumns m_columns;
    EventReader m_reader;
    std::vector<bool> m_late;
};

} // namespace

bool isEventFile(std::string_view start)
{
    return startsWithRecord(start) || start.find("brain.Event:") != std::string_view::npos;
}

std::unique_ptr<TableReader> makeEventTable(const ReadOptions& options)
{
    return std::make_unique<EventTable>(options);
}

} // namespace wg::logs
