#include "engine/base/Json.h"
#include "engine/model/Base64Text.h"
#include "engine/model/ImageCodec.h"
#include "engine/model/Validate.h"
#include "tests/support/Test.h"

using namespace cloister;

class tst_ImageCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void extract_restore_areInverse_data();
    void extract_restore_areInverse();
    void extract_twoImages_takesBothOut();
    void scan_brokenImage_isRefused_data();
    void scan_brokenImage_isRefused();
    void scan_limits_areExact();
    void content_limit_leavesImagesOut();
    void restore_damagedOffsets_isAnError();
    void base64Form_table();
    void base64Form_agreesWithDecodingAndEncoding();
};

static const QByteArray kPng = QByteArray("\x89PNG\r\n\x1a\n", 8) + QByteArray(300, char(0xfe));
static const QByteArray kJpeg = QByteArray("\xff\xd8\xff\xe0", 4) + QByteArray(31, 'j');
static const QByteArray kGif = QByteArray("GIF89a") + QByteArray(5, 'g');
static const QByteArray kWebp = QByteArray("RIFF\x10\x00\x00\x00WEBPVP8 ", 16);

static QByteArray anthropic(const QByteArray &mediaType, const QByteArray &data)
{
    return "{\"type\":\"image\", \"source\" : {\"type\":\"base64\",\"media_type\":\"" + mediaType + "\",\"data\": \"" + data + "\" }}";
}

static QByteArray openAi(const QByteArray &url)
{
    return "{\"image_url\":{\"detail\":\"low\",\"url\":\"" + url + "\"},\"type\":\"image_url\"}";
}

static Result<ImageScan> scanned(const QByteArray &content)
{
    return scanImages(parseJson(content).value());
}

void tst_ImageCodec::extract_restore_areInverse_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("taken");
    QTest::addColumn<bool>("hasImage");
    const QByteArray png = kPng.toBase64();
    const auto row = [](const char *name, const QByteArray &content, int taken, bool hasImage) {
        QTest::newRow(name) << content << taken << hasImage;
    };
    row("text", "\"data:image/png;base64,AAAA\"", 0, false);
    row("text block", "[{\"type\":\"text\",\"text\":\"x\"}]", 0, false);
    row("png", "[" + anthropic("image/png", png) + "]", 1, true);
    row("jpeg", "[" + anthropic("image/jpeg", kJpeg.toBase64()) + "]", 1, true);
    row("gif", "[" + anthropic("image/gif", kGif.toBase64()) + "]", 1, true);
    row("webp", "[ " + anthropic("image/webp", kWebp.toBase64()) + " ]", 1, true);
    row("content is one block", anthropic("image/png", png), 1, true);
    row("data address", "[" + openAi("data:image/png;base64," + png) + "]", 1, true);
    row("http address", "[" + openAi("https://example.org/a.png") + "]", 0, true);
    row("url source", "[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.png\"}}]", 0, true);
    row("file source", "[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]", 0, true);
    row("media type with an escape", "[" + anthropic("image\\/png", png) + "]", 1, true);
    row("data with an escape stays", "[" + anthropic("image/gif", kGif.toBase64() + "\\n") + "]", 0, true);
    row("no padding stays", "[" + anthropic("image/gif", kGif.toBase64(QByteArray::OmitTrailingEquals)) + "]", 0, true);
    row("white space stays", "[" + anthropic("image/png", png.left(40) + " " + png.mid(40)) + "]", 0, true);
    row("in a tool result", "[{\"type\":\"tool_result\",\"content\":[" + anthropic("image/png", png) + ",{\"type\":\"text\"}]}]", 1, true);
    row("deeper than a tool result stays", "[{\"type\":\"tool_result\",\"content\":[{\"type\":\"tool_result\",\"content\":[" + anthropic("image/png", png) + "]}]}]", 0, false);
    row("unknown block", "[{\"type\":\"video\",\"source\":{\"type\":\"base64\",\"data\":\"%%\"}}]", 0, false);
    row("type that is no text", "[{\"type\":7,\"source\":{\"type\":\"base64\",\"data\":\"%%\"}}]", 0, false);
    row("members in another order", "[{\"source\":{\"data\":\"" + png + "\",\"media_type\":\"image/png\",\"type\":\"base64\",\"n\":1.50},\"x\":\"\\ud800\",\"type\":\"image\"}]", 1, true);
}

void tst_ImageCodec::extract_restore_areInverse()
{
    QFETCH(QByteArray, content);
    QFETCH(int, taken);
    QFETCH(bool, hasImage);
    QCOMPARE(scanned(content)->hasImage, hasImage);
    const auto extracted = extractImages(content);
    QVERIFY2(extracted.has_value(), extracted ? "" : qPrintable(extracted.error().detail));
    QCOMPARE(extracted->images.size(), taken);
    QCOMPARE(restoreImages(extracted->content, extracted->images).value(), content);
    if (taken == 0)
        QCOMPARE(extracted->content, content);
    else
        QVERIFY(parseJson(extracted->content).has_value());
}

void tst_ImageCodec::extract_twoImages_takesBothOut()
{
    const auto extracted = extractImages("[" + anthropic("image/png", kPng.toBase64()) + "," + openAi("data:image/gif;base64," + kGif.toBase64()) + "]");
    QCOMPARE(extracted->images.size(), 2);
    QCOMPARE(extracted->images[0].bytes, kPng);
    QCOMPARE(extracted->images[0].mediaType, QStringLiteral("image/png"));
    QCOMPARE(extracted->images[1].bytes, kGif);
    QCOMPARE(extracted->images[1].mediaType, QStringLiteral("image/gif"));
    QCOMPARE(extracted->content, "[" + anthropic("image/png", "") + "," + openAi("data:image/gif;base64,") + "]");
}

void tst_ImageCodec::scan_brokenImage_isRefused_data()
{
    QTest::addColumn<QByteArray>("block");
    const QByteArray png = kPng.toBase64();
    const auto row = [](const char *name, const QByteArray &block) { QTest::newRow(name) << block; };
    row("data prefix in base64", anthropic("image/png", "data:image/png;base64," + png));
    row("data prefix behind escapes", anthropic("image/png", "d\\u0061ta:image/png;base64," + png));
    row("not base64", anthropic("image/png", "!!!!"));
    row("url-safe base64", anthropic("image/png", png.left(20) + "-_"));
    row("empty", anthropic("image/png", ""));
    row("one digit over", anthropic("image/png", png + "A"));
    row("padding inside", anthropic("image/png", "iVBORw==" + png));
    row("svg", anthropic("image/svg+xml", QByteArray("<svg/>").toBase64()));
    row("no such media type", anthropic("image/jpg", kJpeg.toBase64()));
    row("jpeg called png", anthropic("image/png", kJpeg.toBase64()));
    row("text called png", anthropic("image/png", QByteArray("hello, hello, hello").toBase64()));
    row("empty media type", anthropic("", png));
    row("no media type", "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"" + png + "\"}}");
    row("no data", "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\"}}");
    row("data is a number", "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":1}}");
    row("data address without base64", openAi("data:image/png," + png));
    row("data address of text", openAi("data:text/html;base64," + png));
    row("data address cut", openAi("data:"));
    row("data address, not base64", openAi("data:image/png;base64,%%%%"));
    row("data address, other type", openAi("data:image/gif;base64," + png));
}

void tst_ImageCodec::scan_brokenImage_isRefused()
{
    QFETCH(QByteArray, block);
    const QList<QByteArray> contents = {block, "[" + block + "]", "[{\"type\":\"tool_result\",\"content\":[" + block + "]}]"};
    for (const QByteArray &content : contents) {
        const auto scan = scanned(content);
        QVERIFY(!scan.has_value());
        QCOMPARE(scan.error().code, ErrorCode::InvalidImageContent);
        QCOMPARE(scan.error().fields.value(0).field, QStringLiteral("content"));
        QVERIFY(!extractImages(content).has_value());
    }
}

void tst_ImageCodec::scan_limits_areExact()
{
    const QByteArray gif = anthropic("image/gif", kGif.toBase64());
    QByteArray twenty = gif;
    for (int i = 1; i < 20; ++i)
        twenty += "," + gif;
    QCOMPARE(scanned("[" + twenty + "]")->count, 20);
    QVERIFY(!scanned("[" + twenty + "," + openAi("https://example.org/") + "]").has_value());
    const QByteArray largest = QByteArray("GIF89a").leftJustified(25 * 1024 * 1024, 'g');
    QCOMPARE(scanned("[" + anthropic("image/gif", largest.toBase64()) + "]")->removable.size(), 1);
    QVERIFY(!scanned("[" + anthropic("image/gif", (largest + 'g').toBase64()) + "]").has_value());
}

void tst_ImageCodec::content_limit_leavesImagesOut()
{
    const QByteArray image = QByteArray("GIF89a").leftJustified(5 * 1024 * 1024, 'g').toBase64();
    QVERIFY(checkContent(parseJson("[" + anthropic("image/gif", image) + "]").value())->hasImage);
    QVERIFY(!checkContent(parseJson("[" + anthropic("image/gif", image + " ") + "]").value()).has_value());
}

void tst_ImageCodec::restore_damagedOffsets_isAnError()
{
    const Image image{QStringLiteral("image/png"), "x", 5};
    for (const qsizetype offset : {qsizetype(-1), qsizetype(3)})
        QCOMPARE(restoreImages("ab", {{image.mediaType, image.bytes, offset}}).error().code, ErrorCode::Integrity);
    QVERIFY(!restoreImages("abcdefgh", {image, {image.mediaType, image.bytes, 4}}).has_value());
    QCOMPARE(restoreImages("abcde", {image}).value(), QByteArray("abcdeeA=="));
}

void tst_ImageCodec::base64Form_table()
{
    for (const char *text : {"AAAA", "QQ==", "QUE=", "+/+/"})
        QCOMPARE(base64Form(text), Base64Form::Canonical);
    for (const char *text : {"QQ", "QUE", "QR==", "QUF=", "QQ=", "AA AA", "AAAA\n"})
        QCOMPARE(base64Form(text), Base64Form::Loose);
    for (const char *text : {"", "=", "A", "AAAAA", "AAAA=", "AAAA==", "QQ===", "Q=Q=", "A*AA", "-_-_", "\xc3\xa9"})
        QCOMPARE(base64Form(text), Base64Form::Invalid);
}

void tst_ImageCodec::base64Form_agreesWithDecodingAndEncoding()
{
    static const QByteArray kDigits = "AQZaz09+/=";
    for (int n = 0; n < 10'000; ++n) {
        const char digits[] = {kDigits.at(n % 10), kDigits.at(n / 10 % 10), kDigits.at(n / 100 % 10), kDigits.at(n / 1000)};
        const QByteArray text(digits, 4);
        const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
        const bool comesBack = decoded && !(*decoded).isEmpty() && (*decoded).toBase64() == text;
        QCOMPARE(base64Form(text) == Base64Form::Canonical, comesBack);
    }
}

CLOISTER_TEST(tst_ImageCodec)
#include "tst_ImageCodec.moc"
