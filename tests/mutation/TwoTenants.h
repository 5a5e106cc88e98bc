#pragma once

#include "tests/support/Transcript.h"

namespace cloister::test {

/// Two tenants of one project with the same ids, who use every data route in turn: what one does is followed by both
/// reading everything. Every answer is compared with that of a first, undisturbed run.
class TwoTenants
{
public:
    explicit TwoTenants(ApiFixture &api) : m_api(api) {}

    /// Runs under two namespaces of that number (below 1000) and keeps the answers.
    void record(int number);
    /// Runs again under two others. The first answer that differs from the recorded ones; empty when none does.
    QByteArray replay(int number);

    static QByteArray nameSpace(int number, char tenant);
    /// How many answers were recorded.
    qsizetype size() const { return m_recorded.size(); }

private:
    void run(int number);
    bool isOver() const { return !m_difference.isEmpty(); }
    void ask(char tenant, const char *method, const QByteArray &path, const QByteArray &body = {}, const QByteArray &once = {});
    void readAll(char tenant);
    void readBoth();
    void create(char tenant);
    void createRecords(char tenant);
    void change(char tenant);
    void remove(char tenant);
    void createAgain(char tenant);
    void useKeysAgain();
    void summarise(char tenant, int count);
    void saveGraph(char tenant);
    void ageVectors(char tenant);
    void rebuildIndex(char tenant);
    void noteIndex(char tenant);
    void plantGraph(char tenant);
    void settle(char tenant);
    void search(char tenant);
    Partition partition(char tenant) const;
    void change(const char *sql, char tenant);
    void erase(char tenant);
    void countRows(char tenant);
    QByteArray pk(char tenant) const;
    void note(const QByteArray &what, const QByteArray &answer);

    ApiFixture &m_api;
    int m_number = 0;
    qsizetype m_at = 0;
    bool m_isRecording = false;
    QByteArrayList m_recorded;
    QByteArray m_difference;
};

} // namespace cloister::test
