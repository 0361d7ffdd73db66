// Logs out of text, for tests: opened as a file would be, with their result as a contender.
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <memory>
#include <string>

namespace wg::test {

inline Result<logs::Table> csvTable(const std::string& csv)
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    return reader.finish();
}

inline std::shared_ptr<const evaluation::OpenedLog> csvLog(const std::string& csv, const evaluation::Options& options = {})
{
    return evaluation::recognise("log.csv", csvTable(csv).value(), options).value();
}

inline evaluation::Contender contenderOf(std::shared_ptr<const evaluation::OpenedLog> log, std::size_t group = 0)
{
    evaluation::EvaluateOptions options;
    options.curves = evaluation::EvaluateOptions::Curves::None;
    auto result = std::make_shared<const evaluation::LogResult>(evaluation::evaluate(*log, options, {}).value());
    const std::string name = result->groups.at(group).name();
    return {std::move(log), std::move(result), group, name};
}

} // namespace wg::test
