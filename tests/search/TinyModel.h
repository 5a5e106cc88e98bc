#pragma once

#include "engine/search/ModelFile.h"

#include <QByteArray>

#include <memory>

namespace cloister::test {

/// A model file of the real format with made-up weights: a vocabulary of English letters and a few words, two layers,
/// 64 dimensions, 16 tokens, and six words with vectors of 4 numbers. Always the same bytes.
///   words: cat (1,0,0,0) dog (.8,.6,0,0) lion (.6,.8,0,0) tax (0,0,1,0) invoice (0,0,.8,.6) nothing (0,0,0,0)
QByteArray tinyModelBytes();

std::shared_ptr<const search::ModelFile> tinyModel();

/// The bytes with a new checksum at the end: what a forger, not an accident, would leave.
QByteArray withValidChecksum(QByteArray bytes);

} // namespace cloister::test
