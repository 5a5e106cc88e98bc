#include "engine/base/Json.h"
#include "engine/base/Time.h"
#include "engine/model/ModelJson.h"
#include "engine/model/Validate.h"
#include "tests/support/Test.h"

using namespace cloister;

class tst_ModelJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readDialogue_everyField_isTaken();
    void readDialogue_emptyBody_hasDefaults();
    void readDialogue_oneBadField_isNamed_data();
    void readDialogue_oneBadField_isNamed();
    void readDialogue_severalBadFields_areAllNamed();
    void readDialogue_messageAndMessages_excludeEachOther();
    void readDialogue_messages_atMost25();
    void readChange_absentNullAndText_differ();
    void readMessage_missingFields_areRequired();
    void readMessage_content_isByteForByte();
    void readMessages_batch_namesTheElement();
    void readMemory_anyValue_isKept_data();
    void readMemory_anyValue_isKept();
    void readMemory_noValue_isRequired();
    void readSummary_fields_areTaken();
    void readTags_left_out_isRequired();
    void readNamespace_suspicious_keepsItsCode();
    void readNamespace_null_isRefused();
    void writeDialogue_full_isTheProtocols();
    void writeDialogue_bare_leavesOutWhatIsAbsent();
    void writeMessage_isTheProtocols();
    void writeMemory_isTheProtocols();
    void writeSummary_isTheProtocols();
    void writeNamespace_isTheProtocols();
    void mergeState_table_data();
    void mergeState_table();
    void mergeState_overTheLimit_isRefused();
};

static JsonSlice body(const QByteArray &text)
{
    const auto result = parseJson(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

template<typename T>
static QStringList refusedFields(const Result<T> &result)
{
    QStringList names;
    if (!result) {
        for (const FieldError &field : result.error().fields)
            names.append(field.field + QLatin1Char(' ') + field.code);
    }
    return names;
}

static QStringList texts(std::initializer_list<const char *> all)
{
    QStringList out;
    for (const char *text : all)
        out.append(QString::fromUtf8(text));
    return out;
}

void tst_ModelJson::readDialogue_everyField_isTaken()
{
    const auto read = readNewDialogue(body(R"({"id":"my-dialogue","namespace":"acme","threadOf":"parent","label":"L","tags":["b","a","b"],
        "metadata":{ "k" : 1.50 },"state":{"s":[ 1 ]},"created":"2023-05-08T13:56:00Z","unknown":{"x":1},
        "message":{"role":"user","content":"hi","id":"first","name":"Bo","tags":["t"],"metadata":{"m":true},"created":"2023-05-08"}})"));
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().detail));
    QCOMPARE(read->nameSpace, QStringLiteral("acme"));
    const NewDialogue &dialogue = read->dialogue;
    QCOMPARE(dialogue.id, QStringLiteral("my-dialogue"));
    QCOMPARE(dialogue.threadOf, QStringLiteral("parent"));
    QCOMPARE(dialogue.label, QStringLiteral("L"));
    QCOMPARE(dialogue.tags, texts({"b", "a"}));
    QCOMPARE(dialogue.metadata, QByteArray("{ \"k\" : 1.50 }"));
    QCOMPARE(dialogue.state, QByteArray("{\"s\":[ 1 ]}"));
    QCOMPARE(dialogue.created, 1'683'554'160'000);
    QVERIFY(dialogue.hasMessages);
    QCOMPARE(dialogue.messages.size(), 1);
    const NewMessage &message = dialogue.messages[0];
    QCOMPARE(message.id, QStringLiteral("first"));
    QCOMPARE(message.role, QStringLiteral("user"));
    QCOMPARE(message.name, QStringLiteral("Bo"));
    QCOMPARE(message.content, QByteArray("\"hi\""));
    QCOMPARE(message.contentLength, 2);
    QCOMPARE(message.tags, texts({"t"}));
    QCOMPARE(message.metadata, QByteArray("{\"m\":true}"));
    QCOMPARE(message.created, parseInstant(u"2023-05-08").value());
    QVERIFY(!message.hasImage);
}

void tst_ModelJson::readDialogue_emptyBody_hasDefaults()
{
    const auto read = readNewDialogue(body("{}"));
    QVERIFY(read.has_value());
    QCOMPARE(read->nameSpace, QString());
    QVERIFY(read->dialogue.id.isEmpty());
    QVERIFY(!read->dialogue.threadOf && !read->dialogue.label && !read->dialogue.created && !read->dialogue.hasMessages);
    QCOMPARE(read->dialogue.metadata, QByteArray("{}"));
    QCOMPARE(read->dialogue.state, QByteArray("{}"));
    QVERIFY(readNewDialogue(body("{\"messages\":[]}"))->dialogue.hasMessages);
}

void tst_ModelJson::readDialogue_oneBadField_isNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *json, const char *field) { QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(field); };
    row("[]", "body INVALID");
    row("\"{}\"", "body INVALID");
    row("{\"id\":5}", "id INVALID");
    row("{\"id\":\"abc\"}", "id INVALID");
    row("{\"namespace\":5}", "namespace INVALID");
    row("{\"namespace\":\"\\ud800\"}", "namespace INVALID");
    row("{\"namespace\":\" a\"}", "namespace INVALID");
    row("{\"threadOf\":[]}", "threadOf INVALID");
    row("{\"threadOf\":\"\"}", "threadOf INVALID");
    row("{\"label\":{}}", "label INVALID");
    row("{\"label\":\"\"}", "label INVALID");
    row("{\"tags\":\"a\"}", "tags INVALID");
    row("{\"tags\":[\"a\",5]}", "tags[1] INVALID");
    row("{\"metadata\":[]}", "metadata INVALID");
    row("{\"metadata\":{\"a\":{}}}", "metadata.a INVALID");
    row("{\"state\":[]}", "state INVALID");
    row("{\"state\":null}", "state INVALID");
    row("{\"created\":1683554160000}", "created INVALID");
    row("{\"created\":\"yesterday\"}", "created INVALID");
    row("{\"message\":[]}", "message INVALID");
    row("{\"messages\":{}}", "messages INVALID");
    row("{\"messages\":[5]}", "messages[0] INVALID");
    row("{\"message\":{\"role\":\"user\"}}", "message.content REQUIRED");
    row("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"content\":\"b\"}]}", "messages[1].role REQUIRED");
    row("{\"message\":{\"role\":\"user\",\"content\":\"\"}}", "message.content INVALID");
    row("{\"message\":{\"role\":5,\"content\":\"a\"}}", "message.role INVALID");
}

void tst_ModelJson::readDialogue_oneBadField_isNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    const auto read = readNewDialogue(body(json));
    QCOMPARE(refusedFields(read), QStringList{field});
    QCOMPARE(read.error().code, field.endsWith(QLatin1String("REQUIRED")) ? ErrorCode::MissingParameter : ErrorCode::InvalidParameter);
    QVERIFY(read.error().detail.startsWith(field.section(QLatin1Char(' '), 0, 0)));
}

void tst_ModelJson::readDialogue_severalBadFields_areAllNamed()
{
    const auto read = readNewDialogue(body(R"({"id":"a b","label":5,"messages":[{"content":1}],"namespace":"null"})"));
    QCOMPARE(refusedFields(read), texts({"namespace INVALID", "id INVALID", "label INVALID", "messages[0].role REQUIRED", "messages[0].content INVALID"}));
    QCOMPARE(read.error().code, ErrorCode::ValidationError);
}

void tst_ModelJson::readDialogue_messageAndMessages_excludeEachOther()
{
    const QByteArray message = R"({"role":"user","content":"a"})";
    QCOMPARE(refusedFields(readNewDialogue(body("{\"message\":" + message + ",\"messages\":[]}"))), texts({"messages INVALID"}));
    QCOMPARE(refusedFields(readDialogueChange(body("{\"messages\":[],\"message\":" + message + "}"))), texts({"messages INVALID"}));
}

void tst_ModelJson::readDialogue_messages_atMost25()
{
    const QByteArray message = R"({"role":"user","content":"a"})";
    const QByteArray list = (message + ',').repeated(25).chopped(1);
    QCOMPARE(readNewDialogue(body("{\"messages\":[" + list + "]}"))->dialogue.messages.size(), 25);
    QCOMPARE(refusedFields(readNewDialogue(body("{\"messages\":[" + list + ',' + message + "]}"))), texts({"messages INVALID"}));
}

void tst_ModelJson::readChange_absentNullAndText_differ()
{
    const auto nothing = readDialogueChange(body("{}"));
    QVERIFY(!nothing->id && !nothing->nameSpace && !nothing->change.state && !nothing->change.tags && !nothing->change.label);
    const auto removed = readDialogueChange(body("{\"label\":null}"));
    QVERIFY(removed->change.label.has_value() && !removed->change.label->has_value());
    const auto all = readDialogueChange(body(R"({"id":"abcde","namespace":"default","label":"x","tags":[],"state":{ },"message":{"role":"r","content":{}}})"));
    QCOMPARE(all->id, QStringLiteral("abcde"));
    QCOMPARE(all->nameSpace, QString());
    QVERIFY(all->nameSpace.has_value());
    QCOMPARE(all->change.label->value(), QStringLiteral("x"));
    QCOMPARE(all->change.tags, QStringList());
    QVERIFY(all->change.tags.has_value());
    QCOMPARE(all->change.state, QByteArray("{ }"));
    QCOMPARE(all->change.messages.size(), 1);
    QCOMPARE(refusedFields(readDialogueChange(body("{\"label\":5,\"state\":[]}"))), texts({"state INVALID", "label INVALID"}));
}

void tst_ModelJson::readMessage_missingFields_areRequired()
{
    const auto read = readNewMessage(body("{}"));
    QCOMPARE(refusedFields(read), texts({"dialogueId REQUIRED", "role REQUIRED", "content REQUIRED"}));
    QCOMPARE(read.error().code, ErrorCode::ValidationError);
    const auto one = readNewMessage(body(R"({"dialogueId":"d","role":"user"})"));
    QCOMPARE(one.error().code, ErrorCode::MissingParameter);
    QCOMPARE(one.error().detail, QStringLiteral("content is required"));
}

void tst_ModelJson::readMessage_content_isByteForByte()
{
    const QByteArray content = "[ {\"type\" : \"thinking\",\"z\":1.50,\"a\":\"\\u0041\\/\\ud800\\u0000\",\"n\":-0} ,{ } ]";
    const auto read = readNewMessage(body("{\"dialogueId\":\"d\",\"role\":\"user\",\"content\":  " + content + "  }"));
    QVERIFY(read.has_value());
    QCOMPARE(read->dialogueId, QStringLiteral("d"));
    QCOMPARE(read->message.content, content);
    QCOMPARE(read->message.contentLength, content.size());
    const auto image = readNewMessage(body(R"({"dialogueId":"d","role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org"}}]})"));
    QVERIFY(image->message.hasImage);
    const auto broken = readNewMessage(body(R"({"dialogueId":"d","role":"user","content":[{"type":"image_url","image_url":{"url":"data:,x"}}]})"));
    QCOMPARE(broken.error().code, ErrorCode::InvalidImageContent);
}

void tst_ModelJson::readMessages_batch_namesTheElement()
{
    const QByteArray message = R"({"role":"user","content":"a"})";
    QCOMPARE(readNewMessages(body("[" + message + "," + message + "]"))->size(), 2);
    QVERIFY(readNewMessages(body("[]"))->isEmpty());
    QCOMPARE(refusedFields(readNewMessages(body("[" + message + ",{\"role\":\"user\"}]"))), texts({"messages[1].content REQUIRED"}));
    QCOMPARE(refusedFields(readNewMessages(body(message))), texts({"messages INVALID"}));
    const QByteArray fifty = (message + ',').repeated(50).chopped(1);
    QCOMPARE(readNewMessages(body("[" + fifty + "]"))->size(), 50);
    QCOMPARE(refusedFields(readNewMessages(body("[" + fifty + "," + message + "]"))), texts({"messages INVALID"}));
}

void tst_ModelJson::readMemory_anyValue_isKept_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char *value : {"null", "false", "0", "-0.0", "1e400", "\"\"", "\"\\ud800\"", "[ ]", "{ \"b\":1,\"a\":2 }"})
        QTest::newRow(value) << QByteArray(value);
}

void tst_ModelJson::readMemory_anyValue_isKept()
{
    QFETCH(QByteArray, value);
    const auto read = readNewMemory(body("{\"label\":\"l\",\"description\":\"a\\nb\",\"namespace\":\"n\",\"id\":\"abcde\",\"value\":" + value + "}"));
    QVERIFY(read.has_value());
    QCOMPARE(read->memory.value, value);
    QCOMPARE(read->memory.label, QStringLiteral("l"));
    QCOMPARE(read->memory.description, QStringLiteral("a\nb"));
    QCOMPARE(read->memory.id, QStringLiteral("abcde"));
    QCOMPARE(read->nameSpace, QStringLiteral("n"));
}

void tst_ModelJson::readMemory_noValue_isRequired()
{
    QCOMPARE(refusedFields(readNewMemory(body("{\"label\":\"l\"}"))), texts({"value REQUIRED"}));
    QCOMPARE(refusedFields(readNewMemory(body("{\"value\":1,\"description\":\"" + QByteArray(1'000'000, 'd') + "\"}"))), texts({"description INVALID"}));
}

void tst_ModelJson::readSummary_fields_areTaken()
{
    const auto read = readNewSummary(body(R"({"dialogueId":"d","namespace":"n","template":"brief","id":"abcde","startId":"s","endId":"e"})"));
    QCOMPARE(read->nameSpace, QStringLiteral("n"));
    QCOMPARE(read->summary.dialogueId, QStringLiteral("d"));
    QCOMPARE(read->summary.templateName, QStringLiteral("brief"));
    QCOMPARE(read->summary.id, QStringLiteral("abcde"));
    QCOMPARE(read->summary.startId, QStringLiteral("s"));
    QCOMPARE(read->summary.endId, QStringLiteral("e"));
    QCOMPARE(refusedFields(readNewSummary(body("{\"endId\":5}"))), texts({"dialogueId REQUIRED", "endId INVALID"}));
}

void tst_ModelJson::readTags_left_out_isRequired()
{
    QCOMPARE(readTags(body("{\"tags\":[\"x\"]}")).value(), texts({"x"}));
    QVERIFY(readTags(body("{\"tags\":[]}")).value().isEmpty());
    QCOMPARE(refusedFields(readTags(body("{}"))), texts({"tags REQUIRED"}));
    QCOMPARE(refusedFields(readTags(body("[]"))), texts({"body INVALID"}));
}

void tst_ModelJson::readNamespace_suspicious_keepsItsCode()
{
    QCOMPARE(readNamespace(body("{\"namespace\":\"undefined\"}")).error().code, ErrorCode::SuspiciousNamespace);
    QCOMPARE(readNamespace(body("{}")).value(), QString());
    QCOMPARE(readNamespace(body("{\"namespace\":\"\"}")).value(), QString());
}

void tst_ModelJson::readNamespace_null_isRefused()
{
    QCOMPARE(refusedFields(readNamespace(body("{\"namespace\":null}"))), texts({"namespace INVALID"}));
}

static const RecordContext kContext{QStringLiteral("proj"), QStringLiteral("req"), QStringLiteral("acme")};

static Message sampleMessage()
{
    Message message;
    message.id = QStringLiteral("m1");
    message.dialogueId = QStringLiteral("d1");
    message.role = QStringLiteral("user");
    message.name = QStringLiteral("Bo");
    message.content = "[ {\"z\":1.50} ]";
    message.contentLength = 14;
    message.tags = texts({"t"});
    message.created = 1'683'554'160'000;
    message.modified = 1'683'554'160'001;
    return message;
}

void tst_ModelJson::writeDialogue_full_isTheProtocols()
{
    Dialogue dialogue;
    dialogue.id = QStringLiteral("d1");
    dialogue.status = DialogueStatus::Archived;
    dialogue.threadOf = QStringLiteral("p1");
    dialogue.label = QStringLiteral("L\"");
    dialogue.tags = texts({"a", "b"});
    dialogue.metadata = "{ \"k\":1.50}";
    dialogue.state = "{\"s\": 1}";
    dialogue.created = 1'683'554'160'000;
    dialogue.modified = 1'683'554'160'001;
    dialogue.endedAt = 1'683'554'160'002;
    dialogue.archivedAt = 1'683'554'160'003;
    dialogue.totalMessages = 1;
    dialogue.threadCount = 2;
    dialogue.lastMessageCreated = 1'683'554'160'000;
    dialogue.messages = QList<Message>{};
    JsonWriter json;
    write(json, dialogue, kContext, StateIn::Shown);
    QCOMPARE(json.bytes(), QByteArray(R"({"id":"d1","projectId":"proj","requestId":"req","status":"archived","namespace":"acme","threadOf":"p1","label":"L\"",)"
        R"("tags":["a","b"],"totalMessages":1,"threadCount":2,"lastMessageCreated":"2023-05-08T13:56:00.000Z","metadata":{ "k":1.50},"metadataLength":11,)"
        R"("metadataSHA256":"411c2a8430ad2a5d3703f4debefc36d2519eb288a42bb35e677fb7ad720ee8be","state":{"s": 1},"messages":[],)"
        R"("endedAt":"2023-05-08T13:56:00.002Z","archivedAt":"2023-05-08T13:56:00.003Z","created":"2023-05-08T13:56:00.000Z","modified":"2023-05-08T13:56:00.001Z"})"));
}

void tst_ModelJson::writeDialogue_bare_leavesOutWhatIsAbsent()
{
    Dialogue dialogue;
    dialogue.id = QStringLiteral("d1");
    JsonWriter json;
    write(json, dialogue, {QStringLiteral("proj"), QStringLiteral("req"), QString()});
    QCOMPARE(json.bytes(), QByteArray(R"({"id":"d1","projectId":"proj","requestId":"req","status":"active","tags":[],"totalMessages":0,"threadCount":0,)"
        R"("metadata":{},"metadataLength":2,"metadataSHA256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",)"
        R"("created":"1970-01-01T00:00:00.000Z","modified":"1970-01-01T00:00:00.000Z"})"));
}

void tst_ModelJson::writeMessage_isTheProtocols()
{
    JsonWriter json;
    write(json, sampleMessage(), kContext);
    QCOMPARE(json.bytes(), QByteArray(R"({"id":"m1","dialogueId":"d1","namespace":"acme","role":"user","content":[ {"z":1.50} ],"contentLength":14,"name":"Bo",)"
        R"("tags":["t"],"metadata":{},"created":"2023-05-08T13:56:00.000Z","modified":"2023-05-08T13:56:00.001Z"})"));
}

void tst_ModelJson::writeMemory_isTheProtocols()
{
    Memory memory;
    memory.id = QStringLiteral("y1");
    memory.description = QStringLiteral("d");
    memory.value = "-0";
    JsonWriter json;
    write(json, memory, kContext);
    QCOMPARE(json.bytes(), QByteArray(R"({"id":"y1","namespace":"acme","description":"d","value":-0,"tags":[],"metadata":{},)"
        R"("created":"1970-01-01T00:00:00.000Z","modified":"1970-01-01T00:00:00.000Z"})"));
}

void tst_ModelJson::writeSummary_isTheProtocols()
{
    Summary summary;
    summary.id = QStringLiteral("s1");
    summary.dialogueId = QStringLiteral("d1");
    summary.status = SummaryStatus::Failed;
    summary.provider = QStringLiteral("local");
    summary.model = QStringLiteral("extract");
    summary.templateName = QStringLiteral("brief");
    summary.messageCount = 3;
    summary.error = QStringLiteral("why");
    summary.toCreated = 0;
    JsonWriter json;
    write(json, summary, kContext);
    QCOMPARE(json.bytes(), QByteArray(R"({"id":"s1","dialogueId":"d1","projectId":"proj","namespace":"acme","status":"failed","provider":"local","model":"extract",)"
        R"("template":"brief","content":"","contentTokenCount":0,"toCreated":"1970-01-01T00:00:00.000Z","messageCount":3,"summarizedCount":0,"skippedCount":0,)"
        R"("totalTokens":0,"chunks":0,"llmInputTokens":0,"llmOutputTokens":0,"llmTotalTokens":0,"llmCallCount":0,"error":"why","metadata":{},"tags":[],)"
        R"("created":"1970-01-01T00:00:00.000Z","modified":"1970-01-01T00:00:00.000Z"})"));
}

void tst_ModelJson::writeNamespace_isTheProtocols()
{
    NamespaceInfo info;
    info.state = NamespaceState::ReadOnly;
    info.dialogues = 1;
    info.messages = 2;
    info.memories = 3;
    info.bytes = 4;
    info.lastActivity = 0;
    JsonWriter json;
    write(json, info);
    QCOMPARE(json.bytes(), QByteArray(R"({"namespace":"default","state":"read_only","dialogues":1,"messages":2,"memories":3,"bytes":4,"lastActivity":"1970-01-01T00:00:00.000Z"})"));
}

void tst_ModelJson::mergeState_table_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("merged");
    const auto row = [](const char *state, const char *patch, const char *merged) {
        QTest::addRow("%s + %s", state, patch) << QByteArray(state) << QByteArray(patch) << QByteArray(merged);
    };
    row("{}", "{}", "{}");
    row("{}", "{ \"a\" : 1.50 }", "{\"a\":1.50}");
    row("{\"a\":1,\"b\":{ \"x\":1}}", "{\"c\":[ ]}", "{\"a\":1,\"b\":{ \"x\":1},\"c\":[ ]}");
    row("{\"a\":1,\"b\":2}", "{\"a\":{\"y\":null}}", "{\"a\":{\"y\":null},\"b\":2}");
    row("{\"a\":1,\"b\":2}", "{\"a\":null}", "{\"b\":2}");
    row("{\"a\":1}", "{\"\\u0061\":2}", "{\"a\":2}");
    row("{\"\\u0061\":1}", "{\"b\":2}", "{\"\\u0061\":1,\"b\":2}");
    row("{\"a\":null}", "{\"b\":null}", "{\"a\":null}");
    row("{\"a\":{\"x\":1}}", "{\"a\":{\"y\":2}}", "{\"a\":{\"y\":2}}");
}

void tst_ModelJson::mergeState_table()
{
    QFETCH(QByteArray, state);
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, merged);
    QCOMPARE(mergeState(state, body(patch)).value(), merged);
}

void tst_ModelJson::mergeState_overTheLimit_isRefused()
{
    const QByteArray half = "{\"a\":\"" + QByteArray(600'000, 'x') + "\"}";
    QCOMPARE(refusedFields(mergeState(half, body("{\"b\":\"" + QByteArray(600'000, 'x') + "\"}"))), texts({"state INVALID"}));
    QCOMPARE(refusedFields(mergeState(half, body("[]"))), texts({"state INVALID"}));
    QVERIFY(mergeState(half, body("{\"a\":\"" + QByteArray(1'000'000, 'x') + "\"}")).has_value());
}

CLOISTER_TEST(tst_ModelJson)
#include "tst_ModelJson.moc"
