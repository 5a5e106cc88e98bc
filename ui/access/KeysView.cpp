#include "ui/access/KeysView.h"

#include "ui/access/ApiKeyModel.h"
#include "ui/access/NewKeyDialog.h"
#include "ui/access/RotateKeyDialog.h"
#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/FitColumns.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>

namespace cloister::ui {

KeysView::KeysView(const PageContext &context, QWidget *parent) :
    QWidget(parent),
    m_context(context),
    m_model(new ApiKeyModel(this)),
    m_sorted(new QSortFilterProxyModel(this)),
    m_table(new RecordTable(QStringLiteral("access/keys"), tr("API keys"))),
    m_stack(new StateStack(m_table)),
    m_bar(new QWidget),
    m_filter(new QLineEdit),
    m_revoke(new QPushButton(tr("Revoke…"))),
    m_rotate(new QPushButton(tr("Rotate…"))),
    m_create(new QPushButton(tr("Create key…")))
{
    m_table->setObjectName(QStringLiteral("keysTable"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ApiKeyModel::kSortRole);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setRecords(m_sorted, ApiKeyModel::Label);
    m_table->setSortingEnabled(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2 * kGrid, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    connect(m_filter, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &KeysView::showState);
    connect(m_revoke, &QPushButton::clicked, this, &KeysView::revoke);
    connect(m_rotate, &QPushButton::clicked, this, &KeysView::rotate);
    connect(m_create, &QPushButton::clicked, this, &KeysView::create);
    showState();
}

QWidget *KeysView::makeBar()
{
    m_filter->setObjectName(QStringLiteral("keysFilter"));
    m_filter->setPlaceholderText(tr("Filter keys"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(40 * kGrid);
    m_filter->addAction(themeIcon("filter", Tone::Muted), QLineEdit::LeadingPosition);
    m_revoke->setObjectName(QStringLiteral("keysRevoke"));
    setKind(m_revoke, "danger");
    m_rotate->setObjectName(QStringLiteral("keysRotate"));
    m_create->setObjectName(QStringLiteral("keysCreate"));
    m_create->setIcon(themeIcon("plus", Tone::OnAccent));
    setKind(m_create, "primary");
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    row->addWidget(m_filter, 1);
    row->addStretch();
    row->addWidget(m_revoke);
    row->addWidget(m_rotate);
    row->addWidget(m_create);
    for (QPushButton *button : {m_revoke, m_rotate, m_create}) {
        if (!m_context.session.mayWork())
            button->hide();
    }
    return m_bar;
}

void KeysView::show(const QString &projectId, const QString &projectName)
{
    m_projectId = projectId;
    m_projectName = projectName;
    reload();
}

void KeysView::reload()
{
    const quint64 asked = ++m_asked;
    m_stack->showLoading();
    m_context.session.api().keys(m_projectId).then(this, [this, asked](const auto &answer) {
        if (asked == m_asked)
            arrived(answer);
    });
}

void KeysView::arrived(const Result<client::Answer<client::Items<ApiKey>>> &answer)
{
    if (!answer) {
        m_stack->showError(answer.error(), [this] { reload(); });
        return;
    }
    m_model->setKeys(answer->value.items);
    fitColumns(*m_table, ApiKeyModel::Label);
    showState();
    m_bar->setVisible(!answer->value.items.isEmpty()); // what there is to do then stands below
    if (!answer->value.items.isEmpty()) {
        m_stack->showContent();
        return;
    }
    m_stack->showState({.icon = "access", .title = tr("This project has no API keys yet"),
        .text = tr("A key lets an application store and search conversations. It belongs to this project alone and can be "
                   "bound to some of its namespaces."),
        .action = m_context.session.mayWork() ? tr("Create key…") : QString(), .run = [this] { create(); }});
}

const ApiKey *KeysView::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() != 1)
        return nullptr;
    return &m_model->key(m_sorted->mapToSource(rows.first()).row());
}

void KeysView::showState()
{
    const ApiKey *key = chosen();
    const bool isActive = key && ApiKeyModel::stateOf(*key) == ApiKeyModel::KeyState::Active;
    m_revoke->setEnabled(isActive);
    m_rotate->setEnabled(isActive);
}

void KeysView::create()
{
    auto *dialog = new NewKeyDialog(m_context.session, m_projectId, m_projectName, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewKeyDialog::created, this, &KeysView::reload);
    dialog->open();
}

void KeysView::rotate()
{
    const ApiKey *key = chosen();
    if (!key)
        return;
    auto *dialog = new RotateKeyDialog(m_context.session, *key, m_projectId, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RotateKeyDialog::rotated, this, &KeysView::reload);
    dialog->open();
}

void KeysView::revoke()
{
    const ApiKey *key = chosen();
    if (!key)
        return;
    const QString id = key->id;
    auto *dialog = new ConfirmByName({.title = tr("Revoke the key “%1”?").arg(key->label.isEmpty() ? id : key->label),
                                         .text = tr("Applications that use it are refused from their next request on. "
                                                    "This cannot be undone."),
                                         .name = id, .act = tr("Revoke")},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id] {
        m_context.session.api().revokeKey(m_projectId, id).then(this,
            [this](const auto &answer) { done(answer, tr("The key is revoked.")); });
    });
    dialog->open();
}

void KeysView::done(const Result<client::Answer<ApiKey>> &answer, const QString &text)
{
    m_context.navigator.announce(answer ? text : errorText(answer.error()) + QLatin1Char(' ') + errorDetail(answer.error()));
    reload();
}

} // namespace cloister::ui
