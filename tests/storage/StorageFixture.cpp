#include "tests/storage/StorageFixture.h"

namespace cloister::storage::test {

bool StorageFixture::create(Role role) const
{
    OpenOptions made = options(role);
    made.create = true;
    const auto connection = Connection::open(made);
    return connection
        && (*connection)->execute("CREATE TABLE note(pk TEXT NOT NULL, id TEXT NOT NULL, body BLOB, PRIMARY KEY(pk, id))");
}

Result<void> StorageFixture::insert(Connection &connection, const QString &pk, const QString &id,
                                    const QByteArray &body)
{
    Statement statement = connection.prepare(kInsert);
    statement.bind(1, pk).bind(2, id).bind(3, body);
    return statement.run();
}

qint64 StorageFixture::count(Connection &connection)
{
    Statement statement = connection.prepare("SELECT count(*) FROM note");
    return statement.next() ? statement.integer(0) : -1;
}

qint64 StorageFixture::countAnew() const
{
    const auto reader = open(Role::Reader);
    return reader ? count(**reader) : -1;
}

} // namespace cloister::storage::test
