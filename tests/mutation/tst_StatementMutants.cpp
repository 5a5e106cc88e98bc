// ISO-4: with the tenant taken out of any one statement, two tenants notice.
#include "tests/mutation/Mutator.h"
#include "tests/mutation/TwoTenants.h"
#include "tests/support/SearchFixture.h"

#include "engine/model/PartitionKey.h"

using namespace cloister;
using namespace cloister::test;

class tst_StatementMutants : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void withoutAMutant_nothingDiffers();
    void everyMutant_changesItsStatement();
    void everyMutant_isNoticed_data();
    void everyMutant_isNoticed();
    void afterwards_nothingDiffers();

private:
    struct Mutant
    {
        const tables::TenantSql *statement;
        Mutation mutation;
    };

    QByteArray otherKey() const
    {
        return PartitionKey(QString::fromLatin1(TwoTenants::nameSpace(m_number, 'b')), m_api.projectId).bytes();
    }

    const ModelForTests m_none{"/nowhere/cloister.model"}; ///< a model counts the tokens of tenants' names differently
    ApiFixture m_api;
    TwoTenants m_tenants{m_api};
    QList<Mutant> m_mutants;
    int m_number = 0;
};

void tst_StatementMutants::initTestCase()
{
    QVERIFY(m_api.start());
    search::PartitionIndex::Options options = m_api.workspace->indexes()->options();
    options.limits = {3, 2}; // so that a few messages have a graph
    m_api.workspace->indexes()->setOptions(options);
    for (const tables::TenantSql *statement : tables::TenantSql::all()) {
        for (const Mutation mutation : {Mutation::Dropped, Mutation::Swapped, Mutation::OtherKey}) {
            if (Mutator::applies(*statement, mutation))
                m_mutants.append({statement, mutation});
        }
    }
    QVERIFY(m_mutants.size() > 100);
    m_tenants.record(m_number++);
    QVERIFY(m_tenants.size() > 300);
}

void tst_StatementMutants::withoutAMutant_nothingDiffers()
{
    const QByteArray difference = m_tenants.replay(m_number++);
    QVERIFY2(difference.isEmpty(), difference.constData());
}

void tst_StatementMutants::everyMutant_changesItsStatement()
{
    for (const Mutant &mutant : std::as_const(m_mutants)) {
        const QByteArray text = Mutator::mutated(*mutant.statement, mutant.mutation, "other");
        QVERIFY2(text != mutant.statement->text(), text.constData());
        QVERIFY2(mutant.mutation == Mutation::OtherKey || !text.contains("pk = ?1"), text.constData());
        QVERIFY2(text.contains("?1"), text.constData());
    }
}

void tst_StatementMutants::everyMutant_isNoticed_data()
{
    QTest::addColumn<int>("index");
    for (qsizetype i = 0; i < m_mutants.size(); ++i) {
        const QByteArray text = Mutator::mutated(*m_mutants.at(i).statement, m_mutants.at(i).mutation, "other");
        QTest::addRow("%d %s", int(i), text.left(80).constData()) << int(i);
    }
}

void tst_StatementMutants::everyMutant_isNoticed()
{
    QFETCH(const int, index);
    const Mutant mutant = m_mutants.at(index);
    Mutator::activate(*mutant.statement, mutant.mutation, otherKey());
    const QByteArray difference = m_tenants.replay(m_number++);
    Mutator::deactivate();
    QVERIFY2(Mutator::uses() > 0, "never used");
    QVERIFY2(!difference.isEmpty(), "not noticed");
}

void tst_StatementMutants::afterwards_nothingDiffers()
{
    QCOMPARE(m_tenants.replay(m_number++), QByteArray());
}

CLOISTER_TEST(tst_StatementMutants)
#include "tst_StatementMutants.moc"
