#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/client/Records.h"
#include "engine/client/SearchRecords.h"
#include "engine/client/Transport.h"

namespace cloister::client {

/// The administration of a workspace and, through it, the data of its projects, as typed calls. Every call is one
/// request; its error is the service's own or the transport's (see Transport::send), and Internal for an answer that is
/// not understood. Any thread; futures finish on the transport's.
class ApiClient
{
public:
    template<typename T>
    using Answered = Future<Result<Answer<T>>>;

    /// `transport` outlives the client. `token` is the administration's.
    ApiClient(Transport &transport, QByteArray token);

    /// Any request, with the token. Errors of the service are errors here too.
    Future<Result<Reply>> send(ClientRequest request) const;

    /// Whether the workspace is open and answers.
    Answered<Health> ready() const;

    Answered<Project> createProject(const QString &name) const;
    Answered<Items<Project>> projects() const;
    Answered<ProjectOverview> project(const QString &id) const;
    Answered<Project> changeProject(const QString &id, const ProjectSwitches &switches) const;
    /// What deleting it would take away; changes nothing.
    Answered<Totals> previewProjectDelete(const QString &id) const;
    /// `name` must be the project's.
    Answered<Totals> deleteProject(const QString &id, const QString &name) const;

    Answered<CreatedKey> createKey(const QString &projectId, const NewKey &asked) const;
    Answered<Items<ApiKey>> keys(const QString &projectId) const;
    Answered<ApiKey> revokeKey(const QString &projectId, const QString &keyId) const;
    /// A new key that may do what this one may, which ends after `graceSeconds`.
    Answered<CreatedKey> rotateKey(const QString &projectId, const QString &keyId, qint64 graceSeconds = 0) const;

    /// Whole lines, `firstLine` being the number of the first; at most some 36 MiB.
    Answered<ImportReport> importLines(const QString &projectId, const QByteArray &lines, qint64 firstLine) const;
    /// Of one namespace ("default" for the default one) or, with nullopt, of the whole project. `next` as the page
    /// before gave it, empty to start.
    Answered<ExportPage> exportLines(
        const QString &projectId, const std::optional<QString> &nameSpace, const QString &next) const;

    /// With an empty project id the workspace's own events.
    Answered<Items<Event>> events(const QString &projectId, const EventFilter &filter) const;

    /// What was signed about a log, oldest first, and the key it was signed with.
    Answered<Checkpoints> checkpoints(const QString &projectId, qint64 after = 0, int limit = 100) const;
    /// Starts the examination of a log: a task of kind "verify", whose result readVerdict() reads.
    Answered<Task> startVerify(const QString &projectId) const;
    /// A log as it is when its first page (`next` empty) is asked for.
    Answered<ExportPage> exportLog(const QString &projectId, LogFormat format, const QString &next) const;

    Answered<ServerInfo> server() const;

    /// Has the service close every file and forget the keys. Until it is unsealed it answers Sealed to everything.
    Future<Result<Reply>> seal() const;
    /// Starts the check of every file.
    Answered<Task> startCheck() const;
    Answered<Items<Task>> tasks() const;
    Answered<Task> task(const QString &id) const;
    Answered<Task> cancelTask(const QString &id) const;

    Answered<Items<NamespaceInfo>> namespaces(const QString &projectId, const NamespaceFilter &filter) const;

    /// What deleting it would take away; changes nothing.
    Answered<Totals> previewNamespaceDelete(const Place &place) const;
    /// With everything in it, for good.
    Answered<Totals> deleteNamespace(const Place &place) const;

    Answered<Items<Dialogue>> dialogues(const Place &place, const ListFilter &filter) const;
    /// With its state.
    Answered<Dialogue> dialogue(const Place &place, const QString &id) const;
    /// Ended takes no more messages; asking for the status it has changes nothing, nor does
    /// ending an archived one.
    Answered<Dialogue> setStatus(const Place &place, const QString &id, DialogueStatus status) const;
    Answered<Removed> deleteDialogue(const Place &place, const QString &id) const;

    Answered<Items<Message>> messages(const Place &place, const QString &dialogueId, const ListFilter &filter) const;
    Answered<Message> message(const Place &place, const QString &dialogueId, const QString &id) const;
    Answered<Removed> deleteMessage(const Place &place, const QString &dialogueId, const QString &id) const;

    Answered<Items<Memory>> memories(const Place &place, const ListFilter &filter) const;
    Answered<Memory> memory(const Place &place, const QString &id) const;
    Answered<Removed> deleteMemory(const Place &place, const QString &id) const;

    Answered<SearchAnswer> search(const Place &place, const SearchRequest &request) const;

    /// Starts a summary of a dialogue; it is in processing until summary() says otherwise.
    Answered<Summary> summarise(const Place &place, const NewSummary &asked) const;
    Answered<Summary> summary(const Place &place, const QString &id) const;
    Answered<Items<Summary>> summaries(const Place &place, const QString &dialogueId, const ListFilter &filter) const;

    /// How the search of one namespace ("" = default) or, with nullopt, of all stands; `next` as the page before gave it.
    Answered<IndexPage> indexStatus(
        const QString &projectId, const std::optional<QString> &nameSpace, const QString &next = {}) const;
    /// Starts to make search entries anew.
    Answered<Task> rebuildIndex(const QString &projectId, const std::optional<QString> &nameSpace) const;

private:
    template<typename T>
    Answered<T> ask(ClientRequest request, Result<T> (*read)(const JsonSlice &)) const;
    template<typename T>
    Answered<Items<T>> askList(ClientRequest request, Result<T> (*readItem)(const JsonSlice &)) const;

    Transport &m_transport;
    QByteArray m_token;
};

} // namespace cloister::client
