#ifndef FORCES_H
#define FORCES_H

#include <stddef.h>
#include <stdint.h>

// Forces between points on a plane and what t-SNE's descent does with them. Points are pairs
// (x, y). The kernel of a distance r is w = (1 + r^2 / dof)^-dof, its force w / (1 + r^2 / dof)
// times the difference of the places.

/// Adds to sums[3 t] the forces (x, y) on target t by all sources, and the sum of w; where `self`
/// is not negative, all but source self + t, which is the target itself.
void kernels_pair_repulsion(const float *sources, size_t source_count, const float *targets,
                            size_t target_count, ptrdiff_t self, float dof,
                            double *restrict sums);

/// A cell of a quadtree, or one of its points.
struct kernels_node {
    /// Centre of mass.
    float x, y;
    float mass;
    /// The cell acts as one point from squared distances above this on; negative for a point.
    float limit;
    /// The node after all that this one holds.
    int32_t next;
};

/// sums[3 t] = the forces (x, y) on target t, and the sum of w, where a cell acts as one point when
/// it does for each of `together` targets that follow one another.
void kernels_tree_repulsion(const struct kernels_node *nodes, size_t node_count,
                            const float *targets, size_t target_count, size_t together,
                            float dof, float *restrict sums);

/// forces[2 i] = the sum over row i's entries of value / (1 + r^2 / dof) times the difference of
/// target i and the column's source; the matrix has `entries` of them in all.
void kernels_attraction(const ptrdiff_t *offsets, const int32_t *columns, const float *values,
                        size_t entries, const float *sources, const float *targets,
                        size_t first, size_t count, float dof, float *restrict forces);

/// The sum over the entries of rows first ..< first + count of value * log(1 + r^2 / dof).
double kernels_logarithms(const ptrdiff_t *offsets, const int32_t *columns, const float *values,
                          size_t entries, const float *points, size_t first, size_t count,
                          float dof);

/// One step of descent of `count` points, in place; see TSNE/Optimizer.swift. sums: the sum of
/// the new places' x and of their y.
void kernels_descend(const float *restrict attraction, const float *restrict repulsion,
                     float exaggeration, float scale, float rate, float momentum, float longest,
                     float *restrict points, float *restrict update, float *restrict gains,
                     size_t count, double *restrict sums);

/// bounds = least x, least y, greatest x, greatest y of at least one point.
void kernels_bounds(const float *points, size_t count, float *restrict bounds);

/// Where a grid of numbers at the nodes of a plane stands: [rows, stride], of which `columns` count
/// and two more are there. A point at (x, y) meets the 6 x 6 nodes from
/// floor((x - low_x) * scale) on; one outside counts as at the edge.
struct kernels_grid {
    size_t columns, rows, stride;
    float low_x, low_y, scale;
};

/// Adds to a grid the weights of the quintic B-spline of the points in `order`.
void kernels_spread(float *restrict grid, struct kernels_grid shape, const float *points,
                    const int32_t *order, size_t count);

/// values[3 t] = the slopes along x and y (per node) and the value of the spline with the grid's
/// numbers as coefficients, at target t.
void kernels_interpolate(const float *grid, struct kernels_grid shape, const float *targets,
                         size_t count, float *restrict values);

/// Turns squared distances of a point's neighbours (the least is 0) into exp(-precision * d) in
/// kernel, and gives their sum and the sums of kernel * d and kernel * d * d.
void kernels_gaussian(const double *squares, double *restrict kernel, size_t count,
                      double precision, double *restrict sums);

#endif
