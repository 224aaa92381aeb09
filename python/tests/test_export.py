"""Every export, read again by the tool it is for."""

import csv
import importlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

import numpy as np

import vitrine_vit
from vitrine_vit import cli
from vitrine_vit.export import FORMATS

from files import CHECKS_ALL, folder, run


def needs(*modules):
    """Skips a test without these libraries; where all is checked they have to be there."""
    missing = [m for m in modules if importlib.util.find_spec(m) is None]
    return unittest.skipIf(missing and not CHECKS_ALL, f"without {', '.join(missing)}")


class ExportTests(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def export(self, to, *more, source="tsne.h5", code=0, name=None):
        """Run the command; returns the target and what it said."""
        target = self.folder / (name or f"target.{to}")
        said = io.StringIO()
        with mock.patch("sys.stderr", said):
            try:
                found = cli.main(["export", str(folder() / source), str(target), "--to", to, *more])
            except SystemExit as ended:
                found = ended.code
        self.assertEqual(found, code, said.getvalue())
        return target, said.getvalue()

    def vectors(self, layer="11"):
        with vitrine_vit.open(folder() / "out.h5") as store:
            return store.layer(layer).cls[:]

    def test_csv(self):
        with self.export("csv")[0].open(newline="") as file:
            rows = list(csv.DictReader(file))
        with vitrine_vit.open_map(folder() / "tsne.h5") as found:
            self.assertEqual([row["path"] for row in rows], list(found.obs.index))
            np.testing.assert_allclose([float(row["x"]) for row in rows], found.xy[:, 0], rtol=1e-6)
            self.assertEqual([row["label"] for row in rows], list(found.obs["label"]))
        with self.export("csv", source="out.h5", name="b.csv")[0].open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(set(rows[0]), {"path", "label", "width", "height"})

    def test_npy(self):
        target, said = self.export("npy", name="v.npy")
        np.testing.assert_array_equal(np.load(target), self.vectors())
        self.assertEqual(len((self.folder / "v.csv").read_text().splitlines()), 20)
        self.assertIn("layer 11, cls", said)
        target, _ = self.export(
            "npy", "--layer", "3", "--token", "mean", source="out.h5", name="m.npy")
        with vitrine_vit.open(folder() / "out.h5") as store:
            np.testing.assert_array_equal(np.load(target), store.layer(3).mean[:])

    def test_the_vectors_are_those_of_the_map(self):
        run("reduce", "--layer", "3,9", "--token", "mean", "out.h5", "-o",
            str(self.folder / "means.h5"), cwd=folder())
        said = io.StringIO()
        command = ["export", str(self.folder / "means.h5"), str(self.folder / "m.npy"), "--to",
                   "npy", "--store", str(folder() / "out.h5")]
        with mock.patch("sys.stderr", said):
            self.assertEqual(cli.main(command), 0, said.getvalue())
        with vitrine_vit.open(folder() / "out.h5") as store:
            np.testing.assert_array_equal(
                np.load(self.folder / "m.npy"), store.layer(9).mean[:])
        header = (self.folder / "m.csv").read_text().splitlines()[0]
        self.assertIn("x,y,x_3,y_3,", header)

    def test_the_store_of_another_map_is_refused(self):
        # The same images in another order.
        paths = sorted(str(p) for p in (folder() / "photos").rglob("*.jpg")
                       if p.name.isascii())[::-1]
        (self.folder / "list.txt").write_text("".join(f"{p}\n" for p in paths))
        run("extract", "list.txt", "other.h5", cwd=self.folder)
        said = self.export("csv", "--store", str(self.folder / "other.h5"), code=2)[1]
        self.assertIn("other.h5: expected the store of", said)
        self.assertIn("nostore.h5", self.export("csv", "--store", "nostore.h5", code=2)[1])

    def test_columns_of_a_table_are_no_places(self):
        table = "path,x,y,vector\n" + "".join(
            f"photos/cat/cat-0{i}.jpg,1,2,mine\n" for i in range(1, 7))
        (folder() / "table.csv").write_text(table)
        run("extract", "table.csv", str(self.folder / "table.h5"), cwd=folder())
        said = io.StringIO()
        for to, code in (("csv", 0), ("atlas", 2), ("npy", 0)):
            with mock.patch("sys.stderr", said):
                found = cli.main(["export", str(self.folder / "table.h5"),
                                  str(self.folder / f"t.{to}"), "--to", to])
            if to == "csv":
                lines = (self.folder / "t.csv").read_text().splitlines()
                row = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
                self.assertEqual((row["x_"], row["y_"], row["vector_"]), ("1", "2", "mine"))
                (self.folder / "t.csv").unlink()
            self.assertEqual(found, code, said.getvalue())
        self.assertIn("without places", said.getvalue())

    def test_map_without_its_store(self):
        (self.folder / "alone.h5").write_bytes((folder() / "tsne.h5").read_bytes())
        said = io.StringIO()
        with mock.patch("sys.stderr", said):
            code = cli.main(["export", str(self.folder / "alone.h5"), str(self.folder / "a.npy"),
                             "--to", "npy"])
        self.assertEqual(code, 0)
        self.assertIn("out.h5 is not at hand", said.getvalue())
        with vitrine_vit.open_map(folder() / "tsne.h5") as found:
            np.testing.assert_array_equal(np.load(self.folder / "a.npy"), found.pca)

    def test_refusals(self):
        self.assertIn("nothing is replaced", self.export("csv", name=".", code=64)[1])
        self.assertIn("no layer 77", self.export("npy", "--layer", "77", code=2)[1])
        self.assertIn("missing.h5", self.export("csv", source="missing.h5", code=2)[1])
        self.assertIn("another name than .csv", self.export("npy", name="a.csv", code=2)[1])
        self.assertIn("found none", self.export("csv", name="no/where.csv", code=2)[1])
        (self.folder / "link.csv").symlink_to("/nowhere")
        self.export("csv", name="link.csv", code=64)
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertIn("invalid choice", self.export("xls", code=64)[1])
        self.assertIn("without places", self.export("atlas", source="out.h5", code=2)[1])

    def test_what_is_not_complete_leaves_nothing(self):
        from vitrine_vit.export import text

        def fails(source, target):
            target.write_text("half")
            raise OSError(28, "No space left on device")
        with mock.patch.object(text, "to_csv", fails):
            said = self.export("csv", code=2)[1]
        self.assertIn("No space left", said)
        self.assertEqual(list(self.folder.iterdir()), [])
        (self.folder / "v.csv").write_text("mine")
        self.export("npy", name="v.npy", code=64)
        self.assertEqual((self.folder / "v.csv").read_text(), "mine")
        self.assertEqual([f.name for f in self.folder.iterdir()], ["v.csv"])

    def test_a_missing_library_is_a_sentence(self):
        with mock.patch.dict(sys.modules, {"pyarrow": None, "pyarrow.parquet": None}):
            said = self.export("parquet", code=2)[1]
        self.assertIn("pip install 'vitrine-vit[parquet]'", said)

    def test_every_format_is_documented_and_tried(self):
        page = (Path(__file__).resolve().parents[1] / "README.md").read_text()
        own = Path(__file__).read_text()
        for name in FORMATS:
            self.assertIn(f"`{name}`", page)
            self.assertIn(f"def test_{name}", own)

    @needs("pyarrow")
    def test_parquet(self):
        import pyarrow.parquet
        table = pyarrow.parquet.read_table(self.export("parquet")[0])
        np.testing.assert_array_equal(
            np.stack(table["vector"].to_numpy()), self.vectors().astype(np.float32))
        self.assertEqual(table["path"].to_pylist()[6:8], [r"cat/cat-01.jpg", "cat/cat-02.jpg"])
        with vitrine_vit.open(folder() / "out.h5") as store:
            self.assertEqual(table["preview"].to_pylist(), list(store.preview_bytes()))

    @needs("lancedb")
    def test_lance(self):
        import lancedb
        table = lancedb.connect(str(self.export("lance")[0])).open_table("images")
        query = self.vectors()[7].astype(np.float32)
        found = table.search(query).limit(3).to_list()
        with vitrine_vit.open_map(folder() / "tsne.h5") as own:
            self.assertEqual(found[0]["path"], own.obs.index[7])

    @needs("datasets")
    def test_datasets(self):
        import datasets
        found = datasets.load_from_disk(str(self.export("datasets")[0]))
        self.assertEqual(found.features["label"].names, ["balloon", "cat", "dog"])
        self.assertEqual(found[0]["preview"].size, (224, 224))
        np.testing.assert_array_equal(np.array(found["vector"][:]), self.vectors())

    @needs("anndata")
    def test_anndata(self):
        import anndata
        found = anndata.read_h5ad(self.export("anndata")[0])
        np.testing.assert_array_equal(found.X, self.vectors())
        with vitrine_vit.open_map(folder() / "tsne.h5") as own:
            np.testing.assert_array_equal(found.obsm["X_tsne"], own.xy)
            self.assertEqual(list(found.obs_names), list(own.obs.index))
            self.assertEqual(list(found.obs["label"]), list(own.obs["label"]))
        # The map itself is such a file, too.
        self.assertEqual(anndata.read_h5ad(folder() / "tsne.h5").shape[0], 19)

    @needs("tensorboard", "PIL")
    def test_projector(self):
        target, _ = self.export("projector")
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "tensorboard.main", "--logdir", target, "--port", str(port),
             "--load_fast=false"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        base = f"http://localhost:{port}/data/plugin/projector"
        info = json.loads(fetch(f"{base}/info?run=."))
        self.assertEqual([e["tensorName"] for e in info["embeddings"]], ["vectors", "map"])
        raw = fetch(f"{base}/tensor?run=.&name=vectors")
        np.testing.assert_array_equal(
            np.frombuffer(raw, "<f4").reshape(19, -1), self.vectors().astype(np.float32))
        lines = fetch(f"{base}/metadata?run=.&name=vectors").decode().splitlines()
        self.assertEqual(len(lines), 20)
        self.assertTrue(fetch(f"{base}/sprite_image?run=.&name=vectors").startswith(b"\x89PNG"))

    @needs("pyarrow", "embedding_atlas")
    def test_atlas(self):
        import pyarrow.parquet
        target, _ = self.export("atlas")
        table = pyarrow.parquet.read_table(target / "data" / "dataset.parquet")
        self.assertEqual(table["neighbors"][0].as_py()["ids"][0] in range(19), True)
        self.assertTrue(table["image"][3].as_py()["bytes"].startswith(b"\xff\xd8"))
        handler = partial(SimpleHTTPRequestHandler, directory=str(target))
        with ThreadingHTTPServer(("localhost", 0), handler) as server, \
                mock.patch.object(SimpleHTTPRequestHandler, "log_message"):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://localhost:{server.server_port}"
            metadata = json.loads(fetch(f"{base}/data/metadata.json"))
            self.assertTrue(metadata["isStatic"])
            if CHECKS_ALL:
                # The viewer says how many points it has loaded.
                self.assertIn("19", text_of_page(base, lambda text: "19 points" in text))
            server.shutdown()

    @unittest.skipUnless(os.environ.get("VITRINE_FIFTYONE"), "needs a MongoDB for FiftyOne")
    def test_fiftyone(self):
        import fiftyone
        target, _ = self.export("fiftyone", name=f"vitrine-test-{time.time_ns()}")
        found = fiftyone.load_dataset(target.name)
        self.addCleanup(fiftyone.delete_dataset, target.name)
        self.assertEqual(len(found), 19)
        self.assertEqual(found.first().ground_truth.label, "balloon")


def free_port():
    with ThreadingHTTPServer(("localhost", 0), SimpleHTTPRequestHandler) as server:
        return server.server_port


def fetch(address):
    """What an address gives, once the server is there."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address}")


def text_of_page(address, is_ready):
    """The text of a page in headless Chromium, when it is ready."""
    port = free_port()
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)

    def call(path, body=None, method=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f"http://localhost:{port}{path}", data, {"Content-Type": "application/json"},
            method=method)
        for _ in range(100):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.loads(answer.read())["value"]
            except urllib.error.URLError as error:
                if isinstance(error, urllib.error.HTTPError):
                    raise
                time.sleep(0.2)
        raise AssertionError("no chromedriver")
    try:
        session = call("/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {
            "args": ["--headless", "--no-sandbox", "--window-size=1200,900"]}}}})["sessionId"]
        call(f"/session/{session}/url", {"url": address})
        for _ in range(150):
            text = call(f"/session/{session}/execute/sync",
                        {"script": "return document.body.innerText", "args": []})
            if is_ready(text):
                return text
            time.sleep(0.4)
        raise AssertionError(f"the page has only: {text[:500]}")
    finally:
        driver.kill()
        driver.wait()


if __name__ == "__main__":
    unittest.main()
