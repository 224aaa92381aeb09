"""The reader against h5py, and against the documentation of the formats."""

import ast
import doctest
import importlib
import os
import re
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

import vitrine_vit
from vitrine_vit import hdf5, maps, reader

from files import CHECKS_ALL, ROOT, folder


def has(module):
    try:
        importlib.import_module(module)
    except ImportError:
        if CHECKS_ALL:
            raise
        return False
    return True


class StoreTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = folder() / "out.h5"
        cls.store = vitrine_vit.open(cls.path)
        cls.raw = h5py.File(cls.path, "r")
        cls.addClassCleanup(cls.store.close)
        cls.addClassCleanup(cls.raw.close)

    def test_layers(self):
        store, raw = self.store, self.raw
        self.assertEqual(len(store), 19)
        self.assertEqual(store.layers[0], "embedding")
        self.assertEqual(store.layers[-1], "final")
        for which, name in ((11, "11"), (-1, "11"), ("3", "03"), ("final", "final"), (-12, "00")):
            layer = store.layer(which)
            self.assertEqual(layer.name, name)
            for token, rows in (("class", layer.cls), ("mean", layer.mean),
                                ("patches", layer.patches), ("class", layer.image)):
                expected = raw[f"layers/{name}/{token}"]
                self.assertEqual(rows.shape, expected.shape)
                self.assertEqual(rows.dtype, np.float16)
                np.testing.assert_array_equal(rows[2:5], expected[2:5])
        with self.assertRaisesRegex(KeyError, "no layer 12"):
            store.layer(12)
        with self.assertRaisesRegex(KeyError, "no extra tokens"):
            store.layer(3).extra

    def test_rows_are_read_as_numpy_indexes(self):
        rows = self.store.layer("final").cls
        whole = self.raw["layers/final/class"][:]
        for place in (5, -1, slice(3, 9), [4, 1, 4], np.array([-1, 0]), whole[:, 0] > 0, (2, 7)):
            np.testing.assert_array_equal(rows[place], whole[place])
        for place in (slice(None, None, -1), [], slice(12, 3, -2)):
            np.testing.assert_array_equal(rows[place], whole[place])
        for place in ([19], [-20], np.ones(5, bool)):
            with self.assertRaises(IndexError):
                rows[place]
        np.testing.assert_array_equal(np.asarray(rows), whole)
        np.testing.assert_array_equal(np.concatenate(list(rows.blocks(4))), whole)
        self.assertEqual([len(b) for b in rows.blocks(7)], [7, 7, 5])
        seen = [(part.start, block.shape) for part, block in self.store.blocks(2, "patches", 10)]
        self.assertEqual(seen, [(0, (10, 196, 128)), (10, (9, 196, 128))])

    def test_images(self):
        store = self.store
        self.assertEqual(len(store.paths), 19)
        self.assertIn(os.fsdecode(b"cat/\xff.jpg"), store.paths)
        for path in store.paths:
            self.assertTrue((folder() / "photos" / path).exists(), path)
        self.assertEqual(store.labels, [path.split("/")[0] for path in store.paths])
        self.assertEqual(store.label_names, ["balloon", "cat", "dog"])
        jpegs = list(store.preview_bytes())
        self.assertEqual(len(jpegs), 19)
        self.assertTrue(all(data.startswith(b"\xff\xd8") for data in jpegs))
        self.assertEqual(list(store.preview_bytes(slice(4, 6))), jpegs[4:6])
        with self.assertRaisesRegex(ValueError, "step of 1"):
            list(store.preview_bytes(slice(0, 6, 2)))
        self.assertEqual(store.grid, (14, 14))
        self.assertEqual(store.model["patch"], 16)
        self.assertEqual(store.attention.rollout.shape, (19, 12, 196))
        self.assertEqual(store.attention.distance.shape[:2], (19, 12))
        self.assertEqual(store.rejects, [])
        with self.assertRaisesRegex(KeyError, "no space of words"):
            store.joint

    def test_neurons(self):
        store = self.store
        self.assertEqual(len(store.neurons), 12)
        self.assertEqual(store.neurons.labels, ["balloon", "cat", "dog"])
        self.assertEqual(list(store.neurons.sample_rows), list(range(19)))
        block = store.neurons[-1]
        units = block.values.shape[0]
        self.assertEqual(block.values.shape, (units, 4))
        self.assertEqual(block.rows.shape, block.patches.shape)
        self.assertEqual(block.sample.shape, (19, units))
        self.assertEqual(block.label_means.shape, (3, units))
        self.assertEqual(len(block.active), len(block.mean))
        # The strongest patch is the largest value of its image.
        largest = block.sample[block.rows[:, 0], np.arange(units)]
        np.testing.assert_allclose(block.values[:, 0], largest, rtol=1e-3, atol=1e-6)
        self.assertTrue((block.second_moment >= block.mean ** 2 - 1e-9).all())
        self.assertEqual(sum(1 for _ in store.neurons), 12)

    def test_strings_in_blocks(self):
        with tempfile.TemporaryDirectory() as name, h5py.File(f"{name}/a.h5", "w") as file:
            strings = [bytes([i % 251]) * (i % 7) for i in range(3000)]
            file["g/bytes"] = np.frombuffer(b"".join(strings), np.uint8)
            file["g/offsets"] = np.cumsum([0] + [len(s) for s in strings])
            self.assertEqual(list(hdf5.byte_strings(file["g"])), strings)
            self.assertEqual(list(hdf5.byte_strings(file["g"], slice(1020, 1030))),
                             strings[1020:1030])

    def test_libraries(self):
        if has("pandas"):
            frame = self.store.frame()
            self.assertEqual(list(frame.path), self.store.paths)
            self.assertEqual(list(frame.label), self.store.labels)
            self.assertEqual(frame.predicted_class.iloc[0], "balloon")
        if has("PIL"):
            self.assertEqual(self.store.image(-1).size, (224, 224))
        if has("pyarrow"):
            found = self.store.layer(3).cls.to_arrow()
            self.assertEqual((len(found), found.type.list_size), (19, 128))
            np.testing.assert_array_equal(found[2].as_py(), self.store.layer(3).cls[2])
        if has("torch"):
            self.assertEqual(tuple(self.store.layer(3).cls.to_torch([1, 5]).shape), (2, 128))

    def test_refusals(self):
        with self.assertRaisesRegex(ValueError, "expected a file of `extract`"):
            vitrine_vit.open(folder() / "tsne.h5")
        with self.assertRaisesRegex(ValueError, "expected a file of `reduce`"):
            vitrine_vit.open_map(self.path)
        with self.assertRaisesRegex(FileNotFoundError, "missing.h5"):
            vitrine_vit.open(folder() / "missing.h5")
        with self.assertRaisesRegex(ValueError, "no HDF5 file"):
            vitrine_vit.open(__file__)
        with tempfile.TemporaryDirectory() as name:
            with h5py.File(f"{name}/a.h5", "w") as file:
                file.attrs["format"] = np.bytes_("vitrine-embeddings")
            with self.assertRaisesRegex(ValueError, "not complete"):
                vitrine_vit.open(f"{name}/a.h5")


class MapTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.map = vitrine_vit.open_map(folder() / "tsne.h5")
        cls.addClassCleanup(cls.map.close)

    def test_places_and_columns(self):
        found = self.map
        with vitrine_vit.open(folder() / "out.h5") as store:
            self.assertEqual(found.paths, store.paths)
            self.assertEqual(list(found.obs["label"]), store.labels)
        self.assertEqual(found.xy.shape, (19, 2))
        np.testing.assert_array_equal(found.xy, found.file["obsm/X_tsne"][:])
        self.assertEqual(found.obs["cluster"].dtype, np.int32)
        self.assertIn(r"cat/\xff.jpg", found.obs.index)
        with self.assertRaises(KeyError):
            found.obs["codes"]
        self.assertEqual(found.layers, ["11"])
        np.testing.assert_array_equal(found.xy_of("11"), found.xy)
        with self.assertRaisesRegex(KeyError, "but X_pca, X_tsne"):
            found.xy_of("3")

    def test_tables(self):
        pairs = self.map.tables["duplicates"]
        self.assertEqual(list(pairs["kind"]), ["exact"])
        self.assertEqual({pairs["first_label"][0], pairs["second_label"][0]}, {"cat"})
        if has("pandas"):
            frame = pairs.frame()
            self.assertEqual(frame.shape, (1, len(pairs)))
            self.assertEqual(str(self.map.obs.frame().label.dtype), "category")

    def test_card_and_graph(self):
        name = next(name for name in self.map.quality if name.startswith("neighbour recall"))
        card = self.map.quality[name]
        self.assertGreater(card["map"], card["random"])
        distances, rows, starts = self.map.neighbors
        self.assertEqual(len(starts), 20)
        self.assertEqual(len(rows), starts[-1])
        self.assertGreaterEqual(distances.min(), 0)
        self.assertEqual(self.map.parent_file, "out.h5")
        self.assertIsNone(self.map.parent_rows)
        self.assertGreater(len(list(self.map.preview_bytes())), 10)


class DocumentationTests(unittest.TestCase):
    def test_names_are_those_of_the_documentation(self):
        text = (ROOT / "Documentation" / "FileFormat.md").read_text()
        known = set(re.findall(r"[A-Za-z_0-9]+", " ".join(re.findall(r"`([^`]+)`", text))))
        used = set()
        for module in (reader, maps):
            for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
                if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) \
                        and isinstance(node.slice.value, str):
                    used.add(node.slice.value)
        # What AnnData's own encoding and Python name.
        used -= {"codes", "categories", "data", "indices", "indptr", "_index", "column-order",
                 "path", "label", "sha256", "mtime", "predicted_class", "predicted_probability"}
        self.assertGreater(len(used), 20)
        for name in used:
            for part in name.split("/"):
                self.assertTrue(part in known, f"{name} is not in FileFormat.md")
        self.assertEqual({"path", "label", "sha256", "mtime"} - known, set())

    def test_examples(self):
        for module in (hdf5, importlib.import_module("vitrine_vit.export.text")):
            found = doctest.testmod(module)
            self.assertEqual(found.failed, 0)
            self.assertGreater(found.attempted, 0)


if __name__ == "__main__":
    unittest.main()
