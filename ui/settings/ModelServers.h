#pragma once

#include "engine/client/AccessRecords.h"
#include "ui/session/Session.h"
#include "ui/widgets/Card.h"

class QLabel;
class QPushButton;

namespace cloister::ui {

class Jobs;
class PlainLabel;

/// Where records are embedded and dialogues summarised: in the service, or on a server of the customer's. All may see it,
/// owners change it. GUI thread.
class ModelServers : public Card
{
    Q_OBJECT

public:
    /// Both outlive the card.
    ModelServers(Session &session, Jobs &jobs, QWidget *parent = nullptr);

    /// Asks the service anew.
    void reload();

private:
    struct Row
    {
        PlainLabel *server = nullptr;
        QPushButton *choose = nullptr;
        QPushButton *leave = nullptr;
    };

    Row makeRow(client::ModelUse use);
    void choose(client::ModelUse use);
    void leave(client::ModelUse use);
    void arrived(const client::Models &models);
    void show(const Row &row, client::ModelUse use);
    void say(const QString &text, const char *kind);

    Session &m_session;
    Jobs &m_jobs;
    client::Models m_models;
    Row m_embedding;
    Row m_summaries;
    QLabel *m_word;
};

} // namespace cloister::ui
