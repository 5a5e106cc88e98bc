#include "ui/search/SearchModel.h"

#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"
#include "ui/transcript/MessageContent.h"
#include "ui/transcript/TranscriptRow.h"

#include <QElapsedTimer>

namespace cloister::ui {

// More is never shown of one result.
static constexpr qsizetype kMostText = 4000;

static QString shownContent(const Message &message)
{
    return visibleText(plainContent(readContent(message.content, kMostText))).simplified();
}

static QString speakerOf(const Message &message)
{
    return message.name ? visibleLine(*message.name, 60) : roleText(message.role);
}

SearchRow SearchRow::fromResult(const client::SearchResult &result)
{
    SearchRow row;
    row.relevance = result.relevance;
    if (const auto *message = std::get_if<Message>(&result.record)) {
        row.title = speakerOf(*message);
        row.text = shownContent(*message);
        row.created = message->created;
        row.dialogueId = message->dialogueId;
        row.messageId = message->id;
    } else if (const auto *dialogue = std::get_if<Dialogue>(&result.record)) {
        row.title = dialogueTitle(*dialogue);
        row.created = dialogue->created;
        row.dialogueId = dialogue->id;
        if (!result.matches.isEmpty()) {
            const Message &best = result.matches.first().message;
            row.text = speakerOf(best) + QLatin1String(": ") + shownContent(best);
            row.messageId = best.id;
        }
    } else {
        const Memory &memory = std::get<Memory>(result.record);
        row.title = visibleLine(memory.label.value_or(memory.id));
        row.text = visibleText(QString::fromUtf8(memory.value.left(kMostText))).simplified();
        row.created = memory.created;
    }
    return row;
}

SearchModel::SearchModel(const client::ApiClient &api, QObject *parent) : QAbstractListModel(parent), m_api(api) {}

void SearchModel::search(const client::Place &place, const client::SearchRequest &request)
{
    struct Read
    {
        client::SearchAnswer answer;
        QList<SearchRow> rows;
    };
    ++m_generation;
    m_isLoading = true;
    QElapsedTimer clock;
    clock.start();
    const auto read = [](const Result<client::Answer<client::SearchAnswer>> &answer) -> Result<Read> {
        if (!answer)
            return answer.unexpected();
        Read found{answer->value, {}};
        for (const client::SearchResult &result : answer->value.results)
            found.rows.append(SearchRow::fromResult(result));
        return found;
    };
    const auto show = [this, generation = m_generation, clock, place, query = request.query](const Result<Read> &found) {
        if (generation != m_generation)
            return;
        beginResetModel();
        m_isLoading = false;
        m_isAnswered = found.has_value();
        m_place = place;
        m_query = query;
        m_error = found ? std::optional<Error>() : found.error();
        m_rows = found ? found->rows : QList<SearchRow>();
        m_answer = found ? found->answer : client::SearchAnswer();
        m_elapsedMs = clock.elapsed();
        endResetModel();
        Q_EMIT loadingChanged();
    };
    m_api.search(place, request).then(QThreadPool::globalInstance(), read).then(this, show);
    Q_EMIT loadingChanged();
}

void SearchModel::clear()
{
    beginResetModel();
    ++m_generation;
    m_isLoading = false;
    m_isAnswered = false;
    m_error.reset();
    m_rows.clear();
    m_answer = {};
    endResetModel();
    Q_EMIT loadingChanged();
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchRow &row = m_rows.at(index.row());
    if (role == Qt::DisplayRole)
        return QString(row.title + u'\t' + localTime(row.created) + u'\t' + row.text);
    if (role == Qt::AccessibleTextRole)
        return QString(row.title + QLatin1String(": ") + row.text.left(300));
    return {};
}

} // namespace cloister::ui
