#include "tests/support/Test.h"
#include "tests/ui/Contrast.h"
#include "tests/ui/FakeTransport.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/DialogueDetails.h"
#include "ui/transcript/JsonTree.h"
#include "ui/transcript/TranscriptText.h"
#include "ui/transcript/TranscriptView.h"

#include <QApplication>
#include <QBuffer>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTest>

#include <numeric>

using namespace cloister;
using cloister::test::FakeTransport;
using Problem = ui::DecodedImage::Problem;

class tst_Transcript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readContent_blocks_areParts();
    void imageBytes_nth_isThatImage();
    void decode_images_orSaysWhyNot();
    void rowHeights_randomActs_asANaiveModel();
    void markdown_marks_areEscaped();
    void jsonTree_branch_isFilledWhenOpened();
    void indentedJson_numbers_stayAsWritten();
    void view_fiftyThousandRows_anyIsReached();
    void view_users_areToldFromTheBackground_data();
    void view_users_areToldFromTheBackground();
    void view_scrollBar_hasAHandleOnlyToScroll();
};

static QByteArray pngBytes(int width, int height)
{
    QImage image(width, height, QImage::Format_Mono);
    image.fill(1);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

static QByteArray imageBlock(const QByteArray &bytes)
{
    return "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
        + bytes.toBase64() + "\"}}";
}

void tst_Transcript::readContent_blocks_areParts()
{
    using Kind = ui::ContentPart::Kind;
    const auto parts = ui::readContent("[{\"type\":\"text\",\"text\":\"hello\"}," + imageBlock("abc")
            + ",{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.test/a.png\"}},"
              "{\"type\":\"tool_use\",\"n\":1.50}]", 1000);
    QCOMPARE(parts.size(), qsizetype(4));
    QCOMPARE(parts.at(0).text, QStringLiteral("hello"));
    QCOMPARE(parts.at(1).kind, Kind::Image);
    QCOMPARE(parts.at(1).sizeBytes, qsizetype(3));
    QCOMPARE(parts.at(2).text, QStringLiteral("https://x.test/a.png"));
    QCOMPARE(parts.at(2).sizeBytes, qsizetype(0));
    QCOMPARE(parts.at(3).kind, Kind::Other);
    QVERIFY(parts.at(3).text.contains(QLatin1String("1.50")));
    QCOMPARE(ui::readContent("\"long text\"", 4).first().text, QStringLiteral("long"));
    QCOMPARE(ui::readContent("no json", 100).first().kind, Kind::Other);
}

void tst_Transcript::imageBytes_nth_isThatImage()
{
    const QByteArray content = "[\"text\"," + imageBlock("one") + ",{\"type\":\"image_url\",\"image_url\":\"data:image/png;base64,"
        + QByteArray("two").toBase64() + "\"}]";
    QCOMPARE(ui::imageBytes(content, 0), QByteArray("one"));
    QCOMPARE(ui::imageBytes(content, 1), QByteArray("two"));
    QCOMPARE(ui::imageBytes(content, 2), QByteArray());
    QCOMPARE(ui::imageBytes("broken", 0), QByteArray());
}

void tst_Transcript::decode_images_orSaysWhyNot()
{
    const auto decode = [](const QByteArray &bytes) { return ui::ImageDecoder::decodeNow(bytes, {50, 50}); };
    const QByteArray png = pngBytes(200, 100);
    QCOMPARE(decode(png).image.size(), QSize(50, 25));
    QCOMPARE(decode(png).fullSize, QSize(200, 100));
    QCOMPARE(decode(png.left(20)).problem, Problem::Broken);
    QCOMPARE(decode(pngBytes(8000, 8000)).problem, Problem::TooLarge);
    QCOMPARE(decode(png + QByteArray(ui::ImageDecoder::kMostBytes, 'x')).problem, Problem::TooLarge);
    QCOMPARE(decode("<svg xmlns=\"http://www.w3.org/2000/svg\"/>").problem, Problem::NotAnImage);
    QCOMPARE(decode("BM whatever").problem, Problem::NotAnImage);
    QCOMPARE(decode({}).problem, Problem::NotAnImage);
}

void tst_Transcript::rowHeights_randomActs_asANaiveModel()
{
    QRandomGenerator random(7);
    ui::RowHeights heights;
    std::vector<int> naive;
    for (int act = 0; act < 2000; ++act) {
        const int count = static_cast<int>(naive.size());
        const int at = static_cast<int>(random.bounded(count + 1));
        const int what = static_cast<int>(random.bounded(4));
        if (what == 0 || count < 5) {
            const std::vector<int> fresh(3, 1 + static_cast<int>(random.bounded(90)));
            heights.insert(at, fresh);
            naive.insert(naive.begin() + at, fresh.begin(), fresh.end());
        } else if (what == 1 && at < count) {
            heights.remove(at, 1);
            naive.erase(naive.begin() + at);
        } else if (at < count) {
            naive[static_cast<size_t>(at)] = act % 97 + 1;
            heights.set(at, act % 97 + 1);
        }
        const int row = static_cast<int>(random.bounded(static_cast<int>(naive.size())));
        const qint64 top = std::accumulate(naive.begin(), naive.begin() + row, qint64(0));
        QCOMPARE(heights.top(row), top);
        QCOMPARE(heights.rowAt(top), row);
        QCOMPARE(heights.rowAt(top + naive[static_cast<size_t>(row)] - 1), row);
        QCOMPARE(heights.total(), std::accumulate(naive.begin(), naive.end(), qint64(0)));
    }
}

void tst_Transcript::markdown_marks_areEscaped()
{
    QCOMPARE(ui::markdownEscaped(QStringLiteral("# <b>[x](y)")), QStringLiteral("\\# \\<b\\>\\[x\\]\\(y\\)"));
    Dialogue dialogue;
    dialogue.label = QStringLiteral("*label*");
    Message message;
    message.role = QStringLiteral("user");
    message.content = "\"<img>\"";
    const QList<ui::TranscriptRow> rows{ui::TranscriptRow::fromMessage(message)};
    const QString markdown = ui::transcriptText(dialogue, rows, ui::TranscriptFormat::Markdown);
    QVERIFY(markdown.startsWith(QLatin1String("# \\*label\\*\n")));
    QVERIFY(markdown.contains(QLatin1String("\\<img\\>")));
    QVERIFY(ui::transcriptText(dialogue, rows, ui::TranscriptFormat::Text).contains(QLatin1String("<img>")));
}

void tst_Transcript::jsonTree_branch_isFilledWhenOpened()
{
    ui::JsonTree tree;
    tree.setJson("{\"a\":{\"b\":1.50},\"c\":\"<i>\"}");
    QCOMPARE(tree.topLevelItemCount(), 2);
    QTreeWidgetItem *branch = tree.topLevelItem(0);
    QCOMPARE(branch->childCount(), 0);
    branch->setExpanded(true);
    QCOMPARE(branch->childCount(), 1);
    QCOMPARE(branch->child(0)->text(1), QStringLiteral("1.50"));
    tree.setJson("{broken");
    QCOMPARE(tree.topLevelItemCount(), 1);
}

void tst_Transcript::indentedJson_numbers_stayAsWritten()
{
    QCOMPARE(ui::indentedJson("{\"a\":1.50,\"b\":[1e400,{}]}"),
        QStringLiteral("{\n  \"a\": 1.50,\n  \"b\": [\n    1e400,\n    {}\n  ]\n}"));
    QCOMPARE(ui::indentedJson("no json"), QStringLiteral("no json"));
}

void tst_Transcript::view_fiftyThousandRows_anyIsReached()
{
    FakeTransport transport;
    transport.answer = [](const client::ClientRequest &request) {
        return FakeTransport::page(request, 50'000, [](int n) { return FakeTransport::message(n, "\"hello\""); });
    };
    const client::ApiClient api(transport, {});
    ui::TranscriptModel model(api);
    ui::ImageStore images(api);
    ui::TranscriptView view(images);
    view.setTranscript(&model);
    view.resize(700, 500);
    view.show();
    model.show({QStringLiteral("p"), {}}, QStringLiteral("d"), ui::TranscriptModel::Start::First);
    QTRY_VERIFY(model.isLoaded());
    model.fetchAll();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50'000, 120'000);
    for (const int row : {49'999, 0, 25'000, 12'345}) {
        view.showRow(row);
        view.grab();
        QVERIFY2(view.visualRect(model.index(row)).intersects(view.viewport()->rect()), qPrintable(QString::number(row)));
        QCOMPARE(view.currentIndex().row(), row);
    }
}

namespace {

/// A view of a dialogue of that many short messages of its user.
struct ShortDialogue
{
    explicit ShortDialogue(int messages)
    {
        transport.answer = [messages](const client::ClientRequest &request) {
            return FakeTransport::page(request, messages, [](int n) { return FakeTransport::message(n, "\"hello\""); });
        };
        view.setTranscript(&model);
        view.resize(700, 500);
        view.show();
        model.show({QStringLiteral("p"), {}}, QStringLiteral("d"), ui::TranscriptModel::Start::First);
    }

    FakeTransport transport;
    client::ApiClient api{transport, {}};
    ui::TranscriptModel model{api};
    ui::ImageStore images{api};
    ui::TranscriptView view{images};
};

} // namespace

void tst_Transcript::view_users_areToldFromTheBackground_data()
{
    QTest::addColumn<ui::ThemeMode>("mode");
    QTest::newRow("light") << ui::ThemeMode::Light;
    QTest::newRow("dark") << ui::ThemeMode::Dark;
}

void tst_Transcript::view_users_areToldFromTheBackground()
{
    QFETCH(const ui::ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    ShortDialogue shown(1);
    QTRY_COMPARE(shown.model.rowCount(), 1);
    const auto style = ui::TranscriptStyle::fromFont(shown.view.font(), shown.view.viewport()->width());
    const ui::MessageLayout layout(shown.model, 0, style, shown.images, {});
    QVERIFY(layout.isFromUser());
    const QRect bubble = layout.bubbleRect();
    const QImage image = shown.view.viewport()->grab().toImage();
    const QColor behind = image.pixelColor(bubble.left() - 10, bubble.center().y());
    const double fill = test::contrast(image.pixelColor(bubble.left() + 6, bubble.center().y()), behind);
    QVERIFY2(fill >= 1.15, qPrintable(QString::number(fill)));
    const QRect edge(bubble.left(), bubble.center().y(), 2, 1);
    QVERIFY(test::mostContrast(image, edge, behind) >= 1.4);
}

void tst_Transcript::view_scrollBar_hasAHandleOnlyToScroll()
{
    ShortDialogue few(2);
    QTRY_COMPARE(few.model.rowCount(), 2);
    QTRY_VERIFY(!few.view.verticalScrollBar()->isEnabled());
    ShortDialogue many(40);
    QTRY_COMPARE(many.model.rowCount(), 40);
    QTRY_VERIFY(many.view.verticalScrollBar()->maximum() > 0);
    QVERIFY(many.view.verticalScrollBar()->isEnabled());
    few.view.resize(700, 60);
    QTRY_VERIFY(few.view.verticalScrollBar()->isEnabled());
}

CLOISTER_TEST(tst_Transcript)
#include "tst_Transcript.moc"
