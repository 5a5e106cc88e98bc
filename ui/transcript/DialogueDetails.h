#pragma once

#include "engine/client/ApiClient.h"
#include "ui/transcript/JsonTree.h"

#include <QTabWidget>

class QFormLayout;
class QPlainTextEdit;

namespace cloister::ui {

/// What is known of a dialogue beside its messages: facts, metadata and state as trees, and the record as JSON; or of one
/// chosen message its facts and its JSON. GUI thread.
class DialogueDetails : public QTabWidget
{
    Q_OBJECT

public:
    explicit DialogueDetails(QWidget *parent = nullptr);

    void clear();
    /// `json` is the record as the service answered it.
    void showDialogue(const Dialogue &dialogue, const QByteArray &json);
    void showMessage(const Message &message, const QByteArray &json);

private:
    void setFacts(const QList<std::pair<QString, QString>> &facts);
    void setJson(const QByteArray &json);

    QWidget *m_factsPage;
    QFormLayout *m_facts;
    JsonTree *m_metadata;
    JsonTree *m_state;
    QPlainTextEdit *m_json;
};

/// JSON with line breaks and indentation, otherwise as it was written. What is no JSON comes back as it is.
QString indentedJson(const QByteArray &json);

} // namespace cloister::ui
