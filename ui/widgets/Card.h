#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cloister::ui {

/// A framed part of a page: a title, what is in it, and optionally the way to the page behind it. GUI thread.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title, QWidget *parent = nullptr);

    /// Where the content goes.
    QVBoxLayout *body() const { return m_body; }
    /// Adds "Open ›" beside the title; opened() is its click.
    void setLink(const QString &text, const char *objectName);
    /// Puts a small button beside the title.
    void addToHead(QWidget *button);

Q_SIGNALS:
    void opened();

private:
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
};

/// A card with one figure, a line below it and the way to the page behind it.
class FigureCard : public Card
{
    Q_OBJECT

public:
    explicit FigureCard(const QString &title, QWidget *parent = nullptr);

    /// `kind` is one of the style sheet's, such as "danger" for a figure that asks for attention; nullptr = none.
    void setFigure(const QString &figure, const QString &detail, const char *icon = nullptr, const char *kind = nullptr);

private:
    QLabel *m_icon;
    QLabel *m_figure;
    QLabel *m_detail;
};

} // namespace cloister::ui
