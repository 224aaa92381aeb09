#include "fourier.h"

#include "lanes.h"

// One transform a lane. Stockham's passes (no bit reversal): with s the product of the radices
// before and m the length left behind a pass of radix r,
//
//     to[q + s (r p + k)] = t(p, k) sum_j from[q + s (p + m j)] exp(-2 pi i j k / r)
//
// for p < m, q < s, k < r, where t(p, k) = exp(-2 pi i p k / (m r)).

struct Complex {
    Lanes re, im;
};

INLINE struct Complex add(struct Complex a, struct Complex b) {
    return (struct Complex){a.re + b.re, a.im + b.im};
}
INLINE struct Complex subtract(struct Complex a, struct Complex b) {
    return (struct Complex){a.re - b.re, a.im - b.im};
}
INLINE struct Complex scaled(struct Complex a, float f) {
    return (struct Complex){a.re * f, a.im * f};
}
// -i a
INLINE struct Complex turned(struct Complex a) { return (struct Complex){a.im, -a.re}; }

INLINE void butterfly(struct Complex *a, int radix) {
#pragma clang fp contract(fast)
    if (radix == 2) {
        const struct Complex b = subtract(a[0], a[1]);
        a[0] = add(a[0], a[1]);
        a[1] = b;
    } else if (radix == 3) {
        const struct Complex sum = add(a[1], a[2]);
        const struct Complex side = turned(scaled(subtract(a[1], a[2]), 0.866025404f));
        const struct Complex middle = add(a[0], scaled(sum, -0.5f));
        a[0] = add(a[0], sum);
        a[1] = add(middle, side);
        a[2] = subtract(middle, side);
    } else if (radix == 4) {
        const struct Complex even = add(a[0], a[2]), odd = add(a[1], a[3]);
        const struct Complex middle = subtract(a[0], a[2]);
        const struct Complex side = turned(subtract(a[1], a[3]));
        a[0] = add(even, odd);
        a[1] = add(middle, side);
        a[2] = subtract(even, odd);
        a[3] = subtract(middle, side);
    } else {
        const float cos1 = 0.309016994f, cos2 = -0.809016994f;
        const float sin1 = 0.951056516f, sin2 = 0.587785252f;
        const struct Complex near = add(a[1], a[4]), far = add(a[2], a[3]);
        const struct Complex u = subtract(a[1], a[4]), v = subtract(a[2], a[3]);
        const struct Complex m1 = add(a[0], add(scaled(near, cos1), scaled(far, cos2)));
        const struct Complex m2 = add(a[0], add(scaled(near, cos2), scaled(far, cos1)));
        const struct Complex s1 = turned(add(scaled(u, sin1), scaled(v, sin2)));
        const struct Complex s2 = turned(subtract(scaled(u, sin2), scaled(v, sin1)));
        a[0] = add(a[0], add(near, far));
        a[1] = add(m1, s1);
        a[2] = add(m2, s2);
        a[3] = subtract(m2, s2);
        a[4] = subtract(m1, s1);
    }
}

INLINE void pass(const struct Complex *from, struct Complex *restrict to, size_t m, size_t s,
                 int radix, const float *twiddles) {
#pragma clang fp contract(fast)
    for (size_t p = 0; p < m; p++) {
        const float *turn = twiddles + 2 * p * (size_t)(radix - 1);
        for (size_t q = 0; q < s; q++) {
            struct Complex a[5];
            for (int j = 0; j < radix; j++) a[j] = from[q + s * (p + m * (size_t)j)];
            butterfly(a, radix);
            struct Complex *place = to + q + s * (size_t)radix * p;
            place[0] = a[0];
            for (int k = 1; k < radix; k++) {
                const float c = turn[2 * k - 2], d = turn[2 * k - 1];
                place[s * (size_t)k] = (struct Complex){
                    a[k].re * c - a[k].im * d, a[k].re * d + a[k].im * c};
            }
        }
    }
}

// Transforms `from`, which is overwritten; gives where the result lies.
INLINE struct Complex *transform(const struct kernels_fourier_plan *plan, struct Complex *from,
                                 struct Complex *to) {
    size_t s = 1, left = plan->length;
    const float *twiddles = plan->twiddles;
    for (size_t i = 0; i < plan->count; i++) {
        const int radix = plan->radices[i];
        const size_t m = left / (size_t)radix;
        switch (radix) {
            case 2: pass(from, to, m, s, 2, twiddles); break;
            case 3: pass(from, to, m, s, 3, twiddles); break;
            case 4: pass(from, to, m, s, 4, twiddles); break;
            default: pass(from, to, m, s, 5, twiddles); break;
        }
        twiddles += 2 * m * (size_t)(radix - 1);
        s *= (size_t)radix;
        left = m;
        struct Complex *other = from;
        from = to;
        to = other;
    }
    return from;
}

// Sixteen numbers more than the length: rows are transposed in squares of sixteen.
size_t kernels_fourier_scratch(size_t length) { return 4 * LANES * (length + LANES); }

INLINE void halves(const struct kernels_fourier_plan *plan, float *scratch,
                   struct Complex **a, struct Complex **b) {
    *a = (struct Complex *)scratch;
    *b = *a + plan->length + LANES;
}

CLONES WIDE
void kernels_fourier_down(const struct kernels_fourier_plan *plan, const float *grid,
                          size_t rows, size_t stride, size_t half, size_t block,
                          float *restrict real, float *restrict imaginary, float *scratch) {
    struct Complex *a, *b;
    halves(plan, scratch, &a, &b);
    const size_t n = plan->length, x = LANES * block;
    // Two real columns in one complex one.
    for (size_t y = 0; y < rows; y++) {
        const float *row = grid + y * stride + x;
        a[y] = (struct Complex){load(row), load(row + half)};
    }
    for (size_t y = rows; y < n; y++) a[y] = (struct Complex){0.0f, 0.0f};
    const struct Complex *z = transform(plan, a, b);
    for (size_t k = 0; k <= n / 2; k++) {
        const struct Complex up = z[k], down = z[k == 0 ? 0 : n - k];
        const size_t place = k * stride + x;
        store(real + place, up.re + down.re);
        store(imaginary + place, up.im - down.im);
        store(real + place + half, up.im + down.im);
        store(imaginary + place + half, down.re - up.re);
    }
}

CLONES WIDE
void kernels_fourier_up(const struct kernels_fourier_plan *plan, float *restrict grid,
                        size_t rows, size_t stride, size_t half, size_t block,
                        const float *real, const float *imaginary, float *scratch) {
    struct Complex *a, *b;
    halves(plan, scratch, &a, &b);
    const size_t n = plan->length, x = LANES * block;
    // Real and imaginary parts change places: so a transform goes back.
    for (size_t k = 0; k <= n / 2; k++) {
        const size_t place = k * stride + x;
        const struct Complex left = {load(real + place), load(imaginary + place)};
        const struct Complex right = {load(real + place + half), load(imaginary + place + half)};
        if (k > 0) {
            a[n - k] = (struct Complex){right.re - left.im, left.re + right.im};
        }
        a[k] = (struct Complex){left.im + right.re, left.re - right.im};
    }
    const struct Complex *z = transform(plan, a, b);
    for (size_t y = 0; y < rows; y++) {
        float *row = grid + y * stride + x;
        store(row, z[y].im);
        store(row + half, z[y].re);
    }
}

// Sixteen rows of sixteen become columns: four times rows r and r + 8 are interleaved.
INLINE void transpose(Lanes *v) {
    for (int round = 0; round < 4; round++) {
        Lanes next[LANES];
        for (int r = 0; r < LANES / 2; r++) {
            next[2 * r] = __builtin_shufflevector(
                v[r], v[r + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * r + 1] = __builtin_shufflevector(
                v[r], v[r + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        for (int r = 0; r < LANES; r++) v[r] = next[r];
    }
}

INLINE void load_rows(const float *real, const float *imaginary, size_t columns, size_t stride,
                      size_t length, struct Complex *a) {
    for (size_t x = 0; x < columns; x += LANES) {
        Lanes re[LANES], im[LANES];
        for (size_t r = 0; r < LANES; r++) {
            re[r] = load(real + r * stride + x);
            im[r] = load(imaginary + r * stride + x);
        }
        transpose(re);
        transpose(im);
        for (size_t r = 0; r < LANES; r++) a[x + r] = (struct Complex){re[r], im[r]};
    }
    for (size_t x = columns; x < length; x++) a[x] = (struct Complex){0.0f, 0.0f};
}

CLONES WIDE
void kernels_fourier_across(const struct kernels_fourier_plan *plan, size_t columns,
                            size_t stride, size_t block, const float *filter,
                            float *restrict real, float *restrict imaginary, float *scratch) {
    struct Complex *a, *b;
    halves(plan, scratch, &a, &b);
    const size_t n = plan->length, first = LANES * block * stride;
    load_rows(real + first, imaginary + first, columns, stride, n, a);
    struct Complex *z = transform(plan, a, b);
    const float *factors = filter + block * (n / 2 + 1) * LANES;
    for (size_t k = 0; k < n; k++) {
        const Lanes factor = load(factors + LANES * (k < n - k ? k : n - k));
        z[k] = (struct Complex){z[k].im * factor, z[k].re * factor};
    }
    const struct Complex *y = transform(plan, z, z == a ? b : a);
    for (size_t x = 0; x < columns; x += LANES) {
        Lanes re[LANES], im[LANES];
        for (size_t r = 0; r < LANES; r++) {
            re[r] = y[x + r].im;
            im[r] = y[x + r].re;
        }
        transpose(re);
        transpose(im);
        for (size_t r = 0; r < LANES; r++) {
            store(real + first + r * stride + x, re[r]);
            store(imaginary + first + r * stride + x, im[r]);
        }
    }
}

CLONES WIDE
void kernels_fourier_filter(const struct kernels_fourier_plan *plan, size_t columns,
                            size_t stride, size_t block, const float *real,
                            const float *imaginary, float *restrict filter, float *scratch) {
    struct Complex *a, *b;
    halves(plan, scratch, &a, &b);
    const size_t n = plan->length, first = LANES * block * stride;
    load_rows(real + first, imaginary + first, columns, stride, n, a);
    const struct Complex *z = transform(plan, a, b);
    for (size_t k = 0; k <= n / 2; k++) {
        store(filter + (block * (n / 2 + 1) + k) * LANES, z[k].re);
    }
}
