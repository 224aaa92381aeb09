#include "forces.h"

#include "lanes.h"

// Gaussian kernels of the neighbours of a point, in double precision.

// exp(x) for x <= 0 in double precision: 2^n * p(f), p the degree-12 Taylor polynomial on
// |f| <= 0.347, whose remainder is below 2e-16. Below -700 it is 0.
INLINE double exp_of_nonpositive_double(double x) {
#pragma clang fp contract(fast)
    const double clamped = x < -700.0 ? -700.0 : x;
    // Adding and subtracting 1.5 * 2^52 rounds to the nearest integer.
    const double n = (clamped * 1.4426950408889634 + 6755399441055744.0) - 6755399441055744.0;
    const double f = (clamped - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
    double p = 1.0 / 479001600;
    p = p * f + 1.0 / 39916800;
    p = p * f + 1.0 / 3628800;
    p = p * f + 1.0 / 362880;
    p = p * f + 1.0 / 40320;
    p = p * f + 1.0 / 5040;
    p = p * f + 1.0 / 720;
    p = p * f + 1.0 / 120;
    p = p * f + 1.0 / 24;
    p = p * f + 1.0 / 6;
    p = p * f + 0.5;
    p = p * f + 1.0;
    p = p * f + 1.0;
    union { int64_t i; double f; } power;
    power.i = ((int64_t)n + 1023) << 52;
    const double value = p * power.f;
    return x < -700.0 ? 0.0 : value;
}

CLONES WIDE
void kernels_gaussian(const double *squares, double *restrict kernel, size_t count,
                      double precision, double *restrict sums) {
#pragma clang fp reassociate(on) contract(fast)
    double sum = 0, first = 0, second = 0;
    for (size_t k = 0; k < count; k++) {
        const double w = exp_of_nonpositive_double(-precision * squares[k]);
        kernel[k] = w;
        sum += w;
        first += w * squares[k];
        second += w * squares[k] * squares[k];
    }
    sums[0] = sum;
    sums[1] = first;
    sums[2] = second;
}
