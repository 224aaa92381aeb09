#include "kernels.h"

#include "lanes.h"

// Numbers in half precision, and whether numbers are finite.

CLONES
size_t kernels_to_half(const float *restrict input, uint16_t *restrict output, size_t count) {
    _Float16 *half = (_Float16 *)output;
    size_t saturated = 0;
    for (size_t i = 0; i < count; i++) {
        float x = input[i];
        // 65520 is halfway to the next step beyond 65504 and would round to infinity.
        const int above = x >= 65520.0f, below = x <= -65520.0f;
        x = above ? 65504.0f : x;
        x = below ? -65504.0f : x;
        saturated += (size_t)(above | below);
        half[i] = (_Float16)x;
    }
    return saturated;
}

CLONES
void kernels_from_half(const uint16_t *restrict input, float *restrict output, size_t count) {
    const _Float16 *half = (const _Float16 *)input;
    for (size_t i = 0; i < count; i++) output[i] = (float)half[i];
}

CLONES
int kernels_all_finite(const float *values, size_t count) {
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        // x - x is 0 for every finite x and NaN for the others.
        const float difference = values[i] - values[i];
        bad |= difference != difference;
    }
    return !bad;
}

CLONES
int kernels_all_finite_half(const uint16_t *values, size_t count) {
    int bad = 0;
    // Infinities and NaNs are the numbers whose exponent is all ones.
    for (size_t i = 0; i < count; i++) bad |= (values[i] & 0x7c00) == 0x7c00;
    return !bad;
}

CLONES
void kernels_half_products(const uint16_t *restrict rows, const float *restrict vector,
                           size_t count, size_t columns, float *restrict products) {
#pragma clang fp reassociate(on) contract(fast)
    for (size_t r = 0; r < count; r++) {
        const _Float16 *x = (const _Float16 *)(rows + r * columns);
        float sum = 0;
        for (size_t c = 0; c < columns; c++) sum += (float)x[c] * vector[c];
        products[r] = sum;
    }
}
