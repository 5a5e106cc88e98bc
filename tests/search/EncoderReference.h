#pragma once

#include <QByteArray>

namespace cloister::test {

/// Texts with the piece ids and vectors (512 components as int8, base64; only the direction counts) that the published
/// float32 network gives for them, run in its own JavaScript package at the version that the model is made from. JSON.
QByteArray encoderReference();

} // namespace cloister::test
