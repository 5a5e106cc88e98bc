#pragma once

#include "ui/search/SearchModel.h"
#include "ui/shell/Page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;

namespace cloister::ui {

class ExplainPanel;
class ScopeChip;
class ScopePicker;
class StateStack;

/// A question to one namespace, which is chosen first and always in sight. GUI thread.
class SearchPage : public Page
{
    Q_OBJECT

public:
    explicit SearchPage(const PageContext &context);

    void reload() override;
    void showTarget(const Target &target) override;
    QLineEdit *filterField() override { return m_query; }

private:
    QWidget *makeQueryRow();
    QWidget *makeFilterRow();
    client::SearchRequest request() const;
    void scopeChanged();
    void projectsRead();
    void search();
    void showAnswer();
    void showNothing();
    void open(int row);

    ScopePicker *m_picker;
    ScopeChip *m_scope;
    SearchModel m_model;
    QLineEdit *m_query = nullptr;
    QComboBox *m_mode = nullptr;
    QComboBox *m_object = nullptr;
    QComboBox *m_role = nullptr;
    QLineEdit *m_created = nullptr;
    QLineEdit *m_tags = nullptr;
    QCheckBox *m_image = nullptr;
    QPushButton *m_explain = nullptr;
    QLabel *m_summary = nullptr;
    QListView *m_list;
    StateStack *m_stack;
    ExplainPanel *m_panel;
    bool m_wantsSearch = false; ///< as soon as a place is known
};

} // namespace cloister::ui
