#include "ui/audit/EventFilterBar.h"

#include "ui/models/EventModel.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace cloister::ui {

static constexpr int kTypingMs = 300;

EventFilterBar::EventFilterBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    m_action = add(tr("Action"), tr("Action: message.create"), "eventAction");
    m_actor = add(tr("Actor"), tr("Actor: key:ab12cd34"), "eventActor");
    m_namespace = add(tr("Namespace"), tr("Namespace"), "eventNamespace");
    m_entity = add(tr("Entity"), tr("Entity: dialogue:id"), "eventEntity");
    m_address = add(tr("Address"), tr("Address"), "eventAddress");
    m_from = add(tr("From"), tr("From: 2025-06-01"), "eventFrom");
    m_to = add(tr("Until"), tr("Until: 2025-06-30"), "eventTo");
    m_outcome = outcomes();
    row->addWidget(m_outcome);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &EventFilterBar::changed);
    connect(m_outcome, &QComboBox::currentIndexChanged, this, &EventFilterBar::changed);
}

// The service compares outcomes as they are stored: "ok" or the code that refused the act.
QComboBox *EventFilterBar::outcomes()
{
    auto *box = new QComboBox;
    box->setAccessibleName(tr("Outcome"));
    box->setObjectName(QStringLiteral("eventOutcome"));
    box->addItem(tr("Any outcome"), QString());
    box->addItem(outcomeText(QStringLiteral("ok")), QStringLiteral("ok"));
    for (const char *code : {"UNAUTHENTICATED", "FORBIDDEN", "IP_NOT_ALLOWED", "RATE_LIMIT_EXCEEDED", "MANY", "IMMUTABLE",
             "DELETION_PROTECTED", "INTEGRITY"})
        box->addItem(outcomeReason(QString::fromLatin1(code)), QString::fromLatin1(code));
    return box;
}

QLineEdit *EventFilterBar::add(const QString &name, const QString &hint, const char *objectName)
{
    auto *made = new QLineEdit;
    made->setAccessibleName(name);
    made->setToolTip(hint);
    made->setPlaceholderText(name); // there are too many of them for examples
    made->setObjectName(QLatin1String(objectName));
    made->setClearButtonEnabled(true);
    layout()->addWidget(made);
    connect(made, &QLineEdit::textChanged, this, [this, made] {
        setKind(made, "");
        m_typing.start();
    });
    return made;
}

client::EventFilter EventFilterBar::filter() const
{
    client::EventFilter filter;
    filter.action = m_action->text().trimmed();
    filter.actor = m_actor->text().trimmed();
    filter.nameSpace = m_namespace->text();
    filter.entity = m_entity->text().trimmed();
    filter.address = m_address->text().trimmed();
    filter.from = m_from->text().trimmed();
    filter.to = m_to->text().trimmed();
    filter.outcome = m_outcome->currentData().toString();
    return filter;
}

bool EventFilterBar::isEmpty() const
{
    for (const QLineEdit *edit : {m_action, m_actor, m_namespace, m_entity, m_address, m_from, m_to}) {
        if (!edit->text().isEmpty())
            return false;
    }
    return m_outcome->currentIndex() == 0;
}

void EventFilterBar::clear()
{
    for (QLineEdit *edit : {m_action, m_actor, m_namespace, m_entity, m_address, m_from, m_to})
        edit->clear();
    const QSignalBlocker quiet(m_outcome);
    m_outcome->setCurrentIndex(0);
    m_typing.stop();
    Q_EMIT changed();
}

void EventFilterBar::setAction(const QString &action)
{
    m_action->setText(action);
}

// By the names that the fields have in the API.
QLineEdit *EventFilterBar::fieldOf(const QString &parameter) const
{
    const QHash<QString, QLineEdit *> fields{{QStringLiteral("from"), m_from}, {QStringLiteral("to"), m_to},
        {QStringLiteral("entity"), m_entity}, {QStringLiteral("namespace"), m_namespace}};
    return fields.value(parameter);
}

QString EventFilterBar::mark(const Error &error)
{
    for (const FieldError &refused : error.fields) {
        QLineEdit *field = fieldOf(refused.field);
        if (!field)
            continue;
        setKind(field, "wrong");
        if (field == m_entity)
            return tr("An entity is written as its kind and its id, such as dialogue:abc-123.");
        if (field == m_namespace)
            return tr("No namespace can have such a name.");
        return tr("A day is written like 2025-06-01, a time like 2025-06-01T14:30:00Z.");
    }
    return {};
}

void EventFilterBar::setNamespace(const QString &nameSpace)
{
    m_namespace->setText(nameSpace.isEmpty() ? QStringLiteral("default") : nameSpace);
}

} // namespace cloister::ui
