// DEL-1: after a delete no file holds the text any more. Read byte by byte, with encryption left out.
#include "tests/record/Openings.h"
#include "tests/support/ApiFixture.h"

#include <QDirIterator>
#include <QFile>

using namespace cloister;
using namespace cloister::test;

class tst_RawBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Openings::leaveEverythingPlain(); }
    void init();
    void cleanup() { m_api.reset(); }
    void deletedNamespace_leavesNoByteOfContent();
    void deletedRecords_leaveNoByteOfContent();
    void deletedProject_leavesNoByte();

private:
    QStringList holding(const QByteArray &text) const;
    bool write(const QByteArray &nameSpace, const QByteArray &word);

    std::unique_ptr<ApiFixture> m_api;
};

void tst_RawBytes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
    QVERIFY(write("doomed-ns", "zebracanary"));
    QVERIFY(write("kept-ns", "keptcanary"));
    // The control: this is how a text is found that is there.
    QVERIFY(!holding("zebracanary").isEmpty());
    QVERIFY(!holding("doomed-ns").isEmpty());
}

bool tst_RawBytes::write(const QByteArray &nameSpace, const QByteArray &word)
{
    const QByteArray head = "{\"namespace\":\"" + nameSpace + "\",\"id\":\"" + nameSpace + "-";
    const QByteArray large = (word + ' ').repeated(30'000);
    bool isDone = m_api->post("/dialogue", head + "dlg\",\"label\":\"" + word + "\",\"tags\":[\"" + word + "\"],\"metadata\":{\"m\":\"" + word
            + "\"},\"state\":{\"s\":\"" + large + "\"}}").status == 200;
    isDone = isDone && m_api->ask("POST", "/message", head + "msg\",\"dialogueId\":\"" + nameSpace + "-dlg\",\"role\":\"u\",\"name\":\"" + word
            + "\",\"content\":\"" + large + "\"}", m_api->key, {{"idempotency-key", nameSpace}}).status == 200;
    isDone = isDone && m_api->post("/memory", head + "mem\",\"label\":\"" + word + "\",\"value\":\"" + word + "\"}").status == 200;
    // Pages that were split and given back.
    for (int i = 0; i < 60 && isDone; ++i)
        isDone = m_api->post("/memory", head + QByteArray::number(i) + "\",\"value\":\"" + word.repeated(50) + "\"}").status == 200;
    return isDone && m_api->remove("/memory/" + nameSpace + "-7?namespace=" + nameSpace).status == 200;
}

QStringList tst_RawBytes::holding(const QByteArray &text) const
{
    QStringList found;
    QDirIterator files(m_api->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            found.append(files.fileName());
    }
    return found;
}

// Ids and names may stay where rows left a page when it was split, in pages that only the project's key opens.
void tst_RawBytes::deletedNamespace_leavesNoByteOfContent()
{
    VERIFY_STATUS(m_api->admitData("DELETE", "/namespace/doomed-ns?confirm=doomed-ns"), 200);
    QCOMPARE(holding("zebracanary"), QStringList());
    QVERIFY(!holding("keptcanary").isEmpty());
    VERIFY_STATUS(m_api->get("/dialogue/kept-ns-dlg?namespace=kept-ns"), 200);
}

// The log is emptied once a second goes by without a write.
void tst_RawBytes::deletedRecords_leaveNoByteOfContent()
{
    const QByteArray in = "?namespace=doomed-ns";
    VERIFY_STATUS(m_api->remove("/dialogue/doomed-ns-dlg" + in), 200);
    VERIFY_STATUS(m_api->remove("/memory/doomed-ns-mem" + in), 200);
    for (int i = 0; i < 60; ++i) {
        if (i != 7)
            VERIFY_STATUS(m_api->remove("/memory/doomed-ns-" + QByteArray::number(i) + in), 200);
    }
    QTRY_COMPARE_WITH_TIMEOUT(holding("zebracanary"), QStringList(), 20'000);
    QVERIFY(!holding("keptcanary").isEmpty());
}

void tst_RawBytes::deletedProject_leavesNoByte()
{
    const QString id = m_api->projectId;
    const QByteArray named = m_api->admit("POST", "/projects", "{\"name\":\"zebraproject\"}").text("id").toLatin1();
    VERIFY_STATUS(m_api->admit("POST", "/projects/" + named + "/keys", "{\"label\":\"zebralabel\"}"), 200);
    QVERIFY(!holding("zebraproject").isEmpty());
    QVERIFY(!holding("zebralabel").isEmpty());
    VERIFY_STATUS(m_api->admit("DELETE", "/projects/" + named + "?confirm=zebraproject"), 200);
    QCOMPARE(holding("zebraproject"), QStringList());
    QCOMPARE(holding("zebralabel"), QStringList());
    VERIFY_STATUS(m_api->admit("DELETE", "/projects/" + id.toLatin1() + "?confirm=first"), 200);
    QCOMPARE(holding("canary"), QStringList());
    QVERIFY(!QFile::exists(m_api->path() + QLatin1String("/projects/") + id));
}

CLOISTER_TEST(tst_RawBytes)
#include "tst_RawBytes.moc"
