#include "ui/tenants/DialoguesView.h"

#include "ui/session/Preferences.h"
#include "ui/tenants/DialogueDelegate.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/JsonTree.h"
#include "ui/transcript/TranscriptPane.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QSplitter>
#include <QTabWidget>

namespace cloister::ui {

static const QString kSplitter = QStringLiteral("tenants/dialogueSplitter");

DialoguesView::DialoguesView(const client::ApiClient &api, bool mayChange, QWidget *parent) :
    QWidget(parent),
    m_api(api),
    m_dialogues(api),
    m_memories(api),
    m_transcript(new TranscriptPane(api, mayChange)),
    m_tabs(new QTabWidget),
    m_splitter(new QSplitter)
{
    m_splitter->addWidget(makeList());
    setKind(m_transcript, "card");
    m_transcript->setAttribute(Qt::WA_StyledBackground);
    m_splitter->addWidget(m_transcript);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(2 * kGrid);
    m_splitter->setContentsMargins(0, kGrid, 0, 0);
    m_splitter->setSizes({360, 640});
    m_splitter->restoreState(Preferences::layout(kSplitter).toByteArray());
    connect(m_splitter, &QSplitter::splitterMoved, this,
        [this] { Preferences::setLayout(kSplitter, m_splitter->saveState()); });
    m_tabs->addTab(m_splitter, tr("Dialogues"));
    m_tabs->addTab(makeMemories(), tr("Memories"));
    m_tabs->setDocumentMode(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_tabs);
    connect(m_transcript, &TranscriptPane::dialogueChanged, &m_dialogues, &DialogueModel::replace);
    connect(m_transcript, &TranscriptPane::dialogueDeleted, this, [this] { m_dialogues.reload(); });
}

QWidget *DialoguesView::makeList()
{
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Exact label"));
    m_filter->setAccessibleName(tr("Filter dialogues by their exact label"));
    m_filter->setObjectName(QStringLiteral("dialogueFilter"));
    m_filter->setClearButtonEnabled(true);
    m_status = new QComboBox;
    m_status->setAccessibleName(tr("Status"));
    m_status->addItem(tr("All"), QString());
    m_status->addItem(tr("Active"), QStringLiteral("active"));
    m_status->addItem(tr("Ended"), QStringLiteral("ended"));
    m_list = new QListView;
    m_list->setObjectName(QStringLiteral("dialogueList"));
    m_list->setAccessibleName(tr("Dialogues"));
    m_list->setModel(&m_dialogues);
    m_list->setItemDelegate(new DialogueDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_listStack = new StateStack(m_list);

    auto *filters = new QHBoxLayout;
    filters->addWidget(m_filter, 1);
    filters->addWidget(m_status);
    auto *list = new QWidget;
    list->setMinimumWidth(30 * kGrid);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins({});
    column->addLayout(filters);
    column->addWidget(m_listStack, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &DialoguesView::applyFilter);
    connect(m_status, &QComboBox::currentIndexChanged, this, &DialoguesView::applyFilter);
    connect(&m_dialogues, &DialogueModel::loadingChanged, this, &DialoguesView::showDialogueState);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid() && !m_isMarking)
            m_transcript->show(m_place, m_dialogues.record(current.row()).id);
    });
    return list;
}

QWidget *DialoguesView::makeMemories()
{
    m_memoryTable = new RecordTable(QStringLiteral("tenants/memories"), tr("Memories"));
    m_memoryTable->setRecords(&m_memories, MemoryModel::Value);
    m_memoryValue = new JsonTree;
    auto *splitter = new QSplitter;
    m_memoryStack = new StateStack(m_memoryTable);
    splitter->addWidget(m_memoryStack);
    splitter->addWidget(m_memoryValue);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    splitter->setHandleWidth(2 * kGrid);
    splitter->setContentsMargins(0, kGrid, 0, 0);
    connect(&m_memories, &MemoryModel::loadingChanged, this, &DialoguesView::showMemoryState);
    connect(m_memoryTable->selectionModel(), &QItemSelectionModel::currentChanged, this, &DialoguesView::memoryChosen);
    return splitter;
}

void DialoguesView::show(const client::Place &place)
{
    const bool isSame = place.projectId == m_place.projectId && place.nameSpace == m_place.nameSpace;
    m_place = place;
    if (isSame) {
        reload();
        return;
    }
    const QSignalBlocker quietText(m_filter);
    const QSignalBlocker quietStatus(m_status);
    m_filter->clear();
    m_status->setCurrentIndex(0);
    m_transcript->clear();
    m_memoryValue->clear();
    m_tabs->setCurrentIndex(0);
    applyFilter();
    m_memories.show(place);
}

void DialoguesView::reload()
{
    m_dialogues.reload();
    m_memories.reload();
}

void DialoguesView::applyFilter()
{
    client::ListFilter filter;
    filter.label = m_filter->text();
    filter.status = m_status->currentData().toString();
    m_dialogues.show(m_place, filter);
}

void DialoguesView::openDialogue(const QString &dialogueId)
{
    m_tabs->setCurrentIndex(0);
    m_transcript->show(m_place, dialogueId);
    markShown();
}

void DialoguesView::openMessage(const QString &dialogueId, const QString &messageId)
{
    m_tabs->setCurrentIndex(0);
    const client::Place place = m_place;
    m_api.message(place, dialogueId, messageId).then(this, [this, place, dialogueId, messageId](const auto &answer) {
        if (place.nameSpace != m_place.nameSpace || place.projectId != m_place.projectId)
            return;
        if (answer)
            m_transcript->showAt(place, dialogueId, messageId, answer->value.created);
        else
            m_transcript->show(place, dialogueId); // it may have been deleted meanwhile
        markShown();
    });
}

void DialoguesView::showDialogueState()
{
    const bool isFiltered = !m_filter->text().isEmpty() || m_status->currentIndex() > 0;
    if (!m_dialogues.isLoaded() && m_dialogues.error())
        m_listStack->showError(*m_dialogues.error(), [this] { m_dialogues.reload(); });
    else if (!m_dialogues.isLoaded())
        m_listStack->showLoading();
    else if (m_dialogues.rowCount() == 0 && isFiltered)
        m_listStack->showState({"filter", tr("Nothing matches"), {}, tr("Clear the filter"), [this] {
            m_filter->clear();
            m_status->setCurrentIndex(0);
        }});
    else if (m_dialogues.rowCount() == 0)
        m_listStack->showState({"chat", tr("No dialogue"), tr("Nothing was said in this namespace yet.")});
    else
        m_listStack->showContent();
    markShown();
    Q_EMIT changed();
}

// A dialogue that was opened from elsewhere is chosen in the list too, once it is among what was read.
void DialoguesView::markShown()
{
    const QString &shown = m_transcript->dialogueId();
    if (shown.isEmpty() || m_list->currentIndex().data(DialogueModel::kIdRole).toString() == shown)
        return;
    const QModelIndexList found = m_dialogues.match(m_dialogues.index(0, 0), DialogueModel::kIdRole, shown, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return;
    m_isMarking = true;
    m_list->setCurrentIndex(found.first());
    m_isMarking = false;
}

void DialoguesView::showMemoryState()
{
    if (!m_memories.isLoaded() && m_memories.error())
        m_memoryStack->showError(*m_memories.error(), [this] { m_memories.reload(); });
    else if (!m_memories.isLoaded())
        m_memoryStack->showLoading();
    else if (m_memories.rowCount() == 0)
        m_memoryStack->showState({"memory", tr("No memory"), tr("Programs keep facts about a tenant here.")});
    else
        m_memoryStack->showContent();
}

void DialoguesView::memoryChosen()
{
    const int row = m_memoryTable->currentRow();
    if (row < 0)
        return;
    const QString id = m_memories.record(row).id;
    m_api.memory(m_place, id).then(this, [this](const auto &answer) {
        if (answer)
            m_memoryValue->setJson(answer->json);
    });
}

} // namespace cloister::ui
