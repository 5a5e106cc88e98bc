#include "engine/service/RecordSink.h"

#include "engine/base/AtomicFile.h"
#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/base/Logging.h"
#include "engine/service/ControlFile.h"
#include "engine/service/RecordKeeper.h"
#include "engine/service/Workspace.h"
#include "engine/storage/PrivateFile.h"
#include "engine/tables/EventTable.h"
#include "engine/tables/ProjectTable.h"

#include <QFile>

#include <algorithm>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cloister {

using namespace std::chrono_literals;

static constexpr int kSinkEventsAtOnce = 200;
static constexpr qint64 kMaxSinkStateBytes = 16 * 1024 * 1024;
static constexpr qint64 kMaxSinkLineBytes = 1024 * 1024;
static constexpr auto kRetryWriting = 1s;
static constexpr auto kDrainPatience = 30s; // with a log of which much is still to be written

static Unexpected cannotWrite(const QString &path)
{
    return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot write %1: %2").arg(path, qt_error_string(errno)));
}

RecordSink::RecordSink(Workspace &workspace, SinkSettings settings) :
    m_workspace(workspace),
    m_settings(std::move(settings))
{
}

Result<std::unique_ptr<RecordSink>> RecordSink::start(Workspace &workspace, const SinkSettings &settings)
{
    std::unique_ptr<RecordSink> sink(new RecordSink(workspace, settings));
    CLOISTER_TRY(sink->openFile());
    CLOISTER_TRY(sink->resume());
    CLOISTER_TRY(sink->markEveryLog());
    workspace.keeper().setListener([self = sink.get()](const QString &log) {
        const std::lock_guard lock(self->m_mutex);
        self->m_due.insert(log);
        self->m_changed.notify_all();
    });
    workspace.keeper().setDrain([self = sink.get()](const std::shared_ptr<ProjectFile> &file) { return self->drain(file); });
    sink->m_thread = std::thread([self = sink.get()] { self->work(); });
    return sink;
}

RecordSink::~RecordSink()
{
    if (m_thread.joinable()) {
        m_workspace.keeper().setListener({});
        m_workspace.keeper().setDrain({});
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
            m_refused.clear(); // a last try for each
        }
        m_changed.notify_all();
        m_thread.join();
    }
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> RecordSink::openFile()
{
    const QByteArray name = QFile::encodeName(m_settings.path);
    m_descriptor = ::open(name.constData(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (m_descriptor < 0)
        return cannotWrite(m_settings.path);
    struct stat about = {};
    if (::fstat(m_descriptor, &about) != 0)
        return cannotWrite(m_settings.path);
    if (!S_ISREG(about.st_mode) || (about.st_mode & 0077) != 0)
        return fail(ErrorCode::Forbidden, QStringLiteral("%1 must be a file of mode 0600").arg(m_settings.path));
    m_sizeBytes = about.st_size;
    return {};
}

// Where each log stood when the file was begun, then what the file holds since. What follows the last whole line of it is
// what a crash has left of a write, and goes: its events are written again.
Result<void> RecordSink::resume()
{
    CLOISTER_TRY(readState());
    CLOISTER_ASSIGN(const qint64 wholeBytes, readLines());
    if (wholeBytes == m_sizeBytes)
        return {};
    if (::ftruncate(m_descriptor, wholeBytes) != 0)
        return cannotWrite(m_settings.path);
    m_sizeBytes = wholeBytes;
    return {};
}

Result<void> RecordSink::readState()
{
    const QString path = m_settings.path + QLatin1String(".state");
    if (!QFile::exists(path))
        return {};
    CLOISTER_ASSIGN(const QByteArray content, files::readPrivate(path, kMaxSinkStateBytes));
    const Result<JsonSlice> json = parseJson(content);
    if (!json || !json->isObject())
        return fail(ErrorCode::Integrity, QStringLiteral("%1 is damaged").arg(path));
    for (const JsonMember &member : json->members())
        m_positions.insert(member.key, member.value.toInteger().value_or(0));
    return {};
}

static std::optional<std::pair<QString, qint64>> placeOfLine(const QByteArray &line)
{
    const Result<JsonSlice> json = line.endsWith('\n') ? parseJson(line) : fail(ErrorCode::InvalidJson);
    const auto log = json ? json->member(QLatin1String("log")) : std::nullopt;
    const auto event = json ? json->member(QLatin1String("event")) : std::nullopt;
    const auto seq = event ? event->member(QLatin1String("seq")) : std::nullopt;
    const std::optional<qint64> number = seq ? seq->toInteger() : std::nullopt;
    if (!log || !number)
        return std::nullopt;
    return std::pair(log->toTextReplacing(), *number);
}

Result<qint64> RecordSink::readLines()
{
    QFile file(m_settings.path);
    if (!file.open(QIODevice::ReadOnly))
        return cannotWrite(m_settings.path);
    qint64 wholeBytes = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(kMaxSinkLineBytes);
        const auto place = placeOfLine(line);
        if (!place)
            break;
        qint64 &position = m_positions[place->first];
        position = std::max(position, place->second);
        wholeBytes += line.size();
    }
    return wholeBytes;
}

Result<void> RecordSink::markEveryLog()
{
    CLOISTER_ASSIGN(const QList<Project> projects,
        m_workspace.control().read<QList<Project>>([](storage::Connection &connection) {
            return tables::ProjectTable(connection).list();
        }));
    const std::lock_guard lock(m_mutex);
    m_due.insert(ControlFile::chain());
    for (const Project &project : projects)
        m_due.insert(project.id);
    return {};
}

// Makes a log that is due and did not just fail the one that is being written; false when there is none.
bool RecordSink::takeNext()
{
    const auto next = std::find_if(m_due.begin(), m_due.end(), [this](const QString &log) { return !m_refused.contains(log); });
    if (next == m_due.end())
        return false;
    m_writing = *next;
    m_due.erase(next);
    return true;
}

void RecordSink::work()
{
    std::unique_lock lock(m_mutex);
    auto retryAt = std::chrono::steady_clock::time_point::max(); // those that failed
    QSet<QString> told; // that they fail, until they are written again
    while (true) {
        m_changed.wait_until(lock, retryAt, [this] { return m_isStopping || !m_refused.contains(m_due); });
        if (std::chrono::steady_clock::now() >= retryAt) {
            m_refused.clear();
            retryAt = std::chrono::steady_clock::time_point::max();
        }
        if (!takeNext()) {
            if (m_isStopping)
                return;
            continue;
        }
        const QString log = m_writing;
        lock.unlock();
        const Result<void> written = writeLog(log);
        lock.lock();
        m_writing.clear();
        if (!written && written.error().code != ErrorCode::ProjectNotFound) {
            if (const auto leaving = m_leaving.find(log); leaving != m_leaving.end())
                leaving->failure = written.error();
            m_changed.notify_all();
            if (!told.contains(log)) {
                qCWarning(lcService).noquote() << "the audit file lacks events of" << log << "for now:" << written.error().detail;
                told.insert(log);
            }
            m_due.insert(log);
            if (m_refused.isEmpty())
                retryAt = std::chrono::steady_clock::now() + kRetryWriting;
            m_refused.insert(log);
        } else {
            told.remove(log);
        }
        m_changed.notify_all();
    }
}

bool RecordSink::flush(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, patience, [this] { return m_due.isEmpty() && m_writing.isEmpty(); });
}

// The file is kept at hand: when the project is gone from the list it cannot be opened any more.
Result<void> RecordSink::drain(const std::shared_ptr<ProjectFile> &file)
{
    const QString log = file->projectId();
    std::unique_lock lock(m_mutex);
    m_leaving.insert(log, {file, std::nullopt});
    m_due.insert(log);
    m_refused.remove(log); // it is worth another try at once
    m_changed.notify_all();
    const bool isDone = m_changed.wait_for(lock, kDrainPatience,
        [&] { return m_leaving[log].failure || (!m_due.contains(log) && m_writing != log); });
    const std::optional<Error> failure = m_leaving.take(log).failure;
    // What is damaged cannot be written, however long somebody waits.
    if (isDone && (!failure || failure->code == ErrorCode::Integrity))
        return {};
    return fail(ErrorCode::StorageUnavailable,
        QStringLiteral("the audit file lacks events of the project and cannot be written now: nothing was deleted"));
}

static QByteArray sinkLine(const QString &log, const tables::EventRow &row)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("log"), log);
    json.rawMember(QLatin1String("event"), row.body);
    json.member(QLatin1String("hash"), QLatin1String(row.hash.toHex()));
    json.endObject();
    return json.take() + '\n';
}

// Null for the workspace's own log.
Result<std::shared_ptr<ProjectFile>> RecordSink::fileOf(const QString &log)
{
    if (log == ControlFile::chain())
        return std::shared_ptr<ProjectFile>();
    {
        const std::lock_guard lock(m_mutex);
        if (const auto leaving = m_leaving.constFind(log); leaving != m_leaving.cend())
            return leaving->file;
    }
    return m_workspace.project(log);
}

Result<void> RecordSink::writeLog(const QString &log)
{
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, fileOf(log));
    storage::ReaderPool &readers = file ? file->readers() : m_workspace.control().readers();
    while (true) {
        tables::EventFilter filter;
        filter.after = m_positions.value(log);
        filter.from = std::numeric_limits<qint64>::min();
        filter.limit = kSinkEventsAtOnce;
        QList<tables::EventRow> rows;
        {
            CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, readers.lease());
            CLOISTER_ASSIGN(rows, tables::EventTable(lease.connection()).list(filter));
        }
        if (rows.isEmpty())
            return {};
        QByteArray lines;
        for (const tables::EventRow &row : std::as_const(rows))
            lines += sinkLine(log, row);
        CLOISTER_TRY(write(lines));
        m_positions.insert(log, rows.last().seq);
    }
}

Result<void> RecordSink::write(const QByteArray &lines)
{
    if (m_sizeBytes > 0 && m_sizeBytes + lines.size() > m_settings.rotateBytes)
        CLOISTER_TRY(rotate());
    qint64 done = 0;
    while (done < lines.size()) {
        const ssize_t written = ::write(m_descriptor, lines.constData() + done, static_cast<size_t>(lines.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const Unexpected failed = cannotWrite(m_settings.path);
            // Nothing of it stays, so that it can be written again as a whole.
            if (::ftruncate(m_descriptor, m_sizeBytes) != 0)
                qCWarning(lcService).noquote() << m_settings.path << "ends with part of a line";
            return failed;
        }
        done += written;
    }
    m_sizeBytes += lines.size();
    return {};
}

// First it is written down where the next file begins. A crash before the files are renamed leaves the old one in its
// place, which then says the same.
Result<void> RecordSink::rotate()
{
    if (::fsync(m_descriptor) != 0)
        return cannotWrite(m_settings.path);
    JsonWriter state;
    state.beginObject();
    for (auto position = m_positions.cbegin(); position != m_positions.cend(); ++position) {
        state.key(position.key());
        state.value(position.value());
    }
    state.endObject();
    CLOISTER_TRY(files::writeAtomically(m_settings.path + QLatin1String(".state"), state.take() + '\n'));
    const auto numbered = [this](int n) {
        return QFile::encodeName(n == 0 ? m_settings.path : m_settings.path + QLatin1Char('.') + QString::number(n));
    };
    for (int n = m_settings.keptFiles - 1; n >= 0; --n) {
        if (::rename(numbered(n).constData(), numbered(n + 1).constData()) != 0 && errno != ENOENT)
            return cannotWrite(m_settings.path);
    }
    CLOISTER_TRY(storage::syncDirectoryOf(m_settings.path));
    ::close(m_descriptor);
    return openFile();
}

} // namespace cloister
