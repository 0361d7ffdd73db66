#include "ui/shell/source_chooser.h"

#include "ui/shell/source_list.h"
#include "ui/theme/text.h"

namespace wg::ui::shell {

SourceChooser::SourceChooser(SourceList& list, QWidget* parent) : QComboBox(parent), m_list(list)
{
    setAccessibleName(tr("Source"));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setMinimumContentsLength(16);
    connect(this, qOverload<int>(&QComboBox::activated), this, &SourceChooser::chosen);
    connect(&list, &SourceList::added, this, [this](sources::Source* added) {
        watch(added);
        fill();
    });
    connect(&list, &SourceList::removed, this, &SourceChooser::fill);
    connect(&list, &SourceList::defaultChanged, this, &SourceChooser::fill); // the first one becomes it after it was added
    connect(&list, &SourceList::aboutToRemove, this, [this](sources::Source* leaving) {
        if (leaving == source())
            Q_EMIT aboutToLeave();
    });
    for (const auto& one : list.all())
        watch(one.get());
    fill();
}

void SourceChooser::watch(sources::Source* watched)
{
    connect(watched, &sources::Source::dataChanged, this, [this, watched] {
        if (watched == source())
            Q_EMIT dataChanged();
    });
}

sources::Source* SourceChooser::source() const
{
    return m_list.find(currentData().toString().toStdString());
}

void SourceChooser::choose(const std::string& name)
{
    if (const int index = findData(QString::fromStdString(name)); index >= 0)
        setCurrentIndex(index);
}

void SourceChooser::fill()
{
    const QVariant before = currentData();
    clear();
    for (const auto& one : m_list.all())
        addItem(theme::shown(one->name(), 60), QString::fromStdString(one->name()));
    int index = before.isValid() ? findData(before) : -1;
    if (index < 0 && m_list.defaultSource())
        index = findData(QString::fromStdString(m_list.defaultSource()->name()));
    setCurrentIndex(index);
    if (currentData() != before)
        Q_EMIT chosen();
}

} // namespace wg::ui::shell
