// Runs the registered test classes: all of them, or the one named as the first argument.
#include "tests/support/Test.h"

#include <QCoreApplication>

#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

namespace cloister::test {

static std::vector<std::pair<QByteArray, MakeTest>> &tests()
{
    static std::vector<std::pair<QByteArray, MakeTest>> all;
    return all;
}

static MakeApplication &application()
{
    static MakeApplication make = [](int &argc, char **argv) { return new QCoreApplication(argc, argv); };
    return make;
}

int registerApplication(MakeApplication make)
{
    application() = make;
    return 0;
}

int registerTest(const char *name, MakeTest make)
{
    tests().emplace_back(QByteArray(name), make);
    return static_cast<int>(tests().size());
}

} // namespace cloister::test

int main(int argc, char **argv)
{
    const std::unique_ptr<QCoreApplication> application(cloister::test::application()(argc, argv));
    QByteArray only;
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 1 && arguments.at(1).startsWith(QLatin1String("tst_")))
        only = arguments.takeAt(1).toUtf8();
    int failures = 0;
    int ran = 0;
    for (const auto &[name, make] : cloister::test::tests()) {
        if (!only.isEmpty() && only != name)
            continue;
        ++ran;
        const std::unique_ptr<QObject> test(make());
        failures += QTest::qExec(test.get(), arguments);
    }
    if (ran == 0) {
        std::fprintf(stderr, "no test class named %s in this program\n", only.constData());
        return 1;
    }
    return failures == 0 ? 0 : 1;
}
