#include "sentencepiece_edge.h"

#include <memory>
#include <new>
#include <vector>

#include <sentencepiece_processor.h>

struct SentencePieceModel {
    sentencepiece::SentencePieceProcessor processor;
};

SentencePieceModel *sentencepiece_load(const uint8_t *bytes, size_t count) {
    try {
        auto model = std::make_unique<SentencePieceModel>();
        const auto text = absl::string_view(reinterpret_cast<const char *>(bytes), count);
        if (!model->processor.LoadFromSerializedProto(text).ok()) return nullptr;
        return model.release();
    } catch (...) {
        return nullptr;
    }
}

void sentencepiece_destroy(SentencePieceModel *model) { delete model; }

size_t sentencepiece_count(const SentencePieceModel *model) {
    return static_cast<size_t>(model->processor.GetPieceSize());
}

ptrdiff_t sentencepiece_encode(const SentencePieceModel *model, const char *text, size_t length,
                               int32_t *tokens, size_t capacity) {
    try {
        std::vector<int> found;
        if (!model->processor.Encode(absl::string_view(text, length), &found).ok()) return -1;
        for (size_t i = 0; i < found.size() && i < capacity; i++) tokens[i] = found[i];
        return static_cast<ptrdiff_t>(found.size());
    } catch (...) {
        return -1;
    }
}
