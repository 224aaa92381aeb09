"""The layer measures of Nguyen et al. 2022 (arXiv:2210.07646, its notebook), by scikit-learn."""

import numpy as np
from sklearn.cluster import DBSCAN
from sklearn.metrics import silhouette_score
from sklearn.metrics.pairwise import cosine_similarity


def measures(tokens, objects, names):
    """DBSCAN's labels `[rows]` of `tokens` `[rows, width]`, and seven numbers: silhouette,
    purity, mean cosine within clusters, within objects, share of the class names found, clusters
    per object, and the eps used. `objects` `[rows]` numbers the objects, `names` their classes."""
    tokens = tokens.astype(np.float64)
    steps = []
    for o in np.unique(objects):
        own = tokens[objects == o]
        steps.append(np.linalg.norm(own[1:] - own[:-1], axis=1).mean())
    eps = np.mean(steps)
    labels = DBSCAN(eps=eps, min_samples=3).fit(tokens).labels_
    count = labels.max() + 1
    cosine = cosine_similarity(tokens)

    def mean_cosine(groups):
        groups = [g for g in groups if len(g) > 1]
        if not groups:
            return -1.0
        return np.mean([cosine[np.ix_(g, g)][np.triu_indices(len(g), 1)].mean() for g in groups])

    clusters = [np.flatnonzero(labels == c) for c in range(count)]
    shares = [np.bincount(objects[c], minlength=len(names)) for c in clusters]
    inside = labels >= 0
    if count == 0:
        silhouette = -1.0
    elif count == 1 or count == inside.sum():
        silhouette = 0.0
    else:
        silhouette = silhouette_score(tokens[inside], labels[inside], metric="cosine")
    present = np.unique(objects)
    return labels, [
        silhouette, sum(s.max() for s in shares) / len(tokens), mean_cosine(clusters),
        mean_cosine([np.flatnonzero(objects == o) for o in present]),
        len({names[s.argmax()] for s in shares}) / len({names[o] for o in present}),
        count / len(present), eps]
