#include "kernels.h"

#include <math.h>

#include "lanes.h"

// Moments and sums of rows, and the searches of clustering among rows.

// A stored number, half or single precision, in double.
INLINE double stored(const void *values, int half, size_t i) {
    return half ? (double)(float)((const _Float16 *)values)[i]
                : (double)((const float *)values)[i];
}

INLINE void row_moments(const void *values, int half, double *restrict means,
                        double *restrict squares, size_t rows, size_t columns) {
#pragma clang fp reassociate(on) contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const size_t start = r * columns;
        double sum = 0, square = 0;
        for (size_t c = 0; c < columns; c++) sum += stored(values, half, start + c);
        const double mean = sum / (double)columns;
        for (size_t c = 0; c < columns; c++) {
            const double d = stored(values, half, start + c) - mean;
            square += d * d;
        }
        means[r] = mean;
        squares[r] = square;
    }
}

CLONES
void kernels_row_moments(const void *values, int half, double *restrict means,
                         double *restrict squares, size_t rows, size_t columns) {
    if (half) row_moments(values, 1, means, squares, rows, columns);
    else row_moments(values, 0, means, squares, rows, columns);
}

INLINE void add_column_sums(const void *values, int half, const double *shifts,
                            const double *factors, double *restrict sums, size_t rows,
                            size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const size_t start = r * columns;
        const double shift = shifts ? shifts[r] : 0, factor = factors ? factors[r] : 1;
        for (size_t c = 0; c < columns; c++) {
            sums[c] += (stored(values, half, start + c) - shift) * factor;
        }
    }
}

CLONES
void kernels_add_column_sums(const void *values, int half, const double *shifts,
                             const double *factors, double *restrict sums, size_t rows,
                             size_t columns) {
    if (half) add_column_sums(values, 1, shifts, factors, sums, rows, columns);
    else add_column_sums(values, 0, shifts, factors, sums, rows, columns);
}

// Exactly one of the outputs is there.
INLINE void center_rows(const void *values, int half, const double *shifts,
                        const double *factors, const double *restrict center,
                        double *restrict output, float *restrict rounded, size_t rows,
                        size_t columns) {
#pragma clang fp contract(fast)
    for (size_t r = 0; r < rows; r++) {
        const size_t start = r * columns;
        const double shift = shifts ? shifts[r] : 0, factor = factors ? factors[r] : 1;
        if (rounded) {
            for (size_t c = 0; c < columns; c++) {
                rounded[start + c] = (float)(
                    (stored(values, half, start + c) - shift) * factor - center[c]);
            }
        } else {
            for (size_t c = 0; c < columns; c++) {
                output[start + c] =
                    (stored(values, half, start + c) - shift) * factor - center[c];
            }
        }
    }
}

CLONES
void kernels_center_rows(const void *values, int half, const double *shifts,
                         const double *factors, const double *restrict center,
                         double *restrict output, size_t rows, size_t columns) {
    if (half) center_rows(values, 1, shifts, factors, center, output, 0, rows, columns);
    else center_rows(values, 0, shifts, factors, center, output, 0, rows, columns);
}

CLONES
void kernels_center_rows_single(const void *values, int half, const double *shifts,
                                const double *factors, const double *restrict center,
                                float *restrict output, size_t rows, size_t columns) {
    if (half) center_rows(values, 1, shifts, factors, center, 0, output, rows, columns);
    else center_rows(values, 0, shifts, factors, center, 0, output, rows, columns);
}

CLONES
size_t kernels_next_within(const float *restrict products, const float *restrict halves,
                           const float *restrict cores, const int32_t *restrict groups,
                           size_t start, size_t end, float limit, float core_limit,
                           int32_t group) {
    size_t j = start;
    // Whole strips first: a strip without a hit, which most are, costs no branch an element.
    while (j < end) {
        const size_t stop = j + 64 < end ? j + 64 : end;
        int32_t hits = 0;
        for (size_t i = j; i < stop; i++) {
            hits |= (halves[i] - products[i] <= limit) & (cores[i] <= core_limit)
                & (groups[i] != group);
        }
        if (hits) {
            for (size_t i = j; i < stop; i++) {
                if (halves[i] - products[i] <= limit && cores[i] <= core_limit
                    && groups[i] != group) {
                    return i;
                }
            }
        }
        j = stop;
    }
    return end;
}

CLONES
void kernels_nearest_centroids(const float *restrict products, const float *restrict halves,
                               size_t rows, size_t count, int32_t *restrict nearest,
                               float *restrict scores, size_t offset) {
    for (size_t r = 0; r < rows; r++) {
        const float *p = products + r * count;
        float lanes[16];
        for (size_t l = 0; l < 16; l++) lanes[l] = INFINITY;
        size_t c = 0;
        for (; c + 16 <= count; c += 16) {
            for (size_t l = 0; l < 16; l++) {
                const float v = halves[c + l] - p[c + l];
                lanes[l] = v < lanes[l] ? v : lanes[l];
            }
        }
        float least = INFINITY;
        for (; c < count; c++) {
            const float v = halves[c] - p[c];
            least = v < least ? v : least;
        }
        for (size_t l = 0; l < 16; l++) least = lanes[l] < least ? lanes[l] : least;
        int32_t best = 0;
        for (c = 0; c < count; c++) {
            if (halves[c] - p[c] == least) {
                best = (int32_t)c;
                break;
            }
        }
        nearest[offset + r] = best;
        scores[offset + r] = least;
    }
}

CLONES
void kernels_add_rows(const float *restrict values, const int32_t *restrict groups,
                      size_t rows, size_t columns, double *restrict sums) {
    for (size_t r = 0; r < rows; r++) {
        double *restrict sum = sums + (size_t)groups[r] * columns;
        const float *restrict x = values + r * columns;
        for (size_t c = 0; c < columns; c++) sum[c] += (double)x[c];
    }
}
