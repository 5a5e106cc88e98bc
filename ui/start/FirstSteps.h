#pragma once

#include "engine/client/Records.h"
#include "ui/shell/Navigator.h"
#include "ui/widgets/SecretDialog.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace cloister::ui {

/// What follows the making of a workspace: its recovery code, to be kept; the first project, or the sample; and its first
/// key with lines to try it. Can be left at any step, though not
/// by accident while a secret is on show. GUI thread.
class FirstSteps : public SecretDialog
{
    Q_OBJECT

public:
    FirstSteps(const PageContext &context, const QString &recoveryCode, QWidget *parent);

Q_SIGNALS:
    /// The workspace holds something it did not hold before.
    void changed();

private:
    /// An empty step with its heading in place of the one before.
    QVBoxLayout *begin(int number, const QString &title, const QString &text);
    QPushButton *addButtons(QVBoxLayout &column, const QString &goOn, const char *name);
    void showCode(const QString &code);
    void showProject();
    void createProject();
    void loadSample();
    void showKey(const Project &project);
    void fail(const Error &error);

    PageContext m_context;
    QWidget *m_step = nullptr;
    QPushButton *m_goOn = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_error = nullptr;
};

} // namespace cloister::ui
