#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;

namespace cloister::ui {

/// A new passphrase, typed twice, with a meter of its strength and a word beside it. GUI thread.
class PassphraseFields : public QWidget
{
    Q_OBJECT

public:
    explicit PassphraseFields(QWidget *parent = nullptr);

    /// Whether it is at least fair and both fields agree.
    bool isAcceptable() const;
    QByteArray passphrase() const;
    void clear();

Q_SIGNALS:
    void changed();
    void submitted();

private:
    void judge();

    QLineEdit *m_first;
    QLineEdit *m_second;
    QProgressBar *m_meter;
    QLabel *m_word;
};

} // namespace cloister::ui
