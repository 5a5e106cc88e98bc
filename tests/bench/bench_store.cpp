// What the store costs: durable writes through HTTPS, reads against plain SQLite, many namespaces, sealing.
//   bench_store            all figures
//   bench_store writes | reads | namespaces | sealing
// Absolute figures depend on the machine; the ratios are those of one run.
#include "engine/crypto/SelfTest.h"
#include "engine/http/Dispatcher.h"
#include "engine/http/QtHttpTransport.h"
#include "engine/service/TlsFiles.h"
#include "engine/tables/MessageTable.h"
#include "tests/support/FaultVfs.h"
#include "tests/support/WorkspaceFixture.h"

#include <sqlcipher/sqlite3.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

using namespace cloister;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

/// A workspace with one project, one key and a dialogue to write to, served over HTTPS in this process.
struct Served
{
    Served() : ready(fixture.create())
    {
        project = fixture.project(QStringLiteral("bench")).value();
        key = fixture.engine->keys.create(test::WorkspaceFixture::admin(), project.id, {}).result()->text.toLatin1();
        dispatcher = std::make_unique<http::Dispatcher>(*fixture.engine);
        transport = std::make_unique<http::QtHttpTransport>(
            [this](const http::Request &request) { return dispatcher->handle(request); },
            http::TransportHooks{}, http::TransportLimits{.connectionsPerAddress = 512});
        const QString directory = fixture.path();
        port = transport
                   ->listenTls(QHostAddress::LocalHost, 0,
                       {contentOf(TlsFiles::certificateFile(directory)), contentOf(TlsFiles::keyFile(directory))})
                   .value();
        (void)fixture.dialogue(test::WorkspaceFixture::keyCaller(project.id), {}, QStringLiteral("dialogue-1"));
    }

    Partition partition()
    {
        return fixture.engine->partitions
            .open(test::WorkspaceFixture::keyCaller(project.id), {}, PartitionMint::Access::Existing)
            .value();
    }

    test::WorkspaceFixture fixture;
    bool ready;
    Project project;
    QByteArray key;
    std::unique_ptr<http::Dispatcher> dispatcher;
    std::unique_ptr<http::QtHttpTransport> transport;
    quint16 port = 0;
};

/// One client: posts messages over its own kept connection until told to stop.
void postMessages(const Served &served, const std::atomic<bool> &stop, std::vector<double> &milliseconds)
{
    QSslSocket socket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(
        QSslCertificate::fromData(contentOf(TlsFiles::caFile(served.fixture.path())), QSsl::Pem));
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), served.port);
    if (!socket.waitForEncrypted(30'000))
        return;
    const QByteArray body = "{\"dialogueId\":\"dialogue-1\",\"role\":\"user\",\"content\":\"" + QByteArray(200, 'w') + "\"}";
    const QByteArray request = "POST /api/v1/message HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + served.key
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    while (!stop) {
        QElapsedTimer timer;
        timer.start();
        socket.write(request);
        QByteArray answer;
        qsizetype end = -1;
        qsizetype length = 0;
        while (end < 0 || answer.size() < end + 4 + length) {
            if (!socket.waitForReadyRead(30'000))
                return;
            answer += socket.readAll();
            end = answer.indexOf("\r\n\r\n");
            const qsizetype header = answer.toLower().indexOf("content-length:");
            length = header < 0 ? 0 : answer.mid(header + 15, answer.indexOf('\r', header) - header - 15).trimmed().toLongLong();
        }
        if (!answer.startsWith("HTTP/1.1 200"))
            return;
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
}

double writesPerSecond(const Served &served, int clients, std::chrono::seconds time)
{
    std::atomic<bool> stop = false;
    std::vector<std::vector<double>> times(static_cast<size_t>(clients));
    std::vector<std::thread> threads;
    for (auto &own : times)
        threads.emplace_back([&] { postMessages(served, stop, own); });
    std::this_thread::sleep_for(time);
    stop = true;
    for (std::thread &thread : threads)
        thread.join();
    std::vector<double> all;
    for (const auto &own : times)
        all.insert(all.end(), own.begin(), own.end());
    const double rate = static_cast<double>(all.size()) / static_cast<double>(time.count());
    std::printf("  %3d clients through HTTPS: %7.0f writes/s  p50 %6.1f ms  p99 %6.1f ms\n", clients, rate,
        percentile(all, 0.5), percentile(all, 0.99));
    return rate;
}

void benchWrites()
{
    Served served;
    test::FaultVfs::delaySyncs(std::chrono::milliseconds(4));
    std::printf("durable single-message writes, 4 ms added to each fsync\n");
    const Partition partition = served.partition();
    NewMessage message;
    message.role = QStringLiteral("user");
    message.content = "\"" + QByteArray(200, 'w') + "\"";
    QElapsedTimer timer;
    timer.start();
    int singles = 0;
    while (timer.elapsed() < 4000) {
        if (!served.fixture.engine->messages.add(partition, QStringLiteral("dialogue-1"), {message}, {}).result())
            return;
        ++singles;
    }
    const double single = singles * 1000.0 / static_cast<double>(timer.elapsed());
    std::printf("  committed singly:          %7.0f writes/s\n", single);
    for (const int clients : {1, 32, 128}) {
        const double rate = writesPerSecond(served, clients, std::chrono::seconds(5));
        std::printf("      ratio to singly %.1f\n", rate / single);
    }
    test::FaultVfs::reset();
}

/// The message table on SQLite without encryption, sealing or partitions' layers: what reads are compared with.
class PlainTable
{
public:
    explicit PlainTable(const QString &path)
    {
        sqlite3_open(path.toUtf8().constData(), &m_database);
        sqlite3_exec(m_database,
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16384; CREATE TABLE message (pk TEXT, dialogue_id TEXT, seq INTEGER,"
            " id TEXT, created INTEGER, content BLOB, PRIMARY KEY (pk, dialogue_id, seq));"
            "CREATE INDEX message_by_created ON message (pk, dialogue_id, created, seq);"
            "CREATE TABLE message_id (pk TEXT, dialogue_id TEXT, id TEXT, seq INTEGER,"
            " PRIMARY KEY (pk, dialogue_id, id)) WITHOUT ROWID; BEGIN", nullptr, nullptr, nullptr);
        sqlite3_prepare_v2(m_database, "SELECT pk, seq FROM message_id WHERE pk = 'DIALOGUE##p' AND dialogue_id = ?1 AND id = ?2",
            -1, &m_seqOf, nullptr);
        sqlite3_prepare_v2(m_database, "SELECT * FROM message WHERE pk = 'DIALOGUE##p' AND dialogue_id = ?1 AND seq = ?2",
            -1, &m_get, nullptr);
        sqlite3_prepare_v2(m_database, "SELECT * FROM message WHERE pk = 'DIALOGUE##p' AND dialogue_id = ?1"
            " AND (created, seq) > (?2, -1) ORDER BY created, seq LIMIT 50", -1, &m_list, nullptr);
    }
    ~PlainTable()
    {
        for (sqlite3_stmt *statement : {m_seqOf, m_get, m_list})
            sqlite3_finalize(statement);
        sqlite3_close(m_database);
    }

    void insert(int dialogue, int seq, const QByteArray &content)
    {
        const QByteArray sql = "INSERT INTO message VALUES ('DIALOGUE##p', 'dialogue-" + QByteArray::number(dialogue) + "', "
            + QByteArray::number(seq) + ", 'message-" + QByteArray::number(seq) + "', " + QByteArray::number(1000 + seq) + ", '"
            + content + "'); INSERT INTO message_id VALUES ('DIALOGUE##p', 'dialogue-" + QByteArray::number(dialogue)
            + "', 'message-" + QByteArray::number(seq) + "', " + QByteArray::number(seq) + ")";
        sqlite3_exec(m_database, sql.constData(), nullptr, nullptr, nullptr);
    }
    void commit() { sqlite3_exec(m_database, "COMMIT", nullptr, nullptr, nullptr); }

    void get(const QByteArray &dialogue, const QByteArray &id)
    {
        const qint64 seq = run(m_seqOf, dialogue, [&] { sqlite3_bind_text(m_seqOf, 2, id.constData(), -1, SQLITE_TRANSIENT); });
        run(m_get, dialogue, [&] { sqlite3_bind_int64(m_get, 2, seq); });
    }
    void list(const QByteArray &dialogue)
    {
        run(m_list, dialogue, [&] { sqlite3_bind_int64(m_list, 2, 0); });
    }

private:
    template<typename Bind>
    qint64 run(sqlite3_stmt *statement, const QByteArray &dialogue, Bind bind)
    {
        sqlite3_bind_text(statement, 1, dialogue.constData(), -1, SQLITE_TRANSIENT);
        bind();
        qint64 last = 0;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                m_copied += QByteArray(static_cast<const char *>(sqlite3_column_blob(statement, column)),
                    sqlite3_column_bytes(statement, column)).size();
            }
            last = sqlite3_column_int64(statement, sqlite3_column_count(statement) == 2 ? 1 : 2);
        }
        sqlite3_reset(statement);
        return last;
    }

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_seqOf = nullptr;
    sqlite3_stmt *m_get = nullptr;
    sqlite3_stmt *m_list = nullptr;
    qsizetype m_copied = 0;
};

template<typename Work>
double microseconds(int rounds, Work work)
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        work(i);
    return static_cast<double>(timer.nsecsElapsed()) / 1000.0 / rounds;
}

http::Response request(Served &served, const QByteArray &path, const QByteArray &query)
{
    http::Request asked;
    asked.path = path;
    asked.query = query;
    asked.headers = {{"authorization", "Bearer " + served.key}};
    return served.dispatcher->handle(asked).result();
}

void fillForReads(Served &served, PlainTable &plain, int dialogues)
{
    const Partition partition = served.partition();
    QList<Future<Result<Dialogue>>> waiting;
    for (int d = 0; d < dialogues; ++d) {
        NewDialogue asked;
        asked.id = QStringLiteral("dialogue-x%1").arg(d);
        asked.hasMessages = true;
        for (int m = 0; m < 60; ++m) {
            NewMessage message;
            message.id = QStringLiteral("message-%1").arg(m);
            message.role = QStringLiteral("user");
            message.content = "\"" + QByteArray(400, 'r') + "\"";
            message.created = 1000 + m;
            asked.messages.append(message);
            plain.insert(d, m, QByteArray(450, 'r'));
        }
        waiting.append(served.fixture.engine->dialogues.create(partition, asked, {}));
    }
    plain.commit();
    for (auto &future : waiting)
        future.waitForFinished();
}

void benchReads()
{
    static constexpr int kDialogues = 200;
    Served served;
    QTemporaryDir folder;
    PlainTable plain(folder.filePath(QStringLiteral("plain.db")));
    fillForReads(served, plain, kDialogues);
    const Partition partition = served.partition();
    std::printf("reads, warm, 12,000 messages (plain = the same statements on SQLite without a key)\n");
    const auto own = [&](const char *what, double ours, double theirs) {
        std::printf("  %-34s %8.1f us  plain %8.1f us  plain/ours %.2f\n", what, ours, theirs, theirs / ours);
    };
    for (const int warm : {0, 1}) {
        double getOurs = 0;
        double listOurs = 0;
        const Result<void> done = partition.read<void>([&](PartitionSession &session) -> Result<void> {
            const tables::MessageTable table(session.scope());
            getOurs = microseconds(20'000, [&](int i) {
                (void)table.find(QStringLiteral("dialogue-x%1").arg(i % kDialogues), QStringLiteral("message-%1").arg(i % 60));
            });
            tables::Range range;
            range.limit = 50;
            bool isCut = false;
            listOurs = microseconds(2'000,
                [&](int i) { (void)table.list(QStringLiteral("dialogue-x%1").arg(i % kDialogues), range, &isCut); });
            return {};
        });
        const double getPlain = microseconds(20'000, [&](int i) {
            plain.get("dialogue-" + QByteArray::number(i % kDialogues), "message-" + QByteArray::number(i % 60));
        });
        const double listPlain
            = microseconds(2'000, [&](int i) { plain.list("dialogue-" + QByteArray::number(i % kDialogues)); });
        if (warm && done) {
            own("table get", getOurs, getPlain);
            own("table list of 50", listOurs, listPlain);
        }
    }
    struct Asked
    {
        const char *what;
        const char *path;
        const char *query;
    };
    for (const Asked &asked : {Asked{"dispatcher get", "/api/v1/message/message-7", "dialogueId=dialogue-x7"},
             Asked{"dispatcher list of 50", "/api/v1/messages", "dialogueId=dialogue-x9&limit=50"}}) {
        std::vector<double> times;
        for (int i = 0; i < 2000; ++i)
            times.push_back(microseconds(1, [&](int) { (void)request(served, asked.path, asked.query); }) / 1000);
        std::printf("  %-34s p50 %.3f ms  p99 %.3f ms\n", asked.what, percentile(times, 0.5), percentile(times, 0.99));
    }
}

double residentMiB()
{
    const QByteArray status = contentOf(QStringLiteral("/proc/self/status"));
    const qsizetype at = status.indexOf("VmRSS:");
    return status.mid(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toDouble() / 1024;
}

void makeNamespaces(test::WorkspaceFixture &fixture, const QString &projectId, int count)
{
    const Caller caller = test::WorkspaceFixture::keyCaller(projectId);
    QList<Future<Result<Dialogue>>> waiting;
    for (int n = 0; n < count; ++n) {
        NewDialogue asked;
        asked.id = QStringLiteral("dialogue-1");
        const Partition partition = fixture.engine->partitions
            .open(caller, QStringLiteral("tenant-%1").arg(n), PartitionMint::Access::Creating).value();
        waiting.append(fixture.engine->dialogues.create(partition, asked, {}));
        if (waiting.size() == 1024) {
            for (auto &future : waiting)
                future.waitForFinished();
            waiting.clear();
        }
    }
    for (auto &future : waiting)
        future.waitForFinished();
}

// In a process of its own, so that what it holds in memory is what a service at rest holds.
void measureAtRest(const QString &directory, const QString &projectId, int count)
{
    const SystemClock clock;
    QElapsedTimer timer;
    auto workspace = Workspace::open(directory, test::WorkspaceFixture::secret(), clock).value();
    Engine engine(*workspace);
    timer.start();
    (void)workspace->project(projectId);
    const double open = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    std::vector<double> first;
    for (int i = 0; i < 50; ++i) {
        const Partition partition = engine.partitions.open(test::WorkspaceFixture::keyCaller(projectId),
            QStringLiteral("tenant-%1").arg(i * 7919 % count), PartitionMint::Access::Existing).value();
        timer.start();
        (void)engine.dialogues.get(partition, QStringLiteral("dialogue-1"));
        first.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::printf("  %6d namespaces: open %6.1f ms  first access p50 %5.2f ms, worst %5.2f ms  resident %5.1f MiB\n", count,
        open, percentile(first, 0.5), percentile(first, 1.0), residentMiB());
}

void benchNamespaces()
{
    std::printf("one project with many namespaces\n");
    std::fflush(stdout);
    for (const int count : {10, 1000, 100'000}) {
        test::WorkspaceFixture fixture;
        if (!fixture.create())
            return;
        const Project project = fixture.project(QStringLiteral("bench")).value();
        makeNamespaces(fixture, project.id, count);
        fixture.close();
        QProcess rest;
        rest.setProcessChannelMode(QProcess::ForwardedChannels);
        rest.start(QCoreApplication::applicationFilePath(),
            {QStringLiteral("rest"), fixture.path(), project.id, QString::number(count)});
        rest.waitForFinished(-1);
    }
}

void benchSealing()
{
    std::printf("sealing one value (XChaCha20-Poly1305, bound to its place)\n");
    if (!crypto::initialise())
        return;
    const auto key = std::make_shared<NamespaceKey>(NamespaceKey{crypto::SecretKey::random(), 1, {}});
    const Sealer sealer(PartitionKey(QStringLiteral("tenant"), QStringLiteral("project")), key);
    for (const int size : {300, 4096, 262'144}) {
        const QByteArray plain(size, 's');
        const SealedPlace place{QLatin1String("message.content"), QStringLiteral("dialogue/17"), 0};
        const QByteArray sealed = sealer.seal(place, plain);
        const int rounds = size > 100'000 ? 500 : 20'000;
        const double seal = microseconds(rounds, [&](int) { (void)sealer.seal(place, plain); });
        const double open = microseconds(rounds, [&](int) { (void)sealer.open(place, sealed); });
        std::printf("  %6d bytes: seal %7.1f us  open %7.1f us\n", size, seal, open);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString what = arguments.value(0, QStringLiteral("all"));
    if (what == QLatin1String("rest")) {
        measureAtRest(arguments.value(1), arguments.value(2), arguments.value(3).toInt());
        return 0;
    }
    test::FaultVfs::install();
    const auto isAsked = [&](const char *name) { return what == QLatin1String("all") || what == QLatin1String(name); };
    if (isAsked("sealing"))
        benchSealing();
    if (isAsked("reads"))
        benchReads();
    if (isAsked("writes"))
        benchWrites();
    if (isAsked("namespaces"))
        benchNamespaces();
    return 0;
}
