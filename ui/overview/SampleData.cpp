#include "ui/overview/SampleData.h"

#include "ui/session/Jobs.h"
#include "ui/session/Session.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>

namespace cloister::ui {

namespace {

/// The steps of one load; deletes itself with its job.
class SampleLoad : public QObject
{
public:
    SampleLoad(const PageContext &context, Job *job, QObject *owner, std::function<void()> whenDone) :
        QObject(job),
        m_session(context.session),
        m_job(job),
        m_owner(owner),
        m_whenDone(std::move(whenDone))
    {
    }

    void start()
    {
        m_job->setProgress(0, m_names.size());
        next();
    }

private:
    void next()
    {
        if (m_names.isEmpty()) {
            m_job->finish(QCoreApplication::translate("SampleData", "%n messages", nullptr, static_cast<int>(m_messages)));
            if (m_owner)
                m_whenDone();
            return;
        }
        const QString name = m_names.takeFirst();
        m_session.api().createProject(name).then(this, [this, name](const auto &made) {
            if (made)
                import(made->value.id, name);
            else
                m_job->fail(made.error());
        });
    }

    void import(const QString &projectId, const QString &name)
    {
        QFile file(QStringLiteral(":/sample/%1.jsonl").arg(name));
        if (!file.open(QIODevice::ReadOnly)) {
            m_job->fail(Error{ErrorCode::Internal, file.errorString()});
            return;
        }
        m_session.api().importLines(projectId, file.readAll(), 1).then(this, [this](const auto &report) {
            if (!report) {
                m_job->fail(report.error());
                return;
            }
            m_messages += report->value.messages;
            m_job->setProgress(m_job->done() + 1, m_job->total());
            next();
        });
    }

    Session &m_session;
    Job *m_job;
    QPointer<QObject> m_owner;
    std::function<void()> m_whenDone;
    QStringList m_names{QStringLiteral("support"), QStringLiteral("care")};
    qint64 m_messages = 0;
};

} // namespace

void loadSampleData(const PageContext &context, QObject *owner, std::function<void()> whenDone)
{
    Job *job = context.jobs.add(QCoreApplication::translate("SampleData", "Sample data"));
    (new SampleLoad(context, job, owner, std::move(whenDone)))->start();
}

} // namespace cloister::ui
