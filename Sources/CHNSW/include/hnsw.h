#ifndef HNSW_H
#define HNSW_H

#include <stddef.h>
#include <stdint.h>

// A graph of hnswlib (Malkov and Yashunin 2018, arXiv 1603.09320) that is built a batch at a time,
// so that several threads build it and the result does not depend on how many.
//
// A batch: hnsw_begin_batch, then hnsw_find_links for all its elements (pieces of them on any
// thread), then hnsw_group_links, then hnsw_add_links for all groups (again on any thread), then
// hnsw_end_batch. Functions that return an int return 0, or -1 when memory ran out.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct HNSWGraph HNSWGraph;

/// A graph for up to `capacity` elements with at most `links` links an element (twice as many on
/// the lowest level), found among `breadth` candidates. Null when memory ran out.
HNSWGraph *hnsw_create(size_t columns, size_t capacity, size_t links, size_t breadth);

void hnsw_destroy(HNSWGraph *graph);

/// Appends rows[count][columns], whose highest levels are given.
int hnsw_begin_batch(HNSWGraph *graph, const float *rows, const int32_t *levels, size_t count);

/// Chooses the links of some elements of the batch among the elements before them.
int hnsw_find_links(HNSWGraph *graph, size_t from, size_t to);

/// Groups the links by the elements they lead to; returns the number of groups, or -1.
ptrdiff_t hnsw_group_links(HNSWGraph *graph);

/// Adds the links back to the batch to the elements of some groups.
int hnsw_add_links(HNSWGraph *graph, size_t from, size_t to);

void hnsw_end_batch(HNSWGraph *graph);

/// Up to `breadth` elements near an element of the graph, found from itself on and itself among
/// them, in no order. Returns how many, or -1. Any number of threads may search at once.
ptrdiff_t hnsw_search(const HNSWGraph *graph, size_t element, size_t breadth, int32_t *found);

#ifdef __cplusplus
}
#endif

#endif
