#pragma once

#include "engine/client/Records.h"
#include "ui/shell/Navigator.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;

namespace cloister::ui {

class ApiKeyModel;
class RecordTable;
class StateStack;

/// The API keys of one project: create, revoke, rotate. GUI thread.
class KeysView : public QWidget
{
    Q_OBJECT

public:
    explicit KeysView(const PageContext &context, QWidget *parent = nullptr);

    void show(const QString &projectId, const QString &projectName);
    using QWidget::show;
    void reload();
    QLineEdit *filterField() const { return m_filter; }

private:
    QWidget *makeBar();
    void arrived(const Result<client::Answer<client::Items<ApiKey>>> &answer);
    const ApiKey *chosen() const;
    void showState();
    void create();
    void revoke();
    void rotate();
    void done(const Result<client::Answer<ApiKey>> &answer, const QString &text);

    PageContext m_context;
    QString m_projectId;
    QString m_projectName;
    quint64 m_asked = 0;
    ApiKeyModel *m_model;
    QSortFilterProxyModel *m_sorted;
    RecordTable *m_table;
    StateStack *m_stack;
    QWidget *m_bar;
    QLineEdit *m_filter;
    QPushButton *m_revoke;
    QPushButton *m_rotate;
    QPushButton *m_create;
};

} // namespace cloister::ui
