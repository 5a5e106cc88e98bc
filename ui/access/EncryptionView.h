#pragma once

#include "ui/shell/Navigator.h"

#include <QWidget>

class QVBoxLayout;

namespace cloister::ui {

/// How clients know the service: its certificates' fingerprints and files. GUI thread.
class EncryptionView : public QWidget
{
    Q_OBJECT

public:
    explicit EncryptionView(const PageContext &context, QWidget *parent = nullptr);

private:
    void addLine(QVBoxLayout &column, const QString &title, const QString &text, const QString &explanation, const char *name);
};

} // namespace cloister::ui
