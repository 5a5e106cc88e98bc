#include "ui/transcript/TranscriptPane.h"

#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/FindBar.h"
#include "ui/transcript/ImageWindow.h"
#include "ui/transcript/TranscriptView.h"
#include "ui/transcript/WholeDialogue.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"
#include "ui/widgets/StateStack.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>
#include <QToolButton>

#include <utility>

namespace cloister::ui {

TranscriptPane::TranscriptPane(const client::ApiClient &api, bool mayChange, QWidget *parent) :
    QWidget(parent),
    m_api(api),
    m_mayChange(mayChange),
    m_model(api),
    m_hits(m_model),
    m_images(api),
    m_view(new TranscriptView(m_images)),
    m_find(new FindBar),
    m_stack(new StateStack(m_view)),
    m_details(new DialogueDetails),
    m_splitter(new QSplitter)
{
    m_view->setTranscript(&m_model);
    m_view->setAccessibleName(tr("Messages"));
    m_details->hide();
    m_details->setMinimumWidth(28 * kGrid);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({640, 320});
    // Within the frame of the card, and at its foot within the round corners too.
    m_splitter->setContentsMargins(2, 0, 2, 2);
    auto *line = new QFrame;
    setKind(line, "line");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_find);
    column->addWidget(line);
    column->addWidget(m_splitter, 1);

    connect(&m_model, &TranscriptModel::loadingChanged, this, &TranscriptPane::modelChanged);
    connect(&m_model, &TranscriptModel::opened, this, [this](int row) { m_view->showRow(row); });
    connect(m_view, &TranscriptView::threadActivated, this, &TranscriptPane::openThread);
    connect(m_view, &TranscriptView::imageActivated, this, &TranscriptPane::openImage);
    connect(m_view, &TranscriptView::copyAsked, this, [this] { copy(TranscriptFormat::Text); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &TranscriptPane::selectionChanged);
    connect(m_find, &FindBar::textChanged, this, [this](const QString &text) {
        m_view->setFind(text);
        m_wantedStep = 0;
        m_hits.setText(text);
        if (!text.isEmpty())
            m_model.fetchAll();
        countFound();
    });
    connect(&m_hits, &FindHits::completed, this, [this] {
        countFound();
        if (const int step = std::exchange(m_wantedStep, 0); step != 0)
            find(step);
    });
    connect(m_find, &FindBar::nextAsked, this, [this] { find(1); });
    connect(m_find, &FindBar::previousAsked, this, [this] { find(-1); });
    connect(m_find, &FindBar::closed, this, [this] { m_view->setFocus(); });
    clear();
}

QToolButton *TranscriptPane::makeMenuButton(const char *image, const QString &name, QMenu *menu)
{
    auto *button = new QToolButton;
    button->setIcon(themeIcon(image));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

QWidget *TranscriptPane::makeHeader()
{
    m_title = new PlainLabel;
    setKind(m_title, "heading");
    m_meta = label(QString(), "muted");
    m_back = new QPushButton(tr("Back to the dialogue"));
    m_back->setIcon(themeIcon("left", Tone::Accent));
    setKind(m_back, "link");
    connect(m_back, &QPushButton::clicked, this, [this] { openThread(m_dialogue.threadOf.value_or(QString())); });

    auto *copyMenu = new QMenu(this);
    auto *exportMenu = new QMenu(this);
    const std::pair<QString, TranscriptFormat> formats[] = {{tr("As text"), TranscriptFormat::Text},
        {tr("As Markdown"), TranscriptFormat::Markdown}, {tr("As JSON"), TranscriptFormat::Json}};
    for (const auto &entry : formats) {
        const TranscriptFormat format = entry.second;
        copyMenu->addAction(entry.first, this, [this, format] { copy(format); });
        exportMenu->addAction(entry.first + QStringLiteral("…"), this, [this, format] { exportTo(format); });
    }
    auto *moreMenu = new QMenu(this);
    m_end = moreMenu->addAction(QString(), this, [this] { setEnded(m_dialogue.status == DialogueStatus::Active); });
    moreMenu->addAction(themeIcon("trash", Tone::Danger), tr("Delete dialogue…"), this, &TranscriptPane::remove);
    m_more = makeMenuButton("more", tr("More"), moreMenu);

    auto *details = new QToolButton;
    details->setIcon(themeIcon("info"));
    details->setCheckable(true);
    details->setToolTip(tr("Details, metadata and state"));
    details->setAccessibleName(tr("Details"));
    details->setObjectName(QStringLiteral("transcriptDetails"));
    connect(details, &QToolButton::toggled, m_details, &QWidget::setVisible);
    auto *search = new QToolButton;
    search->setIcon(themeIcon("search"));
    search->setToolTip(tr("Find in this transcript"));
    search->setAccessibleName(tr("Find in this transcript"));
    connect(search, &QToolButton::clicked, this, &TranscriptPane::openFind);

    auto *header = new QWidget;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(kGrid / 4);
    texts->addWidget(m_back, 0, Qt::AlignLeft);
    texts->addWidget(m_title);
    texts->addWidget(m_meta);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(3 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    row->addLayout(texts, 1);
    for (QToolButton *button : {search, makeMenuButton("copy", tr("Copy the messages"), copyMenu),
             makeMenuButton("download", tr("Save the transcript"), exportMenu), details, m_more})
        row->addWidget(button, 0, Qt::AlignTop);
    return header;
}

void TranscriptPane::clear()
{
    ++m_generation;
    m_dialogue = {};
    m_json.clear();
    m_model.clear();
    m_details->clear();
    findChild<QWidget *>(QStringLiteral("transcriptDetails"))->setEnabled(false);
    showHeader();
    m_stack->showState({"chat", tr("No dialogue chosen"), tr("Choose one at the left to read it.")});
}

void TranscriptPane::begin(client::Place place, QString dialogueId)
{
    ++m_generation;
    m_place = std::move(place);
    m_dialogue = {};
    m_dialogue.id = std::move(dialogueId);
    m_images.setDialogue(m_place, m_dialogue.id);
    m_details->clear();
    findChild<QWidget *>(QStringLiteral("transcriptDetails"))->setEnabled(true);
    showHeader();
    readDialogue();
}

void TranscriptPane::show(const client::Place &place, const QString &dialogueId)
{
    begin(place, dialogueId);
    m_model.show(place, dialogueId, TranscriptModel::Start::First);
}

void TranscriptPane::showAt(
    const client::Place &place, const QString &dialogueId, const QString &messageId, qint64 created)
{
    begin(place, dialogueId);
    m_model.showAt(place, dialogueId, messageId, created);
}

void TranscriptPane::readDialogue()
{
    m_api.dialogue(m_place, m_dialogue.id).then(this, [this, generation = m_generation](const auto &answer) {
        if (generation != m_generation || !answer)
            return; // the messages tell what is wrong
        m_dialogue = answer->value;
        m_json = answer->json;
        showHeader();
        m_details->showDialogue(m_dialogue, m_json);
        readThreads();
    });
}

void TranscriptPane::readThreads()
{
    if (m_dialogue.threadCount == 0)
        return;
    client::ListFilter filter;
    filter.threadOf = m_dialogue.id;
    filter.limit = 1000;
    m_api.dialogues(m_place, filter).then(this, [this, generation = m_generation](const auto &answer) {
        if (generation == m_generation && answer)
            m_model.setThreads(answer->value.items);
    });
}

void TranscriptPane::showHeader()
{
    const bool isShown = !m_dialogue.id.isEmpty();
    m_title->setStored(isShown ? m_dialogue.label.value_or(m_dialogue.id) : QString());
    QStringList facts;
    if (m_dialogue.created > 0) {
        facts.append(statusText(m_dialogue.status));
        facts.append(tr("%Ln messages", nullptr, static_cast<int>(m_dialogue.totalMessages)));
        facts.append(zonedTime(m_dialogue.created));
        if (!m_dialogue.tags.isEmpty())
            facts.append(visibleLine(m_dialogue.tags.join(QLatin1String(", ")), 80));
    }
    m_meta->setText(facts.join(QStringLiteral("  ·  ")));
    m_back->setVisible(m_dialogue.threadOf.has_value());
    m_end->setText(m_dialogue.status == DialogueStatus::Active ? tr("End dialogue") : tr("Reopen dialogue"));
    m_more->setVisible(m_mayChange);
    m_more->setEnabled(m_dialogue.created > 0);
}

void TranscriptPane::modelChanged()
{
    if (m_dialogue.id.isEmpty())
        return;
    if (m_model.error())
        m_stack->showError(*m_model.error(), [this] { show(m_place, m_dialogue.id); });
    else if (!m_model.isLoaded())
        m_stack->showLoading();
    else if (m_model.rowCount() == 0)
        m_stack->showState({"chat", tr("No messages yet"), tr("This dialogue was started, and nothing was said in it.")});
    else
        m_stack->showContent();
    countFound();
}

void TranscriptPane::openFind()
{
    if (m_model.rowCount() > 0)
        m_find->open();
}

void TranscriptPane::countFound()
{
    const bool isAsked = !m_find->text().isEmpty();
    m_find->setCount(isAsked ? m_hits.upTo(m_view->currentIndex().row()) : 0, m_hits.total(), m_hits.isComplete());
}

void TranscriptPane::find(int step)
{
    if (m_find->text().isEmpty())
        return;
    if (!m_hits.isComplete()) {
        m_wantedStep = step;
        return;
    }
    if (const int row = m_hits.next(std::max(0, m_view->currentIndex().row()), step); row >= 0)
        m_view->showRow(row);
    countFound();
}

void TranscriptPane::selectionChanged()
{
    const int row = m_view->currentIndex().row();
    if (row < 0 || row >= m_model.rowCount() || !m_details->isVisible())
        return;
    const Message message = m_model.row(row).message;
    m_api.message(m_place, m_dialogue.id, message.id).then(this, [this, generation = m_generation](const auto &answer) {
        if (generation == m_generation && answer)
            m_details->showMessage(answer->value, answer->json);
    });
}

void TranscriptPane::openThread(const QString &dialogueId)
{
    if (!dialogueId.isEmpty())
        show(m_place, dialogueId);
}

void TranscriptPane::openImage(const QString &messageId, int n)
{
    m_api.message(m_place, m_dialogue.id, messageId).then(this, [this, n, generation = m_generation](const auto &answer) {
        if (generation != m_generation)
            return;
        if (!answer)
            tell(answer.error());
        else
            (new ImageWindow(answer->value.content, n, this))->show();
    });
}

QList<TranscriptRow> TranscriptPane::chosenRows() const
{
    QModelIndexList chosen = m_view->selectionModel()->selectedIndexes();
    QList<TranscriptRow> rows;
    if (chosen.size() > 1) {
        std::sort(chosen.begin(), chosen.end());
        for (const QModelIndex &index : chosen)
            rows.append(m_model.row(index.row()));
        return rows;
    }
    for (int row = 0; row < m_model.rowCount(); ++row)
        rows.append(m_model.row(row));
    return rows;
}

void TranscriptPane::copy(TranscriptFormat format)
{
    if (format != TranscriptFormat::Json) {
        QGuiApplication::clipboard()->setText(transcriptText(m_dialogue, chosenRows(), format));
        return;
    }
    readWholeDialogue(m_api, m_place, m_dialogue.id, this).then(this, [this](const auto &json) {
        if (json)
            QGuiApplication::clipboard()->setText(indentedJson(*json));
        else
            tell(json.error());
    });
}

void TranscriptPane::exportTo(TranscriptFormat format)
{
    const QString suffix = suffixOf(format);
    auto *dialog = new QFileDialog(this, tr("Save the transcript"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(tr("transcript") + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &name) { write(name, format); });
    dialog->open();
}

void TranscriptPane::write(const QString &fileName, TranscriptFormat format)
{
    if (format == TranscriptFormat::Json) {
        readWholeDialogue(m_api, m_place, m_dialogue.id, this).then(this, [this, fileName](const auto &json) {
            json ? save(fileName, *json) : tell(json.error());
        });
        return;
    }
    if (m_model.isComplete()) {
        QList<TranscriptRow> rows;
        for (int row = 0; row < m_model.rowCount(); ++row)
            rows.append(m_model.row(row));
        save(fileName, transcriptText(m_dialogue, rows, format).toUtf8());
        return;
    }
    const auto waiting = std::make_shared<QMetaObject::Connection>();
    *waiting = connect(&m_model, &TranscriptModel::loadingChanged, this, [this, waiting, fileName, format] {
        if (!m_model.isComplete() && !m_model.error())
            return;
        disconnect(*waiting);
        if (m_model.isComplete())
            write(fileName, format);
    });
    m_model.fetchAll();
}

// The file holds either all of it or what it held before.
void TranscriptPane::save(const QString &fileName, const QByteArray &bytes)
{
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        QMessageBox::warning(this, tr("Not saved"), tr("The file could not be written: %1").arg(file.errorString()));
}

void TranscriptPane::setEnded(bool ended)
{
    const DialogueStatus status = ended ? DialogueStatus::Ended : DialogueStatus::Active;
    m_api.setStatus(m_place, m_dialogue.id, status).then(this, [this, generation = m_generation](const auto &answer) {
        if (generation != m_generation)
            return;
        if (!answer) {
            tell(answer.error());
            return;
        }
        m_dialogue = answer->value;
        showHeader();
        Q_EMIT dialogueChanged(m_dialogue);
    });
}

void TranscriptPane::remove()
{
    ConfirmByName::Ask ask;
    ask.title = tr("Delete this dialogue?");
    ask.text = tr("Its messages, state and summaries are deleted from this workspace. This cannot be undone.");
    ask.name = m_dialogue.id;
    ask.act = tr("Delete");
    ask.losses = {{tr("Messages"), countText(m_dialogue.totalMessages)}, {tr("Threads"), countText(m_dialogue.threadCount)}};
    auto *dialog = new ConfirmByName(ask, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id = m_dialogue.id] {
        m_api.deleteDialogue(m_place, id).then(this, [this, id](const auto &answer) {
            if (!answer) {
                tell(answer.error());
                return;
            }
            if (m_dialogue.id == id)
                clear();
            Q_EMIT dialogueDeleted(id);
        });
    });
    dialog->open();
}

void TranscriptPane::tell(const Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("That did not work"), errorText(error), QMessageBox::Ok, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(errorAdvice(error));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace cloister::ui
