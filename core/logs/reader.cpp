#include "core/logs/reader.h"

#include "core/logs/csv_reader.h"

#include <array>

namespace wg::logs {
namespace {

std::string_view skipBlanks(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

bool isEventFile(std::string_view start)
{
    return start.find("brain.Event:") != std::string_view::npos;
}

/// "[0]\ttrain-logloss:0.69"
bool isXgboostLog(std::string_view start)
{
    start = skipBlanks(start);
    const std::size_t close = start.find_first_not_of("0123456789", 1);
    return start.starts_with('[') && close != std::string_view::npos && close > 1 && start.substr(close).starts_with("]\t");
}

bool isJson(std::string_view start)
{
    start = skipBlanks(start);
    if (!start.starts_with('{') && !start.starts_with('['))
        return false;
    const std::string_view inside = skipBlanks(start.substr(1));
    return inside.empty() || inside.front() == '"' || inside.front() == '}' || inside.front() == ']'
        || (start.front() == '[' && (inside.front() == '{' || inside.front() == '['));
}

bool isCocoText(std::string_view start)
{
    return start.find("[ IoU=") != std::string_view::npos
        || (start.find("per image evaluation...") != std::string_view::npos && start.find("type=") != std::string_view::npos);
}

bool isAnything(std::string_view)
{
    return true;
}

std::unique_ptr<TableReader> makeCsv(const ReadOptions& options)
{
    return std::make_unique<CsvReader>(options);
}

constexpr std::array kFormats = {
    Format{"TensorBoard event file", isEventFile, nullptr},
    Format{"XGBoost console log", isXgboostLog, nullptr},
    Format{"JSON", isJson, nullptr},
    Format{"COCO evaluation text", isCocoText, nullptr},
    Format{"CSV", isAnything, makeCsv},
};

} // namespace

std::span<const Format> formats()
{
    return kFormats;
}

} // namespace wg::logs
