#include "engine/client/ServerError.h"
#include "engine/http/ErrorMapping.h"
#include "tests/support/Test.h"

using namespace cloister;

/// What the service says went wrong arrives as what went wrong.
class tst_ServerError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errorCodeOf_everyCodeOfTheService_isItself();
    void errorCodeOf_unknown_isInternal();
    void serverError_ofTheService_keepsTextAndFields();
    void serverError_500_namesTheRequest();
    void serverError_bodyOfAnother_saysTheStatus_data();
    void serverError_bodyOfAnother_saysTheStatus();
};

static client::Reply replyFor(const Error &error)
{
    const http::Response response = http::errorResponse(error, QStringLiteral("01REQUEST"), 0);
    return {response.status, {}, response.body};
}

void tst_ServerError::errorCodeOf_everyCodeOfTheService_isItself()
{
    int codes = 0;
    for (int i = 0; i <= static_cast<int>(ErrorCode::ShuttingDown); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const auto expected = code == ErrorCode::Integrity ? ErrorCode::Internal : code; // one to the outside
        QCOMPARE(client::errorCodeOf(QLatin1String(http::wireError(code).code)), expected);
        ++codes;
    }
    QVERIFY(codes > 30);
}

void tst_ServerError::errorCodeOf_unknown_isInternal()
{
    QCOMPARE(client::errorCodeOf(QStringLiteral("TEAPOT")), ErrorCode::Internal);
    QCOMPARE(client::errorCodeOf(QString()), ErrorCode::Internal);
}

void tst_ServerError::serverError_ofTheService_keepsTextAndFields()
{
    const Error sent{ErrorCode::ValidationError, QStringLiteral("two things are wrong"),
        {{QStringLiteral("role"), QStringLiteral("REQUIRED"), QStringLiteral("role is missing"), {}},
            {QStringLiteral("limit"), QStringLiteral("INVALID"), QStringLiteral("too much"), QStringLiteral("9999")}}};
    const Error error = client::serverError(replyFor(sent));
    QCOMPARE(error.code, ErrorCode::ValidationError);
    QCOMPARE(error.detail, sent.detail);
    QCOMPARE(error.fields.size(), 2);
    QCOMPARE(error.fields.at(0).field, QStringLiteral("role"));
    QCOMPARE(error.fields.at(0).code, QStringLiteral("REQUIRED"));
    QCOMPARE(error.fields.at(1).message, QStringLiteral("too much"));
    QCOMPARE(error.fields.at(1).value, QStringLiteral("9999"));
}

void tst_ServerError::serverError_500_namesTheRequest()
{
    const Error error = client::serverError(replyFor({ErrorCode::Internal, QStringLiteral("inner text"), {}}));
    QCOMPARE(error.code, ErrorCode::Internal);
    QVERIFY2(error.detail.endsWith(QLatin1String("(request 01REQUEST)")), qPrintable(error.detail));
    QVERIFY(!error.detail.contains(QLatin1String("inner text")));
}

void tst_ServerError::serverError_bodyOfAnother_saysTheStatus_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("page") << QByteArray("<html>");
    QTest::newRow("other") << QByteArray("{\"error\":\"no\"}");
    QTest::newRow("list") << QByteArray("[1]");
}

void tst_ServerError::serverError_bodyOfAnother_saysTheStatus()
{
    QFETCH(QByteArray, body);
    const Error error = client::serverError({502, {}, body});
    QCOMPARE(error.code, ErrorCode::Internal);
    QVERIFY2(error.detail.contains(QLatin1String("502")), qPrintable(error.detail));
}

CLOISTER_TEST(tst_ServerError)
#include "tst_ServerError.moc"
