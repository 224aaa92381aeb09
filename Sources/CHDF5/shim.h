// HDF5 hides calls and casts behind macros, which Swift does not import: one function each.
#include <hdf5.h>

static inline hid_t vitrine_h5t_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t vitrine_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t vitrine_h5t_ieee_f32le(void) { return H5T_IEEE_F32LE; }
static inline hid_t vitrine_h5t_ieee_f64le(void) { return H5T_IEEE_F64LE; }
static inline hid_t vitrine_h5t_std_u8le(void) { return H5T_STD_U8LE; }
static inline hid_t vitrine_h5t_std_i8le(void) { return H5T_STD_I8LE; }
static inline hid_t vitrine_h5t_std_i16le(void) { return H5T_STD_I16LE; }
static inline hid_t vitrine_h5t_std_i32le(void) { return H5T_STD_I32LE; }
static inline hid_t vitrine_h5t_std_u32le(void) { return H5T_STD_U32LE; }
static inline hid_t vitrine_h5t_std_i64le(void) { return H5T_STD_I64LE; }
static inline hid_t vitrine_h5t_c_s1(void) { return H5T_C_S1; }
static inline hid_t vitrine_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t vitrine_h5p_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t vitrine_h5p_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t vitrine_h5p_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t vitrine_h5p_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t vitrine_h5p_link_create(void) { return H5P_LINK_CREATE; }
static inline hsize_t vitrine_h5s_unlimited(void) { return H5S_UNLIMITED; }
static inline size_t vitrine_h5t_variable(void) { return H5T_VARIABLE; }
static inline unsigned vitrine_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned vitrine_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline unsigned vitrine_h5f_acc_rdwr(void) { return H5F_ACC_RDWR; }
static inline unsigned vitrine_h5f_obj_all(void) { return H5F_OBJ_ALL; }
static inline H5F_libver_t vitrine_h5f_libver_earliest(void) { return H5F_LIBVER_EARLIEST; }
static inline H5F_libver_t vitrine_h5f_libver_v110(void) { return H5F_LIBVER_V110; }

static inline unsigned vitrine_h5o_info_basic(void) { return H5O_INFO_BASIC; }

/// Copies the description of the innermost error into `text` (the rest of the stack is context).
static inline herr_t vitrine_h5e_copy(unsigned n, const H5E_error2_t *error, void *text) {
    if (n == 0 && error->desc) {
        char *out = (char *)text;
        size_t i = 0;
        for (; i < 255 && error->desc[i]; i++) out[i] = error->desc[i];
        out[i] = 0;
    }
    return 0;
}

/// The innermost message of this thread's error stack, at most 255 bytes, and an empty stack.
static inline void vitrine_h5e_take(char text[256]) {
    text[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, vitrine_h5e_copy, text);
    H5Eclear2(H5E_DEFAULT);
}

/// Errors are values here: the library prints nothing of its own. Holds for the calling thread.
static inline void vitrine_h5e_quiet(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/// The references of variable-length elements as they lie in the file (length, heap address,
/// index: 16 bytes), copied as they are. The library reads a damaged heap beyond its end.
static herr_t vitrine_copy_references(hid_t source, hid_t target, H5T_cdata_t *data, size_t count,
                                      size_t stride, size_t background_stride, void *elements,
                                      void *background, hid_t plist) {
    (void)count, (void)stride, (void)background_stride;
    (void)elements, (void)background, (void)plist;
    if (data->command != H5T_CONV_INIT) return 0;
    data->need_bkg = H5T_BKG_NO;
    return H5Tget_size(source) == 16 && H5Tget_size(target) == 16 ? 0 : -1;
}

/// Has the library show variable-length elements, texts among them, as opaque ones of 16 bytes.
static inline herr_t vitrine_register_references(void) {
    hid_t variable = H5Tvlen_create(H5T_STD_U8LE);
    hid_t opaque = H5Tcreate(H5T_OPAQUE, 16);
    herr_t code = H5Tregister(H5T_PERS_SOFT, "references", variable, opaque,
                              vitrine_copy_references);
    H5Tclose(variable);
    H5Tclose(opaque);
    return code;
}
