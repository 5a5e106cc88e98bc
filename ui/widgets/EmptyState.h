#pragma once

#include <QByteArray>
#include <QString>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace cloister::ui {

/// What is said in place of a list or page.
struct StateText
{
    QByteArray icon; ///< a name of resources/icons
    QString title; ///< shown without a full stop
    QString text = {};       ///< what to do
    QString action = {};     ///< the button; empty = none
    std::function<void()> run = {};
    QString second = {}; ///< a quieter button beside it
    std::function<void()> runSecond = {};
};

/// A picture, a sentence and what to do, in the middle of its room. GUI thread.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void show(const StateText &text);
    using QWidget::show;

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();

    StateText m_text;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_detail;
    QPushButton *m_action;
    QPushButton *m_second;
};

} // namespace cloister::ui
