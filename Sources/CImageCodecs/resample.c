#include "image_codecs.h"

#include <string.h>

// Integer sums: every clone gives the same bytes. Images/Referee.swift has both in plain Swift.
#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

typedef int32_t quad __attribute__((vector_size(16)));
typedef uint8_t quad_bytes __attribute__((vector_size(4)));

INLINE uint8_t clip(int32_t sum, int shift) {
    const int32_t value = sum >> shift;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

INLINE quad load(const uint8_t *pixel) {
    quad_bytes bytes;
    memcpy(&bytes, pixel, 4);
    return __builtin_convertvector(bytes, quad);
}

INLINE void store(uint8_t *pixel, quad sum, int shift) {
    for (int c = 0; c < 3; c++) pixel[c] = clip(sum[c], shift);
}

// R rows at once share each weight. A pixel is loaded with the byte that follows it.
#define ROWS(R)                                                                                 \
    for (size_t x = 0; x < outputs; x++) {                                                      \
        const int32_t *w = weights + x * stride;                                                \
        const uint8_t *p = input + 3 * (size_t)starts[x];                                       \
        quad sum[R];                                                                            \
        for (int r = 0; r < R; r++) sum[r] = half;                                              \
        for (int32_t k = 0; k < counts[x]; k++, p += 3) {                                       \
            const quad weight = {w[k], w[k], w[k], w[k]};                                       \
            for (int r = 0; r < R; r++) sum[r] += load(p + (size_t)r * row) * weight;           \
        }                                                                                       \
        for (int r = 0; r < R; r++) store(output + 3 * (r * outputs + x), sum[r], shift);       \
    }

CLONES
void image_codecs_resample_rows(const uint8_t *input, size_t rows, size_t input_width,
                                const int32_t *starts, const int32_t *counts,
                                const int32_t *weights, size_t stride, size_t outputs, int shift,
                                uint8_t *output) {
    const size_t row = input_width * 3;
    const int32_t one = 1 << (shift - 1);
    const quad half = {one, one, one, one};
    // The last row is apart: nothing may be read after its last pixel.
    for (; rows > 4; rows -= 4, input += 4 * row, output += 4 * 3 * outputs) {
        ROWS(4)
    }
    for (; rows > 1; rows--, input += row, output += 3 * outputs) {
        ROWS(1)
    }
    for (size_t x = 0; rows == 1 && x < outputs; x++) {
        int32_t sum[3] = {one, one, one};
        const uint8_t *p = input + 3 * (size_t)starts[x];
        for (int32_t k = 0; k < counts[x]; k++) {
            for (int c = 0; c < 3; c++) sum[c] += p[3 * k + c] * weights[x * stride + k];
        }
        for (int c = 0; c < 3; c++) output[3 * x + c] = clip(sum[c], shift);
    }
}

enum { BLOCK = 64 };

CLONES
void image_codecs_resample_columns(const uint8_t *input, size_t pitch, size_t row_bytes,
                                   const int32_t *starts, const int32_t *counts,
                                   const int32_t *weights, size_t stride, size_t outputs,
                                   int shift, uint8_t *output) {
    const int32_t half = 1 << (shift - 1);
    for (size_t y = 0; y < outputs; y++) {
        const int32_t *w = weights + y * stride;
        const uint8_t *first = input + (size_t)starts[y] * pitch;
        uint8_t *out = output + y * row_bytes;
        size_t x = 0;
        for (; x + BLOCK <= row_bytes; x += BLOCK) {
            int32_t sum[BLOCK];
            for (int i = 0; i < BLOCK; i++) sum[i] = half;
            for (int32_t k = 0; k < counts[y]; k++) {
                const uint8_t *p = first + (size_t)k * pitch + x;
                for (int i = 0; i < BLOCK; i++) sum[i] += p[i] * w[k];
            }
            for (int i = 0; i < BLOCK; i++) out[x + i] = clip(sum[i], shift);
        }
        for (; x < row_bytes; x++) {
            int32_t sum = half;
            for (int32_t k = 0; k < counts[y]; k++) {
                sum += first[(size_t)k * pitch + x] * w[k];
            }
            out[x] = clip(sum, shift);
        }
    }
}
