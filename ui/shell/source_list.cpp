#include "ui/shell/source_list.h"

#include <algorithm>

namespace wg::ui::shell {

sources::Source* SourceList::find(const std::string& name) const
{
    const auto found = std::ranges::find_if(m_sources, [&](const auto& source) { return source->name() == name; });
    return found == m_sources.end() ? nullptr : found->get();
}

sources::Source* SourceList::resolve(const std::string& datasource) const
{
    sources::Source* named = datasource.empty() ? nullptr : find(datasource);
    return named != nullptr ? named : m_default;
}

std::string SourceList::freeName(const std::string& name) const
{
    std::string candidate = name;
    for (int number = 2; find(candidate) != nullptr; ++number)
        candidate = name + " " + std::to_string(number);
    return candidate;
}

Result<sources::Source*> SourceList::add(std::unique_ptr<sources::Source> source)
{
    if (find(source->name()) != nullptr)
        return fail(ErrorCode::Usage, "A source named " + source->name() + " is there already: choose another name.");
    sources::Source* added = source.get();
    m_sources.push_back(std::move(source));
    Q_EMIT this->added(added);
    if (m_default == nullptr)
        setDefault(added);
    return added;
}

void SourceList::remove(sources::Source* source)
{
    const auto found = std::ranges::find_if(m_sources, [&](const auto& held) { return held.get() == source; });
    if (found == m_sources.end())
        return;
    Q_EMIT aboutToRemove(source);
    const std::unique_ptr<sources::Source> last = std::move(*found);
    m_sources.erase(found);
    if (m_default == source)
        setDefault(m_sources.empty() ? nullptr : m_sources.front().get());
    Q_EMIT removed();
}

void SourceList::setDefault(sources::Source* source)
{
    if (source == m_default)
        return;
    m_default = source;
    Q_EMIT defaultChanged(source);
}

} // namespace wg::ui::shell
