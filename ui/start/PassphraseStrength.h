#pragma once

#include <QString>

namespace cloister::ui {

enum class Strength { None, Weak, Fair, Strong };

/// How hard a passphrase is to guess, from its length and variety; repeats, runs and very common words count for little.
/// `bits` is a rough lower bound.
struct PassphraseStrength
{
    Strength strength = Strength::None;
    int bits = 0;

    static PassphraseStrength of(const QString &passphrase);
};

} // namespace cloister::ui
