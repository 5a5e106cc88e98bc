#include "engine/service/SettingsService.h"

#include "engine/auth/Network.h"
#include "engine/base/Logging.h"
#include "engine/model/Fields.h"
#include "engine/service/ControlFile.h"
#include "engine/service/RuleLoader.h"
#include "engine/service/Workspace.h"
#include "engine/tables/SettingTable.h"

#include <QMap>

namespace cloister {

static constexpr qsizetype kMaxProxies = 100;
static constexpr qint64 kMaxPerMinute = 10'000'000;

SettingsService::SettingsService(Workspace &workspace, auth::Sessions &sessions, auth::AccessLimits &limits) :
    m_workspace(workspace),
    m_sessions(sessions),
    m_limits(limits)
{
    if (const auto stored = get())
        tell(*stored);
    else
        qCWarning(lcService) << "the settings could not be read:" << stored.error().detail;
}

// As they are stored: a name and a text each.
static QMap<QString, QString> textsOf(const Settings &settings)
{
    return {{QStringLiteral("trustedProxies"), settings.trustedProxies.join(QLatin1Char(' '))},
        {QStringLiteral("sessionIdleSeconds"), QString::number(settings.sessionIdleSeconds)},
        {QStringLiteral("keyPerMinute"), QString::number(settings.limits.keyPerMinute)},
        {QStringLiteral("addressPerMinute"), QString::number(settings.limits.addressPerMinute)},
        {QStringLiteral("failuresPerMinute"), QString::number(settings.limits.failuresPerMinute)}};
}

Result<Settings> SettingsService::read(storage::Connection &connection)
{
    const tables::SettingTable table(connection);
    Settings settings;
    const auto number = [&table](const char *name, qint64 &value) -> Result<void> {
        CLOISTER_ASSIGN(const std::optional<QString> text, table.find(QLatin1String(name)));
        if (text)
            value = text->toLongLong();
        return {};
    };
    CLOISTER_ASSIGN(const auto proxies, table.find(QStringLiteral("trustedProxies")));
    settings.trustedProxies = proxies.value_or(QString()).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    CLOISTER_TRY(number("sessionIdleSeconds", settings.sessionIdleSeconds));
    CLOISTER_TRY(number("keyPerMinute", settings.limits.keyPerMinute));
    CLOISTER_TRY(number("addressPerMinute", settings.limits.addressPerMinute));
    CLOISTER_TRY(number("failuresPerMinute", settings.limits.failuresPerMinute));
    return settings;
}

static Result<QStringList> checkProxies(const QStringList &asked)
{
    if (asked.size() > kMaxProxies)
        return invalidField(QStringLiteral("trustedProxies"), QStringLiteral("must be at most 100 networks"));
    QStringList proxies;
    for (const QString &text : asked) {
        CLOISTER_ASSIGN(const auth::Network network, auth::Network::parse(text));
        proxies.append(network.text());
    }
    proxies.removeDuplicates();
    return proxies;
}

Result<Settings> SettingsService::changed(Settings settings, const SettingsChange &asked)
{
    const auto take = [](const char *name, const std::optional<qint64> &wanted, qint64 least, qint64 most,
                          qint64 &value) -> Result<void> {
        if (wanted && (*wanted < least || *wanted > most)) {
            return invalidField(
                QString::fromLatin1(name), QStringLiteral("must be a whole number from %1 to %2").arg(least).arg(most));
        }
        value = wanted.value_or(value);
        return {};
    };
    if (asked.trustedProxies) {
        CLOISTER_ASSIGN(settings.trustedProxies, checkProxies(*asked.trustedProxies));
    }
    auth::LimitSettings &limits = settings.limits;
    CLOISTER_TRY(take("sessionIdleSeconds", asked.sessionIdleSeconds, 60, 86'400, settings.sessionIdleSeconds));
    CLOISTER_TRY(take("keyPerMinute", asked.keyPerMinute, 0, kMaxPerMinute, limits.keyPerMinute));
    CLOISTER_TRY(take("addressPerMinute", asked.addressPerMinute, 0, kMaxPerMinute, limits.addressPerMinute));
    CLOISTER_TRY(take("failuresPerMinute", asked.failuresPerMinute, 1, kMaxPerMinute, limits.failuresPerMinute));
    return settings;
}

void SettingsService::tell(const Settings &settings) const
{
    m_sessions.setIdleMs(settings.sessionIdleSeconds * 1000);
    m_limits.set(settings.limits);
}

Result<Settings> SettingsService::get() const
{
    return m_workspace.control().read<Settings>(read);
}

Future<Result<Settings>> SettingsService::change(const Caller &caller, const SettingsChange &asked) const
{
    const AuditEvent event = ControlFile::eventBy(caller, m_workspace.clock().nowMs(), QStringLiteral("setting.change"),
        QStringLiteral("setting"), {});
    return m_workspace.control().writer().submit<Settings>(
        [this, event, asked](storage::WriteContext &context) -> Result<Settings> {
            CLOISTER_ASSIGN(const Settings before, read(context.connection));
            CLOISTER_ASSIGN(const Settings after, changed(before, asked));
            const QMap<QString, QString> old = textsOf(before);
            const QMap<QString, QString> wanted = textsOf(after);
            for (auto setting = wanted.cbegin(); setting != wanted.cend(); ++setting) {
                if (old.value(setting.key()) == setting.value())
                    continue;
                CLOISTER_TRY(tables::SettingTable(context.connection).set(setting.key(), setting.value()));
                AuditEvent one = event;
                one.entity = setting.key();
                CLOISTER_TRY(m_workspace.control().record(context, one));
            }
            CLOISTER_TRY(renewRules(m_workspace, context));
            context.afterCommit([this, after] { tell(after); });
            return after;
        });
}

} // namespace cloister
