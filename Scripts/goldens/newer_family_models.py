"""Models without a class token, with attention pooling, rotary positions or gates, for families.py.

They are made as those of family_models.py.
"""

from functools import partial

import transformers
from timm.models import eva as timm_eva

from common.timm_reference import run as run_timm
from family_models import (
    CLASSES, DEPTH, HEADS, WIDTH, fill, from_hugging_face, from_timm, hugging_face_config,
    run_hugging_face, shapes_of, through_timm, timm_model)


def eva_through_timm(name, shapes, fixed, **more):
    """As `through_timm` for DINOv3, whose files have no position table. `fixed` gives tensors that
    are not drawn."""
    model = timm_model(name, **more)
    state, listed = fill(shapes, fixed=fixed)
    model.load_state_dict(timm_eva.checkpoint_filter_fn(dict(state), model))
    return model, run_timm, listed, 0


def dinov3_shapes(gated):
    """As the authors' repository names them."""
    model = timm_model("vit_small_plus_patch16_dinov3_qkvb" if gated
                       else "vit_small_patch16_dinov3_qkvb", img_size=224)
    renamed = [
        ("gamma_1", "ls1.gamma"), ("gamma_2", "ls2.gamma"), ("reg_token", "storage_tokens"),
        ("mlp.fc1_g", "mlp.w1"), ("mlp.fc1_x", "mlp.w2"),
        ("mlp.fc2", "mlp.w3" if gated else "mlp.fc2")]
    shapes = {"mask_token": (1, WIDTH), "rope_embed.periods": (WIDTH // HEADS // 4,)}
    for name, shape in shapes_of(model).items():
        if name.endswith("v_bias"):
            continue
        if name.endswith("q_bias"):
            name, shape = name.replace("q_bias", "qkv.bias"), (3 * WIDTH,)
            shapes[name + "_mask"] = shape
        for theirs, ours in renamed:
            name = name.replace(theirs, ours)
        shapes[name] = shape
    return shapes


def dinov3(gated):
    count = WIDTH // HEADS // 4
    fixed = {"rope_embed.periods": [100.0 ** (k / count) for k in range(count)]}
    model = "vit_small_plus_patch16_dinov3_qkvb" if gated else "vit_small_patch16_dinov3_qkvb"
    return eva_through_timm(model, dinov3_shapes(gated), fixed, img_size=224)


def hugging_face_siglip(whole):
    vision = dict(
        hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH, image_size=224, patch_size=16)
    if not whole:
        config = transformers.SiglipVisionConfig(**vision)
        return from_hugging_face(transformers.SiglipVisionModel, config, 14)
    text = dict(
        hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        vocab_size=9, bos_token_id=0, eos_token_id=1, max_position_embeddings=7)
    config = transformers.SiglipConfig(text_config=text, vision_config=vision)
    model, _, listed, grid = from_hugging_face(transformers.SiglipModel, config, 14)
    return model.vision_model, run_hugging_face, listed, grid


def hugging_face_dinov3(gated):
    config = hugging_face_config(
        transformers.DINOv3ViTConfig, patch_size=16, num_register_tokens=4,
        intermediate_size=3 * WIDTH, use_gated_mlp=gated,
        hidden_act="silu" if gated else "gelu")
    return from_hugging_face(transformers.DINOv3ViTModel, config, 0)


def dinov2_giant():
    """DINOv2's giant as its repository names it: gates, and no other difference."""
    name = "vit_giant_patch14_dinov2"
    shapes = {
        name.replace("mlp.fc1", "mlp.w12").replace("mlp.fc2", "mlp.w3"): shape for name, shape in
        shapes_of(timm_model(name, img_size=224)).items()}
    return through_timm(name, {**shapes, "mask_token": (1, WIDTH)}, 16, img_size=224)


def rectangle(name, height, width, read=through_timm, **more):
    """timm's model of an input of height x width, read from a checkpoint of a square."""
    square = timm_model(name, **more)
    grid = 0 if square.pos_embed is None else square.patch_embed.grid_size[0]
    model, run, listed, _ = read(
        name, shapes_of(square), grid, img_size=(height, width), **more)
    assert model.patch_embed.img_size == (height, width)
    return model, run, listed, grid


def eva_rectangle(name, height, width, **more):
    def read(name, shapes, _, **more):
        return eva_through_timm(name, shapes, None, **more)
    return rectangle(name, height, width, read, **more)


def hugging_face_rectangle():
    """The model resizes its table itself."""
    config = hugging_face_config(transformers.Dinov2Config, image_size=518, patch_size=14)
    return from_hugging_face(transformers.Dinov2Model, config, 37)


def perception(name, grid, **more):
    """The Perception Encoder as its authors name it, through timm's loader."""
    shapes = {}
    for key, shape in shapes_of(timm_model(name, **more)).items():
        if key.startswith("norm."):
            key = "ln_post" + key.removeprefix("norm")
        for ours, theirs in PERCEPTION_NAMES:
            key = key.replace(ours, theirs)
        if key.startswith("attn_pool.attn.q."):
            continue
        if key.startswith("attn_pool.attn.kv."):
            key, shape = key.replace("kv.", "in_proj_"), (shape[0] // 2 * 3, *shape[1:])
        if key == "head.bias":
            continue
        if key == "head.weight":
            key, shape = "proj", shape[::-1]
        if key == "class_embedding":
            shape = shape[2:]
        if key == "positional_embedding":
            shape = shape[1:]
        shapes["visual." + key] = shape
    return eva_through_timm(name, shapes, None, **more)[:3] + (grid,)


PERCEPTION_NAMES = [
    ("patch_embed.proj", "conv1"), ("pos_embed", "positional_embedding"),
    ("cls_token", "class_embedding"), ("norm_pre", "ln_pre"), ("blocks.", "transformer.resblocks."),
    ("attn_pool.norm", "attn_pool.layernorm"), ("norm1", "ln_1"), ("norm2", "ln_2"),
    ("gamma_1", "ls_1.gamma"), ("gamma_2", "ls_2.gamma"), ("attn.qkv.", "attn.in_proj_"),
    ("attn.proj", "attn.out_proj"), ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"),
    ("attn_pool.latent", "attn_pool.probe"), ("attn_pool.q.", "attn_pool.attn.q."),
    ("attn_pool.kv.", "attn_pool.attn.kv."), ("attn_pool.proj", "attn_pool.attn.out_proj")]

NONE = dict(class_token=False)

NEWER_FAMILIES = {
    "timm-gap": (
        partial(from_timm, "vit_base_patch16_siglip_gap_224", num_classes=CLASSES),
        dict(patch=16, size=224, eps=1e-6, head="mean", **NONE)),
    "timm-gap-registers": (
        partial(from_timm, "vit_medium_patch16_reg4_gap_256", num_classes=CLASSES),
        dict(patch=16, size=256, eps=1e-6, head="mean", **NONE)),
    "timm-mae-finetuned": (
        partial(
            from_timm, "vit_base_patch16_224", num_classes=CLASSES, global_pool="avg"),
        dict(patch=16, size=224, eps=1e-6, head="mean")),
    "timm-map-registers": (
        partial(from_timm, "vit_so150m_patch16_reg4_map_256", num_classes=CLASSES),
        dict(patch=16, size=256, eps=1e-6, head="pooled", **NONE)),
    "timm-siglip": (
        partial(from_timm, "vit_base_patch16_siglip_224"),
        dict(patch=16, size=224, eps=1e-6, **NONE)),
    "timm-siglip-b32": (
        partial(from_timm, "vit_base_patch32_siglip_256"),
        dict(patch=32, size=256, eps=1e-6, activation="gelu_tanh", **NONE)),
    "huggingface-siglip": (
        lambda: hugging_face_siglip(whole=True),
        dict(patch=16, size=224, eps=1e-6, activation="gelu_tanh", **NONE)),
    "huggingface-siglip-vision": (
        lambda: hugging_face_siglip(whole=False),
        dict(patch=16, size=224, eps=1e-6, activation="gelu_tanh", **NONE)),
    "huggingface-ijepa": (
        lambda: from_hugging_face(
            transformers.IJepaModel,
            hugging_face_config(
                transformers.IJepaConfig, patch_size=16, intermediate_size=4 * WIDTH), 14),
        dict(patch=16, size=224, eps=1e-12, **NONE)),
    "timm-dinov3": (
        partial(from_timm, "vit_small_patch16_dinov3"), dict(patch=16, size=256, eps=1e-5)),
    "timm-dinov3-plus": (
        partial(from_timm, "vit_small_plus_patch16_dinov3_qkvb"),
        dict(patch=16, size=256, eps=1e-5, activation="silu")),
    "dinov3": (lambda: dinov3(gated=False), dict(patch=16, size=224, eps=1e-5)),
    "dinov3-plus": (
        lambda: dinov3(gated=True), dict(patch=16, size=224, eps=1e-5, activation="silu")),
    "huggingface-dinov3": (
        lambda: hugging_face_dinov3(gated=False), dict(patch=16, size=224, eps=1e-5)),
    "huggingface-dinov3-plus": (
        lambda: hugging_face_dinov3(gated=True),
        dict(patch=16, size=224, eps=1e-5, activation="silu")),
    "timm-eva": (
        partial(from_timm, "eva_giant_patch14_224", num_classes=CLASSES),
        dict(patch=14, size=224, eps=1e-6, head="mean")),
    "timm-eva02-small": (
        partial(from_timm, "eva02_small_patch14_224"),
        dict(patch=14, size=224, eps=1e-6, activation="silu")),
    "timm-eva02": (
        partial(from_timm, "eva02_base_patch14_448", img_size=224, num_classes=CLASSES),
        dict(patch=14, size=224, eps=1e-6, activation="silu", head="mean")),
    "timm-beit": (
        partial(from_timm, "beit_base_patch16_224", num_classes=CLASSES),
        dict(patch=16, size=224, eps=1e-6, head="mean")),
    "huggingface-beit": (
        lambda: from_hugging_face(
            transformers.BeitModel,
            hugging_face_config(
                transformers.BeitConfig, patch_size=16, intermediate_size=4 * WIDTH,
                use_relative_position_bias=True), 0),
        dict(patch=16, size=224, eps=1e-12)),
    "timm-rectangle": (
        partial(rectangle, "vit_small_patch16_224", 128, 208, num_classes=CLASSES),
        dict(patch=16, size=128, image_width=208, eps=1e-6, area=[1, 2, 5, 10])),
    "timm-siglip-rectangle": (
        partial(rectangle, "vit_base_patch16_siglip_224", 208, 128),
        dict(patch=16, size=208, image_width=128, eps=1e-6, area=[2, 0, 9, 8], **NONE)),
    "timm-dinov3-rectangle": (
        partial(eva_rectangle, "vit_small_patch16_dinov3", 128, 208),
        dict(patch=16, size=128, image_width=208, eps=1e-5)),
    "timm-eva02-rectangle": (
        partial(eva_rectangle, "eva02_small_patch14_224", 112, 182),
        dict(patch=14, size=112, image_width=182, eps=1e-6, activation="silu")),
    "huggingface-dinov2-rectangle": (
        hugging_face_rectangle,
        dict(
            patch=14, size=182, image_width=112, eps=1e-6,
            positions="bicubic without antialiasing")),
    "timm-eva02-clip": (
        partial(from_timm, "eva02_base_patch16_clip_224"),
        dict(patch=16, size=224, eps=1e-6, activation="silu")),
    "timm-pe-core": (
        partial(from_timm, "vit_pe_core_base_patch16_224"), dict(patch=16, size=224, eps=1e-5)),
    "timm-pe-core-gigantic": (
        partial(from_timm, "vit_pe_core_gigantic_patch14_448"),
        dict(patch=14, size=448, eps=1e-5, **NONE)),
    "timm-pe-core-rectangle": (
        partial(eva_rectangle, "vit_pe_core_base_patch16_224", 128, 208),
        dict(patch=16, size=128, image_width=208, eps=1e-5)),
    "timm-pe-lang": (
        partial(from_timm, "vit_pe_lang_large_patch14_448", num_classes=CLASSES),
        dict(patch=14, size=448, eps=1e-5, head="mean")),
    "timm-pe-spatial": (
        partial(from_timm, "vit_pe_spatial_small_patch16_512"),
        dict(patch=16, size=512, eps=1e-5)),
    "pe-core": (
        partial(perception, "vit_pe_core_base_patch16_224", 14),
        dict(patch=16, size=224, eps=1e-5)),
    "pe-spatial-gigantic": (
        partial(perception, "vit_pe_spatial_gigantic_patch14_448", 32),
        dict(patch=14, size=448, eps=1e-5, **NONE)),
    "dinov2-giant": (
        dinov2_giant, dict(patch=14, size=224, eps=1e-6, activation="silu")),
    "timm-dinov2-giant": (
        partial(from_timm, "vit_giant_patch14_reg4_dinov2", img_size=224),
        dict(patch=14, size=224, eps=1e-6, activation="silu")),
    "huggingface-dinov2-giant": (
        lambda: from_hugging_face(
            transformers.Dinov2Model,
            hugging_face_config(transformers.Dinov2Config, patch_size=14, use_swiglu_ffn=True),
            16),
        dict(patch=14, size=224, eps=1e-6, activation="silu")),
}
