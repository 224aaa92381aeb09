#ifndef FOURIER_H
#define FOURIER_H

#include <stddef.h>
#include <stdint.h>

// Convolution of a real grid with an even kernel, by Fourier transforms of 16 columns or 16 rows
// at a time. Spectra are split: real parts, imaginary parts.

/// A transform of `length` numbers, a product of the `count` radices 2, 3, 4, 5; `twiddles`
/// (cosine, -sine) in the order in which the passes use them: for a pass of radix r over a
/// remaining length m r, the powers k = 1 ..< r of exp(-2 pi i p / (m r)) for p = 0 ..< m.
struct kernels_fourier_plan {
    size_t length, count;
    const int32_t *radices;
    const float *twiddles;
};

/// Numbers of working memory that a function below needs, at an address of 64 bytes.
size_t kernels_fourier_scratch(size_t length);

/// Transforms along the columns x = 16 block ... and x + half, `half` a multiple of 16, of a grid
/// [rows, stride], zero below `rows`; spectra [length / 2 + 1, stride], twice the true values.
void kernels_fourier_down(const struct kernels_fourier_plan *plan, const float *grid,
                          size_t rows, size_t stride, size_t half, size_t block,
                          float *restrict real, float *restrict imaginary, float *scratch);

/// Transforms along the rows 16 block ... of spectra with `columns` columns, zero behind them,
/// multiplies by filter [blocks, length / 2 + 1, 16] (the same for k and length - k) and
/// transforms back, in place.
void kernels_fourier_across(const struct kernels_fourier_plan *plan, size_t columns,
                            size_t stride, size_t block, const float *filter,
                            float *restrict real, float *restrict imaginary, float *scratch);

/// Transforms along the rows 16 block ... and gives the real parts as part `block` of a filter.
void kernels_fourier_filter(const struct kernels_fourier_plan *plan, size_t columns,
                            size_t stride, size_t block, const float *real,
                            const float *imaginary, float *restrict filter, float *scratch);

/// The way back of kernels_fourier_down.
void kernels_fourier_up(const struct kernels_fourier_plan *plan, float *restrict grid,
                        size_t rows, size_t stride, size_t half, size_t block,
                        const float *real, const float *imaginary, float *scratch);

#endif
