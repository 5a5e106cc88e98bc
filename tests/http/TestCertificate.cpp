#include "tests/http/TestCertificate.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace cloister::test {

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

http::TlsSettings makeTestCertificate(const QByteArray &commonName)
{
    const QTemporaryDir directory;
    const QString key = directory.filePath(QStringLiteral("key.pem"));
    const QString certificate = directory.filePath(QStringLiteral("cert.pem"));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                   QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                   QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                   QLatin1String("/CN=") + QString::fromLatin1(commonName), QStringLiteral("-keyout"), key,
                   QStringLiteral("-out"), certificate});
    if (!openssl.waitForFinished(60'000) || openssl.exitCode() != 0)
        return {};
    return {contentOf(certificate), contentOf(key), http::TlsMinimum::Tls13};
}

} // namespace cloister::test
