#include "ui/editors/completion_list.h"

#include "core/promql/completion.h"
#include "core/promql/function_table.h"
#include "core/promql/highlight.h"
#include "ui/editors/completion_names.h"
#include "ui/editors/text_positions.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace wg::ui::editors {
namespace {

using Kind = CompletionItem::Kind;
using promql::CompletionContext;
using promql::CompletionKind;

constexpr std::array kTakeLabels{"by", "without", "on", "ignoring", "group_left", "group_right"};

QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// How good a name is for what was typed: 0 begins with it, 1 a part of it does, 2 holds it; -1 does not.
int rankOf(const QString& name, const QString& typed)
{
    const qsizetype at = name.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at <= 0)
        return static_cast<int>(at);
    for (qsizetype from = at; from > 0; from = name.indexOf(typed, from + 1, Qt::CaseInsensitive))
        if (!name[from - 1].isLetterOrNumber())
            return 1;
    return 2;
}

/// What an item is turned into beside the text around it.
struct Around {
    bool inBraces = false;
    QChar next; ///< the first character after what is replaced that is no blank; null at the end
};

Around aroundOf(const TextPositions& positions, const QString& text, const CompletionContext& context)
{
    Around around;
    std::vector<promql::TokenKind> open;
    for (const promql::Token& token : promql::tokenize(positions.utf8())) {
        if (token.range.begin >= context.replace.begin)
            break;
        if (token.kind == promql::TokenKind::LeftBrace || token.kind == promql::TokenKind::LeftParen)
            open.push_back(token.kind);
        else if ((token.kind == promql::TokenKind::RightBrace || token.kind == promql::TokenKind::RightParen) && !open.empty())
            open.pop_back();
    }
    around.inBraces = !open.empty() && open.back() == promql::TokenKind::LeftBrace;
    for (qsizetype i = positions.position(context.replace.end); i < text.size() && around.next.isNull(); ++i)
        if (!text[i].isSpace())
            around.next = text[i];
    return around;
}

CompletionItem fromLanguage(const promql::CompletionItem& word, const Around& around)
{
    CompletionItem item;
    item.name = toQt(word.text);
    item.insert = item.name;
    item.signature = toQt(word.signature);
    item.help = toQt(word.help);
    const bool callable =
        word.kind == promql::CompletionItem::Kind::Function || word.kind == promql::CompletionItem::Kind::Aggregation;
    const bool labels = std::ranges::find(kTakeLabels, word.text) != kTakeLabels.end();
    switch (word.kind) {
    case promql::CompletionItem::Kind::Function:
        item.kind = Kind::Function;
        item.detail = QObject::tr("function");
        break;
    case promql::CompletionItem::Kind::Aggregation:
        item.kind = Kind::Aggregation;
        item.detail = QObject::tr("aggregation");
        break;
    case promql::CompletionItem::Kind::Duration:
        item.kind = Kind::Duration;
        item.detail = QObject::tr("duration");
        break;
    case promql::CompletionItem::Kind::Keyword:
    case promql::CompletionItem::Kind::Operator:
        item.kind = Kind::Keyword;
        item.detail = word.kind == promql::CompletionItem::Kind::Operator ? QObject::tr("operator") : QObject::tr("keyword");
        item.insert += labels || around.next == ' ' ? "" : " ";
        break;
    }
    if ((callable || labels) && around.next != '(') {
        const promql::FunctionInfo* info = promql::findFunction(word.text);
        item.insert += labels ? QStringLiteral(" ()") : QStringLiteral("()");
        item.caretBack = callable && info && info->argumentCount == 0 ? 0 : 1;
        item.again = labels;
    }
    return item;
}

CompletionItem metricItem(const CompletionContext& context, const std::string& name, const CompletionNames& names)
{
    CompletionItem item;
    item.kind = Kind::Metric;
    item.name = QString::fromStdString(name);
    item.insert = QString::fromStdString(promql::completionText(context, name));
    item.detail = QObject::tr("metric");
    if (const sources::Metadata* about = names.metadata(name)) {
        if (!about->type.empty())
            item.detail = QString::fromStdString(about->type);
        item.help = QString::fromStdString(about->help);
        if (!about->unit.empty())
            item.help += QObject::tr("\nUnit: %1").arg(QString::fromStdString(about->unit));
    }
    return item;
}

CompletionItem labelItem(const CompletionContext& context, const std::string& name, const Around& around)
{
    CompletionItem item;
    item.kind = Kind::Label;
    item.name = QString::fromStdString(name);
    item.insert = QString::fromStdString(promql::completionText(context, name));
    item.detail = QObject::tr("label");
    const bool hasOperator = around.next == '=' || around.next == '!';
    if (around.inBraces && !hasOperator) {
        item.insert += QStringLiteral("=\"\"");
        item.caretBack = 1;
        item.again = true;
    }
    return item;
}

CompletionItem valueItem(const CompletionContext& context, const std::string& value)
{
    CompletionItem item;
    item.kind = Kind::Value;
    item.name = QString::fromStdString(value);
    item.insert = QString::fromStdString(promql::completionText(context, value));
    item.detail = QString::fromStdString(context.label);
    return item;
}

std::string selectorOf(const CompletionContext& context)
{
    std::string out;
    for (const series::Matcher& matcher : context.matchers)
        out += (out.empty() ? "" : ", ") + matcher.text();
    return out.empty() ? out : "{" + out + "}";
}

void addNames(
    const CompletionContext& context, const Around& around, CompletionNames& names, std::vector<CompletionItem>& items)
{
    if (context.kind == CompletionKind::Expression) {
        if (const auto* metrics = names.metrics())
            for (const std::string& name : *metrics)
                items.push_back(metricItem(context, name, names));
    } else if (context.kind == CompletionKind::LabelName) {
        if (const auto* labels = names.labels(selectorOf(context)))
            for (const std::string& name : *labels)
                if (name != series::kMetricName)
                    items.push_back(labelItem(context, name, around));
    } else if (context.kind == CompletionKind::LabelValue) {
        if (const auto* values = names.values(context.label, selectorOf(context)))
            for (const std::string& value : *values)
                items.push_back(valueItem(context, value));
    }
}

} // namespace

std::vector<CompletionItem> ranked(std::vector<CompletionItem> items, const QString& typed)
{
    std::array<std::vector<CompletionItem>, 3> groups;
    for (CompletionItem& item : items)
        if (const int rank = rankOf(item.name, typed); rank >= 0)
            groups[static_cast<std::size_t>(rank)].push_back(std::move(item));
    std::vector<CompletionItem> out;
    for (auto& group : groups)
        for (CompletionItem& item : group)
            if (out.size() < kMostItems)
                out.push_back(std::move(item));
    return out;
}

Completions completionsAt(const QString& text, int caret, CompletionNames* names)
{
    const TextPositions positions(text);
    const CompletionContext context = promql::completionAt(positions.utf8(), positions.byte(caret));
    Completions found;
    found.begin = positions.position(context.replace.begin);
    found.end = positions.position(context.replace.end);
    found.typed = QString::fromStdString(context.prefix);
    found.eager = context.kind == CompletionKind::LabelName || context.kind == CompletionKind::LabelValue
        || context.kind == CompletionKind::Duration || (context.kind == CompletionKind::Operator && !found.typed.isEmpty());
    if (context.kind == CompletionKind::Nothing)
        return found;
    const Around around = aroundOf(positions, text, context);
    CompletionContext whole = context;
    whole.prefix.clear(); // parts of words count too; ranked() puts them last
    std::vector<CompletionItem> items;
    for (const promql::CompletionItem& word : promql::languageItems(whole))
        items.push_back(fromLanguage(word, around));
    const auto words = static_cast<std::ptrdiff_t>(items.size());
    if (names)
        addNames(context, around, *names, items);
    if (found.typed.isEmpty()) // who has typed nothing looks for data rather than for a function
        std::rotate(items.begin(), items.begin() + words, items.end());
    found.items = ranked(std::move(items), found.typed);
    return found;
}

} // namespace wg::ui::editors
