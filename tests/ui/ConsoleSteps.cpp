#include "tests/ui/ConsoleSteps.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QTableView>

namespace cloister::test {

QByteArray twoTenants()
{
    return R"({"object":"dialogue","namespace":"acme","id":"acme-refund","label":"Refund of a kettle",)"
           R"("created":"2025-03-07T10:00:00.000Z","tags":["billing"],"metadata":{"channel":"mail"},"messages":[)"
           R"({"id":"acme-refund-1","role":"user","content":"The kettle arrived broken.","created":"2025-03-07T10:00:00.000Z"},)"
           R"({"id":"acme-refund-2","role":"assistant","content":"A refund is on its way.","created":"2025-03-07T10:01:00.000Z"},)"
           R"({"id":"acme-refund-3","role":"user","content":"Thank you, when will it come?","created":"2025-03-07T10:02:00.000Z"},)"
           R"({"id":"acme-refund-4","role":"assistant","content":"The REFUND takes three days.",)"
           R"("created":"2025-03-07T10:03:00.000Z"}]})"
           "\n"
           R"({"object":"dialogue","namespace":"acme","id":"acme-hours","label":"Opening hours",)"
           R"("created":"2025-04-01T08:00:00.000Z","messages":[)"
           R"({"id":"acme-hours-1","role":"user","content":"When do you open on Sunday?","created":"2025-04-01T08:00:00.000Z"}]})"
           "\n"
           R"({"object":"memory","namespace":"acme","id":"acme-language","label":"Language",)"
           R"("value":{"speaks":"German"},"created":"2025-03-07T09:00:00.000Z"})"
           "\n"
           R"({"object":"dialogue","namespace":"birch","id":"birch-lamp","label":"A lamp",)"
           R"("created":"2025-05-02T12:00:00.000Z","messages":[)"
           R"({"id":"birch-lamp-1","role":"user","content":"My lamp flickers at night.","created":"2025-05-02T12:00:00.000Z"},)"
           R"({"id":"birch-lamp-2","role":"assistant","content":"Please change the bulb.","created":"2025-05-02T12:01:00.000Z"}]})"
           "\n";
}

bool importLines(const ConsoleFixture &console, const QString &projectId, const QByteArray &lines)
{
    const auto report = console.session->api().importLines(projectId, lines, 1).result();
    if (!report) {
        qWarning("not imported: %s", qUtf8Printable(report.error().detail));
        return false;
    }
    for (const client::ImportProblem &problem : report->value.problems)
        qWarning("line %lld: %s", static_cast<long long>(problem.line), qUtf8Printable(problem.message));
    return report->value.problems.isEmpty();
}

static bool openRow(const ConsoleFixture &console, const char *tableName, const QString &name)
{
    auto *table = console.find<QTableView>(tableName);
    if (!chooseIn(table, name))
        return false;
    QTest::keyClick(table, Qt::Key_Return);
    return QTest::qWaitFor([&] { return !table->isVisible(); }, ConsoleFixture::kPatienceMs);
}

bool openProject(ConsoleFixture &console, const QByteArray &lines, const QString &name)
{
    if (!console.start())
        return false;
    const QString id = console.makeProject(name);
    if (!lines.isEmpty() && !importLines(console, id, lines))
        return false;
    console.openPage("tenants");
    return openRow(console, "tenants/projects", name);
}

bool openNamespace(const ConsoleFixture &console, const QString &name)
{
    return openRow(console, "tenants/namespaces", name);
}

bool sees(const ConsoleFixture &console, const QString &part)
{
    const bool isSeen = QTest::qWaitFor([&] {
        for (const QLabel *label : console.window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(part))
                return true;
        }
        return false;
    }, ConsoleFixture::kPatienceMs);
    if (!isSeen)
        qWarning("nothing says: %s", qUtf8Printable(part));
    return isSeen;
}

QModelIndex rowOf(QAbstractItemView *view, const QString &text, int column)
{
    const auto matches = [&] {
        return view->model()->match(view->model()->index(0, column), Qt::DisplayRole, text, 1, Qt::MatchStartsWith);
    };
    (void)QTest::qWaitFor([&] { return view->isVisible() && !matches().isEmpty(); }, ConsoleFixture::kPatienceMs);
    const QModelIndexList found = matches();
    if (found.isEmpty())
        qWarning("%s has no row %s", qUtf8Printable(view->objectName()), qUtf8Printable(text));
    return found.isEmpty() ? QModelIndex() : found.first();
}

bool chooseIn(QAbstractItemView *view, const QString &text, int column)
{
    const QModelIndex index = rowOf(view, text, column);
    if (!index.isValid())
        return false;
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
    return view->currentIndex().row() == index.row();
}

QString cell(QAbstractItemView *view, const QString &text, int column)
{
    return rowOf(view, text).siblingAtColumn(column).data().toString();
}

bool hasRows(QAbstractItemView *view, int count)
{
    const bool isSo = QTest::qWaitFor([&] { return view->model()->rowCount() == count; }, ConsoleFixture::kPatienceMs);
    if (!isSo)
        qWarning("%s has %d rows", qUtf8Printable(view->objectName()), view->model()->rowCount());
    return isSo;
}

bool trigger(const ConsoleFixture &console, const QString &entry)
{
    QAction *found = nullptr;
    (void)QTest::qWaitFor([&] {
        found = nullptr;
        for (QAction *action : console.window->currentPage()->findChildren<QAction *>()) {
            if (action->text() == entry && action->isEnabled())
                found = action; // a menu that is filled anew has its newest entries last
        }
        return found != nullptr;
    }, ConsoleFixture::kPatienceMs);
    if (found)
        found->trigger();
    else
        qWarning("no menu offers: %s", qUtf8Printable(entry));
    return found != nullptr;
}

bool clickText(const ConsoleFixture &console, const QString &text)
{
    QAbstractButton *found = nullptr;
    (void)QTest::qWaitFor([&] {
        for (QAbstractButton *button : console.window->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && button->isEnabled() && button->text() == text)
                found = button;
        }
        return found != nullptr;
    }, ConsoleFixture::kPatienceMs);
    if (found)
        QTest::mouseClick(found, Qt::LeftButton);
    else
        qWarning("no button says: %s", qUtf8Printable(text));
    return found != nullptr;
}

bool answerFileDialog(const ConsoleFixture &console, const QString &fileName)
{
    auto *dialog = shown<QFileDialog>(console);
    auto *edit = dialog ? dialog->findChild<QLineEdit *>(QStringLiteral("fileNameEdit")) : nullptr;
    auto *buttons = dialog ? dialog->findChild<QDialogButtonBox *>() : nullptr;
    if (!edit || !buttons)
        return false;
    edit->setText(fileName);
    QPushButton *accept = buttons->button(
        dialog->acceptMode() == QFileDialog::AcceptSave ? QDialogButtonBox::Save : QDialogButtonBox::Open);
    if (!accept || !QTest::qWaitFor([&] { return accept->isEnabled(); }, ConsoleFixture::kPatienceMs))
        return false;
    QTest::mouseClick(accept, Qt::LeftButton);
    return true;
}

ui::Job *endedJob(const ConsoleFixture &console, qsizetype count)
{
    const ui::Jobs &jobs = console.window->jobs();
    const bool isEnded = QTest::qWaitFor([&] {
        return jobs.all().size() == count && jobs.all().first()->state() != ui::Job::State::Running;
    }, ConsoleFixture::kPatienceMs);
    return isEnded ? jobs.all().first() : nullptr;
}

QByteArray readAll(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace cloister::test
