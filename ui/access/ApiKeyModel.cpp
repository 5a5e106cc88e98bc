#include "ui/access/ApiKeyModel.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QDateTime>

namespace cloister::ui {

QString scopesText(Scopes scopes)
{
    if (scopes == kAllScopes)
        return QCoreApplication::translate("ApiKeyModel", "everything");
    const QList<std::pair<Scope, QString>> names{{Scope::Read, QCoreApplication::translate("ApiKeyModel", "read")},
        {Scope::Write, QCoreApplication::translate("ApiKeyModel", "write")},
        {Scope::Delete, QCoreApplication::translate("ApiKeyModel", "delete")},
        {Scope::Search, QCoreApplication::translate("ApiKeyModel", "search")},
        {Scope::Audit, QCoreApplication::translate("ApiKeyModel", "audit")},
        {Scope::Export, QCoreApplication::translate("ApiKeyModel", "export")}};
    QStringList some;
    for (const auto &[scope, name] : names) {
        if (scopes.testFlag(scope))
            some.append(name);
    }
    return some.join(QLatin1String(", "));
}

void ApiKeyModel::setKeys(const QList<ApiKey> &keys)
{
    beginResetModel();
    m_keys = keys;
    endResetModel();
}

ApiKeyModel::KeyState ApiKeyModel::stateOf(const ApiKey &key)
{
    if (key.revoked)
        return KeyState::Revoked;
    const bool isOver = key.expires && *key.expires <= QDateTime::currentMSecsSinceEpoch();
    return isOver ? KeyState::Expired : KeyState::Active;
}

int ApiKeyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

int ApiKeyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ApiKeyModel::shown(const ApiKey &key, int column)
{
    switch (column) {
    case Label: return key.label.isEmpty() ? tr("(no label)") : visibleLine(key.label);
    case Id: return QLatin1String("cl_") + key.id + QChar(0x2026);
    case State:
        switch (stateOf(key)) {
        case KeyState::Active: return tr("Active");
        case KeyState::Expired: return tr("Expired");
        case KeyState::Revoked: return tr("Revoked");
        }
        return {};
    case ScopeNames: return scopesText(key.scopes);
    case Namespaces: {
        if (!key.namespaces)
            return tr("all");
        QStringList names;
        for (const QString &name : *key.namespaces)
            names.append(namespaceText(name));
        return names.join(QLatin1String(", "));
    }
    case LastUsed: return key.lastUsed ? localTime(*key.lastUsed) : tr("never");
    case Expires: return key.expires ? localTime(*key.expires) : tr("never");
    }
    return {};
}

QString ApiKeyModel::toolTip(const ApiKey &key, int column)
{
    if (column == LastUsed && key.lastUsed)
        return exactTime(*key.lastUsed);
    if (column == Expires && key.expires)
        return exactTime(*key.expires);
    if (column == Label)
        return tr("%1\nCreated %2").arg(visibleText(key.label), exactTime(key.created));
    if (column == State && key.revoked)
        return tr("Revoked %1").arg(exactTime(*key.revoked));
    return shown(key, column);
}

QVariant ApiKeyModel::sortValue(const ApiKey &key, int column)
{
    switch (column) {
    case LastUsed: return key.lastUsed.value_or(0);
    case Expires: return key.expires.value_or(std::numeric_limits<qint64>::max());
    default: return shown(key, column).toCaseFolded();
    }
}

QVariant ApiKeyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_keys.size())
        return {};
    const ApiKey &key = m_keys.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(key, index.column());
    case Qt::ToolTipRole: return plainToolTip(toolTip(key, index.column()));
    case kSortRole: return sortValue(key, index.column());
    case Qt::ForegroundRole:
        return stateOf(key) == KeyState::Active ? QVariant() : QVariant(Theme::colors().muted);
    default: return {};
    }
}

QVariant ApiKeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Label: return tr("Label");
    case Id: return tr("Key");
    case State: return tr("State");
    case ScopeNames: return tr("May");
    case Namespaces: return tr("Namespaces");
    case LastUsed: return tr("Last used");
    case Expires: return tr("Expires");
    default: return {};
    }
}

} // namespace cloister::ui
