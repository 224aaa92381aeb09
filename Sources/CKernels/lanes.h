#ifndef LANES_H
#define LANES_H

#include <stddef.h>
#include <stdint.h>

// What the files of kernels share: clones for three instruction sets, and vectors of 16 numbers.

// fp contract and reassociate let sums run in vector lanes; each clone adds in one fixed order.
#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif
// Vectors of 64 bytes stay whole where the processor has registers for them.
#define WIDE __attribute__((min_vector_width(512)))
#define INLINE static inline __attribute__((always_inline))

// These functions are always inlined: no vector is ever passed by a calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

// Sixteen numbers in a vector: loops that the compiler cuts itself take half of it (and leave the
// end of a row to scalar code).
typedef float Lanes __attribute__((ext_vector_type(16)));
typedef int32_t IntLanes __attribute__((ext_vector_type(16)));
typedef uint32_t BitLanes __attribute__((ext_vector_type(16)));
enum { LANES = 16 };

INLINE Lanes load(const float *x) {
    Lanes v;
    __builtin_memcpy(&v, x, sizeof v);
    return v;
}

INLINE void store(float *x, Lanes v) { __builtin_memcpy(x, &v, sizeof v); }

// exp(x) for x <= 0, as exp_of_nonpositive in transformer.c. Below -87 it is 0.
INLINE Lanes exp_lanes(Lanes x) {
#pragma clang fp contract(fast)
    const Lanes clamped = x < -87.0f ? (Lanes)(-87.0f) : x;
    const Lanes n = (clamped * 1.44269504f + 12582912.0f) - 12582912.0f;
    const Lanes f = (clamped - n * 0.693359375f) - n * -2.12194440e-4f;
    Lanes p = f * 1.98412698e-4f + 1.38888889e-3f;
    p = p * f + 8.33333333e-3f;
    p = p * f + 4.16666667e-2f;
    p = p * f + 1.66666667e-1f;
    p = p * f + 0.5f;
    p = p * f + 1.0f;
    p = p * f + 1.0f;
    const IntLanes power = (__builtin_convertvector(n, IntLanes) + 127) << 23;
    Lanes scale;
    __builtin_memcpy(&scale, &power, sizeof scale);
    return x < -87.0f ? (Lanes)(0.0f) : p * scale;
}

INLINE float sum_of_lanes(Lanes v) {
    float lane[LANES];
    __builtin_memcpy(lane, &v, sizeof v);
    for (size_t width = LANES / 2; width > 0; width /= 2) {
        for (size_t k = 0; k < width; k++) lane[k] += lane[k + width];
    }
    return lane[0];
}

#endif
