#include "image_codecs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t place;
    int ended;  // giflib asked for bytes after the last one
    GifFileType *gif;
    int transparent;  // the index, or -1
} gif_reader;

// After the end one zero is given, which is the empty block that ends an image's data: the pixels
// may be whole without it. Everything else that reads it fails.
static int read_bytes(GifFileType *gif, GifByteType *into, int count) {
    gif_reader *reader = gif->UserData;
    const size_t left = reader->count - reader->place;
    if (left == 0 && count == 1) {
        reader->ended = 1;
        into[0] = 0;
        return 1;
    }
    if ((size_t)count > left) {
        reader->ended = 1;
        count = (int)left;
    }
    memcpy(into, reader->bytes + reader->place, (size_t)count);
    reader->place += (size_t)count;
    return count;
}

static image_codecs_status fail(const gif_reader *reader, int error, image_codecs_info *info) {
    const char *text = GifErrorString(error);
    image_codecs_status status = IMAGE_CODECS_CORRUPT;
    if (reader->ended) {
        text = "the bytes end before the image does";
        status = IMAGE_CODECS_TRUNCATED;
    } else if (error == D_GIF_ERR_NOT_ENOUGH_MEM) {
        status = IMAGE_CODECS_MEMORY;
    } else if (error == D_GIF_ERR_READ_FAILED) {
        // giflib's name for it would mislead: all bytes it asked for were there.
        text = "codes of more bits than the format allows";
    }
    snprintf(info->message, sizeof info->message, "%s", text ? text : "giflib's unnamed error");
    return status;
}

static void close_reader(gif_reader *reader) {
    int error = 0;
    if (reader->gif) DGifCloseFile(reader->gif, &error);
}

static int pass_extension(gif_reader *reader) {
    int code = 0;
    GifByteType *block = NULL;
    if (DGifGetExtension(reader->gif, &code, &block) == GIF_ERROR) return GIF_ERROR;
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4 && (block[1] & 1)) {
        reader->transparent = block[4];
    }
    while (block) {
        if (DGifGetExtensionNext(reader->gif, &block) == GIF_ERROR) return GIF_ERROR;
    }
    return GIF_OK;
}

// Up to the data of the first image.
static image_codecs_status open_reader(gif_reader *reader, const uint8_t *bytes, size_t count,
                                       image_codecs_info *info) {
    memset(reader, 0, sizeof *reader);
    info->message[0] = 0;
    reader->bytes = bytes;
    reader->count = count;
    reader->transparent = -1;
    int error = 0;
    reader->gif = DGifOpen(reader, read_bytes, &error);
    if (!reader->gif) return fail(reader, error, info);
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    while (type != IMAGE_DESC_RECORD_TYPE) {
        if (DGifGetRecordType(reader->gif, &type) == GIF_ERROR) {
            return fail(reader, reader->gif->Error, info);
        }
        if (type == TERMINATE_RECORD_TYPE) {
            snprintf(info->message, sizeof info->message, "there is no image in it");
            return IMAGE_CODECS_CORRUPT;
        }
        if (type == EXTENSION_RECORD_TYPE && pass_extension(reader) == GIF_ERROR) {
            return fail(reader, reader->gif->Error, info);
        }
    }
    if (DGifGetImageDesc(reader->gif) == GIF_ERROR) {
        return fail(reader, reader->gif->Error, info);
    }
    const GifImageDesc *frame = &reader->gif->Image;
    if (frame->Width <= 0 || frame->Height <= 0 || frame->Left < 0 || frame->Top < 0) {
        snprintf(info->message, sizeof info->message, "the first frame is empty");
        return IMAGE_CODECS_CORRUPT;
    }
    // A frame beyond the screen makes it larger.
    const int right = frame->Left + frame->Width, bottom = frame->Top + frame->Height;
    const int width = reader->gif->SWidth, height = reader->gif->SHeight;
    info->width = (uint32_t)(right > width ? right : width);
    info->height = (uint32_t)(bottom > height ? bottom : height);
    return IMAGE_CODECS_OK;
}

image_codecs_status image_codecs_gif_header(const uint8_t *bytes, size_t count,
                                            image_codecs_info *info) {
    gif_reader reader;
    const image_codecs_status status = open_reader(&reader, bytes, count, info);
    close_reader(&reader);
    return status;
}

// colors [256, 3]: those of the file, black beyond them; without a palette, or with one that
// changes nothing, an index is its grey.
static void fill_colors(const ColorMapObject *map, uint8_t *colors) {
    memset(colors, 0, 3 * 256);
    int is_grey = 1;
    for (int i = 0; map && i < map->ColorCount && i < 256; i++) {
        const GifColorType color = map->Colors[i];
        colors[3 * i] = color.Red;
        colors[3 * i + 1] = color.Green;
        colors[3 * i + 2] = color.Blue;
        is_grey = is_grey && color.Red == i && color.Green == i && color.Blue == i;
    }
    for (int i = 0; is_grey && i < 256; i++) memset(colors + 3 * i, i, 3);
}

static image_codecs_status read_rows(gif_reader *reader, uint8_t *rgb, image_codecs_info *info) {
    static const int starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
    const GifImageDesc *frame = &reader->gif->Image;
    uint8_t colors[3 * 256];
    fill_colors(frame->ColorMap ? frame->ColorMap : reader->gif->SColorMap, colors);
    // What no pixel covers has the transparent index, else the first one.
    const int background = reader->transparent < 0 ? 0 : reader->transparent;
    const size_t count = (size_t)info->width * info->height;
    for (size_t i = 0; i < count; i++) memcpy(rgb + 3 * i, colors + 3 * background, 3);
    GifPixelType *line = malloc((size_t)frame->Width);
    if (!line) {
        snprintf(info->message, sizeof info->message, "no memory for a row");
        return IMAGE_CODECS_MEMORY;
    }
    image_codecs_status status = IMAGE_CODECS_OK;
    for (int pass = 0; pass < (frame->Interlace ? 4 : 1); pass++) {
        int y = frame->Interlace ? starts[pass] : 0;
        const int step = frame->Interlace ? steps[pass] : 1;
        for (; y < frame->Height && status == IMAGE_CODECS_OK; y += step) {
            if (DGifGetLine(reader->gif, line, frame->Width) == GIF_ERROR) {
                status = fail(reader, reader->gif->Error, info);
                break;
            }
            uint8_t *out = rgb
                + 3 * ((size_t)(frame->Top + y) * info->width + (size_t)frame->Left);
            for (int x = 0; x < frame->Width; x++) memcpy(out + 3 * x, colors + 3 * line[x], 3);
        }
    }
    free(line);
    return status;
}

image_codecs_status image_codecs_gif_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                            image_codecs_info *info) {
    const uint32_t width = info->width, height = info->height;
    gif_reader reader;
    image_codecs_status status = open_reader(&reader, bytes, count, info);
    if (status == IMAGE_CODECS_OK && (info->width != width || info->height != height)) {
        snprintf(info->message, sizeof info->message, "the header changed its size");
        status = IMAGE_CODECS_CORRUPT;
    }
    if (status == IMAGE_CODECS_OK) status = read_rows(&reader, rgb, info);
    close_reader(&reader);
    return status;
}
