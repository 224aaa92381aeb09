/**
 * Gives equal names of categories equal codes in all maps, so that a colour means the same in every
 * pane and hiding a category hides it everywhere. To be called before columns are read.
 * @param {import("./collection.js").Collection[]} collections
 */
export function shareCategories(collections) {
  /** @type {Map<string, Map<string, number>>} code of each name, by column */
  const known = new Map();
  for (const collection of collections) {
    for (const column of collection.description.columns) {
      if (column.kind !== "category") continue;
      const names = known.get(column.name) ?? new Map();
      known.set(column.name, names);
      for (const name of column.names) if (!names.has(name)) names.set(name, names.size);
    }
  }
  for (const collection of collections) {
    for (const column of collection.description.columns) {
      const names = known.get(column.name);
      if (!names || column.kind !== "category") continue;
      collection.categories.set(column.name, {
        names: [...names.keys()],
        codes: Int32Array.from(column.names, (/** @type {string} */ name) => names.get(name) ?? -1),
      });
    }
  }
}
