"""Data, the driver of `main.swift` and numpy's answers, for checks/pca.py and Benchmarks/pca."""

import pathlib
import re
import subprocess

import h5py
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
SYSTEM = {"COpenBLAS": "openblas", "CLAPACKE": "lapacke", "COneDNN": None,
          "CHDF5": "hdf5-serial", "CCrypto": "libcrypto"}
DRIVER = ROOT / "Scripts" / "checks" / "pca_driver"
SETTINGS = """[
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]"""


def imports(folder):
    """The modules of Sources that the Swift files of `folder` import."""
    found = set()
    for file in folder.rglob("*.swift"):
        found |= set(re.findall(r"^(?:(?:public|internal) )?import (\w+)$", file.read_text(), re.M))
    return sorted(name for name in found if (ROOT / "Sources" / name).is_dir())


def targets():
    """{name: (folder, names of the targets it needs)} of the driver and all that it imports."""
    found, waiting = {}, [("driver", DRIVER)]
    while waiting:
        name, folder = waiting.pop()
        found[name] = (folder, imports(folder))
        waiting += [(n, ROOT / "Sources" / n) for n in found[name][1] if n not in found]
    return found


def manifest(found):
    """The text of Package.swift for these targets."""
    lines = []
    for name, (folder, needs) in sorted(found.items()):
        if name in SYSTEM:
            package = f', pkgConfig: "{SYSTEM[name]}"' if SYSTEM[name] else ""
            lines.append(f'.systemLibrary(name: "{name}"{package})')
        elif not list(folder.rglob("*.swift")):
            lines.append(f'.target(name: "{name}")')
        else:
            kind = "executableTarget" if name == "driver" else "target"
            without = ' exclude: ["build.py"],' if name == "driver" else ""
            listed = ", ".join(f'"{need}"' for need in needs)
            lines.append(f'.{kind}(\n        name: "{name}", dependencies: [{listed}],{without} '
                         f'swiftSettings: {SETTINGS})')
    return ('// swift-tools-version: 6.2\nimport PackageDescription\n'
            'let package = Package(name: "pca-driver", targets: [\n    '
            + ",\n    ".join(lines) + ",\n])\n")


def build():
    """The driver's path; modules are compiled from Sources, apart from the package's builds."""
    folder = ROOT / ".build" / "pca-driver"
    (folder / "Sources").mkdir(parents=True, exist_ok=True)
    found = targets()
    (folder / "Package.swift").write_text(manifest(found))
    for name, (target, _) in found.items():
        link = folder / "Sources" / name
        if link.is_symlink() and link.readlink() != target:
            link.unlink()
        if not link.is_symlink():
            link.symlink_to(target)
    subprocess.run(["swift", "build", "-c", "release", "--product", "driver"], cwd=folder,
                   check=True)
    return folder / ".build" / "release" / "driver"


def rows(start, end, count, columns=768, classes=100, mean=30, seed=5):
    """Rows `start` to `end` of `count`, sorted by class, variances falling as k^-2 in rotated
    directions, all means 30, rounded to half precision."""
    rng = np.random.default_rng(seed)
    centers = rng.uniform(-0.5, 0.5, (classes, columns))
    rotation, _ = np.linalg.qr(rng.standard_normal((columns, columns)))
    labels = np.arange(start, end) * classes // count
    noise = np.random.default_rng([seed, start]).uniform(-0.5, 0.5, (end - start, columns))
    x = (noise + centers[labels]) / np.arange(1, columns + 1)
    return (x @ rotation + mean).astype(np.float16)


def pieces(count, length=10240):
    return [(start, min(count, start + length)) for start in range(0, count, length)]


def write_npy(path, count):
    array = np.lib.format.open_memmap(path, mode="w+", dtype="<f2", shape=(count, 768))
    for start, end in pieces(count):
        array[start:end] = rows(start, end, count)
    array.flush()


MODEL = dict(
    family="synthetic", name="synthetic", weights_file="none", weights_sha256="00",
    width=768, depth=12, heads=12, patch=16, image_size=224, registers=0, parameter_count=0,
    eps=1e-6, activation="gelu", recipe="squash", interpolation="bilinear", crop_ratio=1.0,
    mean=[0.5] * 3, std=[0.5] * 3, precision="f32", note="", position_method="")


def write_store(path, count, layers):
    """A file of embeddings with class tokens and means of the first `layers` blocks, each with a
    seed of its own; what PCA does not read is left out."""
    with h5py.File(path, "w") as file:
        file.attrs.update(
            format="vitrine-embeddings", format_version=1, complete=1, image_count=count,
            uuid="00")
        file.create_group("model").attrs.update(MODEL)
        sets = [file.create_dataset(
            f"layers/{layer:02}/{kind}", (count, 768), "<f2", chunks=(512, 768))
            for layer in range(layers) for kind in ("class", "mean")]
        for start, end in pieces(count):
            for seed, dataset in enumerate(sets):
                dataset[start:end] = rows(start, end, count, seed=5 + seed)


def variances(read, count, normalize="none", keep=50):
    """numpy's, in double precision; `read(start, end)` gives rows."""
    def normalized(start, end):
        x = read(start, end).astype(np.float64)
        if normalize == "l2":
            x /= np.linalg.norm(x, axis=1, keepdims=True)
        return x
    mean = sum(normalized(a, b).sum(0) for a, b in pieces(count)) / count
    scatter = 0
    for start, end in pieces(count):
        x = normalized(start, end) - mean
        scatter = scatter + x.T @ x
    return np.linalg.eigvalsh(scatter / (count - 1))[::-1][:keep]
