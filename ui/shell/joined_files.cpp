#include "ui/shell/joined_files.h"

#include "core/runtime/sources/merged_queryable.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace wg::ui::shell {

JoinedFiles::JoinedFiles(SourceList& list, QObject* parent) : QObject(parent), m_list(list)
{
    connect(&list, &SourceList::added, this, &JoinedFiles::onAdded);
    connect(&list, &SourceList::removed, this, &JoinedFiles::refresh);
}

std::vector<sources::LocalSource*> JoinedFiles::files() const
{
    std::vector<sources::LocalSource*> out;
    for (const auto& source : m_list.all()) {
        auto* const local = dynamic_cast<sources::LocalSource*>(source.get());
        if (local != nullptr && local != m_joined && local->location() != kBuiltIn)
            out.push_back(local);
    }
    return out;
}

void JoinedFiles::onAdded(sources::Source* source)
{
    const auto all = files();
    if (std::ranges::find(all, source) == all.end())
        return;
    connect(source, &sources::Source::dataChanged, this, &JoinedFiles::refresh);
    if (all.size() > 1 && !m_joined) {
        auto joined = std::make_unique<sources::LocalSource>(
            m_list.freeName(std::string(sources::kAllFiles)), std::string(sources::kAllFiles), all.front()->data());
        m_joined = joined.get();
        if (!m_list.add(std::move(joined)))
            return;
        if (std::ranges::find(all, m_list.defaultSource()) != all.end())
            m_list.setDefault(m_joined);
    }
    refresh();
}

void JoinedFiles::refresh()
{
    if (!m_joined)
        return;
    const auto all = files();
    if (all.size() < 2) {
        sources::LocalSource* const last = std::exchange(m_joined, nullptr);
        return m_list.remove(last);
    }
    std::vector<std::shared_ptr<const series::Queryable>> parts;
    std::map<std::string, sources::Metadata> metadata;
    for (const sources::LocalSource* file : all) {
        parts.push_back(file->data());
        metadata.insert(file->ownMetadata().begin(), file->ownMetadata().end());
    }
    m_joined->setMetadata(std::move(metadata));
    m_joined->setData(std::make_shared<const sources::MergedQueryable>(std::move(parts)));
}

} // namespace wg::ui::shell
