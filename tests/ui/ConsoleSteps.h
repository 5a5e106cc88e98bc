#pragma once

#include "tests/ui/ConsoleFixture.h"
#include "ui/session/Jobs.h"

#include <QAbstractItemView>
#include <QTest>

namespace cloister::test {

/// Two tenants as JSON Lines: "acme" with two dialogues of five messages and a memory, "birch" with one dialogue of two.
QByteArray twoTenants();

/// Imports lines through the API; false with the reason printed when a line is refused.
bool importLines(const ConsoleFixture &console, const QString &projectId, const QByteArray &lines);

/// Starts the console with one project of that name and the lines in it, and opens the project by keys.
bool openProject(ConsoleFixture &console, const QByteArray &lines, const QString &name = QStringLiteral("support"));
/// Opens a namespace of the project in sight by keys.
bool openNamespace(const ConsoleFixture &console, const QString &name);

/// Whether a label with that text in it comes into sight.
bool sees(const ConsoleFixture &console, const QString &part);

/// Waits for a row by the start of its text in a column; an invalid index when there is none.
QModelIndex rowOf(QAbstractItemView *view, const QString &text, int column = 0);
/// Clicks that row; false when there is none.
bool chooseIn(QAbstractItemView *view, const QString &text, int column = 0);
/// The row's text in another column.
QString cell(QAbstractItemView *view, const QString &text, int column);
bool hasRows(QAbstractItemView *view, int count);

/// Chooses an entry of a menu of the page in sight; false when it is not offered.
bool trigger(const ConsoleFixture &console, const QString &entry);
/// Clicks the button of that text in the page in sight, as soon as it can be clicked.
bool clickText(const ConsoleFixture &console, const QString &text);

/// Types a file name into the file dialog in sight and accepts it.
bool answerFileDialog(const ConsoleFixture &console, const QString &fileName);

/// Waits until there are so many jobs and the newest has ended; nullptr when it does not.
ui::Job *endedJob(const ConsoleFixture &console, qsizetype count);

QByteArray readAll(const QString &fileName);

/// Waits until a widget of that class is in sight, as dialogs are.
template<typename T>
T *shown(const ConsoleFixture &console)
{
    T *found = nullptr;
    (void)QTest::qWaitFor([&] {
        for (T *each : console.window->findChildren<T *>()) {
            if (each->isVisible())
                found = each;
        }
        return found != nullptr;
    }, ConsoleFixture::kPatienceMs);
    return found;
}

} // namespace cloister::test
