#include "ui/shell/run_list.h"

#include "ui/shell/background.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wg::ui::shell {

namespace {

constexpr std::chrono::milliseconds kLookAgain{2000};

} // namespace

RunList::RunList(QObject* parent) : QObject(parent)
{
    m_timer.setInterval(kLookAgain);
    connect(&m_timer, &QTimer::timeout, this, &RunList::refresh);
}

RunList::~RunList()
{
    for (const auto& reading : m_readings)
        reading->cancel.cancel();
}

void RunList::open(const std::string& path)
{
    if (std::ranges::find(m_entries, path, &Entry::path) == m_entries.end()) {
        m_entries.push_back({path, nullptr});
        m_readings.push_back(std::make_shared<Reading>(Reading{evaluation::RunFollower(path), {}}));
    }
    read(path);
}

void RunList::remove(const std::string& path)
{
    const auto found = std::ranges::find(m_entries, path, &Entry::path);
    if (found == m_entries.end())
        return;
    const auto at = found - m_entries.begin();
    m_readings[static_cast<std::size_t>(at)]->cancel.cancel();
    m_readings.erase(m_readings.begin() + at);
    m_entries.erase(found);
    Q_EMIT changed();
}

void RunList::refresh()
{
    for (const Entry& entry : m_entries)
        read(entry.path);
}

void RunList::follow(bool on)
{
    if (on)
        m_timer.start();
    else
        m_timer.stop();
}

void RunList::read(const std::string& path)
{
    const auto found = std::ranges::find(m_entries, path, &Entry::path);
    const auto reading = m_readings[static_cast<std::size_t>(found - m_entries.begin())];
    if (std::exchange(reading->busy, true))
        return;
    inBackground(
        this, [reading] { return reading->follower.refresh(reading->cancel); },
        [this, reading, path](Result<std::shared_ptr<const evaluation::RunSet>> runs) {
            reading->busy = false;
            if (std::ranges::find(m_readings, reading) != m_readings.end())
                take(path, std::move(runs));
        });
}

void RunList::take(const std::string& path, Result<std::shared_ptr<const evaluation::RunSet>> runs)
{
    const auto entry = std::ranges::find(m_entries, path, &Entry::path);
    const bool first = entry->runs == nullptr;
    if (!runs) {
        if (first) { // what was shown before stays when the folder is gone for a while
            remove(path);
            Q_EMIT failed(path, runs.error());
        }
        return;
    }
    if (entry->runs == *runs)
        return;
    entry->runs = std::move(*runs);
    if (first)
        Q_EMIT opened(path);
    Q_EMIT changed();
}

} // namespace wg::ui::shell
