#pragma once

namespace cloister::test {

/// What the linker puts in front of functions of the program (see tests/CMakeLists.txt), so that a test can have them fail
/// or do nothing. The program's sources know nothing of it.
struct Openings
{
    /// From now on no event can be written; resets the count of those that were refused.
    static void refuseEvents(bool isRefusing);
    static int refusedEvents();

    /// From now on files and values are written and read as they are, without encryption. Before any is made.
    static void leaveEverythingPlain();
};

} // namespace cloister::test
