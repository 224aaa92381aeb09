#include "forces.h"

#include "lanes.h"

// Quintic B-splines between the nodes of a grid: points spread on it, its field read at places.

typedef float Nodes __attribute__((ext_vector_type(8)));
enum { ORDER = 6 };

// The quintic B-spline's weight of node k for a point at u in 0 ..< 1 behind node 2, times 120:
// SPLINE[power][node]. The last two lanes are not nodes.
static const float SPLINE[ORDER][8] = {
    {1, 26, 66, 26, 1, 0, 0, 0},     {-5, -50, 0, 50, 5, 0, 0, 0},
    {10, 20, -60, 20, 10, 0, 0, 0},  {-10, 20, 0, -20, 10, 0, 0, 0},
    {5, -20, 30, -20, 5, 0, 0, 0},   {-1, 5, -10, 10, -5, 1, 0, 0},
};

INLINE Nodes coefficients(size_t power) {
    Nodes v;
    __builtin_memcpy(&v, SPLINE[power], sizeof v);
    return v * (1.0f / 120.0f);
}

INLINE Nodes weights(float u) {
#pragma clang fp contract(fast)
    Nodes w = coefficients(ORDER - 1);
    for (size_t k = ORDER - 1; k-- > 0;) w = w * u + coefficients(k);
    return w;
}

INLINE Nodes slopes(float u) {
#pragma clang fp contract(fast)
    Nodes w = coefficients(ORDER - 1) * (float)(ORDER - 1);
    for (size_t k = ORDER - 1; k-- > 1;) w = w * u + coefficients(k) * (float)k;
    return w;
}

// The place in units of nodes, kept inside the grid; NaN counts as 0.
INLINE float inside(float place, size_t nodes) {
    const float last = (float)(nodes - ORDER);
    return place > 0 ? (place < last ? place : last) : 0;
}

CLONES WIDE
void kernels_spread(float *restrict grid, struct kernels_grid shape, const float *points,
                    const int32_t *order, size_t count) {
#pragma clang fp contract(fast)
    for (size_t k = 0; k < count; k++) {
        const float *point = points + 2 * (ptrdiff_t)order[k];
        const float x = inside((point[0] - shape.low_x) * shape.scale, shape.columns);
        const float y = inside((point[1] - shape.low_y) * shape.scale, shape.rows);
        const size_t column = (size_t)x, row = (size_t)y;
        const Nodes across = weights(x - (float)column), down = weights(y - (float)row);
        for (size_t r = 0; r < ORDER; r++) {
            float *place = grid + (row + r) * shape.stride + column;
            Nodes v;
            __builtin_memcpy(&v, place, sizeof v);
            v += across * down[r];
            __builtin_memcpy(place, &v, sizeof v);
        }
    }
}

INLINE float sum_of_nodes(Nodes v) {
    const Nodes a = v + __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
    const Nodes b = a + __builtin_shufflevector(a, a, 2, 3, 0, 1, 6, 7, 4, 5);
    return b[0] + b[1];
}

CLONES WIDE
void kernels_interpolate(const float *grid, struct kernels_grid shape, const float *targets,
                         size_t count, float *restrict values) {
#pragma clang fp contract(fast)
    for (size_t t = 0; t < count; t++) {
        const float x = inside((targets[2 * t] - shape.low_x) * shape.scale, shape.columns);
        const float y = inside((targets[2 * t + 1] - shape.low_y) * shape.scale, shape.rows);
        const size_t column = (size_t)x, row = (size_t)y;
        const float u = x - (float)column, v = y - (float)row;
        const Nodes down = weights(v), slope = slopes(v);
        Nodes value = 0.0f, rise = 0.0f;
        for (size_t r = 0; r < ORDER; r++) {
            Nodes part;
            __builtin_memcpy(&part, grid + (row + r) * shape.stride + column, sizeof part);
            value += part * down[r];
            rise += part * slope[r];
        }
        const Nodes across = weights(u);
        values[3 * t] = sum_of_nodes(value * slopes(u));
        values[3 * t + 1] = sum_of_nodes(rise * across);
        values[3 * t + 2] = sum_of_nodes(value * across);
    }
}
