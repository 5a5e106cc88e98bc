#include "tests/ui/FakeTransport.h"

#include "engine/base/JsonWriter.h"
#include "engine/base/Time.h"

#include <QUrlQuery>

#include <algorithm>

namespace cloister::test {

static constexpr qint64 kFakeEpoch = 1'700'000'000'000;

static QByteArray fakeTime(int n)
{
    return '"' + toIso(kFakeEpoch + n * qint64(60'000)).toUtf8() + '"';
}

QByteArray FakeTransport::text(const QString &value)
{
    JsonWriter json;
    json.value(value);
    return json.take();
}

Result<client::Reply> FakeTransport::reply(const client::ClientRequest &request) const
{
    if (fault)
        return fail(*fault);
    return client::Reply{200, {}, answer(request)};
}

Future<Result<client::Reply>> FakeTransport::send(const client::ClientRequest &request)
{
    requests.append(request);
    auto promise = std::make_shared<Promise<Result<client::Reply>>>();
    const auto future = promise->future();
    m_held.push_back({request, promise});
    if (!isHolding)
        release(m_held.size() - 1);
    return future;
}

void FakeTransport::release(size_t n)
{
    const Held held = m_held.at(n);
    m_held.erase(m_held.begin() + static_cast<std::ptrdiff_t>(n));
    held.promise->finish(reply(held.request));
}

QString FakeTransport::parameter(const client::ClientRequest &request, const char *name)
{
    return QUrlQuery(QString::fromLatin1(request.query)).queryItemValue(QString::fromLatin1(name), QUrl::FullyDecoded);
}

QString FakeTransport::asked(const char *name) const
{
    return parameter(requests.last(), name);
}

QByteArray FakeTransport::page(
    const client::ClientRequest &request, int total, const std::function<QByteArray(int)> &one)
{
    const int first = parameter(request, "next").toInt();
    const int end = std::min(total, first + parameter(request, "limit").toInt());
    const bool isDescending = parameter(request, "order") == QLatin1String("desc");
    QByteArrayList rows;
    for (int n = first; n < end; ++n)
        rows.append(one(isDescending ? total - 1 - n : n));
    const QByteArray next = end < total ? ",\"next\":\"" + QByteArray::number(end) + '"' : QByteArray();
    return "{\"items\":[" + rows.join(',') + ']' + next + '}';
}

QByteArray FakeTransport::namespaces(const client::ClientRequest &request, int total)
{
    const int first = parameter(request, "offset").toInt();
    const int end = std::min(total, first + parameter(request, "limit").toInt());
    QByteArrayList rows;
    for (int n = first; n < end; ++n)
        rows.append("{\"namespace\":\"ns-" + QByteArray::number(n) + "\",\"messages\":" + QByteArray::number(n) + '}');
    return "{\"items\":[" + rows.join(',') + "],\"total\":" + QByteArray::number(total) + '}';
}

QByteArray FakeTransport::dialogue(int n, const QString &label)
{
    return "{\"id\":\"d" + QByteArray::number(n) + "\",\"status\":\"active\",\"label\":" + text(label)
        + ",\"created\":" + fakeTime(n) + ",\"modified\":" + fakeTime(n) + '}';
}

QByteArray FakeTransport::message(int n, const QByteArray &content)
{
    return "{\"id\":\"m" + QByteArray::number(n) + "\",\"dialogueId\":\"d\",\"role\":\"user\",\"content\":" + content
        + ",\"created\":" + fakeTime(n) + ",\"modified\":" + fakeTime(n) + '}';
}

QByteArray FakeTransport::memory(int n, const QString &label)
{
    return "{\"id\":\"y" + QByteArray::number(n) + "\",\"label\":" + text(label) + ",\"value\":\"v\",\"created\":" + fakeTime(n)
        + ",\"modified\":" + fakeTime(n) + '}';
}

QByteArray FakeTransport::event(int seq)
{
    return "{\"event\":{\"seq\":" + QByteArray::number(seq) + ",\"time\":" + fakeTime(seq)
        + ",\"actor\":{\"kind\":\"key\",\"id\":\"k\"},\"action\":\"message.create\",\"outcome\":\"ok\"}}";
}

QByteArray FakeTransport::project(const QString &id, const QString &name)
{
    return "{\"id\":" + text(id) + ",\"name\":" + text(name) + ",\"created\":" + fakeTime(0) + ",\"messages\":7}";
}

} // namespace cloister::test
