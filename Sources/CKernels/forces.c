#include "forces.h"

#include <float.h>
#include <math.h>

#include "lanes.h"

// log(x) for normal x > 0, to 1.2e-7 of 1 or of itself: the exponent's share plus a polynomial of
// degree 9 in m - 1 for the significand m in sqrt(1/2) .. sqrt(2) (Cephes, logf).
INLINE Lanes log_lanes(Lanes x) {
#pragma clang fp contract(fast)
    BitLanes bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    const IntLanes exponent = __builtin_convertvector(bits >> 23, IntLanes) - 127;
    const BitLanes significand = (bits & 0x7fffff) | 0x3f800000;
    Lanes m;
    __builtin_memcpy(&m, &significand, sizeof m);
    Lanes e = __builtin_convertvector(exponent, Lanes);
    e = m > 1.41421356f ? e + 1.0f : e;
    m = m > 1.41421356f ? m * 0.5f : m;
    const Lanes f = m - 1.0f, z = f * f;
    Lanes p = f * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    return e * 0.693359375f + (f + (p * f * z - 0.5f * z - e * 2.12194440e-4f));
}

// x and y of the 8 points in a and the 8 in b.
INLINE void split_pairs(Lanes a, Lanes b, Lanes *x, Lanes *y) {
    *x = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    *y = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

INLINE void load_pairs(const float *pairs, Lanes *x, Lanes *y) {
    split_pairs(load(pairs), load(pairs + LANES), x, y);
}

// As load_pairs; beyond `count` the first point again.
INLINE void load_some_pairs(const float *pairs, size_t count, Lanes *x, Lanes *y) {
    float some[2 * LANES];
    for (size_t k = 0; k < LANES; k++) {
        some[2 * k] = pairs[k < count ? 2 * k : 0];
        some[2 * k + 1] = pairs[k < count ? 2 * k + 1 : 1];
    }
    load_pairs(some, x, y);
}

struct Sums {
    Lanes x, y, kernel;
};

// Adds the forces of points of a mass at the differences (dx, dy).
INLINE void repel(struct Sums *sums, Lanes dx, Lanes dy, Lanes mass, float dof, float inverse,
                  int student) {
#pragma clang fp reassociate(on) contract(fast)
    const Lanes base = 1.0f + (dx * dx + dy * dy) * inverse;
    Lanes kernel, force;
    if (student) {
        const Lanes w = 1.0f / base;
        kernel = mass * w;
        force = kernel * w;
    } else {
        kernel = mass * exp_lanes(-dof * log_lanes(base));
        force = kernel / base;
    }
    sums->kernel += kernel;
    sums->x += force * dx;
    sums->y += force * dy;
}

enum { TARGETS = 4, BLOCK = 4096 };

// 1 in the lanes of the sources j ... that are there and are not the target.
INLINE Lanes others(size_t j, size_t source_count, ptrdiff_t self) {
    Lanes mass = 0.0f;
    for (size_t k = 0; k < LANES && j + k < source_count; k++) {
        mass[k] = (ptrdiff_t)(j + k) == self ? 0.0f : 1.0f;
    }
    return mass;
}

INLINE void pair_repulsion(const float *sources, size_t source_count, const float *targets,
                           size_t target_count, ptrdiff_t self, float dof, int student,
                           double *restrict sums) {
    const float inverse = 1.0f / dof;
    for (size_t first = 0; first < target_count; first += TARGETS) {
        const size_t here = target_count - first < TARGETS ? target_count - first : TARGETS;
        Lanes x[TARGETS], y[TARGETS];
        for (size_t t = 0; t < TARGETS; t++) {
            const size_t target = first + (t < here ? t : 0);
            x[t] = targets[2 * target];
            y[t] = targets[2 * target + 1];
        }
        // Single precision holds a block's sums, double precision those of all blocks.
        for (size_t start = 0; start < source_count; start += BLOCK) {
            const size_t end = source_count - start < BLOCK ? source_count : start + BLOCK;
            struct Sums part[TARGETS] = {0};
            const ptrdiff_t own = self < 0 ? -1 : self + (ptrdiff_t)first;
            for (size_t j = start; j < end; j += LANES) {
                Lanes sx, sy;
                const int meets_self =
                    own >= 0 && own < (ptrdiff_t)(j + LANES) && own + TARGETS > (ptrdiff_t)j;
                if (j + LANES <= end && !meets_self) {
                    load_pairs(sources + 2 * j, &sx, &sy);
                    for (size_t t = 0; t < TARGETS; t++) {
                        repel(&part[t], x[t] - sx, y[t] - sy, 1.0f, dof, inverse, student);
                    }
                } else {
                    load_some_pairs(sources + 2 * j, end - j, &sx, &sy);
                    for (size_t t = 0; t < TARGETS; t++) {
                        const Lanes mass =
                            others(j, end, own < 0 ? -1 : own + (ptrdiff_t)t);
                        repel(&part[t], x[t] - sx, y[t] - sy, mass, dof, inverse, student);
                    }
                }
            }
            for (size_t t = 0; t < here; t++) {
                double *sum = sums + 3 * (first + t);
                sum[0] += (double)sum_of_lanes(part[t].x);
                sum[1] += (double)sum_of_lanes(part[t].y);
                sum[2] += (double)sum_of_lanes(part[t].kernel);
            }
        }
    }
}

CLONES WIDE
void kernels_pair_repulsion(const float *sources, size_t source_count, const float *targets,
                            size_t target_count, ptrdiff_t self, float dof,
                            double *restrict sums) {
    if (dof == 1) {
        pair_repulsion(sources, source_count, targets, target_count, self, 1, 1, sums);
    } else {
        pair_repulsion(sources, source_count, targets, target_count, self, dof, 0, sums);
    }
}

enum { LIST = 512, TOGETHER = 64, VECTORS = TOGETHER / LANES };

struct List {
    float x[LIST], y[LIST], mass[LIST];
};

INLINE void repel_by_list(struct Sums *sums, const Lanes *x, const Lanes *y, size_t vectors,
                          const struct List *list, size_t count, float dof, float inverse,
                          int student) {
    for (size_t v = 0; v < vectors; v++) {
        struct Sums sum = sums[v];
        for (size_t k = 0; k < count; k++) {
            repel(&sum, x[v] - list->x[k], y[v] - list->y[k], list->mass[k], dof, inverse,
                  student);
        }
        sums[v] = sum;
    }
}

INLINE float larger(float a, float b) { return a > b ? a : b; }
INLINE float smaller(float a, float b) { return a < b ? a : b; }

INLINE void tree_repulsion(const struct kernels_node *nodes, size_t node_count,
                           const float *targets, size_t target_count, size_t together,
                           float dof, int student, float *restrict sums) {
    const float inverse = 1.0f / dof;
    struct List list;
    for (size_t first = 0; first < target_count; first += together) {
        const size_t here = target_count - first < together ? target_count - first : together;
        const size_t vectors = (here + LANES - 1) / LANES;
        float bounds[4];
        kernels_bounds(targets + 2 * first, here, bounds);
        Lanes x[VECTORS], y[VECTORS];
        for (size_t v = 0; v < vectors; v++) {
            const size_t some = here - LANES * v;
            load_some_pairs(targets + 2 * (first + LANES * v), some < LANES ? some : LANES,
                            &x[v], &y[v]);
        }
        struct Sums part[VECTORS] = {0};
        size_t count = 0, index = 0;
        while (index < node_count) {
            const struct kernels_node node = nodes[index];
            const float dx = larger(larger(bounds[0] - node.x, node.x - bounds[2]), 0);
            const float dy = larger(larger(bounds[1] - node.y, node.y - bounds[3]), 0);
            list.x[count] = node.x;
            list.y[count] = node.y;
            list.mass[count] = node.mass;
            // Written always, kept where the cell is far: no branch to be guessed wrongly.
            const int far = dx * dx + dy * dy > node.limit;
            count += (size_t)far;
            index = far ? (size_t)node.next : index + 1;
            if (count == LIST) {
                repel_by_list(part, x, y, vectors, &list, count, dof, inverse, student);
                count = 0;
            }
        }
        repel_by_list(part, x, y, vectors, &list, count, dof, inverse, student);
        for (size_t t = 0; t < here; t++) {
            float *sum = sums + 3 * (first + t);
            sum[0] = part[t / LANES].x[t % LANES];
            sum[1] = part[t / LANES].y[t % LANES];
            sum[2] = part[t / LANES].kernel[t % LANES];
        }
    }
}

CLONES WIDE
void kernels_tree_repulsion(const struct kernels_node *nodes, size_t node_count,
                            const float *targets, size_t target_count, size_t together,
                            float dof, float *restrict sums) {
    together = together < TOGETHER ? together : TOGETHER;
    if (dof == 1) {
        tree_repulsion(nodes, node_count, targets, target_count, together, 1, 1, sums);
    } else {
        tree_repulsion(nodes, node_count, targets, target_count, together, dof, 0, sums);
    }
}

typedef double Eight __attribute__((ext_vector_type(8)));

// Eight points, each fetched as one number of eight bytes: the processor's own gathers are slower.
INLINE Lanes gather_pairs(const float *points, const int32_t *indices) {
    Eight pairs;
    for (size_t k = 0; k < LANES / 2; k++) {
        double pair;
        __builtin_memcpy(&pair, points + 2 * (ptrdiff_t)indices[k], sizeof pair);
        pairs[k] = pair;
    }
    Lanes v;
    __builtin_memcpy(&v, &pairs, sizeof v);
    return v;
}

struct Entries {
    Lanes dx, dy, value;
};

// The differences of a place to the points of `count` entries, 16 at most; value is 0 behind the
// last one. A vector may be filled with entries of the rows that follow, up to the matrix's `left`.
INLINE struct Entries load_entries(const int32_t *columns, const float *values, ptrdiff_t count,
                                   ptrdiff_t left, const float *points, float x, float y) {
    int32_t some[LANES] = {0};
    float few[LANES] = {0};
    if (__builtin_expect(left < LANES, 0)) {
        for (ptrdiff_t k = 0; k < count; k++) some[k] = columns[k];
        for (ptrdiff_t k = 0; k < count; k++) few[k] = values[k];
        columns = some;
        values = few;
    }
    Lanes value = load(values);
    if (count < LANES) {
        const IntLanes lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        value = lane < (int32_t)count ? value : (Lanes)(0.0f);
    }
    const Lanes a = gather_pairs(points, columns), b = gather_pairs(points, columns + LANES / 2);
    Lanes px, py;
    split_pairs(a, b, &px, &py);
    return (struct Entries){x - px, y - py, value};
}

CLONES WIDE
void kernels_attraction(const ptrdiff_t *offsets, const int32_t *columns, const float *values,
                        size_t entries, const float *sources, const float *targets,
                        size_t first, size_t count, float dof, float *restrict forces) {
#pragma clang fp contract(fast)
    const ptrdiff_t all = (ptrdiff_t)entries;
    const float inverse = 1.0f / dof;
    for (size_t k = 0; k < count; k++) {
        const float x = targets[2 * (first + k)], y = targets[2 * (first + k) + 1];
        const ptrdiff_t end = offsets[first + k + 1];
        Lanes sum_x = 0.0f, sum_y = 0.0f;
        for (ptrdiff_t e = offsets[first + k]; e < end; e += LANES) {
            const struct Entries s = load_entries(
                columns + e, values + e, end - e, all - e, sources, x, y);
            const Lanes force = s.value / (1.0f + (s.dx * s.dx + s.dy * s.dy) * inverse);
            sum_x += force * s.dx;
            sum_y += force * s.dy;
        }
        forces[2 * k] = sum_of_lanes(sum_x);
        forces[2 * k + 1] = sum_of_lanes(sum_y);
    }
}

CLONES WIDE
double kernels_logarithms(const ptrdiff_t *offsets, const int32_t *columns, const float *values,
                          size_t entries, const float *points, size_t first, size_t count,
                          float dof) {
#pragma clang fp contract(fast)
    const ptrdiff_t all = (ptrdiff_t)entries;
    const float inverse = 1.0f / dof;
    double total = 0;
    for (size_t i = first; i < first + count; i++) {
        const float x = points[2 * i], y = points[2 * i + 1];
        Lanes sum = 0.0f;
        for (ptrdiff_t e = offsets[i]; e < offsets[i + 1]; e += LANES) {
            const struct Entries s = load_entries(
                columns + e, values + e, offsets[i + 1] - e, all - e, points, x, y);
            sum += s.value * log_lanes(1.0f + (s.dx * s.dx + s.dy * s.dy) * inverse);
        }
        total += (double)sum_of_lanes(sum);
    }
    return total;
}

CLONES WIDE
void kernels_descend(const float *restrict attraction, const float *restrict repulsion,
                     float exaggeration, float scale, float rate, float momentum, float longest,
                     float *restrict points, float *restrict update, float *restrict gains,
                     size_t count, double *restrict sums) {
#pragma clang fp contract(fast)
    double sum_x = 0, sum_y = 0;
    for (size_t i = 0; i < count; i++) {
        float u[2];
        for (size_t c = 0; c < 2; c++) {
            const float slope = exaggeration * attraction[2 * i + c] - scale * repulsion[3 * i + c];
            const float last = update[2 * i + c], gain = gains[2 * i + c];
            // The rule of Dense's updateCoordinate.
            const int agrees = (slope > 0) == (last > 0) && (slope < 0) == (last < 0);
            const float next = agrees ? gain * 0.8f + 0.01f : gain + 0.2f;
            gains[2 * i + c] = next;
            u[c] = momentum * last - rate * next * slope;
        }
        const float length = sqrtf(u[0] * u[0] + u[1] * u[1]);
        const float cut = length > longest ? longest / length : 1.0f;
        for (size_t c = 0; c < 2; c++) {
            // A step beyond the range of numbers is no step.
            u[c] = length <= FLT_MAX ? cut * u[c] : 0.0f;
            update[2 * i + c] = u[c];
            points[2 * i + c] += u[c];
        }
        sum_x += (double)points[2 * i];
        sum_y += (double)points[2 * i + 1];
    }
    sums[0] = sum_x;
    sums[1] = sum_y;
}

void kernels_bounds(const float *points, size_t count, float *restrict bounds) {
    float low_x = points[0], low_y = points[1], high_x = points[0], high_y = points[1];
    for (size_t i = 1; i < count; i++) {
        low_x = smaller(low_x, points[2 * i]);
        low_y = smaller(low_y, points[2 * i + 1]);
        high_x = larger(high_x, points[2 * i]);
        high_y = larger(high_y, points[2 * i + 1]);
    }
    bounds[0] = low_x;
    bounds[1] = low_y;
    bounds[2] = high_x;
    bounds[3] = high_y;
}
