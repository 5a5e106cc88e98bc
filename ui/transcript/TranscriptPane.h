#pragma once

#include "ui/transcript/DialogueDetails.h"
#include "ui/transcript/FindHits.h"
#include "ui/transcript/ImageStore.h"
#include "ui/transcript/TranscriptModel.h"
#include "ui/transcript/TranscriptText.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSplitter;
class QToolButton;

namespace cloister::ui {

class FindBar;
class PlainLabel;
class StateStack;
class TranscriptView;

/// One dialogue: its title and what can be done with it, its messages as a chat, and its details at the side. GUI thread.
class TranscriptPane : public QWidget
{
    Q_OBJECT

public:
    /// `api` outlives the pane. Without `mayChange` ending and deleting are not offered.
    TranscriptPane(const client::ApiClient &api, bool mayChange, QWidget *parent = nullptr);

    void show(const client::Place &place, const QString &dialogueId);
    /// Opens the dialogue with that message in sight and chosen.
    void showAt(const client::Place &place, const QString &dialogueId, const QString &messageId, qint64 created);
    void clear();
    using QWidget::show;

    const QString &dialogueId() const { return m_dialogue.id; }
    void openFind();

Q_SIGNALS:
    void dialogueChanged(const cloister::Dialogue &dialogue);
    void dialogueDeleted(const QString &dialogueId);

private:
    QWidget *makeHeader();
    QToolButton *makeMenuButton(const char *image, const QString &name, QMenu *menu);
    /// By value: what is shown already is shown anew from what this forgets.
    void begin(client::Place place, QString dialogueId);
    void readDialogue();
    void readThreads();
    void showHeader();
    void modelChanged();
    void find(int step);
    void countFound();
    void selectionChanged();
    void openThread(const QString &dialogueId);
    void openImage(const QString &messageId, int n);
    QList<TranscriptRow> chosenRows() const;
    void copy(TranscriptFormat format);
    void exportTo(TranscriptFormat format);
    void write(const QString &fileName, TranscriptFormat format);
    void save(const QString &fileName, const QByteArray &bytes);
    void setEnded(bool ended);
    void remove();
    void tell(const Error &error);

    const client::ApiClient &m_api;
    const bool m_mayChange;
    client::Place m_place;
    Dialogue m_dialogue;
    QByteArray m_json;
    quint64 m_generation = 0;

    TranscriptModel m_model;
    FindHits m_hits;
    int m_wantedStep = 0; ///< asked for before all hits were known
    ImageStore m_images;
    PlainLabel *m_title = nullptr;
    QLabel *m_meta = nullptr;
    QPushButton *m_back = nullptr;
    QAction *m_end = nullptr;
    QToolButton *m_more = nullptr;
    TranscriptView *m_view;
    FindBar *m_find;
    StateStack *m_stack;
    DialogueDetails *m_details;
    QSplitter *m_splitter;
};

} // namespace cloister::ui
