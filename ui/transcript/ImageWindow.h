#pragma once

#include "ui/transcript/ImageDecoder.h"

#include <QDialog>

class QLabel;

namespace cloister::ui {

/// One stored image as large as the window. Decoded elsewhere; deletes itself when closed. GUI thread.
class ImageWindow : public QDialog
{
    Q_OBJECT

public:
    /// The n-th image of a message's content.
    ImageWindow(const QByteArray &content, int n, QWidget *parent);

private:
    void arrived(const DecodedImage &image);

    ImageDecoder m_decoder;
    QLabel *m_label;
};

} // namespace cloister::ui
