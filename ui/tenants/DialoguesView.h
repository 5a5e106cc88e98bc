#pragma once

#include "ui/models/DialogueModel.h"
#include "ui/models/MemoryModel.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QListView;
class QSplitter;
class QTabWidget;

namespace cloister::ui {

class JsonTree;
class RecordTable;
class StateStack;
class TranscriptPane;

/// One namespace: its dialogues with the transcript of the chosen one, and its memories. GUI thread.
class DialoguesView : public QWidget
{
    Q_OBJECT

public:
    /// `api` outlives the view.
    DialoguesView(const client::ApiClient &api, bool mayChange, QWidget *parent = nullptr);

    void show(const client::Place &place);
    using QWidget::show;
    void openDialogue(const QString &dialogueId);
    /// With that message in sight.
    void openMessage(const QString &dialogueId, const QString &messageId);
    void reload();
    const client::Place &place() const { return m_place; }
    const DialogueModel &model() const { return m_dialogues; }
    QLineEdit *filterField() const { return m_filter; }
    TranscriptPane *transcript() const { return m_transcript; }

Q_SIGNALS:
    void changed();

private:
    QWidget *makeList();
    QWidget *makeMemories();
    void applyFilter();
    void showDialogueState();
    void showMemoryState();
    void memoryChosen();
    void markShown();

    const client::ApiClient &m_api;
    client::Place m_place;
    DialogueModel m_dialogues;
    MemoryModel m_memories;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_status = nullptr;
    QListView *m_list = nullptr;
    StateStack *m_listStack = nullptr;
    RecordTable *m_memoryTable = nullptr;
    StateStack *m_memoryStack = nullptr;
    JsonTree *m_memoryValue = nullptr;
    TranscriptPane *m_transcript;
    QTabWidget *m_tabs;
    QSplitter *m_splitter;
    bool m_isMarking = false; ///< the list follows the transcript, not the other way round
};

} // namespace cloister::ui
