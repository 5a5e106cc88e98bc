#include "ui/transcript/ImageWindow.h"

#include "ui/transcript/MessageContent.h"

#include <QLabel>
#include <QVBoxLayout>

namespace cloister::ui {

static constexpr QSize kMostShown{1200, 900};

ImageWindow::ImageWindow(const QByteArray &content, int n, QWidget *parent) :
    QDialog(parent), m_label(new QLabel(tr("Reading the image…")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Image"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setAlignment(Qt::AlignCenter);
    m_label->setMinimumSize(480, 360);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_label);
    const auto decoding = [content, n] { return ImageDecoder::decodeNow(imageBytes(content, n), kMostShown); };
    m_decoder.run(decoding).then(this, [this](const DecodedImage &image) { arrived(image); });
}

void ImageWindow::arrived(const DecodedImage &image)
{
    if (image.image.isNull()) {
        m_label->setText(tr("The image is not shown: %1").arg(imageProblemText(image.problem)));
        return;
    }
    m_label->setText(QString());
    m_label->setPixmap(QPixmap::fromImage(image.image));
    //: size of an image in pixels
    setWindowTitle(tr("Image, %1 × %2").arg(image.fullSize.width()).arg(image.fullSize.height()));
}

} // namespace cloister::ui
