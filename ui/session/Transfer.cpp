#include "ui/session/Transfer.h"

#include "ui/models/RecordText.h"
#include "ui/session/Jobs.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QSaveFile>

#include <functional>
#include <memory>

namespace cloister::ui {

namespace {

// One request carries about so much; a single longer line goes alone.
constexpr qint64 kBatchBytes = 1024 * 1024;

struct Transfer
{
    Q_DECLARE_TR_FUNCTIONS(Transfer)
};

Error fileError(const QFileDevice &file)
{
    return {ErrorCode::StorageUnavailable, Transfer::tr("The file %1: %2").arg(file.fileName(), file.errorString()), {}};
}

/// One import. Child of its job.
class Import : public QObject
{
public:
    Import(Job *job, const client::ApiClient &api, const QString &projectId, const QString &fileName) :
        QObject(job), m_job(job), m_api(api), m_projectId(projectId), m_file(fileName)
    {
    }

    void start()
    {
        if (!m_file.open(QIODevice::ReadOnly)) {
            m_job->fail(fileError(m_file));
            return;
        }
        m_job->onCancel([this] { m_isCancelled = true; });
        m_job->setProgress(0, m_file.size());
        next();
    }

private:
    void next()
    {
        if (m_isCancelled) {
            m_job->setCancelled();
            return;
        }
        QByteArray lines;
        qint64 count = 0;
        while (!m_file.atEnd() && (lines.isEmpty() || lines.size() < kBatchBytes)) {
            lines += m_file.readLine();
            ++count;
        }
        if (m_file.error() != QFileDevice::NoError) {
            m_job->fail(fileError(m_file));
            return;
        }
        if (lines.isEmpty()) {
            m_job->finish(summary());
            return;
        }
        m_api.importLines(m_projectId, lines, m_line).then(this, [this, count](const auto &answer) {
            if (!answer) {
                m_job->fail(answer.error());
                return;
            }
            add(answer->value);
            m_line += count;
            m_job->setProgress(m_file.pos(), m_file.size());
            next();
        });
    }

    void add(const client::ImportReport &report)
    {
        m_sum.dialogues += report.dialogues;
        m_sum.messages += report.messages;
        m_sum.memories += report.memories;
        m_sum.skipped += report.skipped;
        m_refused += report.problems.size();
        if (m_sum.problems.isEmpty() && !report.problems.isEmpty())
            m_sum.problems.append(report.problems.first());
    }

    QString summary() const
    {
        QStringList parts{Transfer::tr("%Ln dialogues", nullptr, static_cast<int>(m_sum.dialogues)),
            Transfer::tr("%Ln messages", nullptr, static_cast<int>(m_sum.messages)),
            Transfer::tr("%Ln memories", nullptr, static_cast<int>(m_sum.memories))};
        if (m_sum.skipped > 0)
            parts.append(Transfer::tr("%Ln already there", nullptr, static_cast<int>(m_sum.skipped)));
        QString line = parts.join(QLatin1String(", "));
        if (m_refused > 0) {
            const client::ImportProblem &first = m_sum.problems.first();
            line += QStringLiteral(" — ") + Transfer::tr("%Ln lines refused", nullptr, static_cast<int>(m_refused))
                + QLatin1String("; ") + Transfer::tr("line %1: %2").arg(countText(first.line), visibleLine(first.message, 160));
        }
        return line;
    }

    Job *m_job;
    const client::ApiClient &m_api;
    QString m_projectId;
    QFile m_file;
    qint64 m_line = 1;
    qint64 m_refused = 0;
    client::ImportReport m_sum;
    bool m_isCancelled = false;
};

/// One export, whatever it is of. Child of its job.
class Export : public QObject
{
public:
    using Ask = std::function<client::ApiClient::Answered<client::ExportPage>(const QString &next)>;

    Export(Job *job, const QString &fileName, Ask ask) :
        QObject(job), m_job(job), m_ask(std::move(ask)), m_file(fileName)
    {
    }

    void start()
    {
        if (!m_file.open(QIODevice::WriteOnly)) {
            m_job->fail(fileError(m_file));
            return;
        }
        m_job->onCancel([this] { m_isCancelled = true; });
        next({});
    }

private:
    void next(const QString &token)
    {
        if (m_isCancelled) {
            m_file.cancelWriting();
            m_job->setCancelled();
            return;
        }
        m_ask(token).then(this, [this](const auto &answer) {
            if (!answer)
                m_job->fail(answer.error());
            else
                take(answer->value);
        });
    }

    void take(const client::ExportPage &page)
    {
        m_count += page.count;
        if (m_file.write(page.lines) != page.lines.size()) {
            m_job->fail(fileError(m_file));
            return;
        }
        m_job->setProgress(m_count, 0);
        if (!page.next.isEmpty())
            next(page.next);
        else if (!m_file.commit())
            m_job->fail(fileError(m_file));
        else
            m_job->finish(Transfer::tr("%Ln lines written", nullptr, static_cast<int>(m_count)));
    }

    Job *m_job;
    Ask m_ask;
    QSaveFile m_file;
    qint64 m_count = 0;
    bool m_isCancelled = false;
};

} // namespace

void startImport(Job *job, const client::ApiClient &api, const QString &projectId, const QString &fileName)
{
    (new Import(job, api, projectId, fileName))->start();
}

void startExport(Job *job, const client::ApiClient &api, const QString &projectId,
    const std::optional<QString> &nameSpace, const QString &fileName)
{
    // In the administration's own addresses the default namespace has a name.
    std::optional<QString> place = nameSpace;
    if (place && place->isEmpty())
        place = QStringLiteral("default");
    (new Export(job, fileName, [&api, projectId, place](const QString &next) {
        return api.exportLines(projectId, place, next);
    }))->start();
}

void startLogExport(Job *job, const client::ApiClient &api, const QString &projectId, client::LogFormat format,
    const QString &fileName)
{
    (new Export(job, fileName, [&api, projectId, format](const QString &next) {
        return api.exportLog(projectId, format, next);
    }))->start();
}

} // namespace cloister::ui
