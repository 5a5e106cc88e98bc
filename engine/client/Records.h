#pragma once

#include "engine/base/Error.h"
#include "engine/client/ServerInfo.h"
#include "engine/model/ApiKey.h"
#include "engine/model/Dialogue.h"
#include "engine/model/Memory.h"
#include "engine/model/NamespaceInfo.h"
#include "engine/model/Project.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace cloister::client {

/// What the service answered: read, and as it came.
template<typename T>
struct Answer
{
    T value;
    QByteArray json;

    const T *operator->() const { return &value; }
};

/// One page of a list; `next` is empty on the last.
template<typename T>
struct Items
{
    QList<T> items;
    QString next;
    qint64 total = 0; ///< of namespaces only
};

struct Health
{
    QString status;
    QString version; ///< empty where the answer does not tell
};

/// What a project or namespace holds.
struct Totals
{
    qint64 namespaces = 0;
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 bytes = 0;
};

struct ProjectOverview
{
    Project project;
    Totals totals;
    bool isDamaged = false;
};

/// What a new API key may do. Left out: every scope, all namespaces, no end.
struct NewKey
{
    QString label = {};
    QStringList scopes = {};
    QStringList namespaces = {};
    QStringList addresses = {}; ///< networks that it may come from
    QString expires = {}; ///< ISO 8601
};

struct CreatedKey
{
    ApiKey key;
    QString text; ///< the whole key; never shown again
};

struct ImportProblem
{
    qint64 line = 0; ///< from 1
    QString code;
    QString message;
};

struct ImportReport
{
    qint64 lines = 0;
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 skipped = 0;
    QList<ImportProblem> problems;
};

struct ExportPage
{
    QByteArray lines; ///< whole JSON Lines
    qint64 count = 0;
    QString next; ///< empty on the last page
};

/// One event of an audit log.
struct Event
{
    qint64 seq = 0;
    qint64 time = 0;
    QString actor; ///< "admin:local"
    QString address;
    QString requestId;
    QString action;
    QString outcome;
    std::optional<QString> nameSpace; ///< "default" for the default one; nullopt when it concerns none or is not known
    QString entityKind;
    QString entity; ///< its id, or where that is not known its keyed reference
    qint64 count = 0;
    QByteArray hash; ///< hex
};

/// Which events are wanted; what is empty does not restrict.
struct EventFilter
{
    std::optional<qint64> after;  ///< a greater seq, oldest first
    std::optional<qint64> before; ///< a smaller seq, newest first
    QString from;                 ///< YYYY-MM-DD or ISO 8601
    QString to;
    QString nameSpace; ///< "default" for the default one
    QString action;
    QString entity; ///< kind:id
    QString actor;
    QString outcome;
    QString address;
    QString order; ///< "desc" = newest first, from the newest or from `before` on
    int limit = 100; ///< at most 1000
};

/// What was signed about an audit log.
struct Checkpoint
{
    QString chain;  ///< the project's id, or "workspace"
    qint64 seq = 0; ///< of the last event covered
    QByteArray head; ///< hex: hash of that event
    QByteArray root; ///< hex: of the tree over all of them
    qint64 time = 0;
    QString reason; ///< events, time, close, export, ...
    QByteArray line; ///< as cloister-verify reads it
};

struct Checkpoints
{
    QByteArray publicKey; ///< hex
    QList<Checkpoint> items;
    qint64 next = 0; ///< 0 on the last page
    QString alarm;   ///< what the log once lacked of what was signed; empty = nothing
};

enum class Proof { Holds, Broken, Unproven };

/// What the examination of an audit log has found.
struct Verdict
{
    Proof integrity = Proof::Unproven;    ///< what is there is as it was written
    Proof completeness = Proof::Unproven; ///< nothing is missing up to the newest checkpoint
    qint64 events = 0;
    qint64 checkpoints = 0;
    qint64 coveredTo = 0; ///< the last event that a signature vouches for
    qint64 lastEvent = 0;
    std::optional<qint64> firstBad;
    QStringList problems;
};

enum class LogFormat { JsonLines, Csv };

/// Switches of a project; what is left out stays. Immutable mode goes on for good.
struct ProjectSwitches
{
    std::optional<bool> immutable = {};
    std::optional<bool> deletionProtected = {};
};

enum class TaskState { Running, Done, Failed, Cancelled };

/// A long task of the service.
struct Task
{
    QString id;
    QString kind; ///< "check"
    QString projectId;
    TaskState state = TaskState::Running;
    qint64 started = 0;
    std::optional<qint64> ended;
    qint64 done = 0;
    qint64 total = 0;  ///< 0 while unknown
    QByteArray result; ///< JSON object once done
    QString problem;   ///< once failed
};

struct CheckedFile
{
    QString file; ///< relative to the workspace
    QStringList problems;
};

/// A namespace of a project.
struct Place
{
    QString projectId;
    QString nameSpace; ///< "" = default
};

/// Which part of a list is wanted.
struct ListFilter
{
    int limit = 100; ///< at most 1000
    QString order;   ///< "asc", "desc"; empty = the list's own
    QString next;
    QString created; ///< a day or an instant
    QString startDate;
    QString endDate;
    QStringList tags; ///< any of them
    // Of dialogues:
    QString threadOf;
    QString status;
    QString label;
};

struct NamespaceFilter
{
    QString prefix;
    QString sort; ///< name, dialogues, messages, memories, bytes, lastActivity; empty = name
    QString order;
    int limit = 100;
    int offset = 0;
};

/// What a delete took away.
struct Removed
{
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 summaries = 0;
};

} // namespace cloister::client
