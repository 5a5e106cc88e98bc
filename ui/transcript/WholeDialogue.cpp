#include "ui/transcript/WholeDialogue.h"

#include "engine/base/Json.h"

namespace cloister::ui {

namespace {

/// Reads page after page; keeps itself alive until the last.
class WholeReader : public std::enable_shared_from_this<WholeReader>
{
public:
    WholeReader(const client::ApiClient &api, const client::Place &place, const QString &id, QObject *context) :
        m_api(api), m_place(place), m_id(id), m_context(context)
    {
        m_filter.limit = 1000;
        m_filter.order = QStringLiteral("asc");
    }

    Future<Result<QByteArray>> start()
    {
        m_api.dialogue(m_place, m_id).then(m_context, [self = shared_from_this()](const auto &answer) {
            if (!answer) {
                self->end(answer.unexpected());
                return;
            }
            self->m_dialogue = answer->json;
            self->readPage();
        });
        return m_promise.future();
    }

private:
    void readPage()
    {
        m_api.messages(m_place, m_id, m_filter).then(m_context, [self = shared_from_this()](const auto &answer) {
            if (!answer)
                self->end(answer.unexpected());
            else
                self->take(answer->json, answer->value.next);
        });
    }

    void take(const QByteArray &page, const QString &next)
    {
        const Result<JsonSlice> json = parseJson(page);
        const auto items = json ? json->member(QLatin1String("items")) : std::nullopt;
        if (items && items->size() > 0) {
            const QByteArrayView raw = items->raw();
            m_messages += (m_messages.isEmpty() ? "" : ",") + raw.sliced(1, raw.size() - 2).toByteArray();
        }
        m_filter.next = next;
        if (!next.isEmpty()) {
            readPage();
            return;
        }
        QByteArray whole = m_dialogue;
        whole.truncate(whole.lastIndexOf('}'));
        end(whole + ",\"messages\":[" + m_messages + "]}");
    }

    void end(const Result<QByteArray> &result)
    {
        m_promise.finish(result);
    }

    const client::ApiClient &m_api;
    client::Place m_place;
    QString m_id;
    QObject *m_context;
    client::ListFilter m_filter;
    QByteArray m_dialogue;
    QByteArray m_messages;
    Promise<Result<QByteArray>> m_promise;
};

} // namespace

Future<Result<QByteArray>> readWholeDialogue(
    const client::ApiClient &api, const client::Place &place, const QString &dialogueId, QObject *context)
{
    return std::make_shared<WholeReader>(api, place, dialogueId, context)->start();
}

} // namespace cloister::ui
