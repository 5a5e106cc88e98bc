#include "ui/start/PassphraseFields.h"

#include "ui/start/PassphraseStrength.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

namespace cloister::ui {

static QLineEdit *secretField(const QString &prompt, const char *name)
{
    auto *field = new QLineEdit;
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(prompt);
    field->setObjectName(QString::fromLatin1(name));
    return field;
}

PassphraseFields::PassphraseFields(QWidget *parent) :
    QWidget(parent),
    m_first(secretField(tr("Passphrase"), "passphrase")),
    m_second(secretField(tr("The same again"), "passphraseAgain")),
    m_meter(new QProgressBar),
    m_word(paragraph({}, "small"))
{
    m_meter->setRange(0, 100);
    m_meter->setTextVisible(false);
    m_meter->setAccessibleName(tr("Strength of the passphrase"));
    m_word->setObjectName(QStringLiteral("passphraseWord"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(kGrid);
    column->addWidget(label(tr("Passphrase"), "field"));
    column->addWidget(m_first);
    column->addWidget(m_meter);
    column->addWidget(m_word);
    column->addSpacing(kGrid);
    column->addWidget(label(tr("The same again"), "field"));
    column->addWidget(m_second);
    for (QLineEdit *field : {m_first, m_second}) {
        connect(field, &QLineEdit::textChanged, this, &PassphraseFields::judge);
        connect(field, &QLineEdit::returnPressed, this, &PassphraseFields::submitted);
    }
    judge();
}

bool PassphraseFields::isAcceptable() const
{
    const Strength strength = PassphraseStrength::of(m_first->text()).strength;
    return (strength == Strength::Fair || strength == Strength::Strong) && m_first->text() == m_second->text();
}

QByteArray PassphraseFields::passphrase() const
{
    return m_first->text().toUtf8();
}

void PassphraseFields::clear()
{
    m_first->clear();
    m_second->clear();
}

void PassphraseFields::judge()
{
    const PassphraseStrength judged = PassphraseStrength::of(m_first->text());
    const char *kind = "weak";
    QString word = tr("Weak: a few words more make it hard to guess.");
    switch (judged.strength) {
    case Strength::None: word = tr("Several unrelated words are easy to remember and hard to guess."); break;
    case Strength::Weak: break;
    case Strength::Fair:
        kind = "fair";
        word = tr("Fair");
        break;
    case Strength::Strong:
        kind = "strong";
        word = tr("Strong");
        break;
    }
    if (!m_second->text().isEmpty() && m_second->text() != m_first->text())
        word = tr("The two differ.");
    m_meter->setValue(qMin(judged.bits, 100));
    setKind(m_meter, kind);
    m_word->setText(word);
    Q_EMIT changed();
}

} // namespace cloister::ui
