#include "engine/crypto/Keystore.h"

#include "engine/base/AtomicFile.h"
#include "engine/crypto/Aead.h"
#include "engine/crypto/KeyWrap.h"
#include "engine/crypto/KeystoreState.h"

#include <QFileInfo>

#include <algorithm>

namespace cloister::crypto {

static constexpr qsizetype kMaxSlots = 16;

static Unexpected noProject(const QString &id)
{
    return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1 in the keystore").arg(id));
}

Keystore::Keystore(std::unique_ptr<State> state) : m_state(std::move(state)) { }
Keystore::Keystore(Keystore &&) noexcept = default;
Keystore &Keystore::operator=(Keystore &&) noexcept = default;
Keystore::~Keystore() = default;

Result<Keystore::Created> Keystore::create(const QString &path, const UnlockSecret &secret, Argon2Cost cost)
{
    if (QFileInfo::exists(path) || QFileInfo(path).isSymLink())
        return fail(ErrorCode::Conflict, path + QLatin1String(" exists"));
    SecureBytes code = UnlockSecret::makeRecoveryCode();
    CLOISTER_ASSIGN(const UnlockSecret recovery, UnlockSecret::recoveryCode(code.view()));
    auto state = std::make_unique<State>(path, SecretKey::random());
    KeystoreFile file;
    CLOISTER_ASSIGN(const KeystoreFile::Slot first, State::makeSlot(state->root, secret, cost));
    CLOISTER_ASSIGN(const KeystoreFile::Slot second, State::makeSlot(state->root, recovery, cost));
    file.unlockSlots = {first, second};
    CLOISTER_TRY(state->commit(file));
    state->openedSlot = first.id;
    return Created {Keystore(std::move(state)), std::move(code)};
}

Result<Keystore> Keystore::open(const QString &path, const UnlockSecret &secret)
{
    CLOISTER_ASSIGN(const QByteArray content, files::readPrivate(path, KeystoreFile::kMaxBytes));
    CLOISTER_ASSIGN(KeystoreFile file, KeystoreFile::read(content));
    CLOISTER_ASSIGN(State::Opened opened, State::openSlot(file, secret));
    if (!KeystoreFile::isAuthentic(content, State::macKey(opened.root)))
        return fail(ErrorCode::Integrity, QStringLiteral("the keystore was changed by something else"));
    auto state = std::make_unique<State>(path, std::move(opened.root));
    state->file = std::move(file);
    state->openedSlot = opened.slot;
    return Keystore(std::move(state));
}

SecretKey Keystore::rootKey() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->root.clone();
}

Result<SecretKey> Keystore::namedKey(const QString &name)
{
    const QMutexLocker lock(&m_state->mutex);
    const QString entry = QLatin1String("key/") + name;
    const QByteArray place = State::placeOf("secret", entry);
    const SecretKey wrapping = State::wrappingKey(m_state->root);
    if (const auto found = m_state->file.secrets.constFind(entry); found != m_state->file.secrets.cend())
        return unwrapKey(wrapping, *found, place);
    SecretKey key = SecretKey::random();
    KeystoreFile next = m_state->file;
    next.secrets.insert(entry, wrapKey(wrapping, key, place));
    CLOISTER_TRY(m_state->commit(std::move(next)));
    return key;
}

bool Keystore::hasProject(const QString &id) const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->file.projects.contains(id);
}

QStringList Keystore::projects() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->file.projects.keys();
}

Result<SecretKey> Keystore::projectKey(const QString &id) const
{
    const QMutexLocker lock(&m_state->mutex);
    const auto found = m_state->file.projects.constFind(id);
    if (found == m_state->file.projects.cend())
        return noProject(id);
    return unwrapKey(State::wrappingKey(m_state->root), *found, State::placeOf("project", id));
}

Result<void> Keystore::addProject(const QString &id)
{
    const QMutexLocker lock(&m_state->mutex);
    if (m_state->file.projects.contains(id))
        return fail(ErrorCode::Conflict, QStringLiteral("project %1 has a key").arg(id));
    KeystoreFile next = m_state->file;
    next.projects.insert(
        id, wrapKey(State::wrappingKey(m_state->root), SecretKey::random(), State::placeOf("project", id)));
    return m_state->commit(std::move(next));
}

Result<void> Keystore::removeProject(const QString &id)
{
    const QMutexLocker lock(&m_state->mutex);
    KeystoreFile next = m_state->file;
    if (next.projects.remove(id) == 0)
        return noProject(id);
    next.pending.remove(id);
    next.checkpoints.remove(id);
    next.checkpoints.remove(QLatin1String("alarm/") + id);
    return m_state->commit(std::move(next));
}

Result<SecretKey> Keystore::stageProjectKey(const QString &id)
{
    const QMutexLocker lock(&m_state->mutex);
    if (!m_state->file.projects.contains(id))
        return noProject(id);
    const QByteArray place = State::placeOf("pending", id);
    const SecretKey wrapping = State::wrappingKey(m_state->root);
    if (const auto found = m_state->file.pending.constFind(id); found != m_state->file.pending.cend())
        return unwrapKey(wrapping, *found, place);
    SecretKey key = SecretKey::random();
    KeystoreFile next = m_state->file;
    next.pending.insert(id, wrapKey(wrapping, key, place));
    CLOISTER_TRY(m_state->commit(std::move(next)));
    return key;
}

bool Keystore::hasStagedProjectKey(const QString &id) const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->file.pending.contains(id);
}

Result<void> Keystore::commitProjectKey(const QString &id)
{
    const QMutexLocker lock(&m_state->mutex);
    const auto found = m_state->file.pending.constFind(id);
    if (found == m_state->file.pending.cend())
        return fail(ErrorCode::NotFound, QStringLiteral("no new key is staged for project %1").arg(id));
    const SecretKey wrapping = State::wrappingKey(m_state->root);
    CLOISTER_ASSIGN(const SecretKey key, unwrapKey(wrapping, *found, State::placeOf("pending", id)));
    KeystoreFile next = m_state->file;
    next.projects.insert(id, wrapKey(wrapping, key, State::placeOf("project", id)));
    next.pending.remove(id);
    return m_state->commit(std::move(next));
}

Result<SecureBytes> Keystore::secret(const QString &name) const
{
    const QMutexLocker lock(&m_state->mutex);
    const QString entry = QLatin1String("text/") + name;
    const auto found = m_state->file.secrets.constFind(entry);
    if (found == m_state->file.secrets.cend())
        return fail(ErrorCode::NotFound, QStringLiteral("no secret %1 in the keystore").arg(name));
    CLOISTER_ASSIGN(
        QByteArray plain, Aead::open(State::wrappingKey(m_state->root), *found, State::placeOf("secret", entry)));
    return SecureBytes::take(plain);
}

Result<void> Keystore::setSecret(const QString &name, QByteArrayView value)
{
    const QMutexLocker lock(&m_state->mutex);
    const QString entry = QLatin1String("text/") + name;
    KeystoreFile next = m_state->file;
    next.secrets.insert(entry, Aead::seal(State::wrappingKey(m_state->root), value, State::placeOf("secret", entry)));
    return m_state->commit(std::move(next));
}

QByteArray Keystore::checkpoint(const QString &chain) const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->file.checkpoints.value(chain);
}

Result<void> Keystore::setCheckpoint(const QString &chain, QByteArrayView bytes)
{
    const QMutexLocker lock(&m_state->mutex);
    KeystoreFile next = m_state->file;
    next.checkpoints.insert(chain, bytes.toByteArray());
    return m_state->commit(std::move(next));
}

QList<Keystore::SlotInfo> Keystore::slotInfos() const
{
    const QMutexLocker lock(&m_state->mutex);
    QList<SlotInfo> infos;
    for (const KeystoreFile::Slot &slot : std::as_const(m_state->file.unlockSlots))
        infos.append(SlotInfo {slot.id, slot.kind, slot.created});
    return infos;
}

QString Keystore::openedSlot() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->openedSlot;
}

Result<QString> Keystore::addSlot(const UnlockSecret &secret)
{
    const QMutexLocker lock(&m_state->mutex);
    if (m_state->file.unlockSlots.size() >= kMaxSlots)
        return fail(ErrorCode::Conflict, QStringLiteral("a workspace has at most %1 unlock slots").arg(kMaxSlots));
    CLOISTER_ASSIGN(const KeystoreFile::Slot slot, State::makeSlot(m_state->root, secret, m_state->cost()));
    KeystoreFile next = m_state->file;
    next.unlockSlots.append(slot);
    CLOISTER_TRY(m_state->commit(std::move(next)));
    return slot.id;
}

Result<void> Keystore::removeSlot(const QString &id)
{
    const QMutexLocker lock(&m_state->mutex);
    KeystoreFile next = m_state->file;
    if (next.unlockSlots.removeIf([&id](const KeystoreFile::Slot &slot) { return slot.id == id; }) == 0)
        return fail(ErrorCode::NotFound, QStringLiteral("no unlock slot %1").arg(id));
    if (next.unlockSlots.isEmpty())
        return fail(ErrorCode::Conflict, QStringLiteral("the last unlock slot stays"));
    return m_state->commit(std::move(next));
}

Result<QString> Keystore::replaceSlot(const QString &id, const UnlockSecret &secret)
{
    const QMutexLocker lock(&m_state->mutex);
    KeystoreFile next = m_state->file;
    const auto old = std::find_if(next.unlockSlots.begin(), next.unlockSlots.end(),
        [&id](const KeystoreFile::Slot &slot) { return slot.id == id; });
    if (old == next.unlockSlots.end())
        return fail(ErrorCode::NotFound, QStringLiteral("no unlock slot %1").arg(id));
    CLOISTER_ASSIGN(const KeystoreFile::Slot slot, State::makeSlot(m_state->root, secret, m_state->cost()));
    *old = slot;
    CLOISTER_TRY(m_state->commit(std::move(next)));
    if (m_state->openedSlot == id)
        m_state->openedSlot = slot.id;
    return slot.id;
}

Result<SecureBytes> Keystore::renewRecoveryCode()
{
    const QMutexLocker lock(&m_state->mutex);
    SecureBytes code = UnlockSecret::makeRecoveryCode();
    CLOISTER_ASSIGN(const UnlockSecret secret, UnlockSecret::recoveryCode(code.view()));
    CLOISTER_ASSIGN(const KeystoreFile::Slot slot, State::makeSlot(m_state->root, secret, m_state->cost()));
    KeystoreFile next = m_state->file;
    next.unlockSlots.removeIf(
        [](const KeystoreFile::Slot &old) { return old.kind == UnlockSecret::Kind::RecoveryCode; });
    next.unlockSlots.append(slot);
    CLOISTER_TRY(m_state->commit(std::move(next)));
    return code;
}

Result<SecureBytes> Keystore::rotateRoot(const UnlockSecret &secret)
{
    const QMutexLocker lock(&m_state->mutex);
    SecretKey fresh = SecretKey::random();
    SecureBytes code = UnlockSecret::makeRecoveryCode();
    CLOISTER_ASSIGN(const UnlockSecret recovery, UnlockSecret::recoveryCode(code.view()));
    CLOISTER_ASSIGN(KeystoreFile next, State::rewrap(m_state->file, m_state->root, fresh));
    CLOISTER_ASSIGN(const KeystoreFile::Slot first, State::makeSlot(fresh, secret, m_state->cost()));
    CLOISTER_ASSIGN(const KeystoreFile::Slot second, State::makeSlot(fresh, recovery, m_state->cost()));
    next.unlockSlots = {first, second};
    std::swap(m_state->root, fresh);
    if (Result<void> committed = m_state->commit(std::move(next)); !committed) {
        std::swap(m_state->root, fresh);
        return committed.unexpected();
    }
    m_state->openedSlot = first.id;
    return code;
}

} // namespace cloister::crypto
