#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
// C++ has no word for it.
#define restrict __restrict
#endif

// Elementwise kernels, compiled once for each of three instruction sets and chosen when the
// program loads. Every one has a plain Swift referee in Dense/Referee.swift.

/// output[r][c] = (input[r][c] - mean(r)) / sqrt(variance(r) + eps) * scale[c] + shift[c]
void kernels_layer_norm(const float *restrict input, float *restrict output,
                        const float *restrict scale, const float *restrict shift,
                        size_t rows, size_t columns, float eps);

/// The same, rounded to bfloat16.
void kernels_layer_norm_bf16(const float *restrict input, uint16_t *restrict output,
                              const float *restrict scale, const float *restrict shift,
                              size_t rows, size_t columns, float eps);

/// Rounds to bfloat16, to nearest even; a NaN stays one.
void kernels_to_bf16(const float *restrict input, uint16_t *restrict output, size_t count);

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

/// values[r][c] = gelu(values[r][c] + bias[c]) in its form with tanh, in place
void kernels_bias_gelu_tanh(float *restrict values, const float *restrict bias,
                            size_t rows, size_t columns);

/// values[r][c] = SiLU, x * sigmoid(x), of values[r][c] + bias[c], in place
void kernels_bias_silu(float *restrict values, const float *restrict bias,
                       size_t rows, size_t columns);

/// values[i] *= factors[i]; the bf16 form rounds each product to bf16.
void kernels_multiply(float *restrict values, const float *restrict factors, size_t count);
void kernels_multiply_bf16(uint16_t *restrict values, const uint16_t *restrict factors,
                           size_t count);

/// Turns the pairs (values[r][h][i], values[r][h][half + i]) by the angles whose cosines[r][i] and
/// sines[r][i] are given, values[rows][heads][2 * half]; the bf16 form rounds the results to bf16.
void kernels_rotate_pairs(float *restrict values, const float *restrict cosines,
                          const float *restrict sines, size_t rows, size_t heads, size_t half);
void kernels_rotate_pairs_bf16(uint16_t *restrict values, const float *restrict cosines,
                               const float *restrict sines, size_t rows, size_t heads,
                               size_t half);

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

/// Adds bytes to a CRC-32C's state (not inverted) by the processor's own instruction; 0, and
/// nothing done, where it has none.
int kernels_crc32c(uint32_t *crc, const uint8_t *bytes, size_t count);

/// means[r] = mean of the row, squares[r] = sum over c of (values[r][c] - means[r])^2. Here and
/// below, values are half precision where `half` is not 0, else single, and sums are in double.
void kernels_row_moments(const void *values, int half, double *restrict means,
                         double *restrict squares, size_t rows, size_t columns);

/// sums[c] += sum over r, in order, of (values[r][c] - shifts[r]) * factors[r]; here and below,
/// shifts and factors are 0 and 1 where they are null.
void kernels_add_column_sums(const void *values, int half, const double *shifts,
                             const double *factors, double *restrict sums, size_t rows,
                             size_t columns);

/// output[r][c] = (values[r][c] - shifts[r]) * factors[r] - center[c]
void kernels_center_rows(const void *values, int half, const double *shifts,
                         const double *factors, const double *restrict center,
                         double *restrict output, size_t rows, size_t columns);

/// The same, rounded to single precision at the end.
void kernels_center_rows_single(const void *values, int half, const double *shifts,
                                const double *factors, const double *restrict center,
                                float *restrict output, size_t rows, size_t columns);

/// 1 when no value (half precision) is NaN or infinite.
int kernels_all_finite_half(const uint16_t *values, size_t count);

// The scan for nearest rows (neighbors.c). Rows are packed in panels: a panel of points is
// [columns][32], a block of queries [columns][12], both filled up with zeros.
enum { KERNELS_PANEL = 32, KERNELS_QUERIES = 12 };

/// packed[panel][c][i] = scale * (rows[panel * width + i][c] - pivot[c]), in single precision, and
/// squares[row] = their sum of squares in double. A row with a number beyond 2^30 is packed as
/// zeros and gets a square of -1.
void kernels_pack_rows(const float *restrict rows, const double *restrict pivot, double scale,
                       size_t count, size_t columns, size_t width, float *restrict packed,
                       double *restrict squares);

/// For each of the 12 queries q of a block and every point p of some panels: where halves[p] -
/// q . p <= limits[q], value and index are added to the query's list. Of all queries: limits and
/// counts [queries], values and indices [queries][capacity]; a list must have room for all points.
void kernels_scan_nearest(const float *restrict queries, size_t block,
                          const float *restrict points, size_t columns, size_t panels,
                          const float *restrict halves, int32_t first,
                          const float *restrict limits, float *restrict values,
                          int32_t *restrict indices, size_t capacity, size_t *restrict counts);

/// For each of the 12 queries of a block and each of its targets t: counts[q][t] grows by the
/// points with upper[p] - q . p < certain[q][t]. A point for which that is false, and lower[p] -
/// q . p <= possible[q][t] true, with any target is counted with none and added to the query's
/// list. Of all queries: certain, possible and counts [queries][targets]; of the block: indices
/// [12][capacity] and found [12].
void kernels_scan_ranks(const float *restrict queries, size_t block,
                        const float *restrict points, size_t columns, size_t panels,
                        const float *restrict lower, const float *restrict upper, int32_t first,
                        const float *restrict certain, const float *restrict possible,
                        size_t targets, int64_t *restrict counts, int32_t *restrict indices,
                        size_t capacity, size_t *restrict found);

/// The smallest value that at least `wanted` of `values` do not exceed; 1 <= wanted <= count.
float kernels_select(const float *values, size_t count, size_t wanted);

/// The largest of values[i] + |values[i]| 2^-23 + gaps[indices[i]] over values[i] <= limit.
double kernels_upper_bound(const float *restrict values, const int32_t *restrict indices,
                           size_t count, float limit, const float *restrict gaps);

/// Keeps the entries with values[i] <= limit, in their order; returns how many.
size_t kernels_compact(float *restrict values, int32_t *restrict indices, size_t count,
                       float limit);

/// distances[i] = |query - rows[indices[i]]|^2 in double precision, eight sums that are added in a
/// fixed order: the same bits on every instruction set.
void kernels_squared_distances(const float *restrict query, const float *restrict rows,
                               size_t columns, const int32_t *restrict indices, size_t count,
                               double *restrict distances);

/// The squared distance of two rows in single precision, for searches that are not exact; columns
/// are a multiple of KERNELS_DISTANCE_LANES.
enum { KERNELS_DISTANCE_LANES = 16 };
float kernels_squared_distance(const float *restrict a, const float *restrict b, size_t columns);

/// The first i in start ..< end with halves[i] - products[i] <= limit, cores[i] <= core_limit and
/// groups[i] != group; `end` when there is none.
size_t kernels_next_within(const float *restrict products, const float *restrict halves,
                           const float *restrict cores, const int32_t *restrict groups,
                           size_t start, size_t end, float limit, float core_limit,
                           int32_t group);

/// For each row of products[rows][count], the least of halves[c] - products[r][c] and the first c
/// that has it, to scores and nearest from `offset` on.
void kernels_nearest_centroids(const float *restrict products, const float *restrict halves,
                               size_t rows, size_t count, int32_t *restrict nearest,
                               float *restrict scores, size_t offset);

/// sums[groups[r]][c] += values[r][c], in the order of the rows
void kernels_add_rows(const float *restrict values, const int32_t *restrict groups,
                      size_t rows, size_t columns, double *restrict sums);

/// products[r] = rows[r] . vector, rows[count][columns] in half precision
void kernels_half_products(const uint16_t *restrict rows, const float *restrict vector,
                           size_t count, size_t columns, float *restrict products);

// Gives freed memory of 2 MiB or more back at once; glibc would keep what grows to 32 MiB, in every
// thread's arena.
void kernels_return_freed_memory(void);

/// What units did over the rows of an image, one number per unit each, and for each unit the
/// `kept` largest values so far in descending order with the codes of their places (at least 1).
/// Values that are not above the unit's floor are not kept.
struct kernels_units {
    const float *floors;
    float *sums, *squares, *largest;
    int32_t *active;
    float *peaks;
    int64_t *codes;
    size_t kept;
};

/// Sums, sums of squares, largest values and numbers of values above `threshold` of the units over
/// `rows` of values [rows, stride], single precision or bfloat16. A value above the last peak of
/// its unit takes its place among them with the code `first_code` + row.
void kernels_unit_totals(const void *values, int bf16, size_t stride, size_t units,
                         const int32_t *rows, size_t row_count, float threshold,
                         int64_t first_code, struct kernels_units out);

/// norms[r][h] = length of the `width` numbers of head h in row r, single precision or bfloat16.
void kernels_head_norms(const void *values, int bf16, size_t rows, size_t heads, size_t width,
                        float *restrict norms);

#ifdef __cplusplus
#undef restrict
}
#endif

#endif
