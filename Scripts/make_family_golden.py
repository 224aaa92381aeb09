"""Golden values of every family of checkpoints, from timm and transformers in float64.

    python Scripts/make_family_golden.py Tests/ViTTests/Golden/Families

Pinned: torch 2.15.0, timm 1.0.31, transformers 5.23.0, numpy 2.x. Each family is a model of its
true structure, patch and picture size with a small width and depth, under its publisher's names.
A golden file lists the tensors of the checkpoint (name, shape, centre and half width of a uniform
distribution); tensor k of the sorted names has the seed 1000 + k of the counter generator, which
Swift has too. Names that only the publishers' own repositories have (DINO, DINOv2, OpenAI's CLIP)
go through timm's loader, `checkpoint_filter_fn`, which knows them.

Weights are sharpened as in make_vit_golden.py; LayerScale factors lie in 0.2 ... 1.2.
"""

import json
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import safetensors.torch
import timm.layers
import torch
import torch.nn.functional
import transformers
from timm.layers.pos_embed import resample_abs_pos_embed
from timm.models import vision_transformer as timm_vit

from counter_generator import below, uniform
from make_vit_golden import distances, rollout

WIDTH, DEPTH, HEADS, CLASSES = 48, 3, 3, 5
SAMPLES = 128
PICTURE_SEED = 77


def spread(name, shape):
    """(centre, half width) by what a tensor is, whatever family names it."""
    fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 1
    if any(w in name for w in ("gamma", "lambda1")):
        return 0.7, 0.5
    is_norm = any(w in name for w in ("norm", "layrnorm", "ln_"))
    if is_norm and name.endswith("weight"):
        return 1.0, 0.5
    # Small tokens at the input, so that the first norms see a variance near eps.
    if any(w in name for w in ("token", "pos", "class_embedding")):
        return 0.0, 0.05
    if any(w in name for w in ("patch_embed", "conv1")):
        return 0.0, 0.05 * (3.0 / fan_in) ** 0.5 if len(shape) > 1 else 0.05
    if name.endswith("bias"):
        return 0.0, 0.3
    sharp = any(w in name for w in ("qkv", "query", "key", "q_proj", "k_proj", "in_proj_weight"))
    return 0.0, (2.2 if sharp else 1.0) * (3.0 / fan_in) ** 0.5


def fill(shapes, zeros=()):
    """The tensors of a checkpoint and how they are described in the golden file."""
    state, listed = {}, []
    for k, name in enumerate(sorted(shapes)):
        shape = list(shapes[name])
        centre, half = (0.0, 0.0) if name in zeros else spread(name, shape)
        values = centre + half * (2.0 * uniform(1000 + k, int(np.prod(shape))) - 1.0)
        state[name] = torch.from_numpy(values.astype(np.float32)).reshape(shape)
        listed.append({"name": name, "shape": shape, "centre": centre, "half": half})
    return state, listed


def shapes_of(model):
    return {name: value.shape for name, value in model.state_dict().items()
            if value.is_floating_point()}


def picture(size):
    values = np.array(below(PICTURE_SEED, size * size * 3, 256), np.float32).reshape(size, size, 3)
    pixels = torch.from_numpy(((values / np.float32(255)) - np.float32(0.5)) / np.float32(0.5))
    return pixels.permute(2, 0, 1)[None]


# --- The two libraries: a model and pixels to layers, attention and logits


def run_timm(model, pixels):
    layers, attention, hooks = {}, [], []
    hooks.append(model.blocks[0].register_forward_pre_hook(
        lambda m, i: layers.__setitem__("embedding", i[0][0].double().numpy())))
    for k, block in enumerate(model.blocks):
        hooks.append(block.register_forward_hook(
            lambda m, i, o, k=k: layers.__setitem__(str(k), o[0].double().numpy())))
        hooks.append(block.attn.attn_drop.register_forward_hook(
            lambda m, i, o: attention.append(o[0].double().numpy())))
    hooks.append(model.norm.register_forward_hook(
        lambda m, i, o: layers.__setitem__("final", o[0].double().numpy())))
    with torch.no_grad():
        logits = model(pixels)
    for hook in hooks:
        hook.remove()
    logits = logits[0].double().numpy() if model.num_classes else np.zeros(0)
    return layers, attention, logits


def run_hugging_face(model, pixels):
    with torch.no_grad():
        out = model(pixels, output_hidden_states=True, output_attentions=True)
        hidden = [h[0].double().numpy() for h in out.hidden_states]
        body = model
        for name in ("vit", "deit", "dinov2", "vision_model"):
            body = getattr(body, name, body)
        norm = body.post_layernorm if hasattr(body, "post_layernorm") else body.layernorm
        final = norm(out.hidden_states[-1])[0].double().numpy()
    layers = {"embedding": hidden[0]}
    for k in range(DEPTH):
        layers[str(k)] = hidden[k + 1]
    layers["final"] = final
    attention = [a[0].double().numpy() for a in out.attentions]
    logits = getattr(out, "logits", None)
    return layers, attention, np.zeros(0) if logits is None else logits[0].double().numpy()


# --- The families


def timm_model(name, **more):
    options = dict(embed_dim=WIDTH, depth=DEPTH, num_heads=HEADS, num_classes=0)
    options.update(more)
    return timm.create_model(name, pretrained=False, **options).eval()


def from_timm(name, zeros=(), **more):
    """timm's own model under timm's names."""
    model = timm_model(name, **more)
    state, listed = fill(shapes_of(model), zeros)
    model.load_state_dict(state)
    return model, run_timm, listed, model.patch_embed.grid_size[0]


def through_timm(name, shapes, table_grid, **more):
    """Names of a publisher's repository, read by timm's loader (which resizes the table)."""
    model = timm_model(name, **more)
    state, listed = fill(shapes)
    model.load_state_dict(timm_vit.checkpoint_filter_fn(dict(state), model), strict=False)
    loaded = set(timm_vit.checkpoint_filter_fn(dict(state), model))
    assert loaded >= set(model.state_dict()) - {"head.weight", "head.bias"}, loaded
    return model, run_timm, listed, table_grid


def dino():
    """The full file: the teacher's backbone beside the projection head."""
    model = timm_model("vit_small_patch16_224", patch_size=8, img_size=112)
    shapes = {"backbone." + name: shape for name, shape in shapes_of(model).items()}
    shapes["head.mlp.0.weight"] = (8, WIDTH)
    shapes["head.last_layer.weight_g"] = (8, 1)
    state, listed = fill(shapes)
    model.load_state_dict({
        name.removeprefix("backbone."): value for name, value in state.items()
        if name.startswith("backbone.")})
    return model, run_timm, listed, 14


def dinov2_shapes(registers, chunk=None):
    """As the authors' repository names them: the table is for 37 x 37 patches."""
    shapes = {
        name: shape for name, shape in
        shapes_of(timm_model("vit_small_patch14_dinov2", img_size=518)).items()}
    shapes["mask_token"] = (1, WIDTH)
    if registers:
        shapes["register_tokens"] = (1, registers, WIDTH)
    if chunk:
        def chunked(name):
            parts = name.split(".")
            if parts[0] != "blocks":
                return name
            return ".".join(["blocks", str(int(parts[1]) // chunk)] + parts[1:])
        shapes = {chunked(name): shape for name, shape in shapes.items()}
    return shapes


def timm_dinov2(name):
    """timm's own names, the table for 37 x 37 patches resized by its loader."""
    return through_timm(name, shapes_of(timm_model(name, img_size=518)), 37, img_size=224)


def dinov2_chunked():
    model = timm_model("vit_small_patch14_dinov2", img_size=224)
    state, listed = fill(dinov2_shapes(0, chunk=2))
    plain = {}
    for name, value in state.items():
        parts = name.split(".")
        plain[".".join(parts[:1] + parts[2:]) if parts[0] == "blocks" else name] = value
    model.load_state_dict(timm_vit.checkpoint_filter_fn(plain, model))
    return model, run_timm, listed, 37


def clip_shapes(patch):
    """OpenAI's names of the whole model, the text tower small."""
    tokens = (224 // patch) ** 2 + 1
    shapes = {
        "visual.class_embedding": (WIDTH,), "visual.positional_embedding": (tokens, WIDTH),
        "visual.conv1.weight": (WIDTH, 3, patch, patch), "visual.proj": (WIDTH, 16),
        "positional_embedding": (7, 16), "text_projection": (16, 16), "logit_scale": (),
        "token_embedding.weight": (9, 16), "ln_final.weight": (16,), "ln_final.bias": (16,),
    }
    for norm in ("ln_pre", "ln_post"):
        shapes |= {f"visual.{norm}.weight": (WIDTH,), f"visual.{norm}.bias": (WIDTH,)}
    towers = [("transformer.", 16, 1), ("visual.transformer.", WIDTH, DEPTH)]
    for tower, c, depth in towers:
        for n in range(depth):
            block = f"{tower}resblocks.{n}."
            shapes |= {
                block + "attn.in_proj_weight": (3 * c, c), block + "attn.in_proj_bias": (3 * c,),
                block + "attn.out_proj.weight": (c, c), block + "attn.out_proj.bias": (c,),
                block + "mlp.c_fc.weight": (4 * c, c), block + "mlp.c_fc.bias": (4 * c,),
                block + "mlp.c_proj.weight": (c, 4 * c), block + "mlp.c_proj.bias": (c,)}
            for norm in ("ln_1", "ln_2"):
                shapes |= {f"{block}{norm}.weight": (c,), f"{block}{norm}.bias": (c,)}
    return shapes


def from_hugging_face(model_class, config, table_grid, resized=None):
    """A model of transformers, under the names of the file that it saves.

    `resized` is a patch grid that the position table is resized to, as timm does it: transformers
    itself has no antialiasing there.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/model.safetensors"
        model_class(config).save_pretrained(folder)
        state, listed = fill({
            name: value.shape for name, value in safetensors.torch.load_file(path).items()})
        if resized:
            name = "embeddings.position_embeddings"
            state[name] = resample_abs_pos_embed(
                state[name], [resized, resized], num_prefix_tokens=1)
            config.image_size = resized * config.patch_size
        safetensors.torch.save_file(state, path, metadata={"format": "pt"})
        model, notes = model_class.from_pretrained(
            folder, config=config, attn_implementation="eager", output_loading_info=True)
    assert not notes["missing_keys"] and not notes["unexpected_keys"], notes
    return model.eval(), run_hugging_face, listed, table_grid


def hugging_face_config(kind, **more):
    options = dict(
        hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=HEADS, image_size=224)
    options.update(more)
    return kind(**options)


def hugging_face_dinov2(registers):
    kind, config = (
        (transformers.Dinov2WithRegistersModel, transformers.Dinov2WithRegistersConfig)
        if registers else (transformers.Dinov2Model, transformers.Dinov2Config))
    more = {"num_register_tokens": registers} if registers else {}
    config = hugging_face_config(config, image_size=518, patch_size=14, **more)
    return from_hugging_face(kind, config, 37, resized=16)


def hugging_face_clip(patch, whole):
    vision = dict(
        hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH, image_size=224, patch_size=patch)
    if not whole:
        kind, config = transformers.CLIPVisionModel, transformers.CLIPVisionConfig(**vision)
        return from_hugging_face(kind, config, 224 // patch)
    text = dict(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        vocab_size=9, bos_token_id=0, eos_token_id=1, max_position_embeddings=7)
    config = transformers.CLIPConfig(
        text_config=text, vision_config=vision, projection_dim=16)
    model, _, listed, grid = from_hugging_face(transformers.CLIPModel, config, 224 // patch)
    tower = model.vision_model
    return tower, run_hugging_face, listed, grid


def distilled_config(patch=16):
    return hugging_face_config(
        transformers.DeiTConfig, patch_size=patch, num_labels=CLASSES,
        intermediate_size=4 * WIDTH)


# name: (what makes it, what a reader must know beside the tensors)
FAMILIES = {
    "dino": (dino, dict(patch=8, size=112, eps=1e-6)),
    "deit-distilled": (
        partial(from_timm, "deit_tiny_distilled_patch16_224", num_classes=CLASSES),
        dict(patch=16, size=224, eps=1e-6)),
    "huggingface-deit": (
        lambda: from_hugging_face(
            transformers.DeiTForImageClassificationWithTeacher, distilled_config(), 14),
        dict(patch=16, size=224, eps=1e-12)),
    "huggingface-vit": (
        lambda: from_hugging_face(
            transformers.ViTForImageClassification,
            hugging_face_config(
                transformers.ViTConfig, patch_size=32, num_labels=CLASSES,
                intermediate_size=4 * WIDTH), 7),
        dict(patch=32, size=224, eps=1e-12)),
    "dinov2": (
        lambda: through_timm(
            "vit_small_patch14_dinov2", dinov2_shapes(0), 37, img_size=224),
        dict(patch=14, size=224, eps=1e-6)),
    "dinov2-chunked": (dinov2_chunked, dict(patch=14, size=224, eps=1e-6)),
    "dinov2-registers": (
        lambda: through_timm(
            "vit_small_patch14_reg4_dinov2", dinov2_shapes(4), 37, img_size=224),
        dict(patch=14, size=224, eps=1e-6)),
    "timm-dinov2": (
        lambda: timm_dinov2("vit_small_patch14_dinov2"),
        dict(patch=14, size=224, eps=1e-6)),
    "timm-dinov2-registers": (
        lambda: timm_dinov2("vit_small_patch14_reg4_dinov2"),
        dict(patch=14, size=224, eps=1e-6)),
    "huggingface-dinov2": (
        lambda: hugging_face_dinov2(0), dict(patch=14, size=224, eps=1e-6)),
    "huggingface-dinov2-registers": (
        lambda: hugging_face_dinov2(4), dict(patch=14, size=224, eps=1e-6)),
    "openai-clip-b16": (
        lambda: through_timm(
            "vit_base_patch16_clip_quickgelu_224", clip_shapes(16), 14, num_classes=16),
        dict(patch=16, size=224, eps=1e-5, activation="quick_gelu", hasLogits=False)),
    "openai-clip-b32": (
        lambda: through_timm(
            "vit_base_patch32_clip_quickgelu_224", clip_shapes(32), 7, num_classes=16),
        dict(patch=32, size=224, eps=1e-5, activation="quick_gelu", hasLogits=False)),
    "timm-clip-b16": (
        partial(
            from_timm, "vit_base_patch16_clip_quickgelu_224", num_classes=16,
            zeros=("head.bias",)),
        dict(patch=16, size=224, eps=1e-5, activation="quick_gelu", hasLogits=False)),
    "timm-clip-b32": (
        partial(from_timm, "vit_base_patch32_clip_224", num_classes=CLASSES),
        dict(patch=32, size=224, eps=1e-5)),
    "huggingface-clip-b16": (
        lambda: hugging_face_clip(16, whole=True),
        dict(patch=16, size=224, eps=1e-5, activation="quick_gelu")),
    "huggingface-clip-b32": (
        lambda: hugging_face_clip(32, whole=False),
        dict(patch=32, size=224, eps=1e-5, activation="quick_gelu")),
}


def golden(name, make, about):
    model, run, listed, table_grid = make()
    about = {"activation": "gelu", "hasLogits": True, **about}
    keeps_logits = about.pop("hasLogits")
    pixels = picture(about["size"])
    single, _, single_logits = run(model, pixels)
    layers, attention, logits = run(model.double(), pixels.double())
    if not keeps_logits:
        logits = np.zeros(0)
    grid = about["size"] // about["patch"]
    tokens = layers["0"].shape[0]
    prefix = tokens - grid * grid
    result = {
        "family": name, **about, "width": WIDTH, "depth": DEPTH, "heads": HEADS,
        "table_grid": table_grid, "prefix": prefix, "tensors": listed, "layers": []}
    for layer in ["embedding"] + [str(k) for k in range(DEPTH)] + ["final"]:
        values = layers[layer]
        flat = values.reshape(-1)
        places = below(5000, SAMPLES, flat.size)
        error = np.linalg.norm(single[layer] - values) / np.linalg.norm(values)
        assert 0 < error < 1e-5, (name, layer, error)
        result["layers"].append({
            "name": layer, "torch_f32_error": error,
            "values": [float(flat[p]) for p in places],
            # Eight numbers of each token before the patches, which samples would seldom hit.
            "prefix": [float(v) for v in values[:prefix, :8].reshape(-1)]})
    result["logits"] = [float(v) for v in logits]
    joint = rollout(attention)
    result["rollout"] = [[float(f"{v:.9g}") for v in row] for row in joint[:, 0, prefix:]]
    apart = [a[:, prefix - 1:, prefix - 1:] for a in attention]
    result["distance"] = [list(row) for row in distances(apart, grid, about["patch"])]
    peak = np.mean([a.max(axis=-1).mean() for a in attention])
    print(f"{name}: {tokens} tokens, mean largest attention {peak:.3f}, torch f32 error "
          + " ".join(f"{x['torch_f32_error']:.1e}" for x in result["layers"]))
    return result


def tables():
    """Position tables of width 3 resized by timm, and by torch in float64."""
    cases = []
    for k, (old, new, prefix) in enumerate([(37, 16, 1), (14, 24, 2), (5, 3, 0), (7, 7, 1)]):
        table = (2.0 * uniform(9000 + k, (prefix + old * old) * 3) - 1.0).astype(np.float32)
        table = torch.from_numpy(table).reshape(1, -1, 3)
        values = resample_abs_pos_embed(
            table, [new, new], old_size=[old, old], num_prefix_tokens=prefix)
        patches = table[:, prefix:].double().reshape(1, old, old, 3).permute(0, 3, 1, 2)
        exact = torch.nn.functional.interpolate(
            patches, size=(new, new), mode="bicubic", antialias=True, align_corners=False)
        exact = exact.permute(0, 2, 3, 1).reshape(1, -1, 3)
        exact = torch.cat([table[:, :prefix].double(), exact], dim=1)
        kept = below(5000, min(200, values.numel()), values.numel())
        cases.append({
            "from": old, "to": new, "prefix": prefix, "seed": 9000 + k, "count": values.numel(),
            "values": [float(values.reshape(-1)[p]) for p in kept],
            "exact": [float(exact.reshape(-1)[p]) for p in kept]})
    return cases


def counts():
    """Trained numbers of the published models, by timm and transformers."""
    names = [
        "deit_tiny_distilled_patch16_224", "deit_base_distilled_patch16_224",
        "vit_small_patch14_dinov2", "vit_base_patch14_dinov2", "vit_large_patch14_dinov2",
        "vit_small_patch14_reg4_dinov2", "vit_base_patch14_reg4_dinov2"]
    found = {}
    for name in names:
        model = timm.create_model(name, pretrained=False)
        found[name] = sum(p.numel() for p in model.parameters())
    for patch in (16, 32):
        config = transformers.CLIPVisionConfig(
            hidden_size=768, num_hidden_layers=12, num_attention_heads=12,
            intermediate_size=3072, image_size=224, patch_size=patch)
        model = transformers.CLIPVisionModel(config)
        found[f"CLIP ViT-B/{patch} vision"] = sum(p.numel() for p in model.parameters())
    return found


def main():
    timm.layers.set_fused_attn(False)
    torch.manual_seed(0)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, about) in FAMILIES.items():
        (folder / f"{name}.json").write_text(json.dumps(golden(name, make, about)) + "\n")
    (folder / "tables.json").write_text(json.dumps(tables()) + "\n")
    if "--counts" in sys.argv:
        print(json.dumps(counts(), indent=1))


if __name__ == "__main__":
    main()
