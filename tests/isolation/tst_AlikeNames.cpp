// ISO-5: names that look alike, or hold what other layers treat as syntax, are tenants of their own or none at all.
#include "tests/support/ApiFixture.h"

#include "engine/base/JsonWriter.h"

#include <QMap>
#include <QSet>

using namespace cloister;
using namespace cloister::test;

namespace {

enum class Fate { Kept, Refused };
using Names = QMap<QString, Fate>;

/// Characters that show nothing, or nothing of their own, before, in and behind a name.
void addUnseen(Names &names)
{
    const QString base = QStringLiteral("acme");
    for (const char32_t mark : {U'\u00ad', U'\u034f', U'\u061c', U'\u180e', U'\u200b', U'\u200c', U'\u200d', U'\u200e', U'\u200f',
             U'\u202a', U'\u202b', U'\u202c', U'\u202d', U'\u202e', U'\u2060', U'\u2061', U'\u2062', U'\u2063', U'\u2064', U'\u2066',
             U'\u2067', U'\u2068', U'\u2069', U'\ufe00', U'\ufe0f', U'\ufeff', U'\U000e0001', U'\U000e0061', U'\u3164', U'\u2800'}) {
        const QString text = QString::fromUcs4(&mark, 1);
        names[text + base] = Fate::Kept;
        names[QString(base).insert(2, text)] = Fate::Kept;
        names[base + text] = Fate::Kept;
    }
    names[QStringLiteral("\ufeff\ufeffacme")] = Fate::Kept;
    names[QStringLiteral("\ufeff")] = Fate::Kept;
    for (const char16_t space : {u' ', u'\u00a0', u'\u1680', u'\u2003', u'\u2028', u'\u2029', u'\u202f', u'\u205f', u'\u3000'}) {
        names[QChar(space) + base] = Fate::Refused;
        names[QString(base).insert(2, QChar(space))] = Fate::Kept;
        names[base + QChar(space)] = Fate::Refused;
    }
    for (const char16_t control : {u'\u0001', u'\t', u'\n', u'\r', u'\u001b', u'\u007f', u'\u0085', u'\u009f'})
        names[QString(base).insert(2, QChar(control))] = Fate::Refused;
}

/// Letters that look like others, in other scripts, widths and cases, and forms that a normalisation would make one of.
void addLookAlikes(Names &names)
{
    for (const char *name : {"acme", "Acme", "ACME", "acm\u0435", "\u0430cme", "\u0430\u0441m\u0435", "\uff41cme",
             "\uff41\uff43\uff4d\uff45", "\u1d5acme", "a\u03f2me", "ac\u2098e", "acme1", "acmel", "acmeI", "acme\u0131", "acmei",
             "acme\u2160", "acmeO", "acme0", "acme\u041e", "acme\u039f", "acme-", "acme\u2010", "acme\u2011", "acme\u2013", "acme_",
             "acme\u00b5", "acme\u03bc", "acme\ufb01", "acmefi", "acmess", "acme\u00df", "acme\u1e9e", "acme\u00e9", "acme\u00ea", "acmee",
             "acme\u01c6", "acmed\u017e", "acme\u2044", "acme\u2215", "acme\u037a", "acme\u0660", "acme\u06f0", "acme\u0966"})
        names[QString::fromUtf8(name)] = Fate::Kept;
    for (const char *name : {"acme\u0301", "acme\u0065\u0302", "acme\u212b", "acme\u2126", "acme\u212a", "acme\u0374", "acme\u037e",
             "acme\u0387", "acme\u1f71", "\u1100\u1161", "acme\u2000", "acme\uf900"})
        names[QString::fromUtf8(name)] = Fate::Refused;
}

/// What separates or escapes in keys, addresses, SQL, JSON, paths and shells.
void addSyntax(Names &names)
{
    for (const char *name : {"#", "##", "acme#", "#acme", "a#b", "%", "%%", "%23", "a%23b", "a%2523b", "a%b", "acme%", "%00", "acme%00",
             "%2f", "a/b", "/", "//", "/acme", "acme/", "..", ".", "../acme", "a\\b", "\\", "'", "''", "a'b", "\"", "a\"b", "`", "; --",
             "' OR 1=1 --", "acme' --", "*", "acme*", "?", "a?b", "a&b", "a=b", "a&b=c", "+", "a+b", "_", "a_me", "acm_", "[a]", "{a}",
             "(a)", "<b>", "<img src=x>", "&amp;", "$tenant", "$(id)", "|", "~", "^", "@", "!", "acme:", "acme,beta", "acme;beta", "a  b",
             "DIALOGUE", "DIALOGUE#acme", "UNSEEN#acme", "Default", "DEFAULT", "defaults", "Null", "nil", "undefined1", "-", "--", "0", "-1",
             "1e3", "true", "\xf0\x9f\x98\x80", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", "\xe6\x9d\xb1\xe4\xba\xac"})
        names[QString::fromUtf8(name)] = Fate::Kept;
    names[QString(256, QLatin1Char('n'))] = Fate::Kept;
    names[QString(255, QLatin1Char('n'))] = Fate::Kept;
    names[QString(128, QChar(u'\u00e9'))] = Fate::Kept;
    names[QString(129, QChar(u'\u00e9'))] = Fate::Refused;
    names[QString(257, QLatin1Char('n'))] = Fate::Refused;
}

QByteArray shown(const QString &name)
{
    return name.toUtf8().toPercentEncoding();
}

/// As literal UTF-8, or every character as an escape.
QByteArray body(const QString &name, bool isEscaped)
{
    JsonWriter id;
    id.value(name);
    QByteArray text = id.take();
    if (isEscaped) {
        text = "\"";
        for (const QChar c : name)
            text += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
        text += '"';
    }
    return "{\"namespace\":" + text + ",\"value\":\"" + shown(name) + "\"}";
}

} // namespace

class tst_AlikeNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theTable_holdsTwoHundred() { QVERIFY2(m_names.size() >= 200, qPrintable(QString::number(m_names.size()))); }
    void everyName_isATenantOfItsOwnOrNone();
    void everyTenant_readsItsOwnAlone();
    void everyTenant_isListedAsItself();

private:
    QStringList kept() const { return m_names.keys(Fate::Kept); }

    ApiFixture m_api;
    Names m_names;
};

void tst_AlikeNames::initTestCase()
{
    addUnseen(m_names);
    addLookAlikes(m_names);
    addSyntax(m_names);
    QVERIFY(m_api.start());
}

// Two records each: one written with the name as it is, one with its characters escaped.
void tst_AlikeNames::everyName_isATenantOfItsOwnOrNone()
{
    for (auto name = m_names.cbegin(); name != m_names.cend(); ++name) {
        for (const bool isEscaped : {false, true}) {
            const Reply made = m_api.post("/memory", body(name.key(), isEscaped));
            const QByteArray which = shown(name.key()) + ": " + explained(made);
            QVERIFY2(made.status == (name.value() == Fate::Kept ? 200 : 400), which.constData());
            if (name.value() == Fate::Kept)
                QCOMPARE(made.text("namespace"), name.key());
        }
        if (name.value() == Fate::Refused)
            VERIFY_STATUS(m_api.get("/memory?namespace=" + shown(name.key())), 400);
    }
}

void tst_AlikeNames::everyTenant_readsItsOwnAlone()
{
    for (const QString &name : kept()) {
        const QStringList values = m_api.get("/memory?namespace=" + shown(name)).texts("items", "value");
        const QString own = QString::fromLatin1(shown(name));
        QVERIFY2(values == QStringList({own, own}), qPrintable(own + QLatin1String(" reads ") + values.join(u' ')));
    }
}

void tst_AlikeNames::everyTenant_isListedAsItself()
{
    const QStringList names = m_api.get("/namespace?limit=1000").texts("items", "namespace");
    const QStringList wanted = kept();
    QCOMPARE(names.size(), wanted.size());
    QCOMPARE(QSet<QString>(names.begin(), names.end()), QSet<QString>(wanted.begin(), wanted.end()));
}

CLOISTER_TEST(tst_AlikeNames)
#include "tst_AlikeNames.moc"
