#pragma once

#include "tests/support/WorkspaceFixture.h"

#include "engine/base/Json.h"

#include <QElapsedTimer>
#include <QThread>

namespace cloister::test {

/// Another model file, or none, for as long as this lives.
class ModelForTests
{
public:
    explicit ModelForTests(const QByteArray &path) : m_before(qgetenv("CLOISTER_MODEL")) { qputenv("CLOISTER_MODEL", path); }
    ~ModelForTests() { m_before.isEmpty() ? qunsetenv("CLOISTER_MODEL") : qputenv("CLOISTER_MODEL", m_before); }
    ModelForTests(const ModelForTests &) = delete;
    ModelForTests &operator=(const ModelForTests &) = delete;

private:
    const QByteArray m_before;
};

/// A workspace with one project, and short words for writing and searching in it.
class SearchFixture : public WorkspaceFixture
{
public:
    bool create()
    {
        if (!WorkspaceFixture::create())
            return false;
        auto made = project(QStringLiteral("Search"));
        if (!made)
            return explain(made.error());
        projectId = made->id;
        return true;
    }

    Partition partition(const QString &nameSpace = {})
    {
        return engine->partitions.open(keyCaller(projectId), nameSpace, PartitionMint::Access::Creating).value();
    }

    static NewMessage message(const QString &id, const QString &text, const QString &role = QStringLiteral("user"))
    {
        NewMessage made;
        made.id = id;
        made.role = role;
        made.content = QByteArray("\"") + text.toUtf8() + '"';
        made.contentLength = text.size();
        return made;
    }

    /// A dialogue with these messages; their ids are `<id>-1` and so on.
    bool talk(const QString &nameSpace, const QString &id, const QStringList &texts, NewDialogue asked = {})
    {
        asked.id = id;
        asked.hasMessages = true;
        for (const QString &text : texts) {
            const QString number = QString::number(asked.messages.size() + 1);
            asked.messages.append(message(id + QLatin1Char('-') + number, text));
        }
        const auto made = engine->dialogues.create(partition(nameSpace), asked, {}).result();
        return made ? true : explain(made.error());
    }

    bool say(const QString &nameSpace, const QString &dialogue, const NewMessage &said)
    {
        const auto added = engine->messages.add(partition(nameSpace), dialogue, {said}, {}).result();
        return added ? true : explain(added.error());
    }

    bool remember(const QString &nameSpace, const QString &id, const QByteArray &value)
    {
        NewMemory memory;
        memory.id = id;
        memory.value = value;
        const auto made = engine->memories.create(partition(nameSpace), memory, {}).result();
        return made ? true : explain(made.error());
    }

    SearchOutcome search(const QString &nameSpace, const SearchQuery &query)
    {
        auto outcome = engine->search.search(partition(nameSpace), query);
        if (!outcome)
            explain(outcome.error());
        return outcome.value_or(SearchOutcome());
    }

    static SearchQuery query(const QString &text, SearchObject object = SearchObject::Message)
    {
        SearchQuery asked;
        asked.query = text;
        asked.object = object;
        asked.limit = 20;
        return asked;
    }

    static QString idOf(const FoundRecord &found)
    {
        return std::visit([](const auto &record) { return record.id; }, found.record);
    }

    static QStringList idsOf(const SearchOutcome &outcome)
    {
        QStringList ids;
        for (const FoundRecord &found : outcome.results)
            ids.append(idOf(found));
        return ids;
    }

    QStringList find(const QString &nameSpace, const QString &text, SearchObject object = SearchObject::Message)
    {
        return idsOf(search(nameSpace, query(text, object)));
    }

    /// What its own words alone find.
    QStringList findWords(const QString &nameSpace, const QString &text, SearchObject object = SearchObject::Message)
    {
        SearchQuery asked = query(text, object);
        asked.mode = SearchMode::Keyword;
        return idsOf(search(nameSpace, asked));
    }

    /// Waits until every record of the namespace has its vectors; false after five minutes.
    bool settle(const QString &nameSpace)
    {
        QElapsedTimer timer;
        timer.start();
        search(nameSpace, query(QStringLiteral("anything")));
        while (timer.elapsed() < 300'000) {
            const auto status = engine->search.status(partition(nameSpace));
            if (status && status->waiting == 0)
                return true;
            QThread::msleep(5);
        }
        return false;
    }

    QString projectId;
};

} // namespace cloister::test
