#include "ui/settings/ModelServers.h"

#include "engine/client/AccessClient.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Jobs.h"
#include "ui/settings/ModelServerDialog.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace cloister::ui {

using client::ModelUse;

ModelServers::ModelServers(Session &session, Jobs &jobs, QWidget *parent) :
    Card(tr("Models"), parent),
    m_session(session),
    m_jobs(jobs),
    m_word(paragraph({}, "small"))
{
    m_word->setObjectName(QStringLiteral("modelsWord"));
    m_embedding = makeRow(ModelUse::Embedding);
    body()->addSpacing(kGrid);
    m_summaries = makeRow(ModelUse::Summaries);
    body()->addWidget(m_word);
    say({}, "small");
}

ModelServers::Row ModelServers::makeRow(ModelUse use)
{
    const bool isEmbedding = use == ModelUse::Embedding;
    Row row{new PlainLabel(PlainLabel::Fit::Wrapped), new QPushButton(tr("Use a server…")),
        new QPushButton(tr("Use the built-in one"))};
    row.server->setObjectName(isEmbedding ? QStringLiteral("modelsEmbedding") : QStringLiteral("modelsSummaries"));
    row.choose->setObjectName(isEmbedding ? QStringLiteral("embeddingChoose") : QStringLiteral("summariesChoose"));
    row.leave->setObjectName(isEmbedding ? QStringLiteral("embeddingLeave") : QStringLiteral("summariesLeave"));
    body()->addWidget(label(isEmbedding ? tr("Search by meaning") : tr("Summaries"), "field"));
    body()->addWidget(row.server);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(row.choose);
    buttons->addWidget(row.leave);
    buttons->addStretch();
    body()->addLayout(buttons);
    row.choose->setVisible(false);
    row.leave->setVisible(false);
    connect(row.choose, &QPushButton::clicked, this, [this, use] { choose(use); });
    connect(row.leave, &QPushButton::clicked, this, [this, use] { leave(use); });
    return row;
}

void ModelServers::reload()
{
    client::AccessClient(m_session.api()).models().then(this, [this](const auto &answer) {
        if (answer)
            arrived(answer->value);
        else
            say(errorText(answer.error()), "danger");
    });
}

void ModelServers::choose(ModelUse use)
{
    auto *dialog = new ModelServerDialog(m_session, use, m_models.of(use), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ModelServerDialog::changed, this, &ModelServers::arrived);
    dialog->open();
}

void ModelServers::leave(ModelUse use)
{
    client::AccessClient(m_session.api()).useModel(use, std::nullopt).then(this, [this](const auto &answer) {
        if (answer)
            arrived(answer->value);
        else
            say((errorText(answer.error()) + u' ' + errorDetail(answer.error())).trimmed(), "danger");
    });
}

void ModelServers::arrived(const client::Models &models)
{
    m_models = models;
    say({}, "small");
    show(m_embedding, ModelUse::Embedding);
    show(m_summaries, ModelUse::Summaries);
    if (models.job.isEmpty())
        return;
    client::Task task;
    task.id = models.job;
    m_jobs.watch(task, tr("Embed all records anew"), [](const client::Task &) { return tr("All records are embedded anew."); });
}

void ModelServers::show(const Row &row, ModelUse use)
{
    const std::optional<client::ModelServer> &server = m_models.of(use);
    if (server)
        row.server->setStored(tr("%1 at %2").arg(server->model, server->url));
    else
        row.server->setStored(tr("Built in. No text leaves this service."));
    row.choose->setText(server ? tr("Change…") : tr("Use a server…"));
    row.choose->setVisible(m_session.mayAdminister());
    row.leave->setVisible(m_session.mayAdminister() && server);
}

void ModelServers::say(const QString &text, const char *kind)
{
    m_word->setText(text);
    m_word->setVisible(!text.isEmpty());
    setKind(m_word, kind);
}

} // namespace cloister::ui
