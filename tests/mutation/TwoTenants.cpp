#include "tests/mutation/TwoTenants.h"

#include "engine/model/PartitionKey.h"
#include "engine/partition/ProjectFile.h"
#include "engine/service/IndexUpkeep.h"

#include <chrono>
#include <thread>

namespace cloister::test {

static constexpr qint64 kStart = 1'700'000'000'000;
static constexpr qint64 kDay = 24 * 60 * 60 * 1000;
// What is made behind the requests may never come about under a mutant.
static constexpr std::chrono::seconds kLongestWait{5};

// Over 256 KiB a value is kept in parts, in a table of their own.
static QByteArray largeText(const QByteArray &nameSpace)
{
    return (nameSpace + " large ").repeated(14'000);
}

// So many different words that what the search knows of them is kept in parts too.
static QByteArray manyWords()
{
    QByteArray text;
    for (int i = 0; i < 9'000; ++i) {
        for (int rest = i, letter = 0; letter < 15; ++letter, rest /= 8)
            text += "bdgkmprt"[rest % 8] + QByteArray(letter % 2 ? "a" : "o");
        text += ' ';
    }
    return text;
}

QByteArray TwoTenants::nameSpace(int number, char tenant)
{
    return QByteArray("tenant-") + tenant + '-' + QByteArray::number(number).rightJustified(3, '0');
}

void TwoTenants::record(int number)
{
    m_isRecording = true;
    m_recorded.clear();
    run(number);
    m_isRecording = false;
}

QByteArray TwoTenants::replay(int number)
{
    run(number);
    return m_difference;
}

void TwoTenants::run(int number)
{
    m_number = number;
    m_at = 0;
    m_difference.clear();
    m_api.clock.set(kStart);
    const auto step = [&](auto action) {
        m_api.clock.advance(1000);
        if (!isOver())
            action();
    };
    for (const char tenant : {'a', 'b'})
        step([&] { create(tenant); });
    step([&] { summarise('a', 1); });
    step([&] { summarise('b', 2); });
    step([&] { readBoth(); });
    for (const auto derive : {&TwoTenants::saveGraph, &TwoTenants::ageVectors, &TwoTenants::rebuildIndex}) {
        for (const char tenant : {'a', 'b'})
            step([&] { (this->*derive)(tenant); });
        for (const char tenant : {'a', 'b'})
            step([&] { noteIndex(tenant); });
        m_api.workspace->indexes()->cache().clear();
        step([&] { readBoth(); });
    }
    for (const char tenant : {'a', 'b'})
        step([&] { saveGraph(tenant); });
    step([&] { useKeysAgain(); });
    for (const char tenant : {'a', 'b'}) {
        step([&] { change(tenant); });
        step([&] { readBoth(); });
    }
    for (const char tenant : {'a', 'b'}) {
        step([&] { remove(tenant); });
        step([&] { readBoth(); });
        for (const char either : {'a', 'b'})
            step([&] { countRows(either); });
        step([&] { createAgain(tenant); });
        step([&] { readBoth(); });
    }
    for (const char tenant : {'a', 'b'}) {
        step([&] { summarise(tenant, 1); });
        plantGraph(tenant);
        ask(tenant, "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"once-9\",\"value\":1}", "key-9");
    }
    step([&] { erase('a'); });
    step([&] { readBoth(); });
}

// How much waits for its vectors depends on the moment.
static QByteArray withoutPending(const QByteArray &answer)
{
    const qsizetype at = answer.lastIndexOf("\"pending\":");
    return at < 0 ? answer : answer.left(at);
}

void TwoTenants::note(const QByteArray &what, const QByteArray &noted)
{
    if (isOver())
        return;
    const QByteArray answer = withoutPending(noted);
    if (m_isRecording) {
        m_recorded.append(answer);
    } else if (m_recorded.value(m_at) != answer) {
        m_difference = what + ": " + answer.left(200);
    }
    ++m_at;
}

void TwoTenants::ask(
    char tenant, const char *method, const QByteArray &path, const QByteArray &body, const QByteArray &once)
{
    if (isOver())
        return;
    const QByteArray name = nameSpace(m_number, tenant);
    QByteArray itsPath = path;
    QByteArray itsBody = body;
    itsPath.replace("NS", name);
    itsBody.replace("NS", name).replace("LARGE", largeText(name)).replace("TENANT", QByteArray(1, tenant));
    const ApiFixture::Headers headers = once.isEmpty() ? ApiFixture::Headers() : ApiFixture::Headers{{"idempotency-key", once}};
    const Reply reply = path.startsWith("/export") ? m_api.admitData(method, itsPath)
                                                   : m_api.ask(method, itsPath, itsBody, m_api.key, headers);
    note(QByteArray(1, tenant) + ' ' + method + ' ' + path, comparable(reply, {{name, "NS"}}));
}

void TwoTenants::readAll(char tenant)
{
    for (const char *path : {"/namespace?prefix=NS", "/dialogue?namespace=NS", "/dialogue?namespace=NS&order=asc&limit=2",
             "/dialogue?namespace=NS&tags=first", "/dialogue?namespace=NS&tags=first,second&order=asc",
             "/dialogue?namespace=NS&threadOf=root-1", "/dialogue?namespace=NS&threadOf=root-1&order=asc", "/dialogue/root-1?namespace=NS",
             "/dialogue/child-1?namespace=NS", "/dialogue/grand-1/state?namespace=NS", "/messages?namespace=NS&dialogueId=root-1",
             "/messages?namespace=NS&dialogueId=child-1&order=desc", "/message/text-1?namespace=NS&dialogueId=root-1",
             "/memory?namespace=NS", "/memory?namespace=NS&order=asc", "/memory?namespace=NS&tags=first",
             "/memory?namespace=NS&tags=second&order=asc", "/memory/mem-1?namespace=NS", "/summary/sum-1?namespace=NS",
             "/summary?namespace=NS&dialogueId=root-1", "/summary?namespace=NS&dialogueId=root-1&order=asc",
             "/export?namespace=NS"})
        ask(tenant, "GET", path);
    search(tenant);
}

void TwoTenants::readBoth()
{
    settle('a');
    settle('b');
    readAll('a');
    readAll('b');
}

void TwoTenants::create(char tenant)
{
    createRecords(tenant);
    const QByteArray message = "{\"namespace\":\"NS\",\"dialogueId\":\"child-1\",\"id\":\"once-1\",\"role\":\"u\",\"content\":\"NS once\"}";
    ask(tenant, "POST", "/message", message, "key-1");
    ask(tenant, "POST", "/message", message, "key-1");
    ask(tenant, "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"once-2\",\"value\":1}", "key-2");
}

// The times of records are the same for both tenants: nothing but the partition key tells their rows apart.
void TwoTenants::createRecords(char tenant)
{
    QByteArray image = QByteArray("\x89PNG\r\n\x1a\n", 8);
    image = (image + QByteArray(1, tenant).repeated(265'000)).toBase64();
    ask(tenant, "POST", "/dialogue",
        "{\"namespace\":\"NS\",\"id\":\"root-1\",\"label\":\"NS\",\"tags\":[\"first\"],\"created\":\"2024-01-01\",\"state\":{\"s\":\"LARGE\"},"
        "\"metadata\":{\"m\":\"TENANT\"},\"messages\":[{\"id\":\"text-1\",\"role\":\"u\",\"name\":\"NS\",\"content\":\"LARGE\"},"
        "{\"id\":\"image-1\",\"role\":\"u\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
            + image + "\"}}]},{\"id\":\"newest-1\",\"role\":\"u\",\"content\":\"NS newest\"}]}");
    ask(tenant, "POST", "/dialogue",
        "{\"namespace\":\"NS\",\"id\":\"child-1\",\"threadOf\":\"root-1\",\"tags\":[\"first\",\"second\"],\"created\":\"2024-01-02\"}");
    ask(tenant, "POST", "/dialogue", "{\"namespace\":\"NS\",\"id\":\"grand-1\",\"threadOf\":\"child-1\",\"created\":\"2024-01-03\"}");
    ask(tenant, "POST", "/messages?namespace=NS&dialogueId=child-1",
        "[{\"id\":\"batch-1\",\"role\":\"u\",\"content\":\"NS\"},{\"id\":\"batch-2\",\"role\":\"u\",\"content\":\"NS\"}]");
    ask(tenant, "POST", "/memory",
        "{\"namespace\":\"NS\",\"id\":\"mem-1\",\"label\":\"NS\",\"description\":\"NS\",\"value\":\"LARGE\",\"tags\":[\"first\"],\"created\":\"2024-01-01\"}");
    ask(tenant, "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"mem-2\",\"value\":\"NS\",\"tags\":[\"second\"],\"created\":\"2024-01-02\"}");
    ask(tenant, "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"words-1\",\"value\":\"" + manyWords() + "\",\"created\":\"2024-01-03\"}");
}

// A day later A's keys are free again, and no other tenant's key ended with them.
void TwoTenants::useKeysAgain()
{
    m_api.clock.set(kStart + kDay + 60'000);
    ask('a', "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"once-3\",\"value\":2}", "key-2");
    m_api.clock.set(kStart + 60'000);
    ask('b', "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"once-2\",\"value\":1}", "key-2");
    ask('b', "POST", "/memory", "{\"namespace\":\"NS\",\"id\":\"once-4\",\"value\":2}", "key-2");
}

void TwoTenants::change(char tenant)
{
    ask(tenant, "PUT", "/dialogue/root-1?namespace=NS", "{\"tags\":[\"second\"],\"label\":\"changed by NS\"}");
    ask(tenant, "PUT", "/dialogue/grand-1/state?namespace=NS", "{\"by\":\"NS\"}");
    ask(tenant, "PUT", "/message/text-1?namespace=NS&dialogueId=root-1", "{\"tags\":[\"NS\"]}");
    ask(tenant, "PUT", "/memory/mem-1?namespace=NS", "{\"tags\":[\"second\"]}");
    for (const char *verb : {"end", "archive", "reopen"})
        ask(tenant, "POST", QByteArray("/dialogue/grand-1/") + verb + "?namespace=NS");
    ask(tenant, "POST", "/dialogue/grand-1/end?namespace=NS");
}

void TwoTenants::remove(char tenant)
{
    ask(tenant, "DELETE", "/message/newest-1?namespace=NS&dialogueId=root-1");
    ask(tenant, "DELETE", "/message/image-1?namespace=NS&dialogueId=root-1");
    ask(tenant, "DELETE", "/memory/mem-1?namespace=NS");
    readBoth();
    ask(tenant, "DELETE", "/dialogue/root-1?namespace=NS");
}

void TwoTenants::createAgain(char tenant)
{
    ask(tenant, "DELETE", "/memory/mem-2?namespace=NS");
    ask(tenant, "DELETE", "/memory/words-1?namespace=NS");
    createRecords(tenant);
}

Partition TwoTenants::partition(char tenant) const
{
    return m_api.engine->partitions
        .open(ApiFixture::keyCaller(m_api.projectId), QString::fromLatin1(nameSpace(m_number, tenant)),
            PartitionMint::Access::Existing)
        .value();
}

// Waits until vectors and the summary are made, or cannot be.
void TwoTenants::settle(char tenant)
{
    if (isOver())
        return;
    SearchQuery query;
    query.query = QStringLiteral("anything");
    (void)m_api.engine->search.search(partition(tenant), query);
    const auto end = std::chrono::steady_clock::now() + kLongestWait;
    while (std::chrono::steady_clock::now() < end) {
        const auto index = m_api.engine->search.status(partition(tenant));
        bool isDone = !index || index->waiting == 0;
        for (const char *id : {"sum-1", "sum-2"}) {
            const auto summary = m_api.engine->summaries.get(partition(tenant), QLatin1String(id));
            isDone = isDone && (!summary || summary->status != SummaryStatus::Processing);
        }
        if (isDone)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

// By words alone: vectors differ with the tenant's name.
void TwoTenants::search(char tenant)
{
    for (const char *asked : {"\"newest once\",\"object\":\"message\"", "\"changed\",\"object\":\"dialogue\"",
             "\"newest\",\"object\":\"dialogue\"", "\"large bobabobabobabobabobabobabobo\",\"object\":\"memory\""})
        ask(tenant, "POST", "/search", QByteArray("{\"namespace\":\"NS\",\"mode\":\"keyword\",\"query\":") + asked + '}');
}

void TwoTenants::summarise(char tenant, int count)
{
    for (int i = 1; i <= count; ++i) {
        ask(tenant, "POST", "/summary",
            "{\"namespace\":\"NS\",\"dialogueId\":\"root-1\",\"startId\":\"newest-1\",\"id\":\"sum-" + QByteArray::number(i) + "\"}");
    }
    settle(tenant);
}

void TwoTenants::saveGraph(char tenant)
{
    settle(tenant);
    IndexUpkeep upkeep(1);
    const auto saved = upkeep.run(partition(tenant));
    note("graph", saved ? "saved" : "not saved");
}

// As if two other embedders had made them, one named before and one after this one.
void TwoTenants::ageVectors(char tenant)
{
    change("UPDATE search_entry SET space = '~' WHERE pk = ?1 AND object = 'memory' AND space >= ''", tenant);
    change("UPDATE search_entry SET space = '!' WHERE pk = ?1 AND object = 'dialogue' AND space >= ''", tenant);
}

void TwoTenants::rebuildIndex(char tenant)
{
    if (isOver())
        return;
    const auto records = m_api.engine->search.rebuild(partition(tenant));
    note("rebuild", records ? QByteArray::number(*records) : "not rebuilt");
    settle(tenant);
}

void TwoTenants::noteIndex(char tenant)
{
    const auto index = m_api.engine->search.status(partition(tenant));
    note("index", index ? QByteArray::number(index->entries) + ' ' + QByteArray::number(index->waiting) : "no index");
    countRows(tenant);
}

// Deletes have taken the saved one.
void TwoTenants::plantGraph(char tenant)
{
    change("INSERT OR IGNORE INTO search_image (pk, object, part, image) VALUES (?1, 'planted', 0, x'00')", tenant);
}

void TwoTenants::change(const char *sql, char tenant)
{
    const auto file = m_api.workspace->project(m_api.projectId);
    const auto changed = (*file)->writer().submit<void>([pk = pk(tenant), sql](storage::WriteContext &context) {
        auto statement = context.connection.prepare(sql);
        statement.bindText(1, pk);
        return statement.run();
    });
    note(sql, changed.result() ? "done" : "not done");
}

void TwoTenants::erase(char tenant)
{
    if (isOver())
        return;
    const QByteArray name = nameSpace(m_number, tenant);
    const Reply reply = m_api.admitData("DELETE", "/namespace/" + name + "?confirm=" + name);
    note("erase", comparable(reply, {{name, "NS"}}));
    countRows('a');
    countRows('b');
}

void TwoTenants::countRows(char tenant)
{
    const auto file = m_api.workspace->project(m_api.projectId);
    const auto lease = (*file)->readers().lease();
    QByteArray counts;
    for (const QByteArray table : {"namespace", "dialogue", "message", "message_id", "memory", "summary", "image", "chunk",
             "tag", "search_entry", "search_image", "idempotency"}) {
        auto statement = lease->connection().prepare("SELECT count(*) FROM " + table + " WHERE pk = ?1");
        statement.bindText(1, pk(tenant));
        counts += table + ' ' + (statement.next() ? QByteArray::number(statement.integer(0)) : QByteArray("?")) + ' ';
    }
    note("rows", counts);
}

QByteArray TwoTenants::pk(char tenant) const
{
    return PartitionKey(QString::fromLatin1(nameSpace(m_number, tenant)), m_api.projectId).bytes();
}

} // namespace cloister::test
