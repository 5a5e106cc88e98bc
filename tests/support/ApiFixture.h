#pragma once

#include "engine/base/Json.h"
#include "engine/http/Dispatcher.h"
#include "engine/http/RequestHead.h"
#include "engine/service/Lock.h"
#include "tests/support/WorkspaceFixture.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QStringList>
#include <QThread>

#include <memory>
#include <utility>

#include <sys/stat.h>

namespace cloister::test {

/// One answer of the API, with its JSON looked up by dotted paths: "items.0.id".
struct Reply
{
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray contentType;
    QByteArray body;
    JsonSlice json;
    bool isJson = false;

    std::optional<JsonSlice> at(const char *path) const
    {
        std::optional<JsonSlice> value = json;
        const QByteArray text(path);
        for (const QByteArray &step : text.isEmpty() ? QByteArrayList() : text.split('.')) {
            bool isIndex = false;
            const qsizetype index = step.toLongLong(&isIndex);
            if (isIndex && value->isArray()) {
                const QList<JsonSlice> elements = value->elements();
                value = index < elements.size() ? std::optional(elements.at(index)) : std::nullopt;
            } else {
                value = value->member(QLatin1String(step));
            }
            if (!value)
                return std::nullopt;
        }
        return value;
    }

    bool has(const char *path) const { return at(path).has_value(); }
    /// The bytes of a value as they came; empty when there is none.
    QByteArray raw(const char *path) const
    {
        const auto value = at(path);
        return value ? value->rawBytes() : QByteArray();
    }
    /// A string's text; empty when there is none.
    QString text(const char *path) const
    {
        const auto value = at(path);
        return value ? value->toTextReplacing() : QString();
    }
    qint64 integer(const char *path) const
    {
        const auto value = at(path);
        return value ? value->toInteger().value_or(-1) : -1;
    }
    /// One member of every element of a list.
    QStringList texts(const char *list, const char *member) const
    {
        QStringList found;
        const auto value = at(list);
        for (const JsonSlice &element : value ? value->elements() : QList<JsonSlice>()) {
            const auto one = element.member(QLatin1String(member));
            found.append(one ? one->toTextReplacing() : QString());
        }
        return found;
    }
    QStringList ids() const { return texts("items", "id"); }
    QString errorCode() const { return text("error.code"); }
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
};

/// A workspace with one project and a key for everything, asked through the dispatcher as clients ask it.
class ApiFixture : public WorkspaceFixture
{
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    ~ApiFixture() { m_dispatcher.reset(); }

    /// The workspace, project "first" and `key`; false with the reason printed.
    bool start()
    {
        if (!create())
            return false;
        m_dispatcher = std::make_unique<http::Dispatcher>(*engine);
        const auto made = project(QStringLiteral("first"));
        if (!made)
            return explain(made.error());
        projectId = made->id;
        key = newKey(projectId);
        return !key.isEmpty();
    }

    /// On a copy of a workspace that an earlier version wrote, see tests/golden; false with the reason printed.
    bool startOn(const QString &golden)
    {
        QDirIterator files(golden, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString copy = path() + files.next().mid(golden.size());
            if (!QDir().mkpath(QFileInfo(copy).path()) || !QFile::copy(files.filePath(), copy))
                return false;
        }
        // What a checkout does not keep.
        const auto permit = [](const QString &file, mode_t mode) { ::chmod(file.toLocal8Bit().constData(), mode); };
        permit(path(), 0700);
        QDirIterator copies(path(), QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (copies.hasNext()) {
            const QString copy = copies.next();
            permit(copy, copies.fileInfo().isDir() ? 0700 : 0600);
        }
        QFile keyFile(golden + QLatin1String("/api-key"));
        if (!keyFile.open(QIODevice::ReadOnly) || !open())
            return false;
        m_dispatcher = std::make_unique<http::Dispatcher>(*engine);
        key = keyFile.readAll().trimmed();
        projectId = admit("GET", "/projects").text("items.0.id");
        return !projectId.isEmpty();
    }

    /// An API key's text; empty after printing why there is none.
    QByteArray newKey(const QString &ofProject, Scopes scopes = kAllScopes, std::optional<QStringList> namespaces = {},
        std::optional<qint64> expires = {})
    {
        NewApiKey asked;
        asked.label = QStringLiteral("test");
        asked.scopes = scopes;
        asked.namespaces = std::move(namespaces);
        asked.expires = expires;
        const auto created = engine->keys.create(admin(), ofProject, asked).result();
        if (!created) {
            explain(created.error());
            return {};
        }
        return created->text.toLatin1();
    }

    http::Dispatcher &dispatcher() { return *m_dispatcher; }

    /// `path` may carry a query. Headers come before the key's.
    Reply ask(const char *method, const QByteArray &path, const QByteArray &body, const QByteArray &bearer,
        const Headers &headers = {}, const QHostAddress &address = QHostAddress(QStringLiteral("192.0.2.7")))
    {
        http::Request request;
        request.method = methodOf(method);
        const qsizetype mark = path.indexOf('?');
        request.path = mark < 0 ? path : path.left(mark);
        request.query = mark < 0 ? QByteArray() : path.mid(mark + 1);
        request.headers = headers;
        if (!bearer.isEmpty())
            request.headers.append({"authorization", "Bearer " + bearer});
        request.body = body;
        request.address = address;
        return replyOf(m_dispatcher->handle(request).result());
    }

    Reply call(const char *method, const QByteArray &path, const QByteArray &body = {})
    {
        return ask(method, path, body, key);
    }
    Reply get(const QByteArray &path) { return call("GET", path); }
    Reply post(const QByteArray &path, const QByteArray &body) { return call("POST", path, body); }
    Reply put(const QByteArray &path, const QByteArray &body) { return call("PUT", path, body); }
    Reply remove(const QByteArray &path) { return call("DELETE", path); }

    QByteArray adminToken() const { return workspace->lock().adminToken().toByteArray(); }

    /// Asks as the admin on this machine; `path` starts after /admin/v1.
    Reply admit(const char *method, const QByteArray &path, const QByteArray &body = {})
    {
        return ask(method, "/admin/v1" + path, body, adminToken(), {}, QHostAddress(QHostAddress::LocalHost));
    }
    /// The same for a data route of the project.
    Reply admitData(const char *method, const QByteArray &path, const QByteArray &body = {})
    {
        return admit(method, "/projects/" + projectId.toLatin1() + path, body);
    }

    /// Waits until every record of a namespace has its vectors; false when it is refused, or after five minutes.
    bool settleSearch(const QString &ofProject, const QString &nameSpace)
    {
        const auto partition
            = engine->partitions.open(keyCaller(ofProject), nameSpace, PartitionMint::Access::Existing);
        SearchQuery anything;
        anything.query = QStringLiteral("anything");
        if (!partition || !engine->search.search(*partition, anything)) // brings back what was given up
            return false;
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 300'000) {
            const auto status = engine->search.status(*partition);
            if (!status)
                return false;
            if (status->waiting == 0)
                return isIndexCurrent(*partition);
            QThread::msleep(1);
        }
        return false;
    }

    QString projectId;
    QByteArray key;

private:
    // Vectors that are committed may not be in the open index yet. Writes are announced in their order: once another one
    // is answered, they are.
    static bool isIndexCurrent(const Partition &partition)
    {
        const auto pass = [](PartitionSession &) { return Result<void>(); };
        return partition.write<void>(Partition::Intent::Derive, pass).result().has_value();
    }

    static http::Method methodOf(const QByteArray &name)
    {
        using http::Method;
        for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head,
                 Method::Options}) {
            if (http::methodName(method) == name)
                return method;
        }
        qFatal("no method %s", name.constData());
    }

    static Reply replyOf(const http::Response &response)
    {
        Reply reply{response.status, response.headers, response.contentType, response.body, {}, false};
        if (const auto json = parseJson(response.body)) {
            reply.json = *json;
            reply.isJson = true;
        }
        return reply;
    }

    std::unique_ptr<http::Dispatcher> m_dispatcher;
};

/// What a QCOMPARE of a status should show when it fails: the body.
inline QByteArray explained(const Reply &reply)
{
    return QByteArray::number(reply.status) + ' ' + reply.body.left(600);
}

} // namespace cloister::test

/// Fails the test with the answer's body when the status is another one.
#define VERIFY_STATUS(reply, expected) \
    do { \
        const cloister::test::Reply &verified = (reply); \
        QVERIFY2(verified.status == (expected), cloister::test::explained(verified).constData()); \
    } while (false)

/// The same for an error: status and code.
#define VERIFY_ERROR(reply, expected, expectedCode) \
    do { \
        const cloister::test::Reply &verified = (reply); \
        QVERIFY2(verified.status == (expected) && verified.errorCode() == QLatin1String(expectedCode), \
            cloister::test::explained(verified).constData()); \
    } while (false)
