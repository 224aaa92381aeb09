#ifndef SENTENCEPIECE_EDGE_H
#define SENTENCEPIECE_EDGE_H

#include <stddef.h>
#include <stdint.h>

// Vocabularies of SentencePiece (Kudo and Richardson 2018, arXiv 1808.06226), unigram and byte pair
// alike, by Debian's libsentencepiece.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SentencePieceModel SentencePieceModel;

/// The vocabulary of a model file given as its bytes; null where they are none.
SentencePieceModel *sentencepiece_load(const uint8_t *bytes, size_t count);

void sentencepiece_destroy(SentencePieceModel *model);

/// The tokens of the vocabulary.
size_t sentencepiece_count(const SentencePieceModel *model);

/// Writes the first tokens of a text in UTF-8, at most `capacity`, and returns how many the text
/// has; -1 where it cannot be encoded.
ptrdiff_t sentencepiece_encode(const SentencePieceModel *model, const char *text, size_t length,
                               int32_t *tokens, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
