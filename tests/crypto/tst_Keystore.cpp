#include "engine/base/AtomicFile.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/Keystore.h"
#include "engine/crypto/KeystoreFile.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>

#include <memory>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cloister;
using crypto::Argon2Cost;
using crypto::Keystore;
using crypto::KeystoreFile;
using crypto::SecretKey;
using crypto::SecureBytes;
using crypto::UnlockSecret;

static constexpr Argon2Cost kCheapSlots {64 * 1024, 1};

class tst_Keystore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void init();
    void open_afterCreate_holdsEverything();
    void create_existingFile_isRefused();
    void open_wrongSecret_isUnauthenticated();
    void open_recoveryCode_works();
    void open_anyByteFlipped_isRefused();
    void open_cutShort_isRefused();
    void open_changedWithDigestRepaired_isIntegrity();
    void open_slotCostRaised_isRefusedBeforeItIsPaid();
    void open_newerVersion_isRefusedUntouched();
    void open_widerMode_isRefused();
    void open_missing_isNotFound();
    void file_holdsNoSecretInTheClear();
    void projects_addAndRemove_persist();
    void stagedProjectKey_survivesUntilCommitted();
    void namedKey_isMadeOnceAndKept();
    void slots_addReplaceRemove_decideWhoOpens();
    void slots_areBounded();
    void renewRecoveryCode_endsTheOldOne();
    void rotateRoot_keepsEverythingAndEndsOtherSlots();
    void save_fails_leavesObjectAndFileAsTheyWere();
    void save_temporaryLeftByACrash_doesNotMatter();
    void save_killedAtAnyMoment_opensAfterwards();
    void changes_fromManyThreads_areAllKept();

private:
    static UnlockSecret phrase(const char *text);
    Keystore make();
    Result<Keystore> reopen(const char *passphrase = "opensesame") const;
    QByteArray content() const;
    void put(const QByteArray &bytes) const;
    /// The file with one text replaced and its plain digest made right again.
    QByteArray edited(const QByteArray &from, const QByteArray &to) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    SecureBytes m_code;
};

void tst_Keystore::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_path = m_directory->filePath(QStringLiteral("keystore"));
}

UnlockSecret tst_Keystore::phrase(const char *text)
{
    return std::move(UnlockSecret::passphrase(text)).value();
}

Keystore tst_Keystore::make()
{
    Keystore::Created created = std::move(Keystore::create(m_path, phrase("opensesame"), kCheapSlots)).value();
    m_code = std::move(created.recoveryCode);
    return std::move(created.keystore);
}

Result<Keystore> tst_Keystore::reopen(const char *passphrase) const
{
    return Keystore::open(m_path, phrase(passphrase));
}

QByteArray tst_Keystore::content() const
{
    return files::readPrivate(m_path, KeystoreFile::kMaxBytes).value_or(QByteArray());
}

void tst_Keystore::put(const QByteArray &bytes) const
{
    QVERIFY(files::writeAtomically(m_path, bytes).has_value());
}

QByteArray tst_Keystore::edited(const QByteArray &from, const QByteArray &to) const
{
    QByteArray bytes = content();
    const qsizetype at = bytes.indexOf(from);
    if (at < 0)
        return {};
    bytes.replace(at, from.size(), to);
    bytes.chop(65);
    return bytes + crypto::sha256(bytes).toHex() + '\n';
}

void tst_Keystore::open_afterCreate_holdsEverything()
{
    Keystore first = make();
    QVERIFY(first.addProject(QStringLiteral("p1")).has_value());
    QVERIFY(first.setSecret(QStringLiteral("ca-key"), "-----BEGIN").has_value());
    QVERIFY(first.setCheckpoint(QStringLiteral("p1"), QByteArrayView("\0\1\xff", 3)).has_value());
    const Result<Keystore> second = reopen();
    QVERIFY(second.has_value());
    QVERIFY(second->rootKey() == first.rootKey());
    QVERIFY(*second->projectKey(QStringLiteral("p1")) == *first.projectKey(QStringLiteral("p1")));
    QCOMPARE(second->secret(QStringLiteral("ca-key"))->view(), QByteArrayView("-----BEGIN"));
    QCOMPARE(second->checkpoint(QStringLiteral("p1")), QByteArray("\0\1\xff", 3));
    QCOMPARE(second->checkpoint(QStringLiteral("p2")), QByteArray());
    QCOMPARE(second->secret(QStringLiteral("none")).error().code, ErrorCode::NotFound);
    QCOMPARE(second->openedSlot(), first.openedSlot());
    QVERIFY(files::checkPrivate(m_path).has_value());
}

void tst_Keystore::create_existingFile_isRefused()
{
    make();
    const QByteArray before = content();
    QCOMPARE(Keystore::create(m_path, phrase("other"), kCheapSlots).error().code, ErrorCode::Conflict);
    QCOMPARE(content(), before);
}

void tst_Keystore::open_wrongSecret_isUnauthenticated()
{
    make();
    const Result<Keystore> wrong = reopen("opensesamf");
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::Unauthenticated);
    QVERIFY(wrong.error().detail.contains(QLatin1String("passphrase")));
    QVERIFY(!wrong.error().detail.contains(QLatin1String("opensesam")));
    const auto code = UnlockSecret::recoveryCode(UnlockSecret::makeRecoveryCode().view());
    QCOMPARE(Keystore::open(m_path, *code).error().code, ErrorCode::Unauthenticated);
    const QString keyPath = m_directory->filePath(QStringLiteral("k"));
    QVERIFY(UnlockSecret::createKeyFile(keyPath).has_value());
    const auto keyFile = UnlockSecret::fromFile(keyPath);
    QCOMPARE(Keystore::open(m_path, *keyFile).error().code, ErrorCode::Unauthenticated);
}

void tst_Keystore::open_recoveryCode_works()
{
    const SecretKey root = make().rootKey();
    const auto code = UnlockSecret::recoveryCode(m_code.view());
    const Result<Keystore> opened = Keystore::open(m_path, *code);
    QVERIFY(opened.has_value());
    QVERIFY(opened->rootKey() == root);
}

void tst_Keystore::open_anyByteFlipped_isRefused()
{
    QVERIFY(make().addProject(QStringLiteral("p1")).has_value());
    const QByteArray right = content();
    for (qsizetype at = 0; at < right.size(); ++at) {
        for (const int bit : {0x01, 0x20}) {
            QByteArray bad = right;
            bad[at] = static_cast<char>(bad.at(at) ^ bit);
            const Result<KeystoreFile> file = KeystoreFile::read(bad);
            QVERIFY2(!file, qPrintable(QString::number(at)));
            QVERIFY(file.error().code == ErrorCode::Integrity || (at < 20 && file.error().code == ErrorCode::Conflict));
        }
    }
    QByteArray bad = right;
    bad[right.size() / 2] = static_cast<char>(bad.at(right.size() / 2) ^ 1);
    put(bad);
    QCOMPARE(reopen().error().code, ErrorCode::Integrity);
    put(right);
    QVERIFY(reopen().has_value());
}

void tst_Keystore::open_cutShort_isRefused()
{
    make();
    const QByteArray right = content();
    for (qsizetype size = 0; size < right.size(); ++size)
        QVERIFY(!KeystoreFile::read(right.left(size)));
    QVERIFY(!KeystoreFile::read(right + '\n'));
    put(right.left(right.size() / 2));
    QCOMPARE(reopen().error().code, ErrorCode::Integrity);
}

void tst_Keystore::open_changedWithDigestRepaired_isIntegrity()
{
    Keystore store = make();
    QVERIFY(store.addProject(QStringLiteral("p1")).has_value());
    QVERIFY(store.setCheckpoint(QStringLiteral("p1"), "aaaa").has_value());
    const QByteArray changed = edited("\"" + QByteArray("aaaa").toBase64(), "\"" + QByteArray("bbbb").toBase64());
    QVERIFY(KeystoreFile::read(changed).has_value()); // whole as far as can be told without the key
    put(changed);
    QCOMPARE(reopen().error().code, ErrorCode::Integrity);
}

void tst_Keystore::open_slotCostRaised_isRefusedBeforeItIsPaid()
{
    make();
    const QByteArray changed = edited("\"memoryBytes\":65536", "\"memoryBytes\":1099511627776");
    QVERIFY(!changed.isEmpty());
    put(changed);
    QCOMPARE(reopen().error().code, ErrorCode::Integrity);
}

void tst_Keystore::open_newerVersion_isRefusedUntouched()
{
    make();
    const QByteArray newer = edited("cloister-keystore-1\n", "cloister-keystore-2\n");
    put(newer);
    QCOMPARE(reopen().error().code, ErrorCode::Conflict);
    QCOMPARE(content(), newer);
}

void tst_Keystore::open_widerMode_isRefused()
{
    make();
    QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0640), 0);
    QCOMPARE(reopen().error().code, ErrorCode::Forbidden);
    QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0600), 0);
    QVERIFY(reopen().has_value());
}

void tst_Keystore::open_missing_isNotFound()
{
    QCOMPARE(reopen().error().code, ErrorCode::NotFound);
}

void tst_Keystore::file_holdsNoSecretInTheClear()
{
    Keystore store = make();
    QVERIFY(store.addProject(QStringLiteral("p1")).has_value());
    QVERIFY(store.setSecret(QStringLiteral("ca-key"), "canary-secret").has_value());
    const QByteArray bytes = content();
    const QList<QByteArray> secrets {"opensesame", m_code.view().toByteArray(), "canary-secret",
        store.rootKey().view().toByteArray(), store.projectKey(QStringLiteral("p1"))->view().toByteArray()};
    for (const QByteArray &secret : secrets) {
        QVERIFY(!bytes.contains(secret));
        QVERIFY(!bytes.contains(secret.toBase64()));
        QVERIFY(!bytes.contains(secret.toHex()));
    }
}

void tst_Keystore::projects_addAndRemove_persist()
{
    Keystore store = make();
    const QString p1 = QStringLiteral("p1");
    const QString p2 = QStringLiteral("p2");
    QVERIFY(store.addProject(p1).has_value());
    QVERIFY(store.addProject(p2).has_value());
    QVERIFY(!(*store.projectKey(p1) == *store.projectKey(p2)));
    QCOMPARE(store.addProject(p1).error().code, ErrorCode::Conflict);
    QVERIFY(store.removeProject(p1).has_value());
    QVERIFY(!store.hasProject(p1));
    QCOMPARE(store.projectKey(p1).error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(store.removeProject(p1).error().code, ErrorCode::ProjectNotFound);
    const Result<Keystore> again = reopen();
    QVERIFY(again.has_value());
    QCOMPARE(again->projects(), QStringList {p2});
}

void tst_Keystore::stagedProjectKey_survivesUntilCommitted()
{
    Keystore store = make();
    const QString id = QStringLiteral("p1");
    QCOMPARE(store.stageProjectKey(id).error().code, ErrorCode::ProjectNotFound);
    QVERIFY(store.addProject(id).has_value());
    QCOMPARE(store.commitProjectKey(id).error().code, ErrorCode::NotFound);
    const auto old = store.projectKey(id);
    const auto fresh = store.stageProjectKey(id);
    QVERIFY(old.has_value() && fresh.has_value() && !(*old == *fresh));
    Result<Keystore> again = reopen(); // as after a crash
    QVERIFY(again->hasStagedProjectKey(id));
    QVERIFY(*again->projectKey(id) == *old);
    QVERIFY(*again->stageProjectKey(id) == *fresh);
    QVERIFY(again->commitProjectKey(id).has_value());
    const Result<Keystore> last = reopen();
    QVERIFY(!last->hasStagedProjectKey(id));
    QVERIFY(*last->projectKey(id) == *fresh);
}

void tst_Keystore::namedKey_isMadeOnceAndKept()
{
    Keystore store = make();
    const auto pepper = store.namedKey(QStringLiteral("pepper"));
    QVERIFY(pepper.has_value());
    QVERIFY(*pepper == *store.namedKey(QStringLiteral("pepper")));
    QVERIFY(!(*pepper == *store.namedKey(QStringLiteral("control"))));
    QVERIFY(!store.secret(QStringLiteral("pepper"))); // keys and texts do not share names
    QVERIFY(*pepper == *reopen()->namedKey(QStringLiteral("pepper")));
}

void tst_Keystore::slots_addReplaceRemove_decideWhoOpens()
{
    Keystore store = make();
    QCOMPARE(store.slotInfos().size(), 2);
    const Result<QString> added = store.addSlot(phrase("second"));
    QVERIFY(added.has_value());
    QVERIFY(reopen("second").has_value());
    QCOMPARE(reopen("second")->openedSlot(), *added);
    const Result<QString> replaced = store.replaceSlot(*added, phrase("third"));
    QVERIFY(replaced.has_value());
    QVERIFY(!reopen("second"));
    QVERIFY(reopen("third").has_value());
    QVERIFY(store.removeSlot(*replaced).has_value());
    QVERIFY(!reopen("third"));
    QVERIFY(reopen().has_value());
    QCOMPARE(store.removeSlot(*replaced).error().code, ErrorCode::NotFound);
    QCOMPARE(store.replaceSlot(*replaced, phrase("x")).error().code, ErrorCode::NotFound);
    const QString keyPath = m_directory->filePath(QStringLiteral("key"));
    QVERIFY(UnlockSecret::createKeyFile(keyPath).has_value());
    const auto keyFile = UnlockSecret::fromFile(keyPath);
    QVERIFY(store.addSlot(*keyFile).has_value());
    QVERIFY(Keystore::open(m_path, *keyFile).has_value());
}

void tst_Keystore::slots_areBounded()
{
    Keystore store = make();
    for (qsizetype count = store.slotInfos().size(); count < 16; ++count)
        QVERIFY(store.addSlot(phrase("more")).has_value());
    QCOMPARE(store.addSlot(phrase("more")).error().code, ErrorCode::Conflict);
    const QList<Keystore::SlotInfo> all = store.slotInfos();
    for (qsizetype i = 1; i < all.size(); ++i)
        QVERIFY(store.removeSlot(all.at(i).id).has_value());
    QCOMPARE(store.removeSlot(all.first().id).error().code, ErrorCode::Conflict);
    QCOMPARE(store.slotInfos().size(), 1);
    QVERIFY(reopen().has_value());
}

void tst_Keystore::renewRecoveryCode_endsTheOldOne()
{
    Keystore store = make();
    const Result<SecureBytes> fresh = store.renewRecoveryCode();
    QVERIFY(fresh.has_value());
    QVERIFY(!Keystore::open(m_path, *UnlockSecret::recoveryCode(m_code.view())));
    QVERIFY(Keystore::open(m_path, *UnlockSecret::recoveryCode(fresh->view())).has_value());
    QCOMPARE(store.slotInfos().size(), 2);
}

void tst_Keystore::rotateRoot_keepsEverythingAndEndsOtherSlots()
{
    Keystore store = make();
    const QString id = QStringLiteral("p1");
    QVERIFY(store.addProject(id).has_value());
    QVERIFY(store.setSecret(QStringLiteral("s"), "text").has_value());
    QVERIFY(store.addSlot(phrase("second")).has_value());
    const auto pepper = store.namedKey(QStringLiteral("pepper"));
    const auto staged = store.stageProjectKey(id);
    const auto project = store.projectKey(id);
    const SecretKey root = store.rootKey();
    const Result<SecureBytes> code = store.rotateRoot(phrase("fresh"));
    QVERIFY(code.has_value());
    QVERIFY(!(store.rootKey() == root));
    QVERIFY(!reopen("second") && !reopen());
    QVERIFY(Keystore::open(m_path, *UnlockSecret::recoveryCode(code->view())).has_value());
    Result<Keystore> again = reopen("fresh");
    QVERIFY(again.has_value());
    QVERIFY(again->rootKey() == store.rootKey());
    QVERIFY(*again->projectKey(id) == *project);
    QVERIFY(*again->stageProjectKey(id) == *staged);
    QVERIFY(*again->namedKey(QStringLiteral("pepper")) == *pepper);
    QCOMPARE(again->secret(QStringLiteral("s"))->view(), QByteArrayView("text"));
}

void tst_Keystore::save_fails_leavesObjectAndFileAsTheyWere()
{
    Keystore store = make();
    const QByteArray before = content();
    const SecretKey root = store.rootKey();
    QVERIFY(QDir().mkpath(m_path + QLatin1String(".new/inside"))); // nothing can be written beside the file
    QCOMPARE(store.addProject(QStringLiteral("p1")).error().code, ErrorCode::StorageUnavailable);
    QVERIFY(!store.hasProject(QStringLiteral("p1")));
    QVERIFY(!store.namedKey(QStringLiteral("k")));
    QVERIFY(!store.rotateRoot(phrase("fresh")));
    QVERIFY(store.rootKey() == root);
    QCOMPARE(content(), before);
    QVERIFY(QDir(m_path + QLatin1String(".new")).removeRecursively());
    QVERIFY(store.addProject(QStringLiteral("p1")).has_value());
    QVERIFY(reopen()->hasProject(QStringLiteral("p1")));
}

void tst_Keystore::save_temporaryLeftByACrash_doesNotMatter()
{
    Keystore store = make();
    QFile half(m_path + QLatin1String(".new"));
    QVERIFY(half.open(QIODevice::WriteOnly));
    QVERIFY(half.write(content().left(100)) == 100);
    half.close();
    QVERIFY(reopen().has_value());
    QVERIFY(store.addProject(QStringLiteral("p1")).has_value());
    QVERIFY(reopen()->hasProject(QStringLiteral("p1")));
    QVERIFY(!QFileInfo::exists(half.fileName()));
}

void tst_Keystore::save_killedAtAnyMoment_opensAfterwards()
{
    QVERIFY(make().addProject(QStringLiteral("p1")).has_value());
    for (int round = 0; round < 15; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            Result<Keystore> store = reopen();
            for (int i = 0; store && i < 100'000; ++i) {
                if (!store->setSecret(QStringLiteral("s"), QByteArray(20'000, 's')))
                    break;
            }
            ::_exit(1);
        }
        QVERIFY(child > 0);
        QThread::usleep(static_cast<unsigned long>(5'000 + round * 1'700));
        QCOMPARE(::kill(child, SIGKILL), 0);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        const Result<Keystore> store = reopen();
        QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().detail));
        QVERIFY(store->hasProject(QStringLiteral("p1")));
    }
}

void tst_Keystore::changes_fromManyThreads_areAllKept()
{
    Keystore store = make();
    std::vector<std::thread> threads; // their join is seen by the thread sanitizer, QThread's is not
    for (int n = 0; n < 4; ++n) {
        threads.emplace_back([n, &store]() {
            for (int i = 0; i < 10; ++i) {
                const QString chain = QStringLiteral("%1-%2").arg(n).arg(i);
                if (store.setCheckpoint(chain, chain.toUtf8()))
                    (void)store.checkpoint(chain);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const Result<Keystore> again = reopen();
    QVERIFY(again.has_value());
    for (int n = 0; n < 4; ++n) {
        for (int i = 0; i < 10; ++i) {
            const QString chain = QStringLiteral("%1-%2").arg(n).arg(i);
            QCOMPARE(again->checkpoint(chain), chain.toUtf8());
        }
    }
}

CLOISTER_TEST(tst_Keystore)
#include "tst_Keystore.moc"
