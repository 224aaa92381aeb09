"""What the default model is trained on: photographs, drawings and what the teacher says of them.

Used by train_default_model.py. A work folder has, after `prepare`,

    train.txt, held_back.txt      names of photographs, `CATEGORY/ID.jpg`: no name is in both
    nearest.csv                   of every candidate: the most similar evaluated picture
    evaluation-112.npz, -224.npz  pixels and labels of the evaluated pictures
    set-112-000/ ...              one random crop of everything, with the teacher's outputs
"""

import csv
import fcntl
import gzip
import io
import itertools
import math
import os
import random
import tarfile
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors import safe_open
from safetensors.torch import save_file

import draw_scenes
from default_model_teacher import (
    CLASSES, POOLED, TEACHER_SIZE, TEACHER_WIDTH, ask, ask_program, load_teacher)

# Sources under ImageNet's terms of non-commercial research, as index.csv.gz names them.
NON_COMMERCIAL = {"EliSchwartz/imagenet-sample-images", "ajschumacher/imagen",
                  "thunderInfy/imagenette", "pavan555/DeepLearning4OpenCV",
                  "airockchip/rknn_model_zoo", "zzwtx/llm-compile"}
HELD_BACK_SEED, HELD_BACK_CATEGORIES, HELD_BACK_PICTURES = 19, 20, 20
SET_SEED = 3_000_017                 # of crops and drawings; not the seed of data/
LEAST_DRAWING = 0.7                  # of a drawing is seen, so that its label stays true
NEAR_RMS, NEAR_COSINE = 10.0, 0.90   # a picture nearer to an evaluated one is left out
NOT_HELD_BACK = {"unknown", "cat", "dog", "cat_or_dog"}   # no category; judged by themselves
PICTURES = {".jpg", ".jpeg", ".png"}


# ---------------------------------------------------------------- pictures

def photographs(folder, names=None):
    """(name, picture) of all photographs in the shards, or of those with one of the names."""
    for shard in sorted(folder.glob("photos-*.tar")):
        with tarfile.open(shard) as tar:
            for member in tar:
                if member.isfile() and (names is None or member.name in names):
                    content = tar.extractfile(member).read() if names is not None else None
                    yield member.name, content and Image.open(io.BytesIO(content)).convert("RGB")


def centre(picture, size):
    """DeiT's recipe: short side to 256/224 of the size, bicubic, and the middle cut out."""
    w, h = picture.size
    short = round(size * 256 / 224)
    w, h = max(short, round(w * short / min(w, h))), max(short, round(h * short / min(w, h)))
    left, top = (w - size) // 2, (h - size) // 2
    resized = picture.convert("RGB").resize((w, h), Image.BICUBIC)
    return np.asarray(resized.crop((left, top, left + size, top + size)))


def random_crop(picture, rng, least=0.3):
    """A part of `least` to 1 of the picture, perhaps mirrored, in slightly other light."""
    w, h = picture.size
    for _ in range(10):
        area, ratio = w * h * rng.uniform(least, 1), math.exp(rng.uniform(-1, 1) * math.log(4 / 3))
        cw, ch = math.sqrt(area * ratio), math.sqrt(area / ratio)
        if cw <= w and ch <= h:
            break
    else:
        cw = ch = min(w, h)
    x, y = rng.uniform(0, w - cw), rng.uniform(0, h - ch)
    picture = picture.resize((TEACHER_SIZE,) * 2, Image.BICUBIC, (x, y, x + cw, y + ch))
    pixels = np.asarray(picture, np.float32)
    pixels = pixels[:, ::-1] if rng.random() < 0.5 else pixels
    gain = rng.uniform(0.85, 1.15) * np.array([rng.uniform(0.95, 1.05) for _ in range(3)])
    pixels = (pixels - 127.5) * gain + 127.5 + rng.uniform(-20, 20)
    return pixels.clip(0, 255).round().astype(np.uint8)


def drawing(set_index, i):
    """One new drawing and the index of its label."""
    label = i % len(draw_scenes.LABELS)
    picture, _, _ = draw_scenes.draw_scene(f"{SET_SEED}/{set_index}/{i}",
                                           draw_scenes.LABELS[label])
    return picture.convert("RGB"), label


# ---------------------------------------------------------------- what is trained on

def choose(photos, keep_non_commercial):
    """Names to train on and names held back, of all in the shards, by the index."""
    with gzip.open(photos / "index.csv.gz", "rt", newline="") as file:
        source = {row["name"]: row["repository"] for row in csv.DictReader(file)}
    names = sorted(name for name, _ in photographs(photos))
    assert len(set(names)) == len(names)
    free = [n for n in names if source[n] not in NON_COMMERCIAL]
    counts = {}
    for name in free:
        counts[name.split("/")[0]] = counts.get(name.split("/")[0], 0) + 1
    pool = sorted(c for c, n in counts.items()
                  if n >= HELD_BACK_PICTURES and c not in NOT_HELD_BACK)
    chosen = set(random.Random(HELD_BACK_SEED).sample(pool, HELD_BACK_CATEGORIES))
    held_back = [n for n in names if n.split("/")[0] in chosen]
    rest = [n for n in (names if keep_non_commercial else free) if n.split("/")[0] not in chosen]
    print(f"{len(names)} photographs, {len(names) - len(free)} of them under non-commercial terms "
          f"({'kept' if keep_non_commercial else 'left out'}); held back {len(held_back)} of "
          f"{len(chosen)} categories drawn from {len(pool)}: {', '.join(sorted(chosen))}")
    return rest, held_back, sorted(chosen), set(free)


def describe(pictures, teacher):
    """Names, thumbnails [N, 16 * 16 * 3] and class tokens of unit length [N, width]."""
    names, thumbnails, tokens, waiting = [], [], [], []
    for name, picture in itertools.chain(pictures, [(None, None)]):
        if name is not None:
            names.append(name)
            thumbnails.append(np.asarray(picture.resize((16, 16), Image.BOX), np.float32))
            waiting.append(centre(picture, TEACHER_SIZE))
        if waiting and (name is None or len(waiting) == 32):
            tokens.append(ask(teacher, np.stack(waiting))[0][:, -1].astype(np.float32))
            waiting = []
    return names, np.stack(thumbnails), F.normalize(torch.from_numpy(np.concatenate(tokens)), dim=1)


def near_copies(candidates, evaluated, file):
    """Write the evaluated picture nearest to each candidate; give the names of near copies."""
    names, thumbnails, tokens = candidates
    others, other_thumbnails, other_tokens = evaluated
    bank = torch.from_numpy(np.stack([other_thumbnails, other_thumbnails[:, :, ::-1]]))
    bank = bank.reshape(2 * len(others), -1)   # as it is, and mirrored
    thumbnails = torch.from_numpy(thumbnails).reshape(len(names), -1)
    dropped = set()
    with open(file, "w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(["name", "rms", "rms_to", "cosine", "cosine_to", "dropped"])
        for i, name in enumerate(names):
            rms, j = ((bank - thumbnails[i]) ** 2).mean(1).sqrt().min(0)
            cosine, k = (other_tokens @ tokens[i]).max(0)
            is_near = rms < NEAR_RMS or cosine > NEAR_COSINE
            dropped |= {name} if is_near else set()
            writer.writerow([name, f"{rms:.2f}", others[j % len(others)], f"{cosine:.4f}",
                             others[k], int(is_near)])
    return dropped


def prepare(options):
    """Choose what is trained on and what is held back; keep the evaluated pictures."""
    torch.set_num_threads(options.threads)
    work, teacher = options.work, load_teacher(options.teacher)
    work.mkdir(parents=True, exist_ok=True)
    rest, held_back, categories, free = choose(options.photographs, options.keep_non_commercial)
    files = sorted(f for folder in options.evaluation for f in folder.rglob("*")
                   if f.suffix.lower() in PICTURES and "masks" not in f.parts)
    real = ((str(f), Image.open(f).convert("RGB")) for f in files)
    held_pictures = dict(photographs(options.photographs, set(held_back)))
    evaluated = describe([*held_pictures.items(), *real], teacher)
    print(f"compared with {len(evaluated[0])} pictures, {len(held_back)} of them held back")
    dropped = near_copies(describe(photographs(options.photographs, set(rest)), teacher),
                          evaluated, work / "nearest.csv")
    print(f"{len(dropped)} photographs dropped as near copies of evaluated pictures (thumbnails "
          f"nearer than {NEAR_RMS} grey levels RMS, or cosine of the teacher's final class tokens "
          f"above {NEAR_COSINE})")
    kept = [name for name in rest if name not in dropped]
    for file, lines in (("train.txt", kept), ("held_back.txt", held_back)):
        (work / file).write_text("".join(f"{line}\n" for line in lines))
    print(f"train on {len(kept)} photographs, held back {len(held_back)}")

    rng = random.Random(HELD_BACK_SEED)
    groups = {"held_back": [(held_pictures[n], i) for i, c in enumerate(categories) for n in
                            rng.sample([n for n in held_back if n in free
                                        and n.startswith(f"{c}/")], HELD_BACK_PICTURES)]}
    for group, folder in (("catdog", options.catdog), ("drawings", options.drawings)):
        kinds = sorted(f for f in folder.iterdir() if f.is_dir())
        groups[group] = [(Image.open(f).convert("RGB"), i) for i, kind in enumerate(kinds)
                         for f in sorted(kind.iterdir()) if f.suffix.lower() in PICTURES]
    for size in (112, 224):
        np.savez(work / f"evaluation-{size}.npz", **{
            f"{group}_{part}": np.stack(values) for group, pairs in groups.items()
            for part, values in (("pixels", [centre(p, size) for p, _ in pairs]),
                                 ("labels", [label for _, label in pairs]))})


# ---------------------------------------------------------------- sets of crops

def make_sets(options):
    """Crop everything at random and keep the teacher's outputs, set by set."""
    torch.set_num_threads(options.threads)
    lock = locked(options.work / f"sets-{options.size}.lock")
    teacher, names = load_teacher(options.teacher), (options.work / "train.txt").read_text().split()
    for k in range(options.sets):
        folder = options.work / f"set-{options.size}-{k:03d}"
        if not folder.exists():
            started = time.time()
            count = make_set(options, teacher, names, k, folder)
            print(f"{folder.name}: {count} crops, {count / (time.time() - started):.0f} a second",
                  flush=True)
    lock.close()


def make_set(options, teacher, names, k, folder):
    """One set: a crop of each photograph, and drawings for a tenth of the whole."""
    partial = folder.with_name(folder.name + ".partial")
    partial.mkdir(exist_ok=True)
    drawings = round(len(names) * options.drawings_share / (1 - options.drawings_share))
    count, size, width = len(names) + drawings, options.size, TEACHER_WIDTH
    arrays = [np.lib.format.open_memmap(partial / f"{name}.npy", "w+", kind, (count, *shape))
              for name, kind, shape in (
                  ("pixels", np.uint8, (size, size, 3)), ("class", np.float16, (3, width)),
                  ("patches", np.float16, (2, POOLED ** 2, width)),
                  ("logits", np.float16, (CLASSES,)), ("labels", np.int64, ()))]
    order, waiting, done = [], [], 0

    def pictures():
        for name, picture in photographs(options.photographs, set(names)):
            order.append(name)
            yield random_crop(picture, random.Random(f"{SET_SEED}/{k}/{name}")), -1
        for i in range(drawings):
            picture, label = drawing(k, i)
            order.append(f"drawing {SET_SEED}/{k}/{i}")
            yield random_crop(picture, random.Random(f"{SET_SEED}/{k}/{i}"), LEAST_DRAWING), label

    batch = 2048 if options.extract else 32
    for item in itertools.chain(pictures(), [None]):
        if item is not None:
            waiting.append(item)
        if waiting and (item is None or len(waiting) == batch):
            crops, rows = np.stack([crop for crop, _ in waiting]), slice(done, done + len(waiting))
            small = crops if size == TEACHER_SIZE else np.stack(
                [np.asarray(Image.fromarray(c).resize((size, size), Image.BICUBIC)) for c in crops])
            labels = [label for _, label in waiting]
            said = (ask_program(options, options.teacher, teacher.head, crops)
                    if options.extract else ask(teacher, crops))
            for array, values in zip(arrays, (small, *said, labels)):
                array[rows] = values
            done, waiting = rows.stop, []
    for array in arrays:
        array.flush()
    (partial / "names.txt").write_text("".join(f"{name}\n" for name in order))
    os.replace(partial, folder)
    return count


def save_statistics(arrays, file):
    """Mean and deviation of every channel of the teacher, to standardise the targets."""
    found = {}
    for name, values in (("class", arrays[1]), ("patches", arrays[2])):
        values = np.asarray(values[::4], np.float32)
        over = (0,) if name == "class" else (0, 2)
        found[f"{name}_mean"] = values.mean(over, keepdims=True)[0]
        found[f"{name}_std"] = values.std(over, keepdims=True)[0] + 1e-3
    np.savez(file, **found)


def locked(file):
    """The file, locked for this process, whose number is in it; a second process ends here."""
    handle = open(file, "a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"{file.name}: another process does this already")
    handle.truncate(0)
    print(os.getpid(), file=handle, flush=True)
    return handle


# ---------------------------------------------------------------- checkpoints

def keep(options):
    """Write the averaged weights with the maps to the teacher as f16, for train --start."""
    state = torch.load(options.work / options.checkpoint)
    options.file.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: value.half().contiguous() for name, value in state["ema"].items()}, options.file,
        {name: str(state[name]) for name in ("step", "seen", "spent")})


def state_of(path):
    """The state of a checkpoint, or of a file of keep, which has none of the optimiser."""
    if path.suffix != ".safetensors":
        return torch.load(path)
    with safe_open(path, "pt") as file:
        numbers = file.metadata()
        weights = {name: file.get_tensor(name).float() for name in file.keys()}
    return {"student": weights, "ema": weights, "optimiser": None, "step": int(numbers["step"]),
            "seen": int(numbers["seen"]), "spent": float(numbers["spent"]), "cool_from": None}
