// bench_search [CONVERSATIONS.jsonl QUESTIONS.jsonl]
// A whole engine in a temporary workspace: with files, recall of the questions through the service; then, for 1,000,
// 10,000 and 100,000 messages in one namespace, the time of writing, embedding, a cold and a warm search, in the process
// and through HTTPS, one client and sixteen, and the memory of the index; then a search in one namespace among 10 and
// among 100,000. CLOISTER_MODEL names the model. A conversation line is {namespace, id, messages: [{id, name, content}]},
// a question line {namespace, query, relevant: [message ids]}. CLOISTER_BENCH_FROM and
// CLOISTER_BENCH_MESSAGES limit the sizes, CLOISTER_BENCH_NAMESPACES the number of namespaces.
#include "engine/base/JsonWriter.h"
#include "engine/client/HttpsTransport.h"
#include "engine/http/Dispatcher.h"
#include "engine/http/QtHttpTransport.h"
#include "engine/partition/SearchImageStore.h"
#include "engine/service/TlsFiles.h"
#include "tests/support/SearchFixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <thread>

#include <time.h>

using namespace cloister;
using namespace cloister::test;

namespace {

QList<QJsonObject> readLines(const char *path)
{
    QFile file(QString::fromLocal8Bit(path));
    QList<QJsonObject> lines;
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    while (!file.atEnd())
        lines.append(QJsonDocument::fromJson(file.readLine()).object());
    return lines;
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

double seconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

/// Of the processor, for this thread or for the process: what a loaded machine makes of it is left out.
double busySeconds(clockid_t whose)
{
    timespec time{};
    ::clock_gettime(whose, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Until no work is done behind the requests.
void awaitRest()
{
    constexpr double kRest = 0.02; // of a second
    double before = 0;
    do {
        before = busySeconds(CLOCK_PROCESS_CPUTIME_ID);
        QThread::sleep(1);
    } while (busySeconds(CLOCK_PROCESS_CPUTIME_ID) - before > kRest);
}

bool importLines(SearchFixture &fixture, const QByteArray &lines)
{
    const auto report = fixture.engine->transfer.importBatch(SearchFixture::keyCaller(fixture.projectId), lines, 1);
    if (report && report->problems.isEmpty())
        return true;
    std::fprintf(stderr, "%s\n",
        qPrintable(report ? report->problems.first().error.detail : report.error().detail));
    return false;
}

/// Conversations as lines of an import: every message a minute after the one before.
QByteArray importLine(const QJsonObject &conversation)
{
    QJsonArray messages;
    for (const QJsonValue &value : conversation.value(QLatin1String("messages")).toArray()) {
        const QJsonObject said = value.toObject();
        messages.append(QJsonObject{{QStringLiteral("id"), QLatin1String("message-") + text(said, "id")},
            {QStringLiteral("role"), QStringLiteral("user")}, {QStringLiteral("name"), text(said, "name")},
            {QStringLiteral("content"), text(said, "content")}});
    }
    const QJsonObject line{{QStringLiteral("namespace"), text(conversation, "namespace")},
        {QStringLiteral("id"), QLatin1String("dialogue-") + text(conversation, "id")},
        {QStringLiteral("messages"), messages}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

double recallAt(const QStringList &ids, const QJsonArray &relevant, int rank)
{
    const QStringList first = ids.mid(0, rank);
    int found = 0;
    for (const QJsonValue &id : relevant)
        found += first.contains(QLatin1String("message-") + id.toString());
    return static_cast<double>(found) / static_cast<double>(relevant.size());
}

void measureRecall(const char *conversations, const char *questions)
{
    SearchFixture fixture;
    if (!fixture.create())
        return;
    QByteArray lines;
    QStringList spaces;
    for (const QJsonObject &conversation : readLines(conversations)) {
        lines += importLine(conversation);
        spaces.append(text(conversation, "namespace"));
    }
    QElapsedTimer timer;
    timer.start();
    if (!importLines(fixture, lines))
        return;
    const double importTime = seconds(timer);
    timer.restart();
    spaces.removeDuplicates();
    for (const QString &space : std::as_const(spaces))
        fixture.settle(space);
    std::printf("embedder %s, import %.2f s, embedding %.2f s\n",
        qPrintable(fixture.engine->search.model().embedder->id().name), importTime, seconds(timer));
    for (const SearchMode mode : {SearchMode::Keyword, SearchMode::Semantic, SearchMode::Hybrid}) {
        std::map<int, double> recall{{1, 0}, {5, 0}, {10, 0}, {20, 0}};
        int asked = 0;
        for (const QJsonObject &question : readLines(questions)) {
            const QJsonArray relevant = question.value(QLatin1String("relevant")).toArray();
            if (relevant.isEmpty())
                continue;
            SearchQuery query = SearchFixture::query(text(question, "query"));
            query.mode = mode;
            const QStringList ids = SearchFixture::idsOf(fixture.search(text(question, "namespace"), query));
            for (auto &[rank, sum] : recall)
                sum += recallAt(ids, relevant, rank);
            ++asked;
        }
        const double scale = 100.0 / std::max(1, asked);
        std::printf("%-8s R@1 %5.1f  R@5 %5.1f  R@10 %5.1f  R@20 %5.1f  (%d questions)\n",
            mode == SearchMode::Keyword ? "words" : mode == SearchMode::Semantic ? "meaning" : "both",
            recall[1] * scale, recall[5] * scale, recall[10] * scale, recall[20] * scale, asked);
    }
}

/// A made-up vocabulary with the frequencies of a language: word n is about 1/n as frequent as the first.
QString madeUpText(QRandomGenerator &random, int words)
{
    QStringList text;
    for (int i = 0; i < words; ++i) {
        const double u = random.generateDouble();
        const int rank = static_cast<int>(std::exp(u * std::log(20'000.0)));
        text.append(QStringLiteral("w%1").arg(rank, 0, 36));
    }
    return text.join(QLatin1Char(' '));
}

QByteArray madeUpLine(QRandomGenerator &random, int number, int messages, int words = 25)
{
    QJsonArray list;
    for (int i = 0; i < messages; ++i) {
        list.append(QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
            {QStringLiteral("content"), madeUpText(random, words)}});
    }
    const QJsonObject line{{QStringLiteral("id"), QStringLiteral("talk-%1").arg(number)},
        {QStringLiteral("messages"), list}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

/// Prints a line of the times; the median of them.
double printTimes(const char *name, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const double median = times[times.size() / 2];
    std::printf("  %-22s p50 %7.2f ms  p99 %7.2f ms\n", name, median, times[times.size() * 99 / 100]);
    return median;
}

/// Milliseconds of the whole search, of the processor for it, and of its ranking alone.
struct SearchTimes
{
    std::vector<double> whole;
    std::vector<double> busy;
    std::vector<double> ranking;
};

SearchTimes searchTimes(SearchFixture &fixture, int count, quint32 seed, const QString &nameSpace = {})
{
    QRandomGenerator random(seed);
    SearchTimes times;
    for (int i = 0; i < count; ++i) {
        const SearchQuery query = SearchFixture::query(madeUpText(random, 6));
        const double busyBefore = busySeconds(CLOCK_THREAD_CPUTIME_ID);
        QElapsedTimer timer;
        timer.start();
        const search::SearchExplain how = fixture.search(nameSpace, query).explain;
        times.whole.push_back(seconds(timer) * 1e3);
        times.busy.push_back((busySeconds(CLOCK_THREAD_CPUTIME_ID) - busyBefore) * 1e3);
        times.ranking.push_back(how.filterMs + how.lexicalMs + how.vectorMs + how.rankMs);
    }
    return times;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The same searches as a client on this machine sees them.
void measureHttps(SearchFixture &fixture)
{
    NewApiKey asked;
    asked.label = QStringLiteral("bench");
    asked.scopes = kAllScopes;
    const auto key = fixture.engine->keys.create(WorkspaceFixture::admin(), fixture.projectId, asked).result();
    http::Dispatcher dispatcher(*fixture.engine);
    http::QtHttpTransport door([&](const http::Request &request) { return dispatcher.handle(request); }, dispatcher.hooks());
    const auto port = door.listenTls(QHostAddress::LocalHost, 0,
        {contentOf(TlsFiles::certificateFile(fixture.path())), contentOf(TlsFiles::keyFile(fixture.path()))});
    const auto client = port ? client::HttpsTransport::create(
                                   {QStringLiteral("https://127.0.0.1:%1").arg(*port), TlsFiles::caFile(fixture.path())})
                             : Result<std::unique_ptr<client::HttpsTransport>>(port.unexpected());
    if (!key || !client) {
        std::printf("  HTTPS is not to be had\n");
        return;
    }
    QRandomGenerator random(3);
    std::vector<double> times;
    for (int i = 0; i < 250; ++i) {
        JsonWriter json;
        json.beginObject();
        json.member(QLatin1String("object"), QLatin1String("message"));
        json.member(QLatin1String("query"), madeUpText(random, 6));
        json.endObject();
        QElapsedTimer timer;
        timer.start();
        const auto reply = (*client)->send({"POST", "/api/v1/search", {}, json.take(), key->text.toLatin1()}).result();
        if (!reply || reply->status != 200) {
            std::printf("  NOT ANSWERED: %s\n", reply ? reply->body.constData() : qPrintable(reply.error().detail));
            return;
        }
        if (i >= 50)
            times.push_back(seconds(timer) * 1e3);
    }
    printTimes("warm, through HTTPS", std::move(times));
}

/// A project of `count` namespaces, the first ten of 100 messages each, the others with a few words; null when it failed.
std::unique_ptr<SearchFixture> makeNamespaces(int count)
{
    auto fixture = std::make_unique<SearchFixture>();
    if (!fixture->create())
        return nullptr;
    QRandomGenerator random(7);
    const auto lineFor = [&](int number, int messages, int words) {
        QJsonObject line = QJsonDocument::fromJson(madeUpLine(random, number, messages, words)).object();
        line.insert(QStringLiteral("namespace"), QStringLiteral("tenant-%1").arg(number));
        return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    };
    QElapsedTimer timer;
    timer.start();
    for (int done = 0; done < count; done += 500) {
        QByteArray lines;
        for (int number = done; number < std::min(count, done + 500); ++number)
            lines += number < 10 ? lineFor(number, 100, 25) : lineFor(number, 1, 5);
        if (!importLines(*fixture, lines))
            return nullptr;
    }
    const double writing = seconds(timer);
    std::printf("%d namespaces: written in %.1f s", count, writing);
    awaitRest();
    std::printf(", embedded after %.1f s\n", seconds(timer));
    return fixture;
}

void addTo(SearchTimes &all, const SearchTimes &some)
{
    all.whole.insert(all.whole.end(), some.whole.begin(), some.whole.end());
    all.busy.insert(all.busy.end(), some.busy.begin(), some.busy.end());
}

/// What a search costs in the first ten namespaces of each, asked in turn so that both meet the same moods of the machine.
void compareNamespaces(SearchFixture &few, SearchFixture &many)
{
    SearchTimes ofFew;
    SearchTimes ofMany;
    for (int round = 0; round < 5; ++round) {
        for (int number = 0; number < 10; ++number) {
            const QString nameSpace = QStringLiteral("tenant-%1").arg(number);
            const quint32 seed = static_cast<quint32>(10 * round + number);
            const SearchTimes one = searchTimes(few, 50, seed, nameSpace);
            const SearchTimes other = searchTimes(many, 50, seed, nameSpace);
            if (round == 0)
                continue; // the indexes are built
            addTo(ofFew, one);
            addTo(ofMany, other);
        }
    }
    const double few50 = printTimes("warm, among the few", std::move(ofFew.whole));
    const double fewBusy = printTimes("  of them busy", std::move(ofFew.busy));
    const double many50 = printTimes("warm, among the many", std::move(ofMany.whole));
    const double manyBusy = printTimes("  of them busy", std::move(ofMany.busy));
    std::printf("  %-22s     %7.2f of the time among the few, %.2f of the busy time\n", "that is", many50 / few50,
        manyBusy / fewBusy);
}

bool isGraphSaved(SearchFixture &fixture)
{
    return fixture.partition()
        .read<bool>([](PartitionSession &session) { return SearchImageStore(session).isSaved(); })
        .value_or(false);
}

void measureSize(int messages)
{
    constexpr int kGraphFrom = 12'000;
    constexpr int kPerDialogue = 100;
    SearchFixture fixture;
    if (!fixture.create())
        return;
    QRandomGenerator random(5);
    QElapsedTimer timer;
    timer.start();
    for (int done = 0; done < messages; done += 1000) {
        QByteArray lines;
        for (int i = 0; i < 1000 / kPerDialogue; ++i)
            lines += madeUpLine(random, done / kPerDialogue + i, kPerDialogue);
        if (!importLines(fixture, lines))
            return;
    }
    std::printf("%d messages: %.0f written a second", messages, messages / seconds(timer));
    timer.restart();
    while (fixture.engine->search.status(fixture.partition())->waiting > 0)
        QThread::msleep(20);
    std::printf(", %.0f embedded a second\n", messages / seconds(timer));
    fixture.find({}, QStringLiteral("w1")); // graphs are built for indexes in use
    while (messages > kGraphFrom && !isGraphSaved(fixture))
        QThread::msleep(100);
    fixture.open();
    timer.restart();
    const double busyBefore = busySeconds(CLOCK_THREAD_CPUTIME_ID);
    fixture.find({}, QStringLiteral("w1 w2"));
    std::printf("  %-22s     %7.0f ms, %.0f of them busy, %.1f MiB of index\n", "cold", seconds(timer) * 1e3,
        (busySeconds(CLOCK_THREAD_CPUTIME_ID) - busyBefore) * 1e3,
        static_cast<double>(fixture.engine->search.status(fixture.partition())->memoryBytes) / (1024 * 1024));
    searchTimes(fixture, 50, 1);
    SearchTimes one = searchTimes(fixture, 300, 2);
    printTimes("warm, one client", std::move(one.whole));
    printTimes("  of which ranking", std::move(one.ranking));
    measureHttps(fixture);
    std::vector<std::thread> clients;
    std::vector<std::vector<double>> all(16);
    for (size_t i = 0; i < all.size(); ++i)
        clients.emplace_back([&, i] { all[i] = searchTimes(fixture, 50, static_cast<quint32>(10 + i)).whole; });
    std::vector<double> times;
    for (size_t i = 0; i < all.size(); ++i) {
        clients[i].join();
        times.insert(times.end(), all[i].begin(), all[i].end());
    }
    printTimes("warm, 16 clients", std::move(times));
    std::vector<double> fresh;
    for (int i = 0; i < 50; ++i) {
        const QString word = QStringLiteral("fresh%1").arg(i);
        timer.restart();
        fixture.say({}, QStringLiteral("talk-0"), SearchFixture::message(QStringLiteral("fresh-%1").arg(i), word));
        if (!fixture.findWords({}, word).contains(QStringLiteral("fresh-%1").arg(i)))
            std::printf("  NOT FOUND: %s\n", qPrintable(word));
        fresh.push_back(seconds(timer) * 1e3);
    }
    printTimes("write, then found", std::move(fresh));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0); // it takes minutes
    if (argc == 3)
        measureRecall(argv[1], argv[2]);
    const int most = qEnvironmentVariableIntValue("CLOISTER_BENCH_MESSAGES");
    const int least = qEnvironmentVariableIntValue("CLOISTER_BENCH_FROM");
    for (const int messages : {1'000, 10'000, 100'000}) {
        if ((most == 0 || messages <= most) && messages >= least)
            measureSize(messages);
    }
    const int mostNamespaces = qEnvironmentVariableIntValue("CLOISTER_BENCH_NAMESPACES");
    const auto few = makeNamespaces(10);
    const auto many = makeNamespaces(mostNamespaces == 0 ? 100'000 : mostNamespaces);
    if (!few || !many)
        return 1;
    compareNamespaces(*few, *many);
    return 0;
}
