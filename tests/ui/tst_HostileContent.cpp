#include "tests/support/Test.h"
#include "tests/ui/FakeTransport.h"
#include "tests/ui/OpenWatch.h"
#include "ui/models/DialogueModel.h"
#include "ui/transcript/TranscriptView.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/PlainLabel.h"

#include <QDir>
#include <QImage>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>

using namespace cloister;
using cloister::test::FakeTransport;
using cloister::test::OpenWatch;

// UI-1: what others wrote is shown as it is, and opens nothing.
class tst_HostileContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void richLabel_imageOfAFile_opensIt();
    void plainLabel_markup_isText();
    void confirmByName_markup_isText();
    void emptyState_markup_isText();
    void toolTip_markup_namesNoImage();
    void transcript_hostileMessages_areTextAndOpenNothing();

private:
    QString markup() const { return QStringLiteral("<img src=\"%1\"><a href=\"file:%1\">x</a>\u202Eb").arg(m_file); }
    static void showAndPaint(QWidget &widget);

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

void tst_HostileContent::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(QStringLiteral("bait.png"));
    QImage image(4, 4, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(m_file));
}

void tst_HostileContent::showAndPaint(QWidget &widget)
{
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    widget.grab();
}

// The control: what the tests below rule out is what happens otherwise.
void tst_HostileContent::richLabel_imageOfAFile_opensIt()
{
    const OpenWatch watch(m_file);
    QLabel label(markup());
    showAndPaint(label);
    QVERIFY(watch.wasOpened());
}

void tst_HostileContent::plainLabel_markup_isText()
{
    const OpenWatch watch(m_file);
    for (const auto fit : {ui::PlainLabel::Fit::OneLine, ui::PlainLabel::Fit::Wrapped}) {
        ui::PlainLabel label(fit);
        label.setStored(markup());
        QVERIFY(label.text().contains(QLatin1String("<img src=")));
        QVERIFY(label.text().contains(QStringLiteral("⟨U+202E⟩")));
        QCOMPARE(label.textFormat(), Qt::PlainText);
        showAndPaint(label);
    }
    QVERIFY(!watch.wasOpened());
}

void tst_HostileContent::confirmByName_markup_isText()
{
    const OpenWatch watch(m_file);
    ui::ConfirmByName dialog({markup(), markup(), markup(), QStringLiteral("Erase"), {{markup(), markup()}}});
    for (const QLabel *label : dialog.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    showAndPaint(dialog);
    QVERIFY(!watch.wasOpened());
}

void tst_HostileContent::emptyState_markup_isText()
{
    const OpenWatch watch(m_file);
    ui::EmptyState state;
    state.show({{}, markup(), markup()});
    showAndPaint(state);
    QVERIFY(!watch.wasOpened());
}

void tst_HostileContent::toolTip_markup_namesNoImage()
{
    FakeTransport transport;
    transport.answer = [this](const client::ClientRequest &request) {
        return FakeTransport::page(request, 1, [this](int n) { return FakeTransport::dialogue(n, markup()); });
    };
    const client::ApiClient api(transport, {});
    ui::DialogueModel model(api);
    model.show({QStringLiteral("p"), {}}, {});
    QTRY_COMPARE(model.rowCount(), 1);
    const OpenWatch watch(m_file);
    QLabel tip(model.index(0, 0).data(Qt::ToolTipRole).toString());
    QTextDocument read;
    read.setHtml(tip.text());
    QVERIFY(read.toPlainText().contains(QLatin1String("<img src=")));
    showAndPaint(tip);
    QVERIFY(!watch.wasOpened());
}

void tst_HostileContent::transcript_hostileMessages_areTextAndOpenNothing()
{
    const QList<QString> texts{markup(), QStringLiteral("<img src=\"/dev/zero\">"), QString(1'000'000, u'x')};
    FakeTransport transport;
    transport.answer = [texts](const client::ClientRequest &request) {
        return FakeTransport::page(request, static_cast<int>(texts.size()),
            [texts](int n) { return FakeTransport::message(n, FakeTransport::text(texts.at(n))); });
    };
    const client::ApiClient api(transport, {});
    ui::TranscriptModel model(api);
    ui::ImageStore images(api);
    ui::TranscriptView view(images);
    view.setTranscript(&model);
    view.resize(800, 600);
    const OpenWatch watch(m_file);
    model.show({QStringLiteral("p"), {}}, QStringLiteral("d"), ui::TranscriptModel::Start::First);
    QTRY_COMPARE(model.rowCount(), 3);
    QVERIFY(model.row(0).parts.first().text.contains(QStringLiteral("⟨U+202E⟩")));
    QVERIFY(model.row(1).parts.first().text.startsWith(QLatin1String("<img")));
    QVERIFY(model.row(2).isCut);
    for (int row = 0; row < 3; ++row) {
        view.expand(row);
        view.showRow(row);
        showAndPaint(view);
    }
    QVERIFY(!watch.wasOpened());
}

CLOISTER_TEST(tst_HostileContent)
#include "tst_HostileContent.moc"
