#include "image_codecs.h"

#include <stdio.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

static image_codecs_status status_of(VP8StatusCode code, image_codecs_info *info) {
    const char *text = "libwebp found the bytes to be damaged";
    image_codecs_status status = IMAGE_CODECS_CORRUPT;
    switch (code) {
        case VP8_STATUS_OK:
            info->message[0] = 0;
            return IMAGE_CODECS_OK;
        case VP8_STATUS_OUT_OF_MEMORY:
            text = "no memory for libwebp";
            status = IMAGE_CODECS_MEMORY;
            break;
        case VP8_STATUS_SUSPENDED:
        case VP8_STATUS_NOT_ENOUGH_DATA:
            text = "the bytes end before the image does";
            status = IMAGE_CODECS_TRUNCATED;
            break;
        case VP8_STATUS_UNSUPPORTED_FEATURE:
            text = "libwebp does not read this kind";
            status = IMAGE_CODECS_UNSUPPORTED;
            break;
        default:
            break;
    }
    snprintf(info->message, sizeof info->message, "%s", text);
    return status;
}

// Decodes into the rows of `rgb` that begin at `rgb` and are `stride` bytes apart.
static VP8StatusCode decode_into(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t size,
                                 uint32_t stride) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return VP8_STATUS_INVALID_PARAM;
    config.output.colorspace = MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = rgb;
    config.output.u.RGBA.stride = (int)stride;
    config.output.u.RGBA.size = size;
    const VP8StatusCode code = WebPDecode(bytes, count, &config);
    WebPFreeDecBuffer(&config.output);
    return code;
}

image_codecs_status image_codecs_webp_header(const uint8_t *bytes, size_t count,
                                             image_codecs_info *info) {
    WebPBitstreamFeatures features;
    const VP8StatusCode code = WebPGetFeatures(bytes, count, &features);
    if (code == VP8_STATUS_OK) {
        info->width = (uint32_t)features.width;
        info->height = (uint32_t)features.height;
    }
    return status_of(code, info);
}

static image_codecs_status decode_first_frame(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                              image_codecs_info *info) {
    const WebPData data = {bytes, count};
    WebPDemuxState state;
    WebPDemuxer *demuxer = WebPDemuxPartial(&data, &state);
    if (!demuxer || state == WEBP_DEMUX_PARSE_ERROR) {
        WebPDemuxDelete(demuxer);
        return status_of(VP8_STATUS_BITSTREAM_ERROR, info);
    }
    VP8StatusCode code = VP8_STATUS_NOT_ENOUGH_DATA;
    WebPIterator frame;
    if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
        const size_t size = (size_t)info->width * info->height * 3;
        const size_t x = (size_t)frame.x_offset, y = (size_t)frame.y_offset;
        const int fits = frame.x_offset >= 0 && frame.y_offset >= 0 && frame.width > 0
            && frame.height > 0 && x + (size_t)frame.width <= info->width
            && y + (size_t)frame.height <= info->height;
        if (!fits) {
            code = VP8_STATUS_BITSTREAM_ERROR;
        } else if (frame.complete) {
            // A frame smaller than the canvas stands on transparent black.
            const size_t offset = (y * info->width + x) * 3;
            memset(rgb, 0, size);
            code = decode_into(frame.fragment.bytes, frame.fragment.size, rgb + offset,
                               size - offset, info->width * 3);
        }
        WebPDemuxReleaseIterator(&frame);
    }
    WebPDemuxDelete(demuxer);
    return status_of(code, info);
}

image_codecs_status image_codecs_webp_decode(const uint8_t *bytes, size_t count, uint8_t *rgb,
                                             image_codecs_info *info) {
    WebPBitstreamFeatures features;
    VP8StatusCode code = WebPGetFeatures(bytes, count, &features);
    if (code != VP8_STATUS_OK) return status_of(code, info);
    if (features.has_animation) return decode_first_frame(bytes, count, rgb, info);
    const size_t size = (size_t)info->width * info->height * 3;
    return status_of(decode_into(bytes, count, rgb, size, info->width * 3), info);
}
