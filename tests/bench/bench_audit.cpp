// What the record costs: examining a log, and the event that goes with every write.
//   bench_audit            both
//   bench_audit verify | writes
#include "engine/audit/EventChain.h"
#include "engine/audit/proof/LogLine.h"
#include "engine/crypto/Digest.h"
#include "tests/support/WorkspaceFixture.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace cloister;

namespace {

constexpr qint64 kVerifiedEvents = 1'000'000;
constexpr int kWrites = 20'000;
constexpr int kAtOnce = 512;

double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double wallSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

AuditEvent sampleEvent(qint64 seq)
{
    AuditEvent event;
    event.time = 1'683'554'160'000 + seq;
    event.actor = {ActorKind::ApiKey, QStringLiteral("7Qm2xK9a")};
    event.address = QStringLiteral("192.0.2.17");
    event.requestId = QStringLiteral("01HZX3Y5W7Z9A2B4C6D8E0F2G4");
    event.action = QStringLiteral("message.create");
    event.nameSpace = QStringLiteral("90f8e0d4c3b2a1908172635445362718");
    event.entityKind = QStringLiteral("message");
    event.entity = QStringLiteral("k3J9sLx0mQ2vR8tY1uI5oP7aS4dF6gH9jK2lZ0xC3vB5nM8qW1");
    event.after = QByteArray(32, char(seq)).toHex();
    return event;
}

// A million lines as an export holds them, made a thousand at a time: only showing them to the verifier is counted.
void benchVerify()
{
    const crypto::SigningKey key = crypto::SigningKey::fromSeed(crypto::SecretKey::random());
    audit::LogVerifier verifier(key.publicKey());
    audit::MerkleTree tree;
    QByteArray previous = audit::EventChain::genesis();
    double spent = 0;
    for (qint64 seq = 1; seq <= kVerifiedEvents;) {
        QByteArrayList lines;
        for (int i = 0; i < 1000; ++i, ++seq) {
            const QByteArray body = audit::EventChain::canonical(sampleEvent(seq), seq, previous);
            previous = crypto::sha256(body);
            tree.add(previous);
            lines.append(audit::LogLine::ofEvent(body, previous));
        }
        lines.append(audit::SignedCheckpoint::make({QStringLiteral("p"), seq - 1, previous, tree.root(),
                                                       QStringLiteral("2025-03-01T09:00:00.000Z"), QStringLiteral("events")},
            key).line());
        const double before = processorSeconds();
        for (const QByteArray &line : lines)
            audit::LogLine::show(line, verifier);
        spent += processorSeconds() - before;
    }
    const audit::LogVerdict verdict = verifier.verdict();
    std::printf("verify: %lld events in %.1f s of one core (%s, %s), %.1f us an event\n", qlonglong(verdict.events), spent,
        audit::proofName(verdict.integrity).data(), audit::proofName(verdict.completeness).data(),
        spent * 1e6 / double(kVerifiedEvents));
}

double messagesPerSecond(test::WorkspaceFixture &fixture, const Partition &partition)
{
    const MessageService service;
    std::vector<Future<Result<QList<Message>>>> waiting;
    const double began = wallSeconds();
    for (int i = 0; i < kWrites; ++i) {
        NewMessage message;
        message.role = QStringLiteral("user");
        message.content = '"' + QByteArray(1200, 'c') + '"';
        waiting.push_back(service.add(partition, QStringLiteral("d-bench"), {message}, std::nullopt));
        if (waiting.size() == kAtOnce) {
            for (auto &one : waiting)
                one.waitForFinished();
            waiting.clear();
        }
    }
    for (auto &one : waiting)
        one.waitForFinished();
    Q_UNUSED(fixture);
    return kWrites / (wallSeconds() - began);
}

double eventMicroseconds(const std::shared_ptr<ProjectFile> &file)
{
    const auto spent = std::make_shared<double>(0);
    const auto done = file->writer().submit<void>([file = file.get(), spent](storage::WriteContext &context) -> Result<void> {
        const double before = wallSeconds();
        for (int i = 0; i < kWrites; ++i)
            CLOISTER_TRY(file->log().append(context, sampleEvent(i)));
        *spent = wallSeconds() - before;
        return {};
    }).result();
    return done ? *spent * 1e6 / kWrites : -1;
}

void benchWrites()
{
    test::WorkspaceFixture fixture;
    if (!fixture.create())
        return;
    const auto project = fixture.project(QStringLiteral("bench"));
    const Caller caller = test::WorkspaceFixture::keyCaller(project->id);
    if (!fixture.dialogue(caller, {}, QStringLiteral("d-bench")))
        return;
    const auto partition = fixture.engine->partitions.open(caller, {}, PartitionMint::Access::Existing);
    const double rate = messagesPerSecond(fixture, *partition);
    const double each = eventMicroseconds(*fixture.workspace->project(project->id));
    std::printf("writes: %.0f messages of 1,200 bytes a second in groups, %.0f us each; the event row, its hash and its\n"
                "        share of checkpoints are %.0f us of that, %.0f %%\n",
        rate, 1e6 / rate, each, each * rate / 1e4);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (!crypto::initialise())
        return 1;
    const QString only = QCoreApplication::arguments().value(1);
    if (only.isEmpty() || only == QLatin1String("verify"))
        benchVerify();
    if (only.isEmpty() || only == QLatin1String("writes"))
        benchWrites();
    return 0;
}
