#include "ui/start/PassphraseStrength.h"

#include <cmath>

namespace cloister::ui {

static constexpr int kFairBits = 45;
static constexpr int kStrongBits = 70;

// Words that every list of stolen passwords begins with.
static QString withoutCommonWords(QString text)
{
    for (const char *word : {"password", "passwort", "qwerty", "qwertz", "letmein", "admin", "welcome", "cloister", "secret"})
        text.replace(QLatin1String(word), QLatin1String("*"), Qt::CaseInsensitive);
    return text;
}

static double bitsPerCharacter(const QString &text)
{
    bool hasLower = false;
    bool hasUpper = false;
    bool hasDigit = false;
    bool hasOther = false;
    for (const QChar c : text) {
        hasLower |= c.isLower();
        hasUpper |= c.isUpper();
        hasDigit |= c.isDigit();
        hasOther |= !c.isLetterOrNumber();
    }
    const int alphabet = (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) + (hasOther ? 20 : 0);
    // Letters of words follow each other: a random letter's bits would promise too much.
    return std::log2(qMax(alphabet, 2)) * 0.65;
}

PassphraseStrength PassphraseStrength::of(const QString &passphrase)
{
    if (passphrase.isEmpty())
        return {};
    const QString text = withoutCommonWords(passphrase);
    double characters = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int step = i == 0 ? 99 : std::abs(text.at(i).unicode() - text.at(i - 1).unicode());
        const bool isRepeat = i >= 2 && text.at(i) == text.at(i - 2);
        characters += step <= 1 ? 0.2 : isRepeat ? 0.4 : 1;
    }
    PassphraseStrength result;
    result.bits = static_cast<int>(characters * bitsPerCharacter(text));
    result.strength = result.bits < kFairBits ? Strength::Weak : result.bits < kStrongBits ? Strength::Fair : Strength::Strong;
    return result;
}

} // namespace cloister::ui
