#include "ui/widgets/AskFirst.h"

#include <QMessageBox>
#include <QPushButton>

namespace cloister::ui {

void askFirst(QWidget *parent, const Question &question, const std::function<void()> &act)
{
    auto *box = new QMessageBox(QMessageBox::Warning, question.title, question.title, QMessageBox::NoButton, parent);
    box->setObjectName(QStringLiteral("askFirst"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(question.text);
    QPushButton *back = box->addButton(question.back, QMessageBox::RejectRole);
    QPushButton *goOn = box->addButton(question.act, QMessageBox::DestructiveRole);
    back->setObjectName(QStringLiteral("askBack"));
    goOn->setObjectName(QStringLiteral("askAct"));
    box->setDefaultButton(back);
    box->setEscapeButton(back);
    QObject::connect(goOn, &QPushButton::clicked, parent, act);
    box->open();
}

} // namespace cloister::ui
