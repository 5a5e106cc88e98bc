#pragma once

#include "engine/base/Json.h"

#include <QByteArray>

#include <vector>

namespace cloister {

/// The work of parseJson(): one pass over the text with a stack of its own, so that depth costs no call stack.
class JsonScanner
{
public:
    JsonScanner(const QByteArray &bytes, JsonLimits limits);

    Result<JsonSlice> run();

private:
    enum class Next { Value, ElementOrEnd, KeyOrEnd, Key, CommaOrEnd, Done };

    struct Key
    {
        qsizetype at;      ///< of the opening quote
        qsizetype size;    ///< of the decoded name
        qsizetype decoded; ///< where it starts in m_decoded; -1: it stands in the text as it is
    };

    struct Container
    {
        bool isObject;
        size_t firstKey;         ///< in m_keys
        qsizetype firstDecoded;  ///< in m_decoded
    };

    bool scanAll();
    bool step();
    bool scanValue();
    bool scanKey();
    bool scanSeparator();
    bool scanString();
    bool scanEscape();
    bool scanNumber();
    bool scanDigits();
    bool scanLiteral(QByteArrayView literal);
    bool open(bool isObject);
    bool close();
    void rememberKey(const char *quote, bool hasEscapes);
    bool mayHoldEqualKeys(size_t firstKey);
    bool checkKeys(size_t firstKey);
    void skipPlain();
    QByteArrayView nameOf(const Key &key) const;
    bool countToken();
    bool refuse(const char *why);
    bool refuseAt(const char *why, qsizetype offset);

    QByteArray m_bytes;
    JsonLimits m_limits;
    const char *m_start;
    const char *m_at;
    const char *m_end;
    Next m_next = Next::Value;
    qsizetype m_tokens = 0;
    std::vector<Container> m_open;
    std::vector<Key> m_keys;    ///< of the open objects, outermost first
    std::vector<size_t> m_hashes; ///< of the object that is being closed
    QByteArray m_decoded;       ///< names that were written with escapes
    QString m_why;
};

} // namespace cloister
