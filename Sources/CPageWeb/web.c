#include "page_web.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Every file of Sources/Page/Web is embedded here and listed below; PageTests compare the two.

static const unsigned char about_js[] = {
#embed "../Page/Web/about.js"
};
static const unsigned char address_js[] = {
#embed "../Page/Web/address.js"
};
static const unsigned char appearance_js[] = {
#embed "../Page/Web/appearance.js"
};
static const unsigned char card_js[] = {
#embed "../Page/Web/card.js"
};
static const unsigned char categories_js[] = {
#embed "../Page/Web/categories.js"
};
static const unsigned char chunks_js[] = {
#embed "../Page/Web/chunks.js"
};
static const unsigned char collection_js[] = {
#embed "../Page/Web/collection.js"
};
static const unsigned char colors_js[] = {
#embed "../Page/Web/colors.js"
};
static const unsigned char column_js[] = {
#embed "../Page/Web/column.js"
};
static const unsigned char controls_js[] = {
#embed "../Page/Web/controls.js"
};
static const unsigned char decisions_js[] = {
#embed "../Page/Web/decisions.js"
};
static const unsigned char details_js[] = {
#embed "../Page/Web/details.js"
};
static const unsigned char download_js[] = {
#embed "../Page/Web/download.js"
};
static const unsigned char drawing_js[] = {
#embed "../Page/Web/drawing.js"
};
static const unsigned char drawnorder_js[] = {
#embed "../Page/Web/drawnorder.js"
};
static const unsigned char element_js[] = {
#embed "../Page/Web/element.js"
};
static const unsigned char exploration_js[] = {
#embed "../Page/Web/exploration.js"
};
static const unsigned char explorer_js[] = {
#embed "../Page/Web/explorer.js"
};
static const unsigned char filters_js[] = {
#embed "../Page/Web/filters.js"
};
static const unsigned char findings_js[] = {
#embed "../Page/Web/findings.js"
};
static const unsigned char gallery_js[] = {
#embed "../Page/Web/gallery.js"
};
static const unsigned char grid_js[] = {
#embed "../Page/Web/grid.js"
};
static const unsigned char hits_js[] = {
#embed "../Page/Web/hits.js"
};
static const unsigned char inside_js[] = {
#embed "../Page/Web/inside.js"
};
static const unsigned char items_js[] = {
#embed "../Page/Web/items.js"
};
static const unsigned char keys_js[] = {
#embed "../Page/Web/keys.js"
};
static const unsigned char layers_js[] = {
#embed "../Page/Web/layers.js"
};
static const unsigned char legend_js[] = {
#embed "../Page/Web/legend.js"
};
static const unsigned char main_js[] = {
#embed "../Page/Web/main.js"
};
static const unsigned char overlay_js[] = {
#embed "../Page/Web/overlay.js"
};
static const unsigned char pace_js[] = {
#embed "../Page/Web/pace.js"
};
static const unsigned char page_css[] = {
#embed "../Page/Web/page.css"
};
static const unsigned char page_html[] = {
#embed "../Page/Web/page.html"
};
static const unsigned char pane_js[] = {
#embed "../Page/Web/pane.js"
};
static const unsigned char pointcanvas_js[] = {
#embed "../Page/Web/pointcanvas.js"
};
static const unsigned char pointer_js[] = {
#embed "../Page/Web/pointer.js"
};
static const unsigned char pointgl_js[] = {
#embed "../Page/Web/pointgl.js"
};
static const unsigned char records_js[] = {
#embed "../Page/Web/records.js"
};
static const unsigned char requests_js[] = {
#embed "../Page/Web/requests.js"
};
static const unsigned char review_js[] = {
#embed "../Page/Web/review.js"
};
static const unsigned char rowset_js[] = {
#embed "../Page/Web/rowset.js"
};
static const unsigned char search_js[] = {
#embed "../Page/Web/search.js"
};
static const unsigned char server_js[] = {
#embed "../Page/Web/server.js"
};
static const unsigned char signal_js[] = {
#embed "../Page/Web/signal.js"
};
static const unsigned char squares_js[] = {
#embed "../Page/Web/squares.js"
};
static const unsigned char table_js[] = {
#embed "../Page/Web/table.js"
};
static const unsigned char tabs_js[] = {
#embed "../Page/Web/tabs.js"
};
static const unsigned char thumbnails_js[] = {
#embed "../Page/Web/thumbnails.js"
};
static const unsigned char tile_js[] = {
#embed "../Page/Web/tile.js"
};
static const unsigned char tiles_js[] = {
#embed "../Page/Web/tiles.js"
};
static const unsigned char units_js[] = {
#embed "../Page/Web/units.js"
};
static const unsigned char viewport_js[] = {
#embed "../Page/Web/viewport.js"
};
static const unsigned char wholelayout_js[] = {
#embed "../Page/Web/wholelayout.js"
};
static const unsigned char words_js[] = {
#embed "../Page/Web/words.js"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct page_web_file files[] = {
    FILE("about.js", about_js),
    FILE("address.js", address_js),
    FILE("appearance.js", appearance_js),
    FILE("card.js", card_js),
    FILE("categories.js", categories_js),
    FILE("chunks.js", chunks_js),
    FILE("collection.js", collection_js),
    FILE("colors.js", colors_js),
    FILE("column.js", column_js),
    FILE("controls.js", controls_js),
    FILE("decisions.js", decisions_js),
    FILE("details.js", details_js),
    FILE("download.js", download_js),
    FILE("drawing.js", drawing_js),
    FILE("drawnorder.js", drawnorder_js),
    FILE("element.js", element_js),
    FILE("exploration.js", exploration_js),
    FILE("explorer.js", explorer_js),
    FILE("filters.js", filters_js),
    FILE("findings.js", findings_js),
    FILE("gallery.js", gallery_js),
    FILE("grid.js", grid_js),
    FILE("hits.js", hits_js),
    FILE("inside.js", inside_js),
    FILE("items.js", items_js),
    FILE("keys.js", keys_js),
    FILE("layers.js", layers_js),
    FILE("legend.js", legend_js),
    FILE("main.js", main_js),
    FILE("overlay.js", overlay_js),
    FILE("pace.js", pace_js),
    FILE("page.css", page_css),
    FILE("page.html", page_html),
    FILE("pane.js", pane_js),
    FILE("pointcanvas.js", pointcanvas_js),
    FILE("pointer.js", pointer_js),
    FILE("pointgl.js", pointgl_js),
    FILE("records.js", records_js),
    FILE("requests.js", requests_js),
    FILE("review.js", review_js),
    FILE("rowset.js", rowset_js),
    FILE("search.js", search_js),
    FILE("server.js", server_js),
    FILE("signal.js", signal_js),
    FILE("squares.js", squares_js),
    FILE("table.js", table_js),
    FILE("tabs.js", tabs_js),
    FILE("thumbnails.js", thumbnails_js),
    FILE("tile.js", tile_js),
    FILE("tiles.js", tiles_js),
    FILE("units.js", units_js),
    FILE("viewport.js", viewport_js),
    FILE("wholelayout.js", wholelayout_js),
    FILE("words.js", words_js),
};

size_t page_web_count(void) { return sizeof files / sizeof files[0]; }

const struct page_web_file *page_web_at(size_t index) { return &files[index]; }
