#include "kernels.h"

#include <float.h>
#include <math.h>

// The scan for nearest rows: a matrix product whose results are compared with a limit while they
// are still in registers' reach, so that the products themselves are never stored.

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// These functions are always inlined: no vector is ever passed by a calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float Lanes4 __attribute__((ext_vector_type(4)));
typedef float Lanes8 __attribute__((ext_vector_type(8)));
typedef float Lanes16 __attribute__((ext_vector_type(16)));
typedef float Lanes __attribute__((ext_vector_type(16)));
typedef int32_t IntLanes __attribute__((ext_vector_type(16)));
typedef _Bool Bits __attribute__((ext_vector_type(16)));
typedef double DoubleLanes __attribute__((ext_vector_type(8)));

enum { PANEL = KERNELS_PANEL, QUERIES = KERNELS_QUERIES, LANES = 16 };

INLINE Lanes load(const float *x) {
    Lanes v;
    __builtin_memcpy(&v, x, sizeof v);
    return v;
}

/// Bit i of the result: lane i is true.
INLINE uint32_t bits_of(IntLanes mask) {
    const Bits bits = __builtin_convertvector(mask, Bits);
    uint16_t result;
    __builtin_memcpy(&result, &bits, sizeof result);
    return result;
}

// The products of 12 queries and 32 points in tiles whose sums fit the registers: ROWS x 2 vectors.
#define DEFINE_PRODUCTS(NAME, VECTOR, ROWS)                                                      \
    INLINE void NAME(const float *restrict queries, const float *restrict points,                \
                     size_t columns, float *restrict products) {                                 \
        _Pragma("clang fp contract(fast)")                                                       \
        enum { WIDTH = sizeof(VECTOR) / sizeof(float) };                                         \
        for (size_t row = 0; row < QUERIES; row += ROWS) {                                       \
            for (size_t start = 0; start < PANEL; start += 2 * WIDTH) {                          \
                VECTOR sums[ROWS][2] = {{0}};                                                    \
                for (size_t c = 0; c < columns; c++) {                                           \
                    VECTOR left, right;                                                          \
                    __builtin_memcpy(&left, points + c * PANEL + start, sizeof left);            \
                    __builtin_memcpy(&right, points + c * PANEL + start + WIDTH, sizeof right);  \
                    const float *x = queries + c * QUERIES + row;                                \
                    _Pragma("clang loop unroll(full)")                                           \
                    for (size_t r = 0; r < ROWS; r++) {                                          \
                        sums[r][0] += left * x[r];                                               \
                        sums[r][1] += right * x[r];                                              \
                    }                                                                            \
                }                                                                                \
                _Pragma("clang loop unroll(full)")                                               \
                for (size_t r = 0; r < ROWS; r++) {                                              \
                    float *target = products + (row + r) * PANEL + start;                        \
                    __builtin_memcpy(target, &sums[r][0], sizeof(VECTOR));                       \
                    __builtin_memcpy(target + WIDTH, &sums[r][1], sizeof(VECTOR));               \
                }                                                                                \
            }                                                                                    \
        }                                                                                        \
    }

DEFINE_PRODUCTS(products_4, Lanes4, 4)
#if defined(__x86_64__)
DEFINE_PRODUCTS(products_8, Lanes8, 6)
DEFINE_PRODUCTS(products_16, Lanes16, 12)
#endif

typedef void Products(const float *restrict, const float *restrict, size_t, float *restrict);

INLINE void scan_nearest(Products *products_of, const float *restrict queries,
                         const float *restrict points, size_t columns, size_t panels,
                         const float *restrict halves, int32_t first,
                         const float *restrict limits, float *restrict values,
                         int32_t *restrict indices, size_t capacity, size_t *restrict counts) {
    float products[QUERIES * PANEL] __attribute__((aligned(64)));
    for (size_t panel = 0; panel < panels; panel++) {
        products_of(queries, points + panel * columns * PANEL, columns, products);
        const float *half = halves + panel * PANEL;
        for (size_t q = 0; q < QUERIES; q++) {
            for (size_t start = 0; start < PANEL; start += LANES) {
                const Lanes value = load(half + start) - load(products + q * PANEL + start);
                uint32_t hits = bits_of(value <= limits[q]);
                if (!hits) continue;
                float kept[LANES];
                __builtin_memcpy(kept, &value, sizeof value);
                size_t count = counts[q];
                float *list = values + q * capacity;
                int32_t *places = indices + q * capacity;
                const int32_t base = first + (int32_t)(panel * PANEL + start);
                for (; hits; hits &= hits - 1) {
                    const int lane = __builtin_ctz(hits);
                    list[count] = kept[lane];
                    places[count] = base + lane;
                    count++;
                }
                counts[q] = count;
            }
        }
    }
}

INLINE void scan_ranks(Products *products_of, const float *restrict queries,
                       const float *restrict points, size_t columns, size_t panels,
                       const float *restrict lower, const float *restrict upper, int32_t first,
                       const float *restrict certain, const float *restrict possible,
                       size_t targets, int64_t *restrict counts, int32_t *restrict indices,
                       size_t capacity, size_t *restrict found) {
    float products[QUERIES * PANEL] __attribute__((aligned(64)));
    for (size_t panel = 0; panel < panels; panel++) {
        products_of(queries, points + panel * columns * PANEL, columns, products);
        for (size_t q = 0; q < QUERIES; q++) {
            for (size_t start = 0; start < PANEL; start += LANES) {
                const Lanes product = load(products + q * PANEL + start);
                const Lanes low = load(lower + panel * PANEL + start) - product;
                const Lanes high = load(upper + panel * PANEL + start) - product;
                uint32_t open = 0;
                for (size_t t = 0; t < targets; t++) {
                    open |= bits_of(low <= possible[q * targets + t])
                            & ~bits_of(high < certain[q * targets + t]);
                }
                for (size_t t = 0; t < targets; t++) {
                    const uint32_t nearer = bits_of(high < certain[q * targets + t]);
                    counts[q * targets + t] += __builtin_popcount(nearer & ~open);
                }
                const int32_t base = first + (int32_t)(panel * PANEL + start);
                for (; open; open &= open - 1) {
                    indices[q * capacity + found[q]++] = base + __builtin_ctz(open);
                }
            }
        }
    }
}

#if defined(__x86_64__)
#define V3 __attribute__((target("arch=x86-64-v3")))
#define V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define V3
#define V4
#endif

#define NEAREST_PARAMETERS                                                                         \
    const float *restrict queries, const float *restrict points, size_t columns, size_t panels,    \
        const float *restrict halves, int32_t first, const float *restrict limits,                 \
        float *restrict values, int32_t *restrict indices, size_t capacity,                        \
        size_t *restrict counts
#define NEAREST_ARGUMENTS                                                                          \
    queries, points, columns, panels, halves, first, limits, values, indices, capacity, counts

static void scan_nearest_4(NEAREST_PARAMETERS) { scan_nearest(products_4, NEAREST_ARGUMENTS); }
#if defined(__x86_64__)
V3 static void scan_nearest_8(NEAREST_PARAMETERS) { scan_nearest(products_8, NEAREST_ARGUMENTS); }
V4 static void scan_nearest_16(NEAREST_PARAMETERS) {
    scan_nearest(products_16, NEAREST_ARGUMENTS);
}
#endif

void kernels_scan_nearest(const float *restrict queries, size_t block,
                          const float *restrict points, size_t columns, size_t panels,
                          const float *restrict halves, int32_t first,
                          const float *restrict limits, float *restrict values,
                          int32_t *restrict indices, size_t capacity, size_t *restrict counts) {
    const size_t start = block * QUERIES;
    queries += start * columns;
    limits += start;
    values += start * capacity;
    indices += start * capacity;
    counts += start;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) return scan_nearest_16(NEAREST_ARGUMENTS);
    if (__builtin_cpu_supports("x86-64-v3")) return scan_nearest_8(NEAREST_ARGUMENTS);
#endif
    scan_nearest_4(NEAREST_ARGUMENTS);
}

#define RANKS_PARAMETERS                                                                           \
    const float *restrict queries, const float *restrict points, size_t columns, size_t panels,    \
        const float *restrict lower, const float *restrict upper, int32_t first,                   \
        const float *restrict certain, const float *restrict possible, size_t targets,             \
        int64_t *restrict counts, int32_t *restrict indices, size_t capacity,                      \
        size_t *restrict found
#define RANKS_ARGUMENTS                                                                            \
    queries, points, columns, panels, lower, upper, first, certain, possible, targets, counts,     \
        indices, capacity, found

static void scan_ranks_4(RANKS_PARAMETERS) { scan_ranks(products_4, RANKS_ARGUMENTS); }
#if defined(__x86_64__)
V3 static void scan_ranks_8(RANKS_PARAMETERS) { scan_ranks(products_8, RANKS_ARGUMENTS); }
V4 static void scan_ranks_16(RANKS_PARAMETERS) { scan_ranks(products_16, RANKS_ARGUMENTS); }
#endif

void kernels_scan_ranks(const float *restrict queries, size_t block,
                        const float *restrict points, size_t columns, size_t panels,
                        const float *restrict lower, const float *restrict upper, int32_t first,
                        const float *restrict certain, const float *restrict possible,
                        size_t targets, int64_t *restrict counts, int32_t *restrict indices,
                        size_t capacity, size_t *restrict found) {
    const size_t start = block * QUERIES;
    queries += start * columns;
    certain += start * targets;
    possible += start * targets;
    counts += start * targets;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) return scan_ranks_16(RANKS_ARGUMENTS);
    if (__builtin_cpu_supports("x86-64-v3")) return scan_ranks_8(RANKS_ARGUMENTS);
#endif
    scan_ranks_4(RANKS_ARGUMENTS);
}

void kernels_pack_rows(const float *restrict rows, const double *restrict pivot, double scale,
                       size_t count, size_t columns, size_t width, float *restrict packed,
                       double *restrict squares) {
    const size_t panels = (count + width - 1) / width;
    for (size_t row = 0; row < panels * width; row++) {
        float *target = packed + row / width * width * columns + row % width;
        double sum = 0;
        int distant = 0;
        for (size_t c = 0; c < columns && row < count; c++) {
            const double exact = scale * ((double)rows[row * columns + c] - pivot[c]);
            distant |= !(exact <= 0x1p30 && exact >= -0x1p30);
            const float x = (float)exact;
            target[c * width] = x;
            sum += (double)x * (double)x;
        }
        if (row < count) squares[row] = distant ? -1 : sum;
        if (row < count && !distant) continue;
        for (size_t c = 0; c < columns; c++) target[c * width] = 0;
    }
}

// Order of floats as order of integers (no NaN): negative ones run backwards.
INLINE int32_t ordered(float x) {
    int32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT32_MIN - bits : bits;
}

INLINE float from_ordered(int32_t bits) {
    bits = bits < 0 ? INT32_MIN - bits : bits;
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

CLONES
float kernels_select(const float *values, size_t count, size_t wanted) {
    // Bisection over all floats between the extremes: 32 vectorised counts at most.
    int32_t least = INT32_MAX, greatest = INT32_MIN;
    for (size_t i = 0; i < count; i++) {
        const int32_t x = ordered(values[i]);
        least = x < least ? x : least;
        greatest = x > greatest ? x : greatest;
    }
    int64_t low = least, high = greatest;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        const float limit = from_ordered((int32_t)middle);
        uint32_t below = 0;
        for (size_t i = 0; i < count; i++) below += values[i] <= limit;
        if (below >= wanted) {
            high = middle;
            if (below == wanted) break;
        } else {
            low = middle + 1;
        }
    }
    return from_ordered((int32_t)high);
}

CLONES
double kernels_upper_bound(const float *restrict values, const int32_t *restrict indices,
                           size_t count, float limit, const float *restrict gaps) {
    double largest = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const double x = values[i];
        const double upper = x + fabs(x) * 0x1p-23 + (double)gaps[indices[i]];
        // Without a branch, which would be mispredicted half of the time.
        const double counted = values[i] <= limit ? upper : -INFINITY;
        largest = counted > largest ? counted : largest;
    }
    return largest;
}

size_t kernels_compact(float *restrict values, int32_t *restrict indices, size_t count,
                       float limit) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const float value = values[i];
        values[kept] = value;
        indices[kept] = indices[i];
        kept += value <= limit;
    }
    return kept;
}

CLONES
void kernels_squared_distances(const float *restrict query, const float *restrict rows,
                               size_t columns, const int32_t *restrict indices, size_t count,
                               double *restrict distances) {
#pragma clang fp reassociate(off) contract(off)
    typedef float Eight __attribute__((ext_vector_type(8)));
    for (size_t i = 0; i < count; i++) {
        const float *row = rows + (size_t)indices[i] * columns;
        DoubleLanes sums = 0;
        size_t c = 0;
        for (; c + 8 <= columns; c += 8) {
            Eight x, y;
            __builtin_memcpy(&x, query + c, sizeof x);
            __builtin_memcpy(&y, row + c, sizeof y);
            const DoubleLanes difference = __builtin_convertvector(x, DoubleLanes)
                                           - __builtin_convertvector(y, DoubleLanes);
            sums += difference * difference;
        }
        for (size_t lane = 0; c < columns; c++, lane++) {
            const double difference = (double)query[c] - (double)row[c];
            sums[lane] += difference * difference;
        }
        distances[i] = ((sums[0] + sums[4]) + (sums[2] + sums[6]))
                       + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }
}

CLONES
float kernels_squared_distance(const float *restrict a, const float *restrict b, size_t columns) {
#pragma clang fp reassociate(on) contract(fast)
    Lanes even = 0, odd = 0;
    size_t c = 0;
    for (; c + 2 * LANES <= columns; c += 2 * LANES) {
        const Lanes x = load(a + c) - load(b + c);
        const Lanes y = load(a + c + LANES) - load(b + c + LANES);
        even += x * x;
        odd += y * y;
    }
    if (c < columns) {
        const Lanes x = load(a + c) - load(b + c);
        even += x * x;
    }
    const Lanes sum = even + odd;
    const Lanes8 eight = sum.lo + sum.hi;
    const Lanes4 four = eight.lo + eight.hi;
    return (four.x + four.z) + (four.y + four.w);
}
