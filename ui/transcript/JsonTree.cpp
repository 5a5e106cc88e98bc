#include "ui/transcript/JsonTree.h"

#include "engine/base/Json.h"
#include "ui/models/RecordText.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

namespace cloister::ui {

JsonTree::JsonTree(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderLabels({tr("Name"), tr("Value")});
    setAccessibleName(tr("Stored values"));
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(true);
    setUniformRowHeights(true);
    connect(this, &QTreeWidget::itemExpanded, this, &JsonTree::open);
    auto *copy = new QAction(tr("Copy value"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &JsonTree::copyCurrent);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void JsonTree::setJson(const QByteArray &json)
{
    m_unread.clear();
    clear();
    const Result<JsonSlice> value = parseJson(json);
    if (!value)
        addTopLevelItem(new QTreeWidgetItem({tr("This cannot be read as JSON."), QString()}));
    else if (value->isObject() || value->isArray())
        fill(invisibleRootItem(), *value);
    else
        add(invisibleRootItem(), QString(), *value);
}

void JsonTree::fill(QTreeWidgetItem *parent, const JsonSlice &container)
{
    int n = 0;
    for (JsonCursor cursor(container); cursor.next(); ++n) {
        if (n < kMostEntries)
            add(parent, container.isArray() ? QString::number(n) : visibleLine(cursor.key(), 120), cursor.value());
    }
    if (n > kMostEntries)
        parent->addChild(new QTreeWidgetItem({QString(), tr("%Ln more", nullptr, n - kMostEntries)}));
    if (n == 0 && parent == invisibleRootItem())
        parent->addChild(new QTreeWidgetItem({tr("Empty"), QString()}));
}

void JsonTree::add(QTreeWidgetItem *parent, const QString &name, const JsonSlice &value)
{
    auto *item = new QTreeWidgetItem(parent, {name});
    if (value.isObject() || value.isArray()) {
        const qsizetype size = value.size();
        item->setText(1, value.isArray() ? tr("%Ln entries", nullptr, static_cast<int>(size))
                                         : tr("%Ln members", nullptr, static_cast<int>(size)));
        if (size > 0) {
            item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
            m_unread.insert(item, value);
        }
        return;
    }
    const QString text = value.isString() ? value.toTextReplacing() : QString::fromUtf8(value.raw());
    item->setText(1, visibleLine(text));
    item->setData(1, Qt::UserRole, text);
    item->setToolTip(1, plainToolTip(visibleText(text)));
}

void JsonTree::open(QTreeWidgetItem *item)
{
    const auto found = m_unread.find(item);
    if (found == m_unread.end())
        return;
    const JsonSlice value = *found;
    m_unread.erase(found);
    fill(item, value);
}

void JsonTree::copyCurrent() const
{
    if (const QTreeWidgetItem *item = currentItem())
        QGuiApplication::clipboard()->setText(item->data(1, Qt::UserRole).toString());
}

} // namespace cloister::ui
