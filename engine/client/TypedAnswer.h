#pragma once

#include "engine/base/Future.h"
#include "engine/base/Json.h"
#include "engine/client/RecordReader.h"
#include "engine/client/Transport.h"

namespace cloister::client {

/// An answer's JSON read by `read`; Internal for one that is not understood.
template<typename T, typename Read>
Future<Result<Answer<T>>> typedAnswer(Future<Result<Reply>> reply, Read read)
{
    return reply.then([read](const Result<Reply> &came) -> Result<Answer<T>> {
        if (!came)
            return came.unexpected();
        const Result<JsonSlice> json = parseJson(came->body);
        if (!json)
            return fail(ErrorCode::Internal, QStringLiteral("the service's answer is not JSON"));
        CLOISTER_ASSIGN(T value, read(*json));
        return Answer<T>{std::move(value), json->rawBytes()};
    });
}

/// The same for a list of records.
template<typename T>
Future<Result<Answer<Items<T>>>> typedList(Future<Result<Reply>> reply, Result<T> (*readItem)(const JsonSlice &))
{
    return typedAnswer<Items<T>>(
        std::move(reply), [readItem](const JsonSlice &json) { return readItems<T>(json, readItem); });
}

} // namespace cloister::client
