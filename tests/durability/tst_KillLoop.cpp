// DUR-1: what was acknowledged is there after kill -9, and a batch is there whole or not at all. The ledger is kept by
// the clients. CLOISTER_ROUNDS sets the number of rounds (20).
#include "tests/durability/ServedWorkspace.h"
#include "tests/support/Test.h"

#include "engine/base/Json.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

using namespace cloister;
using namespace cloister::test;

namespace {

constexpr int kClients = 4;
constexpr int kBatch = 5;

/// What one client sent: ids by what was answered.
struct Ledger
{
    QList<QByteArray> acknowledged;
    QList<QList<QByteArray>> batches; ///< sent, whatever the answer
};

QByteArray messageJson(const QByteArray &id)
{
    return "{\"id\":\"" + id + "\",\"role\":\"user\",\"content\":\"kept " + id + "\"}";
}

// Writes until the service goes away. Singles and batches take turns.
void writeUntilCut(const ServedWorkspace &workspace, int client, int round, Ledger &ledger, const std::atomic<bool> &stop)
{
    const auto transport = workspace.connect();
    const QByteArray dialogue = "dialogue-" + QByteArray::number(client);
    for (int n = 0; transport && !stop; ++n) {
        const QByteArray stem = QByteArray::number(round) + "-" + QByteArray::number(client) + "-" + QByteArray::number(n);
        if (n % 2 == 0) {
            const QByteArray id = "single-" + stem;
            QByteArray body = messageJson(id);
            body.insert(1, "\"dialogueId\":\"" + dialogue + "\",");
            const client::Reply reply = call(*transport, "POST", "/api/v1/message", body, workspace.key());
            if (reply.status == 0)
                return;
            if (reply.status == 200)
                ledger.acknowledged.append(id);
            continue;
        }
        QList<QByteArray> ids;
        QByteArrayList bodies;
        for (int i = 0; i < kBatch; ++i) {
            ids.append("batch-" + stem + "-" + QByteArray::number(i));
            bodies.append(messageJson(ids.last()));
        }
        ledger.batches.append(ids);
        const client::Reply reply = call(*transport, "POST", "/api/v1/messages?dialogueId=" + dialogue,
            "[" + bodies.join(',') + "]", workspace.key());
        if (reply.status == 0)
            return;
        if (reply.status == 200)
            ledger.acknowledged += ids;
    }
}

/// Every message id that a client's dialogue holds now.
QSet<QByteArray> stored(const ServedWorkspace &workspace, int client)
{
    const auto transport = workspace.connect();
    QSet<QByteArray> ids;
    QByteArray next;
    do {
        const QByteArray target = "/api/v1/messages?limit=1000&dialogueId=dialogue-" + QByteArray::number(client)
            + (next.isEmpty() ? QByteArray() : "&next=" + next);
        const client::Reply reply = call(*transport, "GET", target, {}, workspace.key());
        const Result<JsonSlice> page = parseJson(reply.body);
        if (!page || reply.status != 200)
            return {};
        for (const JsonSlice &item : page->member(QLatin1String("items"))->elements())
            ids.insert(item.member(QLatin1String("id"))->toTextReplacing().toLatin1());
        const auto token = page->member(QLatin1String("next"));
        next = token ? token->toTextReplacing().toLatin1() : QByteArray();
    } while (!next.isEmpty());
    return ids;
}

struct Verdict
{
    int lost = 0;
    int partialBatches = 0;
};

Verdict compare(const Ledger &ledger, const QSet<QByteArray> &there)
{
    Verdict verdict;
    for (const QByteArray &id : ledger.acknowledged)
        verdict.lost += there.contains(id) ? 0 : 1;
    for (const QList<QByteArray> &batch : ledger.batches) {
        const auto found = std::count_if(batch.begin(), batch.end(), [&](const auto &id) { return there.contains(id); });
        verdict.partialBatches += found != 0 && found != batch.size() ? 1 : 0;
    }
    return verdict;
}

} // namespace

class tst_KillLoop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAcknowledged_isThereAfterEveryKill();
    void theLedger_noticesALostWriteAndAPartialBatch();
};

void tst_KillLoop::whatWasAcknowledged_isThereAfterEveryKill()
{
    const int asked = qEnvironmentVariableIntValue("CLOISTER_ROUNDS");
    const int rounds = asked > 0 ? asked : 20;
    QTemporaryDir folder;
    ServedWorkspace workspace(folder.path());
    QVERIFY(workspace.create());
    QVERIFY(workspace.start());
    std::vector<Ledger> ledgers(kClients);
    {
        const auto transport = workspace.connect();
        for (int client = 0; client < kClients; ++client) {
            const QByteArray body = "{\"id\":\"dialogue-" + QByteArray::number(client) + "\"}";
            QCOMPARE(call(*transport, "POST", "/api/v1/dialogue", body, workspace.key()).status, 200);
        }
    }
    for (int round = 0; round < rounds; ++round) {
        std::atomic<bool> stop = false;
        std::vector<std::thread> clients;
        for (int client = 0; client < kClients; ++client) {
            clients.emplace_back([&, client] {
                writeUntilCut(workspace, client, round, ledgers[static_cast<size_t>(client)], stop);
            });
        }
        QTest::qSleep(static_cast<int>(QRandomGenerator::global()->bounded(150, 700)));
        workspace.kill();
        stop = true;
        for (std::thread &client : clients)
            client.join();
        QVERIFY(workspace.start());
    }
    qsizetype acknowledged = 0;
    for (int client = 0; client < kClients; ++client) {
        const Ledger &ledger = ledgers[static_cast<size_t>(client)];
        const Verdict verdict = compare(ledger, stored(workspace, client));
        QCOMPARE(verdict.lost, 0);
        QCOMPARE(verdict.partialBatches, 0);
        acknowledged += ledger.acknowledged.size();
    }
    QVERIFY(acknowledged > rounds);
    qInfo("%d kills, %lld messages acknowledged, none lost", rounds, static_cast<long long>(acknowledged));
    QVERIFY(workspace.stop());
}

void tst_KillLoop::theLedger_noticesALostWriteAndAPartialBatch()
{
    Ledger ledger;
    ledger.acknowledged = {"single-1", "batch-1", "batch-2"};
    ledger.batches = {{"batch-1", "batch-2"}};
    QCOMPARE(compare(ledger, {"single-1", "batch-1", "batch-2"}).lost, 0);
    const Verdict verdict = compare(ledger, {"batch-1"});
    QCOMPARE(verdict.lost, 2);
    QCOMPARE(verdict.partialBatches, 1);
}

CLOISTER_TEST(tst_KillLoop)
#include "tst_KillLoop.moc"
