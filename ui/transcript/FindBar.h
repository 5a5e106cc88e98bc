#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace cloister::ui {

/// Finds a text in the transcript above it, forwards and backwards. Escape closes it. GUI thread.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the bar with its text chosen.
    void open();
    QString text() const;
    /// Where one is: `current` from 1, 0 for none.
    void setCount(int current, int total, bool isComplete);

Q_SIGNALS:
    void textChanged(const QString &text);
    void nextAsked();
    void previousAsked();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void close();

    QLineEdit *m_text;
    QLabel *m_count;
};

} // namespace cloister::ui
