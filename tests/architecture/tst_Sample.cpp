#include "tests/architecture/Sources.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QSet>

using namespace cloister::test;

namespace {

QList<QJsonObject> readLines(const QString &name)
{
    QFile file(repositoryRoot() + QStringLiteral("/resources/sample/") + name);
    QList<QJsonObject> objects;
    if (!file.open(QIODevice::ReadOnly))
        return objects;
    while (!file.atEnd()) {
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(file.readLine(), &error);
        if (error.error != QJsonParseError::NoError)
            return {};
        objects.append(document.object());
    }
    return objects;
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

/// The bundled sample is what a newcomer sees first: it must load whole, and its questions must have their answers.
class tst_Sample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_records.clear();
        for (const char *project : {"support", "care"}) {
            const QString name = QString::fromLatin1(project);
            for (const QJsonObject &record : readLines(name + QStringLiteral(".jsonl")))
                m_records.append({name, record});
        }
    }

    void sample_size_isWhatTheTourPromises()
    {
        QSet<QString> namespaces;
        qsizetype messages = 0;
        qsizetype memories = 0;
        for (const auto &[project, record] : std::as_const(m_records)) {
            namespaces.insert(project + u'/' + text(record, "namespace"));
            messages += record.value(QLatin1String("messages")).toArray().size();
            memories += text(record, "object") == QLatin1String("memory") ? 1 : 0;
        }
        QCOMPARE(namespaces.size(), 5);
        QVERIFY(messages >= 280);
        QVERIFY(memories >= 10);
    }

    void record_id_isUniqueInItsNamespace()
    {
        QSet<QString> seen;
        for (const auto &[project, record] : std::as_const(m_records)) {
            const QString id = project + u'/' + text(record, "namespace") + u'/' + text(record, "id");
            QVERIFY2(text(record, "id").size() >= 5 && !seen.contains(id), qPrintable(id));
            seen.insert(id);
        }
    }

    // The same id under two namespaces is two conversations: the sample shows it.
    void record_id_mayLiveInTwoNamespaces()
    {
        int count = 0;
        for (const auto &[project, record] : std::as_const(m_records))
            count += text(record, "id") == QLatin1String("opening-hours") ? 1 : 0;
        QCOMPARE(count, 2);
    }

    void thread_parent_comesBeforeIt()
    {
        QSet<QString> seen;
        int threads = 0;
        for (const auto &[project, record] : std::as_const(m_records)) {
            const QString scope = project + u'/' + text(record, "namespace") + u'/';
            const QString parent = text(record, "threadOf");
            if (!parent.isEmpty()) {
                ++threads;
                QVERIFY2(seen.contains(scope + parent), qPrintable(parent));
            }
            seen.insert(scope + text(record, "id"));
        }
        QVERIFY(threads >= 3);
    }

    void message_everyOne_isCompleteAndInOrder()
    {
        for (const auto &[project, record] : std::as_const(m_records)) {
            QString last;
            for (const QJsonValue &value : record.value(QLatin1String("messages")).toArray()) {
                const QJsonObject message = value.toObject();
                const QString id = text(message, "id");
                QVERIFY2(!id.isEmpty() && !text(message, "role").isEmpty(), qPrintable(text(record, "id")));
                QVERIFY2(!message.value(QLatin1String("content")).isUndefined(), qPrintable(id));
                QVERIFY2(text(message, "created") > last, qPrintable(id));
                last = text(message, "created");
            }
        }
    }

    void image_inline_isAPng()
    {
        int images = 0;
        for (const auto &[project, record] : std::as_const(m_records)) {
            for (const QJsonValue &value : record.value(QLatin1String("messages")).toArray()) {
                for (const QJsonValue &block : value[QLatin1String("content")].toArray()) {
                    const QString data = block[QLatin1String("source")][QLatin1String("data")].toString();
                    if (data.isEmpty())
                        continue;
                    ++images;
                    QVERIFY(QByteArray::fromBase64(data.toLatin1()).startsWith("\x89PNG\r\n\x1a\n"));
                }
            }
        }
        QCOMPARE(images, 1);
    }

    void question_everyOne_hasItsAnswerInItsNamespace()
    {
        QSet<QString> messages;
        for (const auto &[project, record] : std::as_const(m_records)) {
            for (const QJsonValue &value : record.value(QLatin1String("messages")).toArray())
                messages.insert(
                    project + u'/' + text(record, "namespace") + u'/' + text(value.toObject(), "id"));
        }
        const auto questions = readLines(QStringLiteral("questions.jsonl"));
        QCOMPARE(questions.size(), 60);
        for (const QJsonObject &question : questions) {
            const QJsonArray relevant = question.value(QLatin1String("relevant")).toArray();
            QVERIFY2(!relevant.isEmpty(), qPrintable(text(question, "query")));
            for (const QJsonValue &id : relevant) {
                const QString key = text(question, "project") + u'/' + text(question, "namespace") + u'/' + id.toString();
                QVERIFY2(messages.contains(key), qPrintable(key));
            }
        }
    }

private:
    QList<std::pair<QString, QJsonObject>> m_records;
};

CLOISTER_TEST(tst_Sample)
#include "tst_Sample.moc"
