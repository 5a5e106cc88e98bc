#pragma once

#include <QtTest/QTest>

namespace cloister::test {

using MakeTest = QObject *(*)();

/// Adds one test class to this program; called by CLOISTER_TEST before main.
int registerTest(const char *name, MakeTest make);

using MakeApplication = QCoreApplication *(*)(int &argc, char **argv);

/// Has this program's tests run in another application than a QCoreApplication; called before main.
int registerApplication(MakeApplication make);

} // namespace cloister::test

/// Registers a test class (a QObject with private slots). Stands once, at file scope, before `#include "tst_X.moc"`.
#define CLOISTER_TEST(Class) \
    static const int registered_##Class = \
        cloister::test::registerTest(#Class, []() -> QObject * { return new Class; });
