#include "hnsw.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include <hnswlib/hnswlib.h>

#include "kernels.h"

namespace {

using Element = hnswlib::tableint;
using Candidate = std::pair<float, Element>;

// Vectors are filled up with zeros to a multiple of this, so that the kernel has no remainder.
constexpr size_t lanes = KERNELS_DISTANCE_LANES;

size_t padded(size_t columns) { return (columns + lanes - 1) / lanes * lanes; }

// hnswlib's own distances are compiled for SSE only, see CKernels.
float distance(const void *a, const void *b, const void *columns) {
    return kernels_squared_distance(static_cast<const float *>(a), static_cast<const float *>(b),
                                    *static_cast<const size_t *>(columns));
}

class Space : public hnswlib::SpaceInterface<float> {
public:
    explicit Space(size_t columns) : columns(padded(columns)) {}
    size_t get_data_size() override { return columns * sizeof(float); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void *get_dist_func_param() override { return &columns; }

private:
    size_t columns;
};

struct Link {
    int level;
    Element target, source;
    bool operator<(const Link &other) const {
        if (target != other.target) return target < other.target;
        return level != other.level ? level < other.level : source < other.source;
    }
};

using Library = hnswlib::HierarchicalNSW<float>;

class Graph : public Library {
public:
    Graph(Space *space, size_t capacity, size_t links, size_t breadth)
        : Library(space, capacity, links, breadth) {}

    using Queue = std::priority_queue<Candidate, std::vector<Candidate>, CompareByFirst>;

    float between(Element a, Element b) const {
        return fstdistfunc_(getDataByInternalId(a), getDataByInternalId(b), dist_func_param_);
    }

    void append(const float *row, size_t columns, int level) {
        if (cur_element_count >= max_elements_) throw std::bad_alloc();
        const Element element = static_cast<Element>(cur_element_count);
        // One link more than a list has: the library prefetches by the entry after the last.
        char *lists = nullptr;
        if (level > 0) {
            lists = static_cast<char *>(calloc(size_links_per_element_ * level + 64, 1));
            if (!lists) throw std::bad_alloc();
        }
        linkLists_[element] = lists;
        element_levels_[element] = level;
        memset(data_level0_memory_ + element * size_data_per_element_, 0, size_data_per_element_);
        memcpy(getDataByInternalId(element), row, columns * sizeof(float));
        setExternalLabel(element, element);
        cur_element_count++;
    }

    // The links of one element of the batch, on all its levels: from the graph as it was before
    // the batch, and from the elements of the batch before it.
    void choose(Element element, Element first, std::vector<Link> &chosen) {
        const void *data = getDataByInternalId(element);
        const int own = element_levels_[element];
        Element entry = enterpoint_node_;
        if (first > 0) {
            for (int level = maxlevel_; level > own; level--) entry = descend(entry, data, level);
        }
        for (int level = own; level >= 0; level--) {
            Queue candidates;
            if (first > 0 && level <= maxlevel_) {
                candidates = searchBaseLayer(entry, data, level);
                entry = nearest(candidates);
            }
            for (Element other = first; other < element; other++) {
                if (element_levels_[other] < level) continue;
                candidates.emplace(between(element, other), other);
                if (candidates.size() > ef_construction_) candidates.pop();
            }
            getNeighborsByHeuristic2(candidates, M_);
            Element *list = open(element, level, candidates.size());
            while (!candidates.empty()) {
                const Element target = candidates.top().second;
                candidates.pop();
                *list++ = target;
                chosen.push_back({level, target, element});
            }
        }
    }

    // Links back, one element's by one thread, in the order of the batch. A full list is chosen
    // anew by the library's rule.
    void link(const Link *from, const Link *to) {
        for (; from < to; from++) {
            const size_t most = from->level ? maxM_ : maxM0_;
            hnswlib::linklistsizeint *list = get_linklist_at_level(from->target, from->level);
            Element *entries = reinterpret_cast<Element *>(list + 1);
            const size_t count = getListCount(list);
            if (count < most) {
                entries[count] = from->source;
                setListCount(list, static_cast<unsigned short>(count + 1));
                continue;
            }
            Queue candidates;
            candidates.emplace(between(from->target, from->source), from->source);
            for (size_t i = 0; i < count; i++) {
                candidates.emplace(between(from->target, entries[i]), entries[i]);
            }
            getNeighborsByHeuristic2(candidates, most);
            open(from->target, from->level, candidates.size());
            for (size_t i = 0; !candidates.empty(); candidates.pop()) {
                entries[i++] = candidates.top().second;
            }
        }
    }

    void raise(Element element) {
        if (maxlevel_ < element_levels_[element]) {
            maxlevel_ = element_levels_[element];
            enterpoint_node_ = element;
        }
    }

private:
    Element *open(Element element, int level, size_t count) {
        hnswlib::linklistsizeint *list = get_linklist_at_level(element, level);
        setListCount(list, static_cast<unsigned short>(count));
        return reinterpret_cast<Element *>(list + 1);
    }

    // The best element of a queue whose top is the worst.
    static Element nearest(Queue queue) {
        while (queue.size() > 1) queue.pop();
        return queue.top().second;
    }

    Element descend(Element entry, const void *data, int level) {
        float best = fstdistfunc_(data, getDataByInternalId(entry), dist_func_param_);
        for (bool changed = true; changed;) {
            changed = false;
            hnswlib::linklistsizeint *list = get_linklist(entry, level);
            const Element *entries = reinterpret_cast<const Element *>(list + 1);
            for (size_t i = 0, count = getListCount(list); i < count; i++) {
                const float d = fstdistfunc_(data, getDataByInternalId(entries[i]),
                                             dist_func_param_);
                if (d < best) {
                    best = d;
                    entry = entries[i];
                    changed = true;
                }
            }
        }
        return entry;
    }
};

}  // namespace

struct HNSWGraph {
    HNSWGraph(size_t columns, size_t capacity, size_t links, size_t breadth)
        : columns(columns), space(columns), graph(&space, capacity, links, breadth) {}

    size_t columns;
    Space space;
    Graph graph;
    Element first = 0;
    // By element of the batch, so that threads write apart.
    std::vector<std::vector<Link>> chosen;
    std::vector<Link> links;
    std::vector<size_t> groups;
};

// Nothing may be thrown through C; what the library throws besides bad_alloc cannot happen here.
template <typename Body> static int guarded(Body body) {
    try {
        body();
        return 0;
    } catch (...) {
        return -1;
    }
}

HNSWGraph *hnsw_create(size_t columns, size_t capacity, size_t links, size_t breadth) {
    HNSWGraph *graph = nullptr;
    guarded([&] { graph = new HNSWGraph(columns, capacity, links, breadth); });
    return graph;
}

void hnsw_destroy(HNSWGraph *graph) { delete graph; }

int hnsw_begin_batch(HNSWGraph *graph, const float *rows, const int32_t *levels, size_t count) {
    return guarded([&] {
        graph->first = static_cast<Element>(graph->graph.cur_element_count);
        graph->chosen.assign(count, {});
        for (size_t i = 0; i < count; i++) {
            graph->graph.append(rows + i * graph->columns, graph->columns, levels[i]);
        }
    });
}

int hnsw_find_links(HNSWGraph *graph, size_t from, size_t to) {
    return guarded([&] {
        for (size_t i = from; i < to; i++) {
            graph->graph.choose(graph->first + static_cast<Element>(i), graph->first,
                                graph->chosen[i]);
        }
    });
}

ptrdiff_t hnsw_group_links(HNSWGraph *graph) {
    const int failed = guarded([&] {
        graph->links.clear();
        for (const auto &some : graph->chosen) {
            graph->links.insert(graph->links.end(), some.begin(), some.end());
        }
        std::sort(graph->links.begin(), graph->links.end());
        graph->groups.clear();
        for (size_t i = 0; i < graph->links.size(); i++) {
            if (i == 0 || graph->links[i].target != graph->links[i - 1].target) {
                graph->groups.push_back(i);
            }
        }
        graph->groups.push_back(graph->links.size());
    });
    return failed ? -1 : static_cast<ptrdiff_t>(graph->groups.size()) - 1;
}

int hnsw_add_links(HNSWGraph *graph, size_t from, size_t to) {
    return guarded([&] {
        const Link *links = graph->links.data();
        graph->graph.link(links + graph->groups[from], links + graph->groups[to]);
    });
}

void hnsw_end_batch(HNSWGraph *graph) {
    for (Element e = graph->first; e < graph->graph.cur_element_count; e++) graph->graph.raise(e);
}

ptrdiff_t hnsw_search(const HNSWGraph *graph, size_t element, size_t breadth, int32_t *found) {
    ptrdiff_t count = 0;
    const int failed = guarded([&] {
        const Element own = static_cast<Element>(element);
        auto queue = graph->graph.searchBaseLayerST<false>(
            own, graph->graph.getDataByInternalId(own), breadth);
        for (; !queue.empty(); queue.pop()) {
            found[count++] = static_cast<int32_t>(queue.top().second);
        }
    });
    return failed ? -1 : count;
}
