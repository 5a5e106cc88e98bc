#include "ui/models/EventModel.h"

#include "ui/models/RecordText.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace cloister::ui {

static bool isOk(const QString &outcome)
{
    return outcome == QLatin1String("ok");
}

static bool isDamage(const QString &outcome)
{
    return outcome == QLatin1String("INTEGRITY");
}

// The one event for refusals of more addresses than have events of their own.
static bool isOfMany(const QString &outcome)
{
    return outcome == QLatin1String("MANY");
}

static const QHash<QString, const char *> &reasons()
{
    static const QHash<QString, const char *> table{
        {QStringLiteral("UNAUTHENTICATED"), QT_TRANSLATE_NOOP("EventModel", "Not signed in")},
        {QStringLiteral("FORBIDDEN"), QT_TRANSLATE_NOOP("EventModel", "Not allowed")},
        {QStringLiteral("IP_NOT_ALLOWED"), QT_TRANSLATE_NOOP("EventModel", "Address not allowed")},
        {QStringLiteral("RATE_LIMIT_EXCEEDED"), QT_TRANSLATE_NOOP("EventModel", "Too many requests")},
        {QStringLiteral("MANY"), QT_TRANSLATE_NOOP("EventModel", "Many addresses")},
        {QStringLiteral("IMMUTABLE"), QT_TRANSLATE_NOOP("EventModel", "Project immutable")},
        {QStringLiteral("DELETION_PROTECTED"), QT_TRANSLATE_NOOP("EventModel", "Deletion protected")},
        {QStringLiteral("INTEGRITY"), QT_TRANSLATE_NOOP("EventModel", "Damaged data")},
    };
    return table;
}

QString outcomeText(const QString &outcome)
{
    if (isOk(outcome))
        return QCoreApplication::translate("EventModel", "Done");
    const bool isRefused = reasons().contains(outcome) && !isDamage(outcome);
    return isRefused ? QCoreApplication::translate("EventModel", "Refused") : QCoreApplication::translate("EventModel", "Failed");
}

QString outcomeReason(const QString &outcome)
{
    const char *reason = reasons().value(outcome);
    return reason ? QCoreApplication::translate("EventModel", reason) : QString();
}

QString outcomeDetail(const QString &outcome)
{
    if (isOk(outcome))
        return {};
    const QString reason = outcomeReason(outcome);
    return reason.isEmpty() ? visibleLine(outcome) : QStringLiteral("%1 (%2)").arg(reason, outcome);
}

QString addressText(const client::Event &event)
{
    if (isOfMany(event.outcome))
        return outcomeReason(event.outcome);
    return event.address.isEmpty() ? EventModel::tr("this computer") : visibleLine(event.address);
}

static QString actorKindText(const QString &kind)
{
    if (kind == QLatin1String("admin"))
        return QCoreApplication::translate("EventModel", "Admin");
    if (kind == QLatin1String("key"))
        return QCoreApplication::translate("EventModel", "API key");
    if (kind == QLatin1String("system"))
        return QCoreApplication::translate("EventModel", "System");
    if (kind == QLatin1String("nobody"))
        return QCoreApplication::translate("EventModel", "Unknown");
    return visibleLine(kind);
}

QString actorText(const QString &actor)
{
    const QString name = actor.section(u':', 1);
    return name.isEmpty() ? actorKindText(actor.section(u':', 0, 0)) : actorKindText(actor.section(u':', 0, 0)) + u' ' + visibleLine(name);
}

EventModel::EventModel(const client::ApiClient &api, QObject *parent) : RecordModel(parent), m_api(api) {}

void EventModel::show(const QString &projectId, const client::EventFilter &filter)
{
    const bool isElsewhere = projectId != m_projectId;
    m_projectId = projectId;
    m_filter = filter;
    ++m_shown;
    m_isPolling = false;
    if (isElsewhere)
        clear();
    reload();
}

client::ApiClient::Answered<client::Items<client::Event>> EventModel::request(const QString &next)
{
    client::EventFilter filter = m_filter;
    filter.before = next.isEmpty() ? m_filter.before.value_or(std::numeric_limits<qint64>::max()) : next.toLongLong();
    filter.limit = 200;
    return m_api.events(m_projectId, filter);
}

void EventModel::poll()
{
    if (!isLoaded() || isLoading() || m_isPolling)
        return;
    client::EventFilter filter = m_filter;
    filter.before.reset();
    filter.after = m_records.isEmpty() ? 0 : m_records.first().seq;
    filter.limit = 500;
    m_isPolling = true;
    m_api.events(m_projectId, filter).then(this, [this, shown = m_shown](const auto &answer) {
        if (shown != m_shown)
            return;
        m_isPolling = false;
        if (answer && !isLoading())
            prepend(answer->value.items);
    });
}

void EventModel::prepend(const QList<client::Event> &oldestFirst)
{
    const qint64 newest = m_records.isEmpty() ? 0 : m_records.first().seq;
    QList<client::Event> fresh;
    for (auto it = oldestFirst.crbegin(); it != oldestFirst.crend(); ++it) {
        if (it->seq > newest)
            fresh.append(*it);
    }
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_records = fresh + m_records;
    endInsertRows();
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString verbText(const QString &verb)
{
    static const QHash<QString, const char *> verbs{
        {QStringLiteral("create"), QT_TRANSLATE_NOOP("EventModel", "%1 created")},
        {QStringLiteral("update"), QT_TRANSLATE_NOOP("EventModel", "%1 changed")},
        {QStringLiteral("delete"), QT_TRANSLATE_NOOP("EventModel", "%1 deleted")},
        {QStringLiteral("erase"), QT_TRANSLATE_NOOP("EventModel", "%1 erased")},
        {QStringLiteral("end"), QT_TRANSLATE_NOOP("EventModel", "%1 ended")},
        {QStringLiteral("archive"), QT_TRANSLATE_NOOP("EventModel", "%1 archived")},
        {QStringLiteral("reopen"), QT_TRANSLATE_NOOP("EventModel", "%1 reopened")},
        {QStringLiteral("revoke"), QT_TRANSLATE_NOOP("EventModel", "%1 revoked")},
        {QStringLiteral("import"), QT_TRANSLATE_NOOP("EventModel", "%1 imported")},
        {QStringLiteral("rotate"), QT_TRANSLATE_NOOP("EventModel", "%1 rotated")},
        {QStringLiteral("complete"), QT_TRANSLATE_NOOP("EventModel", "%1 completed")},
        {QStringLiteral("quarantine"), QT_TRANSLATE_NOOP("EventModel", "%1 quarantined")},
    };
    const char *text = verbs.value(verb);
    return text ? QCoreApplication::translate("EventModel", text) : QString();
}

static QString objectText(const QString &object)
{
    static const QHash<QString, const char *> objects{
        {QStringLiteral("dialogue"), QT_TRANSLATE_NOOP("EventModel", "Dialogue")},
        {QStringLiteral("message"), QT_TRANSLATE_NOOP("EventModel", "Message")},
        {QStringLiteral("memory"), QT_TRANSLATE_NOOP("EventModel", "Memory")},
        {QStringLiteral("summary"), QT_TRANSLATE_NOOP("EventModel", "Summary")},
        {QStringLiteral("namespace"), QT_TRANSLATE_NOOP("EventModel", "Namespace")},
        {QStringLiteral("project"), QT_TRANSLATE_NOOP("EventModel", "Project")},
        {QStringLiteral("key"), QT_TRANSLATE_NOOP("EventModel", "API key")},
        {QStringLiteral("account"), QT_TRANSLATE_NOOP("EventModel", "Account")},
        {QStringLiteral("state"), QT_TRANSLATE_NOOP("EventModel", "State")},
        {QStringLiteral("image"), QT_TRANSLATE_NOOP("EventModel", "Image")},
    };
    const char *text = objects.value(object);
    return text ? QCoreApplication::translate("EventModel", text) : QString();
}

static QString wholeActionText(const QString &action)
{
    static const QHash<QString, const char *> actions{
        {QStringLiteral("admin.list"), QT_TRANSLATE_NOOP("EventModel", "Admin listed content")},
        {QStringLiteral("admin.read"), QT_TRANSLATE_NOOP("EventModel", "Admin read content")},
        {QStringLiteral("admin.search"), QT_TRANSLATE_NOOP("EventModel", "Admin searched content")},
        {QStringLiteral("admin.export"), QT_TRANSLATE_NOOP("EventModel", "Admin exported content")},
        {QStringLiteral("workspace.unlock"), QT_TRANSLATE_NOOP("EventModel", "Workspace unlocked")},
        {QStringLiteral("workspace.create"), QT_TRANSLATE_NOOP("EventModel", "Workspace created")},
        {QStringLiteral("access.refused"), QT_TRANSLATE_NOOP("EventModel", "Access refused")},
        {QStringLiteral("session.start"), QT_TRANSLATE_NOOP("EventModel", "Signed in")},
        {QStringLiteral("session.end"), QT_TRANSLATE_NOOP("EventModel", "Signed out")},
        {QStringLiteral("account.change"), QT_TRANSLATE_NOOP("EventModel", "Account changed")},
        {QStringLiteral("account.passphrase"), QT_TRANSLATE_NOOP("EventModel", "Passphrase changed")},
        {QStringLiteral("log.export"), QT_TRANSLATE_NOOP("EventModel", "Audit log exported")},
        {QStringLiteral("log.alarm"), QT_TRANSLATE_NOOP("EventModel", "Audit log incomplete")},
        {QStringLiteral("address.allow"), QT_TRANSLATE_NOOP("EventModel", "Address allowed")},
        {QStringLiteral("address.disallow"), QT_TRANSLATE_NOOP("EventModel", "Address no longer allowed")},
        {QStringLiteral("address.note"), QT_TRANSLATE_NOOP("EventModel", "Note of an address changed")},
        {QStringLiteral("project.protect"), QT_TRANSLATE_NOOP("EventModel", "Deletion protection on")},
        {QStringLiteral("project.unprotect"), QT_TRANSLATE_NOOP("EventModel", "Deletion protection off")},
        {QStringLiteral("project.immutable"), QT_TRANSLATE_NOOP("EventModel", "Project made immutable")},
        {QStringLiteral("setting.change"), QT_TRANSLATE_NOOP("EventModel", "Setting changed")},
        {QStringLiteral("dialogue.state"), QT_TRANSLATE_NOOP("EventModel", "State of a dialogue changed")},
        {QStringLiteral("workspace.seal"), QT_TRANSLATE_NOOP("EventModel", "Workspace sealed")},
    };
    const char *text = actions.value(action);
    return text ? QCoreApplication::translate("EventModel", text) : QString();
}

QString actionText(const QString &action)
{
    const QString whole = wholeActionText(action);
    if (!whole.isEmpty())
        return whole;
    const QString object = objectText(action.section(u'.', 0, 0));
    const QString verb = verbText(action.section(u'.', 1));
    return object.isEmpty() || verb.isEmpty() ? visibleLine(action) : verb.arg(object);
}

QString EventModel::shown(const client::Event &event, int column) const
{
    switch (column) {
    case Time: return localTime(event.time);
    case Actor: return actorText(event.actor);
    case Action: return actionText(event.action) + (event.count > 1 ? QStringLiteral(" × ") + countText(event.count) : QString());
    case Entity: return visibleLine(event.entity);
    case Namespace: return event.nameSpace ? visibleLine(*event.nameSpace) : QString();
    case Address: return addressText(event);
    case Outcome: return outcomeText(event.outcome);
    default: return {};
    }
}

QString EventModel::toolTip(const client::Event &event, int column) const
{
    switch (column) {
    case Time: return plainToolTip(exactTime(event.time));
    case Action: return plainToolTip(visibleText(event.action));
    case Entity: return plainToolTip(visibleText((event.entityKind + u' ' + event.entity).trimmed()));
    case Outcome: return plainToolTip(outcomeDetail(event.outcome));
    default: return {};
    }
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const client::Event &event = m_records.at(index.row());
    if (role == Qt::DisplayRole)
        return shown(event, index.column());
    if (role == Qt::ToolTipRole)
        return toolTip(event, index.column());
    return {};
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Actor: return tr("Actor");
    case Action: return tr("Action");
    case Entity: return tr("Entity");
    case Namespace: return tr("Namespace");
    case Address: return tr("Address");
    case Outcome: return tr("Outcome");
    default: return {};
    }
}

} // namespace cloister::ui
