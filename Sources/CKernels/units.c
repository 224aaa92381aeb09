#include "kernels.h"

#include <math.h>
#include <string.h>

#include "lanes.h"

// Sums, largest values and strongest places of the units of a layer over the patches of an image.

typedef uint16_t HalfLanes __attribute__((ext_vector_type(16)));

// 16 numbers, single precision or bfloat16; of the last ones `count` are there, the others zero.
INLINE Lanes load_units(const void *values, int bf16, size_t i, size_t count) {
    if (bf16) {
        HalfLanes halves = 0;
        if (count == LANES) {
            memcpy(&halves, (const uint16_t *)values + i, sizeof halves);
        } else {
            memcpy(&halves, (const uint16_t *)values + i, count * sizeof(uint16_t));
        }
        const BitLanes bits = __builtin_convertvector(halves, BitLanes) << 16;
        Lanes v;
        memcpy(&v, &bits, sizeof v);
        return v;
    }
    if (count == LANES) return load((const float *)values + i);
    Lanes v = 0;
    memcpy(&v, (const float *)values + i, count * sizeof(float));
    return v;
}

// Puts a value into a list in descending order, behind its equals; the last one falls out.
INLINE void insert_peak(float *values, int64_t *codes, size_t kept, float value, int64_t code) {
    size_t i = kept - 1;
    for (; i > 0 && values[i - 1] < value; i--) {
        values[i] = values[i - 1];
        codes[i] = codes[i - 1];
    }
    values[i] = value;
    codes[i] = code;
}

INLINE void unit_totals(const void *values, int bf16, size_t stride, size_t units,
                        const int32_t *rows, size_t row_count, float threshold,
                        int64_t first_code, struct kernels_units out) {
#pragma clang fp contract(fast)
    for (size_t u = 0; u < units; u += LANES) {
        const size_t count = units - u < LANES ? units - u : LANES;
        Lanes sum = 0, square = 0, largest = -INFINITY, limit = INFINITY;
        IntLanes active = 0;
        for (size_t j = 0; j < count; j++) {
            limit[j] = fmaxf(out.peaks[(u + j + 1) * out.kept - 1], out.floors[u + j]);
        }
        for (size_t r = 0; r < row_count; r++) {
            const Lanes v = load_units(values, bf16, (size_t)rows[r] * stride + u, count);
            sum += v;
            square += v * v;
            largest = v > largest ? v : largest;
            // A comparison gives -1 where it holds.
            active -= v > threshold;
            if (__builtin_reduce_or(v > limit) == 0) continue;
            for (size_t j = 0; j < count; j++) {
                if (!(v[j] > limit[j])) continue;
                float *peaks = out.peaks + (u + j) * out.kept;
                insert_peak(peaks, out.codes + (u + j) * out.kept, out.kept, v[j],
                            first_code + rows[r]);
                limit[j] = fmaxf(peaks[out.kept - 1], out.floors[u + j]);
            }
        }
        for (size_t j = 0; j < count; j++) {
            out.sums[u + j] = sum[j];
            out.squares[u + j] = square[j];
            out.active[u + j] = active[j];
            out.largest[u + j] = largest[j];
        }
    }
}

CLONES WIDE
void kernels_unit_totals(const void *values, int bf16, size_t stride, size_t units,
                         const int32_t *rows, size_t row_count, float threshold,
                         int64_t first_code, struct kernels_units out) {
    if (bf16) {
        unit_totals(values, 1, stride, units, rows, row_count, threshold, first_code, out);
    } else {
        unit_totals(values, 0, stride, units, rows, row_count, threshold, first_code, out);
    }
}

INLINE void head_norms(const void *values, int bf16, size_t rows, size_t heads, size_t width,
                       float *restrict norms) {
#pragma clang fp reassociate(on) contract(fast)
    for (size_t i = 0; i < rows * heads; i++) {
        float sum = 0;
        for (size_t c = 0; c < width; c++) {
            float v;
            if (bf16) {
                const uint32_t bits = (uint32_t)((const uint16_t *)values)[i * width + c] << 16;
                memcpy(&v, &bits, sizeof v);
            } else {
                v = ((const float *)values)[i * width + c];
            }
            sum += v * v;
        }
        norms[i] = sqrtf(sum);
    }
}

CLONES
void kernels_head_norms(const void *values, int bf16, size_t rows, size_t heads, size_t width,
                        float *restrict norms) {
    if (bf16) head_norms(values, 1, rows, heads, width, norms);
    else head_norms(values, 0, rows, heads, width, norms);
}
