#include "engine/service/EntityDigest.h"

namespace cloister {

static void add(crypto::Aad &fields, const QString &text)
{
    fields.add(text.toUtf8());
}

static void add(crypto::Aad &fields, const std::optional<qint64> &number)
{
    fields.add(number ? 1 : 0).add(number.value_or(0));
}

static void add(crypto::Aad &fields, const std::optional<QStringList> &texts)
{
    fields.add(texts ? texts->size() : -1);
    for (const QString &text : texts.value_or(QStringList()))
        add(fields, text);
}

QByteArray describe(const tables::AccountRow &row)
{
    crypto::Aad fields;
    fields.add("account");
    add(fields, row.account.name);
    fields.add(static_cast<qint64>(row.account.role));
    add(fields, row.account.disabled);
    fields.add(row.passphrase);
    return fields.bytes();
}

// Without its last use, which no act of anybody changes.
QByteArray describe(const ApiKey &key)
{
    crypto::Aad fields;
    fields.add("key");
    for (const QString &text : {key.id, key.projectId, key.label})
        add(fields, text);
    fields.add(key.scopes.toInt());
    add(fields, key.namespaces);
    add(fields, key.addresses);
    add(fields, key.expires);
    add(fields, key.revoked);
    return fields.bytes();
}

QByteArray describe(const AllowedNetwork &entry)
{
    crypto::Aad fields;
    fields.add("network");
    add(fields, entry.network);
    add(fields, entry.note);
    return fields.bytes();
}

QByteArray describe(const Project &project)
{
    crypto::Aad fields;
    fields.add("project");
    add(fields, project.id);
    add(fields, project.name);
    fields.add(project.isImmutable ? 1 : 0).add(project.isDeletionProtected ? 1 : 0);
    return fields.bytes();
}

} // namespace cloister
