#pragma once

#include "engine/client/AccessClient.h"
#include "ui/shell/Navigator.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStandardItemModel;

namespace cloister::ui {

class RecordTable;
class StateStack;

/// Whether the text is an address or a network in CIDR form, IPv4 or IPv6.
bool isNetwork(const QString &text);

/// The allow-list of a project, or of administration: from which addresses it may be reached. Each change is sent at once.
/// GUI thread.
class AddressesView : public QWidget
{
    Q_OBJECT

public:
    enum class Of { Project, Administration };

    AddressesView(const PageContext &context, Of of, QWidget *parent = nullptr);

    /// An empty id is the list of administration.
    void show(const QString &projectId);
    using QWidget::show;
    void reload();

private:
    QLayout *makeAddRow();
    QLayout *makeTestRow();
    client::AccessClient access() const;
    void arrived(const Result<client::Answer<client::Items<AllowedNetwork>>> &answer);
    void judge();
    void add();
    void remove();
    void askBeforeOpening();
    void send(const QList<AllowedNetwork> &wanted, client::LockOut lockOut);
    void warn(const QList<AllowedNetwork> &wanted);
    void test();
    void showVerdict(const Result<client::Answer<client::AddressVerdict>> &answer);
    void say(const QString &text, const char *kind);

    PageContext m_context;
    Of m_of;
    QString m_projectId;
    quint64 m_asked = 0;
    QList<AllowedNetwork> m_entries;
    QStandardItemModel *m_model;
    RecordTable *m_table;
    StateStack *m_stack;
    QLabel *m_rule;
    QLineEdit *m_network;
    QLineEdit *m_note;
    QPushButton *m_add;
    QPushButton *m_remove;
    QLabel *m_word;
    QLineEdit *m_address;
    QPushButton *m_test;
    QLabel *m_verdict;
};

} // namespace cloister::ui
