#include "engine/crypto/Certificates.h"

#include "engine/crypto/Bytes.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/OpenSsl.h"

#include <QSysInfo>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>

#include <algorithm>
#include <ctime>

namespace cloister::crypto {

namespace {

using namespace openssl;

constexpr long kDaySeconds = 24 * 60 * 60;
constexpr long kAuthorityDays = 3653;
constexpr long kClockSlackSeconds = 60 * 60;
constexpr qsizetype kMaxCommonNameBytes = 64;

/// `names` must have passed isName().
Names alternativeNames(const QStringList &names)
{
    Names all(GENERAL_NAMES_new());
    for (const QString &name : names) {
        GENERAL_NAME *entry = GENERAL_NAME_new();
        if (ASN1_OCTET_STRING *address = a2i_IPADDRESS(name.toLatin1().constData())) {
            GENERAL_NAME_set0_value(entry, GEN_IPADD, address);
        } else {
            const QByteArray host = name.toLatin1();
            ASN1_IA5STRING *text = ASN1_IA5STRING_new();
            ASN1_STRING_set(text, host.constData(), int(host.size()));
            GENERAL_NAME_set0_value(entry, GEN_DNS, text);
        }
        sk_GENERAL_NAME_push(all.get(), entry);
    }
    ERR_clear_error();
    return all;
}

bool isAddress(const QString &name)
{
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(name.toLatin1().constData());
    const bool is = address != nullptr;
    ASN1_OCTET_STRING_free(address);
    ERR_clear_error();
    return is;
}

bool isLabel(QStringView label)
{
    return !label.isEmpty() && label.size() <= 63 && !label.startsWith(QLatin1Char('-'))
        && !label.endsWith(QLatin1Char('-')) && std::all_of(label.begin(), label.end(), [](QChar c) {
               return c == QLatin1Char('-') || (c.unicode() < 128 && c.isLetterOrNumber());
           });
}

bool isName(const QString &name)
{
    if (name.isEmpty() || name.size() > 253
        || std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() == 0 || c.unicode() > 127; }))
        return false;
    if (isAddress(name))
        return true;
    QStringView host(name);
    if (host.startsWith(QLatin1String("*.")))
        host = host.sliced(2);
    const QList<QStringView> labels = host.split(QLatin1Char('.'));
    // All digits at the end would be a mistyped address.
    const bool isNumeric = std::all_of(labels.last().begin(), labels.last().end(), [](QChar c) { return c.isDigit(); });
    return !isNumeric && std::all_of(labels.begin(), labels.end(), isLabel);
}

bool setSerial(X509 *certificate)
{
    QByteArray random = randomBytes(16);
    random[0] = static_cast<char>((random.at(0) & 0x3f) | 0x40); // positive, and of one length
    BIGNUM *number = BN_bin2bn(bytesOf(random), int(random.size()), nullptr);
    const bool isSet = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return isSet;
}

bool setSubject(X509 *certificate, const QString &commonName)
{
    const QByteArray text = commonName.toUtf8();
    X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_NID(subject, NID_organizationName, MBSTRING_UTF8, bytesOf("Cloister"), -1, -1, 0) == 1
        && X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, bytesOf(text), int(text.size()), -1, 0)
        == 1;
}

bool setTimes(X509 *certificate, long days)
{
    return X509_gmtime_adj(X509_getm_notBefore(certificate), -kClockSlackSeconds)
        && X509_gmtime_adj(X509_getm_notAfter(certificate), days * kDaySeconds - kClockSlackSeconds);
}

bool addExtension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Signs and gives the pair as text.
Result<Certificates::Pair> finish(X509 *certificate, EVP_PKEY *key, EVP_PKEY *signer)
{
    if (X509_sign(certificate, signer, EVP_sha256()) == 0)
        return failed("a certificate could not be signed");
    Certificates::Pair pair {writeCertificate(certificate), writeKey(key)};
    if (pair.certPem.isEmpty() || pair.keyPem.isEmpty())
        return failed("a certificate could not be written");
    return pair;
}

Unexpected notAnAuthority()
{
    return fail(ErrorCode::InvalidParameter,
        QStringLiteral("the signing certificate is no authority's, or its key does not belong to it"));
}

Result<void> checkServer(const QStringList &names, int days)
{
    if (days < 1 || days > Certificates::kServerDays)
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("a server's certificate is valid for 1 to %1 days").arg(Certificates::kServerDays));
    if (names.isEmpty())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a server's certificate needs a name"));
    for (const QString &name : names) {
        if (!isName(name))
            return fail(ErrorCode::InvalidParameter, QStringLiteral("\"%1\" is no host name or address").arg(name));
    }
    return {};
}

} // namespace

Result<Certificates::Pair> Certificates::makeAuthority(const QString &commonName)
{
    const qsizetype size = commonName.toUtf8().size();
    if (size == 0 || size > kMaxCommonNameBytes)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("an authority's name is 1 to 64 bytes long"));
    const Key key = makeKey();
    const Certificate certificate(X509_new());
    X509 *x = certificate.get();
    if (!key || !x || X509_set_version(x, X509_VERSION_3) != 1 || !setSerial(x) || !setSubject(x, commonName)
        || !setTimes(x, kAuthorityDays) || X509_set_issuer_name(x, X509_get_subject_name(x)) != 1
        || X509_set_pubkey(x, key.get()) != 1
        || !addExtension(x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        || !addExtension(x, x, NID_key_usage, "critical,keyCertSign,cRLSign")
        || !addExtension(x, x, NID_subject_key_identifier, "hash")
        || !addExtension(x, x, NID_authority_key_identifier, "keyid:always"))
        return failed("an authority's certificate could not be made");
    return finish(x, key.get(), key.get());
}

Result<Certificates::Pair> Certificates::makeServer(const Pair &authority, const QStringList &names, int days)
{
    CLOISTER_TRY(checkServer(names, days));
    const Certificate issuer = readCertificate(authority.certPem);
    const Key signer = readKey(authority.keyPem.view());
    if (!issuer || !signer || X509_check_ca(issuer.get()) != 1
        || X509_check_private_key(issuer.get(), signer.get()) != 1) {
        ERR_clear_error();
        return notAnAuthority();
    }
    const Key key = makeKey();
    const Certificate certificate(X509_new());
    const Names alternatives = alternativeNames(names);
    X509 *x = certificate.get();
    if (!key || !x || X509_set_version(x, X509_VERSION_3) != 1 || !setSerial(x)
        || !setSubject(x, names.first().left(kMaxCommonNameBytes)) || !setTimes(x, days)
        || X509_set_issuer_name(x, X509_get_subject_name(issuer.get())) != 1 || X509_set_pubkey(x, key.get()) != 1
        || !addExtension(x, issuer.get(), NID_basic_constraints, "critical,CA:FALSE")
        || !addExtension(x, issuer.get(), NID_key_usage, "critical,digitalSignature")
        || !addExtension(x, issuer.get(), NID_ext_key_usage, "serverAuth")
        || !addExtension(x, issuer.get(), NID_subject_key_identifier, "hash")
        || !addExtension(x, issuer.get(), NID_authority_key_identifier, "keyid:always")
        || X509_add1_ext_i2d(x, NID_subject_alt_name, alternatives.get(), 0, X509V3_ADD_DEFAULT) != 1)
        return failed("a server's certificate could not be made");
    const ASN1_TIME *end = X509_get0_notAfter(issuer.get());
    if (ASN1_TIME_compare(X509_get0_notAfter(x), end) > 0 && X509_set1_notAfter(x, end) != 1)
        return failed("a server's certificate could not be made");
    return finish(x, key.get(), signer.get());
}

QStringList Certificates::localNames()
{
    QStringList names {QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
    const QString host = QSysInfo::machineHostName();
    if (isName(host) && !names.contains(host))
        names.append(host);
    return names;
}

Result<QDateTime> Certificates::expiresAt(QByteArrayView certPem)
{
    const Certificate certificate = readCertificate(certPem);
    std::tm time = {};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &time) != 1)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("not a certificate"));
    return QDateTime(QDate(time.tm_year + 1900, time.tm_mon + 1, time.tm_mday),
        QTime(time.tm_hour, time.tm_min, time.tm_sec), Qt::UTC);
}

Result<QByteArray> Certificates::sha256Fingerprint(QByteArrayView certPem)
{
    const Certificate certificate = readCertificate(certPem);
    QByteArray digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), bytesOf(digest), &size) != 1)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("not a certificate"));
    return digest.left(qsizetype(size));
}

} // namespace cloister::crypto
