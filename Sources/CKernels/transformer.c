#include "kernels.h"

#include <math.h>

#include "lanes.h"

// The elementwise parts of a Vision Transformer.

// To nearest, ties to even; a NaN stays one.
INLINE uint16_t to_bf16(float x) {
    union { float f; uint32_t u; } bits;
    bits.f = x;
    const uint32_t rounded = bits.u + 0x7fff + ((bits.u >> 16) & 1);
    return (uint16_t)((x != x ? bits.u | 0x400000 : rounded) >> 16);
}

// Exactly one of the outputs is there.
INLINE void layer_norm(const float *restrict input, float *restrict output,
                       uint16_t *restrict rounded, const float *restrict scale,
                       const float *restrict shift, size_t rows, size_t columns, float eps) {
#pragma clang fp reassociate(on) contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const float *x = input + r * columns;
        float sum = 0;
        for (size_t c = 0; c < columns; c++) sum += x[c];
        const float mean = sum / (float)columns;
        float squares = 0;
        for (size_t c = 0; c < columns; c++) {
            const float d = x[c] - mean;
            squares += d * d;
        }
        const float inverse = 1.0f / sqrtf(squares / (float)columns + eps);
        if (rounded) {
            uint16_t *y = rounded + r * columns;
            for (size_t c = 0; c < columns; c++) {
                y[c] = to_bf16((x[c] - mean) * inverse * scale[c] + shift[c]);
            }
        } else {
            float *y = output + r * columns;
            for (size_t c = 0; c < columns; c++) {
                y[c] = (x[c] - mean) * inverse * scale[c] + shift[c];
            }
        }
    }
}

CLONES
void kernels_layer_norm(const float *restrict input, float *restrict output,
                        const float *restrict scale, const float *restrict shift,
                        size_t rows, size_t columns, float eps) {
    layer_norm(input, output, 0, scale, shift, rows, columns, eps);
}

CLONES
void kernels_layer_norm_bf16(const float *restrict input, uint16_t *restrict output,
                              const float *restrict scale, const float *restrict shift,
                              size_t rows, size_t columns, float eps) {
    layer_norm(input, 0, output, scale, shift, rows, columns, eps);
}

CLONES
void kernels_to_bf16(const float *restrict input, uint16_t *restrict output, size_t count) {
    for (size_t i = 0; i < count; i++) output[i] = to_bf16(input[i]);
}

// exp(x) for x <= 0: 2^n * p(f), n the nearest integer to x / ln 2, p the degree-7 Taylor
// polynomial on |f ln 2| <= 0.347, whose remainder is below 6e-9. Below -87 it is 0.
INLINE float exp_of_nonpositive(float x) {
#pragma clang fp contract(fast)
    const float clamped = x < -87.0f ? -87.0f : x;
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer.
    const float n = (clamped * 1.44269504f + 12582912.0f) - 12582912.0f;
    const float f = (clamped - n * 0.693359375f) - n * -2.12194440e-4f;
    float p = 1.98412698e-4f;
    p = p * f + 1.38888889e-3f;
    p = p * f + 8.33333333e-3f;
    p = p * f + 4.16666667e-2f;
    p = p * f + 1.66666667e-1f;
    p = p * f + 0.5f;
    p = p * f + 1.0f;
    p = p * f + 1.0f;
    union { int32_t i; float f; } power;
    power.i = ((int32_t)n + 127) << 23;
    const float value = p * power.f;
    return x < -87.0f ? 0.0f : value;
}

typedef uint16_t BFloat16Lanes __attribute__((ext_vector_type(16)));

INLINE void store_bf16(uint16_t *x, Lanes v) {
    BitLanes bits;
    __builtin_memcpy(&bits, &v, sizeof v);
    const BitLanes rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    const BFloat16Lanes narrow = __builtin_convertvector(rounded, BFloat16Lanes);
    __builtin_memcpy(x, &narrow, sizeof narrow);
}

INLINE float maximum_of_lanes(Lanes v) {
    float lane[LANES];
    __builtin_memcpy(lane, &v, sizeof v);
    for (size_t width = LANES / 2; width > 0; width /= 2) {
        for (size_t k = 0; k < width; k++) {
            lane[k] = lane[k] > lane[k + width] ? lane[k] : lane[k + width];
        }
    }
    return lane[0];
}

// One row of at least LANES columns; the last vector overlaps the one before it, and `fresh` is 1
// in its lanes that no other vector holds.
INLINE void softmax_row(float *restrict x, uint16_t *restrict rounded, float *restrict mean,
                        size_t columns, float factor, Lanes fresh) {
#pragma clang fp contract(fast)
    const size_t full = columns / LANES * LANES, last = columns - LANES;
    Lanes tail = load(x + last), highest = tail;
    for (size_t c = 0; c < full; c += LANES) {
        const Lanes v = load(x + c);
        highest = v > highest ? v : highest;
    }
    const float maximum = maximum_of_lanes(highest);
    tail = exp_lanes((tail - maximum) * factor);
    Lanes sum = tail * fresh;
    for (size_t c = 0; c < full; c += LANES) {
        const Lanes v = exp_lanes((load(x + c) - maximum) * factor);
        store(x + c, v);
        sum += v;
    }
    const float inverse = 1.0f / sum_of_lanes(sum);
    tail *= inverse;
    for (size_t c = 0; c < full; c += LANES) {
        const Lanes v = load(x + c) * inverse;
        store(x + c, v);
        if (rounded) store_bf16(rounded + c, v);
        if (mean) store(mean + c, load(mean + c) + v);
    }
    store(x + last, tail);
    if (rounded) store_bf16(rounded + last, tail);
    if (mean) store(mean + last, load(mean + last) + tail * fresh);
}

// Rows shorter than a vector.
INLINE void softmax_short_row(float *restrict x, uint16_t *restrict rounded,
                              float *restrict mean, size_t columns, float factor) {
    float maximum = x[0], sum = 0;
    for (size_t c = 1; c < columns; c++) maximum = x[c] > maximum ? x[c] : maximum;
    for (size_t c = 0; c < columns; c++) {
        x[c] = exp_of_nonpositive((x[c] - maximum) * factor);
        sum += x[c];
    }
    const float inverse = 1.0f / sum;
    for (size_t c = 0; c < columns; c++) {
        x[c] *= inverse;
        if (rounded) rounded[c] = to_bf16(x[c]);
        if (mean) mean[c] += x[c];
    }
}

CLONES WIDE
void kernels_attention_softmax(float *restrict scores, uint16_t *restrict rounded,
                               float *restrict transition, size_t heads, size_t tokens,
                               float factor) {
#pragma clang fp reassociate(on) contract(fast)
    Lanes fresh = 1.0f;
    for (size_t k = 0; k < LANES; k++) fresh[k] = k >= LANES - tokens % LANES ? 1.0f : 0.0f;
    for (size_t row = 0; row < tokens; row++) {
        float *mean = transition ? transition + row * tokens : 0;
        if (mean) for (size_t c = 0; c < tokens; c++) mean[c] = 0;
        for (size_t head = 0; head < heads; head++) {
            const size_t start = (head * tokens + row) * tokens;
            uint16_t *target = rounded ? rounded + start : 0;
            if (tokens >= LANES) {
                softmax_row(scores + start, target, mean, tokens, factor, fresh);
            } else {
                softmax_short_row(scores + start, target, mean, tokens, factor);
            }
        }
        if (!mean) continue;
        const float share = 1.0f / (float)heads;
        float sum = 0;
        for (size_t c = 0; c < tokens; c++) {
            mean[c] *= share;
            sum += mean[c];
        }
        const float inverse = 1.0f / (sum + 1.0f);
        mean[row] += 1.0f;
        for (size_t c = 0; c < tokens; c++) mean[c] *= inverse;
    }
}

// erf by Abramowitz and Stegun's form 7.1.26 has an error of 1.5e-7, too much near 0. Here:
// |x| < 1: odd Taylor series to x^21 (remainder below 2e-9 at 1); |x| >= 1: the rational
// approximation of Numerical Recipes' erfc (6.2, Chebyshev), relative error 1.2e-7 of erfc.
INLINE float erf_approximation(float x) {
#pragma clang fp contract(fast)
    const float a = fabsf(x);
    const float z = x * x;
    float s = -1.0f / 76204800.0f;
    s = s * z + 1.0f / 6894720.0f;
    s = s * z - 1.0f / 685440.0f;
    s = s * z + 1.0f / 75600.0f;
    s = s * z - 1.0f / 9360.0f;
    s = s * z + 1.0f / 1320.0f;
    s = s * z - 1.0f / 216.0f;
    s = s * z + 1.0f / 42.0f;
    s = s * z - 1.0f / 10.0f;
    s = s * z + 1.0f / 3.0f;
    const float small = 1.12837917f * (x - x * z * s);

    const float t = 1.0f / (1.0f + 0.5f * a);
    float q = 0.17087277f;
    q = q * t - 0.82215223f;
    q = q * t + 1.48851587f;
    q = q * t - 1.13520398f;
    q = q * t + 0.27886807f;
    q = q * t - 0.18628806f;
    q = q * t + 0.09678418f;
    q = q * t + 0.37409196f;
    q = q * t + 1.00002368f;
    q = q * t - 1.26551223f;
    const float tail = t * exp_of_nonpositive(-z + q);
    const float large = x < 0 ? tail - 1.0f : 1.0f - tail;
    return a < 1.0f ? small : large;
}

CLONES
void kernels_bias_gelu(float *restrict values, const float *restrict bias,
                       size_t rows, size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        float *x = values + r * columns;
        for (size_t c = 0; c < columns; c++) {
            const float v = x[c] + bias[c];
            x[c] = 0.5f * v * (1.0f + erf_approximation(v * 0.707106781f));
        }
    }
}

// v * sigmoid(u)
INLINE float times_sigmoid(float v, float u) {
    const float e = exp_of_nonpositive(-fabsf(u));
    return v * (u < 0 ? e : 1.0f) / (1.0f + e);
}

CLONES
void kernels_bias_quick_gelu(float *restrict values, const float *restrict bias,
                             size_t rows, size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        float *x = values + r * columns;
        for (size_t c = 0; c < columns; c++) {
            const float v = x[c] + bias[c];
            x[c] = times_sigmoid(v, 1.702f * v);
        }
    }
}

// (1 + tanh(y)) / 2 = sigmoid(2 y), and 2 sqrt(2 / pi) = 1.59576912
CLONES
void kernels_bias_gelu_tanh(float *restrict values, const float *restrict bias,
                            size_t rows, size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        float *x = values + r * columns;
        for (size_t c = 0; c < columns; c++) {
            const float v = x[c] + bias[c];
            x[c] = times_sigmoid(v, 1.59576912f * v * (1.0f + 0.044715f * v * v));
        }
    }
}

CLONES
void kernels_bias_silu(float *restrict values, const float *restrict bias,
                       size_t rows, size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        float *x = values + r * columns;
        for (size_t c = 0; c < columns; c++) {
            const float v = x[c] + bias[c];
            x[c] = times_sigmoid(v, v);
        }
    }
}

CLONES
void kernels_multiply(float *restrict values, const float *restrict factors, size_t count) {
    for (size_t i = 0; i < count; i++) values[i] *= factors[i];
}

INLINE float from_bf16(uint16_t x) {
    union { uint32_t u; float f; } bits;
    bits.u = (uint32_t)x << 16;
    return bits.f;
}

CLONES
void kernels_multiply_bf16(uint16_t *restrict values, const uint16_t *restrict factors,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        values[i] = to_bf16(from_bf16(values[i]) * from_bf16(factors[i]));
    }
}

CLONES
void kernels_rotate_pairs(float *restrict values, const float *restrict cosines,
                          const float *restrict sines, size_t rows, size_t heads, size_t half) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const float *c = cosines + r * half, *s = sines + r * half;
        for (size_t h = 0; h < heads; h++) {
            float *first = values + (r * heads + h) * 2 * half, *second = first + half;
            for (size_t i = 0; i < half; i++) {
                const float a = first[i], b = second[i];
                first[i] = a * c[i] - b * s[i];
                second[i] = b * c[i] + a * s[i];
            }
        }
    }
}

CLONES
void kernels_rotate_pairs_bf16(uint16_t *restrict values, const float *restrict cosines,
                               const float *restrict sines, size_t rows, size_t heads,
                               size_t half) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const float *c = cosines + r * half, *s = sines + r * half;
        for (size_t h = 0; h < heads; h++) {
            uint16_t *first = values + (r * heads + h) * 2 * half, *second = first + half;
            for (size_t i = 0; i < half; i++) {
                const float a = from_bf16(first[i]), b = from_bf16(second[i]);
                first[i] = to_bf16(a * c[i] - b * s[i]);
                second[i] = to_bf16(b * c[i] + a * s[i]);
            }
        }
    }
}

CLONES
void kernels_add_bias(float *restrict values, const float *restrict bias,
                      size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) values[r * columns + c] += bias[c];
    }
}

CLONES
void kernels_mean_of_rows(const float *restrict values, float *restrict mean,
                          size_t rows, size_t columns) {
    for (size_t c = 0; c < columns; c++) mean[c] = 0;
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) mean[c] += values[r * columns + c];
    }
    const float factor = 1.0f / (float)rows;
    for (size_t c = 0; c < columns; c++) mean[c] *= factor;
}

CLONES
float kernels_mean_distance(const float *restrict weights, const float *restrict distances,
                            size_t rows, size_t columns, size_t stride) {
#pragma clang fp reassociate(on) contract(fast)
    double total = 0;
    for (size_t r = 0; r < rows; r++) {
        float weighted = 0, sum = 0;
        for (size_t c = 0; c < columns; c++) {
            weighted += weights[r * stride + c] * distances[r * columns + c];
            sum += weights[r * stride + c];
        }
        total += sum > 0 ? (double)(weighted / sum) : 0;
    }
    return (float)(total / (double)rows);
}
