#include "ui/shell/CommandPalette.h"

#include "ui/models/RecordText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <chrono>

namespace cloister::ui {

static constexpr int kPaletteWidth = 560;
static constexpr int kHeight = 420;
static constexpr int kNamespacesEach = 8;
static constexpr std::chrono::milliseconds kPause{150};

static constexpr int kDetailRole = Qt::UserRole + 1;

// What a command is stands beside its name more quietly than the name.
class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const QString detail = index.data(kDetailRole).toString();
        const QString title = item.text.chopped(detail.size());
        const QStyle *style = item.widget->style();
        const QRect room = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget);
        item.text = QString(QLatin1Char(' ')); // as high and wide a room, with nothing in it
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        painter->save();
        painter->setFont(item.font);
        painter->setPen(Theme::colors().text);
        painter->drawText(room, Qt::AlignVCenter | Qt::TextSingleLine, title);
        painter->setPen(Theme::colors().muted);
        const int used = item.fontMetrics.horizontalAdvance(title);
        painter->drawText(room.adjusted(used, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, detail);
        painter->restore();
    }
};

CommandPalette::CommandPalette(const PageContext &context, const QList<Command> &fixed, QWidget *parent) :
    QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint),
    m_context(context),
    m_fixed(fixed),
    m_query(new QLineEdit),
    m_list(new QListWidget)
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Go to"));
    setFixedSize(kPaletteWidth, kHeight);
    move(parent->mapToGlobal(QPoint((parent->width() - kPaletteWidth) / 2, parent->height() / 8)));
    m_query->setObjectName(QStringLiteral("paletteQuery"));
    m_query->setPlaceholderText(tr("Page, project, namespace or action"));
    m_query->setAccessibleName(m_query->placeholderText());
    m_query->addAction(themeIcon("search", Tone::Muted), QLineEdit::LeadingPosition);
    m_query->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("What can be chosen"));
    m_list->setIconSize({18, 18});
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    // A window without a frame has no edge, and its dialog's background is that of what it lies on.
    auto *frame = new QFrame;
    setKind(frame, "palette");
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(frame);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(m_query);
    column->addWidget(m_list);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &CommandPalette::askNamespaces);
    connect(m_query, &QLineEdit::textChanged, this, [this] {
        m_namespaces.clear();
        m_pause.start();
        fill();
    });
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    askProjects();
    fill();
}

void CommandPalette::askProjects()
{
    m_context.session.api().projects().then(this, [this](const auto &answer) {
        if (!answer)
            return; // pages and actions are there all the same
        for (const Project &project : answer->value.items) {
            m_projectIds.append(project.id);
            m_projectNames.append(project.name);
            m_projects.append({project.name, tr("Project"), "folder",
                [this, id = project.id] { m_context.navigator.open("tenants", {.projectId = id}); }});
        }
        fill();
    });
}

void CommandPalette::askNamespaces()
{
    const QString prefix = m_query->text().trimmed();
    const quint64 asked = ++m_asked;
    if (prefix.isEmpty())
        return;
    client::NamespaceFilter filter;
    filter.prefix = prefix;
    filter.limit = kNamespacesEach;
    for (qsizetype i = 0; i < m_projectIds.size(); ++i) {
        m_context.session.api().namespaces(m_projectIds.at(i), filter).then(this, [this, asked, i](const auto &answer) {
            if (asked != m_asked || !answer)
                return;
            for (const NamespaceInfo &info : answer->value.items) {
                m_namespaces.append({namespaceText(info.nameSpace), tr("Namespace of %1").arg(visibleLine(m_projectNames.at(i))),
                    "namespace", [this, name = info.nameSpace, id = m_projectIds.at(i)] {
                        m_context.navigator.open("tenants", {.projectId = id, .nameSpace = name});
                    }});
            }
            fill();
        });
    }
}

void CommandPalette::fill()
{
    const QString query = m_query->text().trimmed();
    m_list->clear();
    m_shown.clear();
    for (const QList<Command> *some : {&m_fixed, &m_projects}) {
        for (const Command &command : *some) {
            if (command.title.contains(query, Qt::CaseInsensitive))
                add(command);
        }
    }
    for (const Command &command : m_namespaces)
        add(command);
    m_list->setCurrentRow(0);
}

void CommandPalette::add(const Command &command)
{
    auto *item = new QListWidgetItem(themeIcon(command.icon, Tone::Muted),
        visibleLine(command.title, 60) + QStringLiteral("   ·   ") + command.detail, m_list);
    item->setData(kDetailRole, QStringLiteral("   ·   ") + command.detail);
    item->setSizeHint({0, 5 * kGrid});
    m_shown.append(command);
}

void CommandPalette::run()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_shown.size())
        return;
    const auto chosen = m_shown.at(row).run;
    accept();
    chosen();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow(qBound(0, m_list->currentRow() + step, qMax(0, m_list->count() - 1)));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            run();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace cloister::ui
