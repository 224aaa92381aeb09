#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Elementwise kernels, compiled once for each of three instruction sets and chosen when the
// program loads. Every one has a plain Swift referee in Dense/Referee.swift.

/// output[r][c] = (input[r][c] - mean(r)) / sqrt(variance(r) + eps) * scale[c] + shift[c]
void kernels_layer_norm(const float *restrict input, float *restrict output,
                        const float *restrict scale, const float *restrict shift,
                        size_t rows, size_t columns, float eps);

/// The same, rounded to bfloat16.
void kernels_layer_norm_brain(const float *restrict input, uint16_t *restrict output,
                              const float *restrict scale, const float *restrict shift,
                              size_t rows, size_t columns, float eps);

/// Rounds to bfloat16, to nearest even; a NaN stays one.
void kernels_to_brain(const float *restrict input, uint16_t *restrict output, size_t count);

/// Softmax of factor * scores over each row of scores [heads][tokens][tokens], in place; rounded,
/// where it is not null, takes the same in bfloat16. transition [tokens][tokens], where it is not
/// null: the mean over the heads plus the identity, each row divided by its sum.
void kernels_attention_softmax(float *restrict scores, uint16_t *restrict rounded,
                               float *restrict transition, size_t heads, size_t tokens,
                               float factor);

/// values[r][c] = gelu(values[r][c] + bias[c]), exact erf form, in place
void kernels_bias_gelu(float *restrict values, const float *restrict bias,
                       size_t rows, size_t columns);

/// values[r][c] = quick gelu, x * sigmoid(1.702 x), of values[r][c] + bias[c], in place
void kernels_bias_quick_gelu(float *restrict values, const float *restrict bias,
                             size_t rows, size_t columns);

/// values[r][c] += bias[c]
void kernels_add_bias(float *restrict values, const float *restrict bias,
                      size_t rows, size_t columns);

/// Rounds to half precision, to nearest even; values beyond its range become +-65504.
/// Returns how many were.
size_t kernels_to_half(const float *restrict input, uint16_t *restrict output, size_t count);

/// Half precision to single, exactly.
void kernels_from_half(const uint16_t *restrict input, float *restrict output, size_t count);

/// 1 when no value is NaN or infinite.
int kernels_all_finite(const float *values, size_t count);

/// mean[c] = sum over rows of values[r][c], in the order of the rows, / rows
void kernels_mean_of_rows(const float *restrict values, float *restrict mean,
                          size_t rows, size_t columns);

/// The mean over rows of sum(weights[r][c] * distances[r][c]) / sum(weights[r][c]);
/// weights have `stride` values a row, distances `columns`.
float kernels_mean_distance(const float *restrict weights, const float *restrict distances,
                            size_t rows, size_t columns, size_t stride);

/// The instruction set whose clones run here: "x86-64-v4", "x86-64-v3" or "baseline".
const char *kernels_instruction_set(void);

/// 1 where AVX-512's bf16 products run at the rate of f32's, and so do twice the work: AMD's
/// processors. Intel's run them at half that rate.
int kernels_has_full_rate_bf16(void);

/// Adds bytes to a CRC-32C's state (not inverted) by the processor's own instruction; 0, and nothing
/// done, where it has none.
int kernels_crc32c(uint32_t *crc, const uint8_t *bytes, size_t count);

#endif
