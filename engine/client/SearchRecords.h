#pragma once

#include "engine/client/Records.h"
#include "engine/model/SearchQuery.h"
#include "engine/model/Summary.h"

#include <variant>

namespace cloister::client {

/// What is searched for in one place. What is empty does not restrict.
struct SearchRequest
{
    QString query;
    SearchObject object = SearchObject::Message;
    SearchMode mode = SearchMode::Hybrid;
    int limit = 10;   ///< at most 100
    QString timezone; ///< IANA name in which the dates are read; empty = UTC
    QStringList tags; ///< any of them
    QByteArray metadata; ///< JSON object as the protocol has it: {"channel": "mail", "year": {"$gte": 2024}}
    QString created;  ///< a date or an English phrase such as "last month"
    QString modified;
    std::optional<bool> hasImage;
    QString dialogueId;
    QString role;
    SearchOrder orderBy = SearchOrder::Relevance;
    Order order = Order::Descending;
    bool explain = false;
};

struct SearchMatch
{
    double relevance = 0; ///< 0 to 1
    Message message;
};

struct SearchResult
{
    double relevance = 0;
    std::variant<Message, Dialogue, Memory> record;
    QList<SearchMatch> matches; ///< of a dialogue: the messages that made it match, best first
};

/// One figure of an explanation, in the service's words.
struct ExplainFigure
{
    QString name;
    double value = 0;
};

struct SearchExplanation
{
    QString partition; ///< the key that was asked
    QString mode;
    QList<ExplainFigure> candidates;
    QList<ExplainFigure> milliseconds; ///< by stage, in their order
};

struct SearchAnswer
{
    QList<SearchResult> results;
    std::optional<TimeRange> created; ///< what the date filters came to
    std::optional<TimeRange> modified;
    qint64 pending = 0; ///< messages that are still ranked by their words alone
    std::optional<SearchExplanation> explanation; ///< when it was asked for
};

/// How the search of one namespace stands.
struct IndexInfo
{
    QString nameSpace; ///< "" = default
    qint64 entries = 0;
    qint64 waiting = 0; ///< without a vector of the embedder in use
    bool isLoaded = false;
    qint64 memoryBytes = 0;
};

struct IndexPage
{
    QList<IndexInfo> items;
    QString next;     ///< empty on the last page
    QString embedder; ///< the name of the one in use
};

/// The body of the request.
QByteArray searchBody(const Place &place, const SearchRequest &request);
QByteArray summaryBody(const Place &place, const NewSummary &asked);

// As those of RecordReader.h.
Result<SearchAnswer> readSearchAnswer(const JsonSlice &json);
Result<Summary> readSummary(const JsonSlice &json);
Result<IndexPage> readIndexPage(const JsonSlice &json);

} // namespace cloister::client
