#include "tests/support/Test.h"
#include "tests/ui/ConsoleSteps.h"
#include "ui/transcript/ImageDecoder.h"

#include <QFileInfo>
#include <QImageReader>
#include <QProcess>
#include <QSettings>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace cloister;

// What a desktop needs to offer the console.
class tst_Desktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void install_console_putsProgramEntryAndIcon();
    void images_everyFormatOfTheProtocol_canBeRead();
};

void tst_Desktop::install_console_putsProgramEntryAndIcon()
{
    QTemporaryDir prefix;
    QProcess install;
    install.start(QStringLiteral(CLOISTER_CMAKE), {QStringLiteral("--install"), QStringLiteral(CLOISTER_BUILD_DIR),
        QStringLiteral("--component"), QStringLiteral("console"), QStringLiteral("--prefix"), prefix.path()});
    QVERIFY(install.waitForFinished(test::ConsoleFixture::kPatienceMs));
    QVERIFY2(install.exitCode() == 0, install.readAllStandardError().constData());
    QVERIFY(QFileInfo(prefix.filePath(QStringLiteral("bin/cloister"))).isExecutable());
    const QString icon = prefix.filePath(QStringLiteral("share/icons/hicolor/scalable/apps/cloister.svg"));
    QVERIFY(QSvgRenderer(icon).isValid());
    const QString entry = prefix.filePath(QStringLiteral("share/applications/cloister.desktop"));
    QVERIFY(QFileInfo::exists(entry));
    const QByteArrayList lines = test::readAll(entry).split('\n');
    QCOMPARE(lines.first(), QByteArray("[Desktop Entry]"));
    for (const char *line : {"Type=Application", "Name=Cloister", "Exec=cloister", "Icon=cloister", "Terminal=false"})
        QVERIFY2(lines.contains(line), line);
    for (const QByteArray &line : lines) {
        const QByteArray key = line.left(line.indexOf('='));
        const bool isList = key.startsWith("Categories") || key.startsWith("Keywords");
        QVERIFY2(!isList || line.endsWith(';'), line.constData());
    }
}

void tst_Desktop::images_everyFormatOfTheProtocol_canBeRead()
{
    for (const char *format : {"png", "jpeg", "gif", "webp"})
        QVERIFY2(QImageReader::supportedImageFormats().contains(format), format);
}

CLOISTER_TEST(tst_Desktop)
#include "tst_Desktop.moc"
