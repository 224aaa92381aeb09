"""Models of every family of checkpoints, with drawn weights, for families.py.

Each family is a model of its true structure, patch and picture size with a small width and depth,
under its publisher's names. Names that only the publishers' own repositories have (DINO, DINOv2,
OpenAI's CLIP) go through timm's loader, `checkpoint_filter_fn`, which knows them.

A family's function gives the model, what runs it, the tensors of its checkpoint (name, shape,
centre and half width of a uniform distribution) and the patch grid of its position table. Tensor k
of the sorted names has the seed 1000 + k of the counter generator. Weights are sharpened as in
vit.py; LayerScale factors lie in 0.2 ... 1.2.
"""

import tempfile
from functools import partial

import numpy as np
import safetensors.torch
import timm
import torch
import torchvision
import transformers
from timm.layers.pos_embed import resample_abs_pos_embed
from timm.models import vision_transformer as timm_vit

from common.counter_generator import uniform
from common.timm_reference import run as run_timm

WIDTH, DEPTH, HEADS, CLASSES = 48, 3, 3, 5


def spread(name, shape):
    """(centre, half width) by what a tensor is, whatever family names it."""
    fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 1
    if any(w in name for w in ("gamma", "lambda1")):
        return 0.7, 0.5
    is_norm = any(w in name for w in ("norm", "layrnorm", "ln_", "encoder.ln."))
    if is_norm and name.endswith("weight"):
        return 1.0, 0.5
    # Small tokens at the input, so that the first norms see a variance near eps.
    if "bias_table" in name:
        return 0.0, 2.0
    if any(w in name for w in ("token", "pos", "class_embedding")):
        return 0.0, 0.05
    if any(w in name for w in ("patch_embed", "conv1", "conv_proj")):
        return 0.0, 0.05 * (3.0 / fan_in) ** 0.5 if len(shape) > 1 else 0.05
    if name.endswith("bias"):
        return 0.0, 0.3
    sharp = any(w in name for w in ("qkv", "query", "key", "q_proj", "k_proj", "in_proj_weight"))
    return 0.0, (2.2 if sharp else 1.0) * (3.0 / fan_in) ** 0.5


def fill(shapes, zeros=(), fixed=None):
    """The tensors of a checkpoint and how they are described in the golden file; `fixed` has the
    numbers of those that are not drawn."""
    state, listed = {}, []
    for k, name in enumerate(sorted(shapes)):
        shape = list(shapes[name])
        centre, half = (0.0, 0.0) if name in zeros else spread(name, shape)
        values = centre + half * (2.0 * uniform(1000 + k, int(np.prod(shape))) - 1.0)
        listed.append({"name": name, "shape": shape, "centre": centre, "half": half})
        if fixed and name in fixed:
            values = np.array(fixed[name])
            listed[-1]["numbers"] = [float(v) for v in values.astype(np.float32)]
        state[name] = torch.from_numpy(values.astype(np.float32)).reshape(shape)
    return state, listed


def shapes_of(model):
    return {name: value.shape for name, value in model.state_dict().items()
            if value.is_floating_point()}


def run_hugging_face(model, pixels):
    """As `run` of common/timm_reference.py, of a model of transformers."""
    with torch.no_grad():
        out = model(pixels, output_hidden_states=True, output_attentions=True)
        hidden = [h[0].double().numpy() for h in out.hidden_states]
        body = model
        for name in ("vit", "deit", "dinov2", "vision_model"):
            body = getattr(body, name, body)
        # BEiT has a norm of the pooled mean alone.
        norm = next(
            (getattr(body, name) for name in ("post_layernorm", "layernorm", "norm")
             if hasattr(body, name)), torch.nn.Identity())
        final = norm(out.hidden_states[-1])[0].double().numpy()
    layers = {"embedding": hidden[0]}
    for k in range(DEPTH):
        layers[str(k)] = hidden[k + 1]
    layers["final"] = final
    attention = [a[0].double().numpy() for a in out.attentions]
    logits = getattr(out, "logits", None)
    return layers, attention, np.zeros(0) if logits is None else logits[0].double().numpy()


def timm_model(name, **more):
    options = dict(embed_dim=WIDTH, depth=DEPTH, num_heads=HEADS, num_classes=0)
    options.update(more)
    return timm.create_model(name, pretrained=False, **options).eval()


def from_timm(name, zeros=(), **more):
    """timm's own model under timm's names."""
    model = timm_model(name, **more)
    state, listed = fill(shapes_of(model), zeros)
    model.load_state_dict(state)
    grid = 0 if model.pos_embed is None else model.patch_embed.grid_size[0]
    return model, run_timm, listed, grid


def plain_table(table, grid, offset=0.0):
    """A position table [1, 1 + n, C] for grid x grid patches, resized without antialiasing: by
    transformers, and with an offset of 0.1 by DINOv2's repository. In double precision."""
    patches = table[:, 1:].double()
    old = round(patches.shape[1] ** 0.5)
    patches = patches.reshape(1, old, old, -1).permute(0, 3, 1, 2)
    size = dict(size=(grid, grid)) if offset == 0 else dict(
        scale_factor=((grid + offset) / old, (grid + offset) / old))
    patches = torch.nn.functional.interpolate(patches, mode="bicubic", **size)
    assert patches.shape[-2:] == (grid, grid)
    patches = patches.permute(0, 2, 3, 1).flatten(1, 2).to(table.dtype)
    return torch.cat([table[:, :1], patches], dim=1)


def through_timm(name, shapes, table_grid, offset=0.0, **more):
    """Names of a publisher's repository, read by timm's loader (which resizes the table, unless
    DINOv2's offset is given)."""
    model = timm_model(name, **more)
    state, listed = fill(shapes)
    if offset:
        grid = model.patch_embed.grid_size[0]
        state["pos_embed"] = plain_table(state["pos_embed"], grid, offset)
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
    plain["pos_embed"] = plain_table(plain["pos_embed"], 16, 0.1)
    model.load_state_dict(timm_vit.checkpoint_filter_fn(plain, model))
    return model, run_timm, listed, 37


def torchvision_vit():
    """torchvision's own model, whose layers timm computes: the logits are compared."""
    model = torchvision.models.VisionTransformer(
        image_size=224, patch_size=16, num_layers=DEPTH, num_heads=HEADS, hidden_dim=WIDTH,
        mlp_dim=4 * WIDTH, num_classes=CLASSES).eval()
    state, listed = fill(shapes_of(model))
    model.load_state_dict(state)
    renamed = {}
    for name, value in state.items():
        for theirs, ours in [
                ("encoder.layers.encoder_layer_", "blocks."),
                ("self_attention.in_proj_", "attn.qkv."),
                ("self_attention.out_proj", "attn.proj"), ("ln_1", "norm1"), ("ln_2", "norm2"),
                ("mlp.0", "mlp.fc1"), ("mlp.3", "mlp.fc2"), ("class_token", "cls_token"),
                ("conv_proj", "patch_embed.proj"), ("encoder.pos_embedding", "pos_embed"),
                ("encoder.ln", "norm"), ("heads.head", "head")]:
            name = name.replace(theirs, ours)
        renamed[name] = value
    same = timm_model("vit_base_patch16_224", num_classes=CLASSES)
    same.load_state_dict(renamed)

    def run(same, pixels):
        layers, attention, logits = run_timm(same, pixels)
        with torch.no_grad():
            expected = model.to(pixels.dtype)(pixels)[0].double().numpy()
        assert np.abs(logits - expected).max() < 1e-5, (logits, expected)
        return layers, attention, logits

    return same, run, listed, 14


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

    `resized` is a patch grid that the position table is resized to: without antialiasing, and as
    timm does it for models with registers.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/model.safetensors"
        model_class(config).save_pretrained(folder)
        state, listed = fill({
            name: value.shape for name, value in safetensors.torch.load_file(path).items()})
        if resized:
            name = "embeddings.position_embeddings"
            if hasattr(config, "num_register_tokens"):
                state[name] = resample_abs_pos_embed(
                    state[name], [resized, resized], num_prefix_tokens=1)
            else:
                state[name] = plain_table(state[name], resized)
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
# How DINOv2's repository resizes position tables, in the words of `/model`.
OFFSET = "bicubic without antialiasing, of n + 0.1 cells"

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
            "vit_small_patch14_dinov2", dinov2_shapes(0), 37, offset=0.1, img_size=224),
        dict(patch=14, size=224, eps=1e-6, positions=OFFSET)),
    "dinov2-chunked": (dinov2_chunked, dict(patch=14, size=224, eps=1e-6, positions=OFFSET)),
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
        lambda: hugging_face_dinov2(0),
        dict(patch=14, size=224, eps=1e-6, positions="bicubic without antialiasing")),
    "huggingface-dinov2-registers": (
        lambda: hugging_face_dinov2(4), dict(patch=14, size=224, eps=1e-6)),
    "torchvision": (torchvision_vit, dict(patch=16, size=224, eps=1e-6)),
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
