#include "image_codecs.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

#if defined(__x86_64__)

// A weight is 2048 high + low. Products of bytes with these halves are summed two at a time by one
// instruction, and as all is modulo 2^32 the sum of both parts is the sum with whole weights.
enum { LOW_BITS = 11 };

typedef struct {
    size_t pairs;  // of weights, for each output
    int32_t *high;  // [outputs, pairs], two of 16 bits in each
    int32_t *low;
} halves;

static int32_t joined(int32_t first, int32_t second) {
    return (int32_t)((uint32_t)(first & 0xFFFF) | (uint32_t)(second & 0xFFFF) << 16);
}

// 0 when memory is short or a weight too large; the caller has another way.
static int split(const int32_t *counts, const int32_t *weights, size_t stride, size_t outputs,
                 halves *split) {
    split->pairs = (stride + 1) / 2;
    split->high = malloc(2 * outputs * split->pairs * sizeof(int32_t));
    if (!split->high) return 0;
    split->low = split->high + outputs * split->pairs;
    for (size_t x = 0; x < outputs; x++) {
        for (size_t pair = 0; pair < split->pairs; pair++) {
            int32_t w[2] = {0, 0};
            for (size_t i = 0; i < 2; i++) {
                const size_t k = 2 * pair + i;
                if (k < (size_t)counts[x]) w[i] = weights[x * stride + k];
                if (w[i] >= 1 << 26 || w[i] < -(1 << 26)) return 0;
            }
            const int32_t below = (1 << LOW_BITS) - 1;
            split->high[x * split->pairs + pair] = joined(w[0] >> LOW_BITS, w[1] >> LOW_BITS);
            split->low[x * split->pairs + pair] = joined(w[0] & below, w[1] & below);
        }
    }
    return 1;
}

// Two pixels of two rows: 16-bit values red red green green blue blue 0 0 of each row.
__attribute__((target("avx2"))) static inline __m256i load_two(const uint8_t *pixel, size_t row) {
    const __m256i order = _mm256_setr_epi8(
        0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,
        0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
    const __m128i first = _mm_loadl_epi64((const __m128i *)(const void *)pixel);
    const __m128i second = _mm_loadl_epi64((const __m128i *)(const void *)(pixel + row));
    return _mm256_shuffle_epi8(
        _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1), order);
}

// Four rows that others follow: up to five bytes after each are read.
__attribute__((target("avx2")))
static void resample_four_rows(const uint8_t *input, size_t row, const int32_t *starts,
                               const int32_t *counts, const halves *weights, size_t outputs,
                               int shift, uint8_t *output) {
    const __m256i half = _mm256_set1_epi32(1 << (shift - 1));
    const __m128i places = _mm_cvtsi32_si128(shift);
    for (size_t x = 0; x < outputs; x++) {
        const uint8_t *pixel = input + 3 * (size_t)starts[x];
        const int32_t *high = weights->high + x * weights->pairs;
        const int32_t *low = weights->low + x * weights->pairs;
        const size_t pairs = ((size_t)counts[x] + 1) / 2;
        __m256i high_a = _mm256_setzero_si256(), high_b = high_a, low_a = half, low_b = half;
        for (size_t k = 0; k < pairs; k++, pixel += 6) {
            const __m256i a = load_two(pixel, row), b = load_two(pixel + 2 * row, row);
            const __m256i h = _mm256_set1_epi32(high[k]), l = _mm256_set1_epi32(low[k]);
            high_a = _mm256_add_epi32(high_a, _mm256_madd_epi16(a, h));
            high_b = _mm256_add_epi32(high_b, _mm256_madd_epi16(b, h));
            low_a = _mm256_add_epi32(low_a, _mm256_madd_epi16(a, l));
            low_b = _mm256_add_epi32(low_b, _mm256_madd_epi16(b, l));
        }
        const __m256i sum_a = _mm256_add_epi32(_mm256_slli_epi32(high_a, LOW_BITS), low_a);
        const __m256i sum_b = _mm256_add_epi32(_mm256_slli_epi32(high_b, LOW_BITS), low_b);
        const __m256i words = _mm256_packs_epi32(
            _mm256_sra_epi32(sum_a, places), _mm256_sra_epi32(sum_b, places));
        const __m256i bytes = _mm256_packus_epi16(words, words);
        // Of the eight 32-bit numbers: rows 0 and 2, twice, then rows 1 and 3.
        const __m128i even = _mm256_castsi256_si128(bytes);
        const __m128i odd = _mm256_extracti128_si256(bytes, 1);
        const int32_t pixels[4] = {
            _mm_cvtsi128_si32(even), _mm_cvtsi128_si32(odd), _mm_extract_epi32(even, 1),
            _mm_extract_epi32(odd, 1)};
        uint8_t *out = output + 3 * x;
        if (x + 1 < outputs) {
            // A fourth byte is what the next pixel overwrites.
            for (size_t r = 0; r < 4; r++) memcpy(out + 3 * r * outputs, &pixels[r], 4);
        } else {
            for (size_t r = 0; r < 4; r++) memcpy(out + 3 * r * outputs, &pixels[r], 3);
        }
    }
}

#endif

CLONES
void image_codecs_resample_rows(const uint8_t *input, size_t rows, size_t input_width,
                                const int32_t *starts, const int32_t *counts,
                                const int32_t *weights, size_t stride, size_t outputs, int shift,
                                uint8_t *output) {
    const size_t row = input_width * 3;
#if defined(__x86_64__)
    if (rows > 4 && input_width >= 4 && __builtin_cpu_supports("avx2")) {
        halves parts;
        if (split(counts, weights, stride, outputs, &parts)) {
            for (; rows > 4; rows -= 4, input += 4 * row, output += 4 * 3 * outputs) {
                resample_four_rows(input, row, starts, counts, &parts, outputs, shift, output);
            }
        }
        free(parts.high);
    }
#endif
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
