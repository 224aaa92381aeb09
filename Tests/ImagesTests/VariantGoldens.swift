// Written by Scripts/goldens/variants.py; not edited by hand.

struct GoldenMask: Sendable {
    let name: String
    let size: Int
    let patch: Int
    /// Object, x, y, width, height, painted in order.
    let rectangles: [[Int]]
    /// The patches that are more than 15 % object.
    let salient: [Int]
    let measured: [UInt8]
    let kept: [UInt8]
    let isMeasurable: Bool
}

let goldenMasks: [GoldenMask] = [
    GoldenMask(
        name: "exact", size: 100, patch: 10,
        rectangles: [
            [1, 0, 30, 30, 20],
            [2, 50, 20, 40, 20],
            [1, 0, 0, 5, 3],
            [1, 10, 0, 8, 2],
            [2, 20, 0, 10, 4],
            [1, 20, 4, 10, 4],
            [2, 30, 0, 10, 3],
            [2, 30, 3, 9, 1],
            [2, 40, 0, 10, 5],
            [1, 40, 5, 10, 4],
            [3, 50, 50, 14, 14],
            [4, 20, 60, 14, 14],
            [4, 34, 60, 1, 1],
        ],
        salient: [
            1, 2, 3, 4, 25, 26, 27, 28, 30, 31, 32, 35, 36, 37, 38, 40, 41, 42, 55, 56, 62, 63, 65,
            66, 72, 73,
        ],
        measured: [
            0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2,
            0, 1, 1, 1, 0, 0, 2, 2, 2, 2, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
        kept: [1, 2, 4],
        isMeasurable: true),
    GoldenMask(
        name: "few", size: 224, patch: 16,
        rectangles: [
            [4, 161, 209, 40, 15],
            [5, 189, 112, 29, 66],
            [3, 130, 98, 47, 40],
            [2, 139, 176, 58, 48],
            [1, 17, 107, 17, 29],
            [1, 111, 154, 11, 70],
            [4, 126, 85, 40, 26],
        ],
        salient: [
            78, 79, 80, 85, 92, 93, 94, 99, 106, 107, 108, 109, 110, 111, 113, 120, 121, 122, 123,
            124, 125, 133, 137, 138, 139, 147, 151, 152, 153, 161, 162, 163, 164, 165, 166, 175,
            176, 177, 178, 179, 180, 189, 190, 191, 192, 193, 194,
        ],
        measured: [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 4, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 3, 3, 0, 5, 5, 0, 1, 0, 0,
            0, 0, 0, 0, 3, 3, 3, 0, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 0, 0, 0, 0, 0,
            0, 0, 1, 0, 0, 0, 0, 5, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 1, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, 2, 0, 0,
        ],
        kept: [1, 2, 3, 4, 5],
        isMeasurable: true),
    GoldenMask(
        name: "many", size: 96, patch: 8,
        rectangles: [
            [4, 65, 52, 31, 17],
            [3, 63, 65, 16, 31],
            [3, 38, 48, 19, 37],
            [2, 17, 32, 20, 14],
            [1, 46, 33, 18, 37],
            [5, 46, 54, 8, 17],
            [6, 53, 23, 18, 36],
            [3, 24, 0, 36, 15],
            [5, 14, 0, 29, 34],
            [3, 86, 74, 10, 22],
            [3, 66, 27, 27, 27],
            [2, 52, 31, 20, 13],
            [6, 32, 80, 18, 8],
            [4, 52, 15, 26, 34],
        ],
        salient: [
            1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31, 32, 33, 37,
            38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 62, 63,
            64, 65, 66, 67, 68, 69, 70, 71, 76, 77, 78, 79, 80, 81, 82, 83, 88, 89, 90, 91, 92, 93,
            94, 95, 100, 101, 102, 103, 104, 105, 106, 107, 112, 113, 114, 115, 116, 117, 118, 119,
            124, 125, 126, 127, 128, 129, 130, 131, 140, 141, 142, 143,
        ],
        measured: [
            0, 0, 5, 5, 5, 3, 3, 3, 0, 0, 0, 0, 0, 0, 5, 5, 5, 3, 3, 3, 0, 0, 0, 0, 0, 0, 5, 5, 5,
            0, 4, 4, 4, 4, 0, 0, 0, 0, 5, 5, 5, 0, 4, 4, 4, 4, 3, 0, 0, 0, 2, 2, 2, 0, 4, 4, 4, 4,
            3, 3, 0, 0, 2, 2, 2, 0, 1, 4, 4, 4, 3, 3, 0, 0, 0, 0, 0, 3, 1, 6, 3, 3, 3, 3, 0, 0, 0,
            0, 0, 3, 5, 1, 4, 4, 4, 4, 0, 0, 0, 0, 0, 3, 5, 1, 3, 3, 4, 4, 0, 0, 0, 0, 0, 3, 3, 0,
            3, 3, 0, 3, 0, 0, 0, 0, 6, 6, 3, 0, 3, 3, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 0, 3,
        ],
        kept: [1, 2, 3, 4, 5, 6],
        isMeasurable: true),
    GoldenMask(
        name: "large", size: 160, patch: 32,
        rectangles: [
            [1, 106, 93, 11, 19],
            [4, 20, 135, 34, 25],
            [5, 108, 72, 25, 46],
            [5, 46, 15, 17, 39],
            [5, 142, 101, 18, 40],
            [6, 32, 18, 41, 54],
            [5, 110, 28, 50, 30],
            [2, 71, 101, 28, 27],
            [1, 77, 107, 53, 24],
        ],
        salient: [
            1, 6, 7, 8, 9, 11, 13, 17, 18, 19, 20, 21, 24,
        ],
        measured: [
            0, 6, 0, 0, 0, 0, 6, 0, 5, 5, 0, 0, 0, 5, 0, 0, 0, 0, 1, 5, 0, 4, 0, 0, 0,
        ],
        kept: [1, 4, 5, 6],
        isMeasurable: false),
]

struct GoldenVariant: Sendable {
    let mask: String
    let seed: UInt64
    let variant: String
    let dropped: [Int]
    let pixels: UInt64
    let objects: UInt64
}

/// The formula image and the mask after the patches are black.
let goldenVariants: [GoldenVariant] = [
    GoldenVariant(
        mask: "exact", seed: 0, variant: "random:0.2",
        dropped: [
            4, 7, 14, 22, 30, 34, 36, 43, 45, 57, 58, 59, 61, 74, 78, 80, 87, 88, 95, 97,
        ],
        pixels: 0x1E52_E9BB_0525_1515,
        objects: 0xD777_C98C_0EB2_F0BA),
    GoldenVariant(
        mask: "exact", seed: 81_985_529_216_486_895, variant: "salient:0.5",
        dropped: [
            1, 3, 4, 25, 27, 28, 35, 42, 56, 62, 63, 65, 73,
        ],
        pixels: 0x6E20_A7D4_7215_670D,
        objects: 0x7EBE_C9FD_777C_AABC),
    GoldenVariant(
        mask: "exact", seed: 163_971_058_432_973_790, variant: "background:0.37",
        dropped: [
            5, 6, 7, 8, 9, 11, 13, 18, 19, 20, 29, 33, 51, 54, 57, 58, 64, 69, 76, 77, 80, 83, 87,
            91, 92, 96, 98,
        ],
        pixels: 0xA5E9_04B0_CA7D_20D4,
        objects: 0x3A27_44BF_7425_431E),
    GoldenVariant(
        mask: "exact", seed: 245_956_587_649_460_685, variant: "object:dog:0.9",
        dropped: [
            1, 2, 4, 30, 31, 32, 41, 42, 55, 56, 65,
        ],
        pixels: 0xF520_1C40_C2E1_D395,
        objects: 0x8C65_5106_5EBA_51B2),
    GoldenVariant(
        mask: "exact", seed: 327_942_116_865_947_580, variant: "salient:1",
        dropped: [
            1, 2, 3, 4, 25, 26, 27, 28, 30, 31, 32, 35, 36, 37, 38, 40, 41, 42, 55, 56, 62, 63, 65,
            66, 72, 73,
        ],
        pixels: 0x40F0_EBEA_09A7_57BF,
        objects: 0xC435_E66C_61AF_A5E8),
    GoldenVariant(
        mask: "few", seed: 0, variant: "random:0.2",
        dropped: [
            7, 8, 12, 24, 36, 39, 40, 54, 66, 67, 69, 74, 76, 79, 83, 85, 96, 101, 104, 105, 108,
            114, 123, 134, 136, 142, 151, 152, 153, 167, 168, 170, 172, 173, 183, 184, 186, 187,
            190,
        ],
        pixels: 0xBF96_1232_025E_797D,
        objects: 0x62A3_FC74_E632_01E7),
    GoldenVariant(
        mask: "few", seed: 81_985_529_216_486_895, variant: "salient:0.5",
        dropped: [
            79, 85, 92, 94, 106, 107, 108, 111, 113, 120, 122, 133, 147, 153, 161, 162, 163, 165,
            175, 179, 189, 192, 194,
        ],
        pixels: 0x3373_24A1_7F81_E05F,
        objects: 0xBDA2_BB12_8A04_F7DB),
    GoldenVariant(
        mask: "few", seed: 163_971_058_432_973_790, variant: "background:0.37",
        dropped: [
            3, 5, 8, 10, 13, 16, 18, 20, 25, 27, 35, 41, 42, 47, 48, 51, 53, 57, 61, 62, 64, 65, 67,
            69, 72, 74, 84, 86, 91, 95, 96, 97, 98, 100, 114, 115, 117, 127, 128, 132, 134, 136,
            146, 148, 156, 157, 167, 170, 173, 181, 182, 184, 186, 187, 188,
        ],
        pixels: 0x4CF8_AD5A_69BC_7F4C,
        objects: 0x8C35_696A_3BF9_DDB8),
    GoldenVariant(
        mask: "few", seed: 245_956_587_649_460_685, variant: "object:dog:0.9",
        dropped: [
            85, 99, 106, 107, 108, 113, 120, 121, 122, 133, 147, 161, 189,
        ],
        pixels: 0x8661_96E3_F743_04D2,
        objects: 0xFA65_AB14_A3EF_10D7),
    GoldenVariant(
        mask: "few", seed: 327_942_116_865_947_580, variant: "salient:1",
        dropped: [
            78, 79, 80, 85, 92, 93, 94, 99, 106, 107, 108, 109, 110, 111, 113, 120, 121, 122, 123,
            124, 125, 133, 137, 138, 139, 147, 151, 152, 153, 161, 162, 163, 164, 165, 166, 175,
            176, 177, 178, 179, 180, 189, 190, 191, 192, 193, 194,
        ],
        pixels: 0xBCFE_03EF_8846_22D8,
        objects: 0x7DC9_AD3A_6006_0E87),
    GoldenVariant(
        mask: "many", seed: 0, variant: "random:0.2",
        dropped: [
            0, 1, 5, 7, 12, 18, 29, 41, 43, 50, 56, 62, 63, 74, 78, 81, 85, 93, 102, 106, 112, 114,
            124, 126, 127, 135, 137, 139,
        ],
        pixels: 0xBF5F_04BB_8CB8_01BA,
        objects: 0x1CE2_3C01_BD1E_BDC9),
    GoldenVariant(
        mask: "many", seed: 81_985_529_216_486_895, variant: "salient:0.5",
        dropped: [
            1, 4, 5, 13, 14, 15, 17, 18, 25, 27, 28, 30, 33, 37, 38, 41, 43, 44, 46, 51, 52, 53, 55,
            65, 67, 68, 69, 76, 77, 79, 81, 82, 83, 89, 91, 92, 95, 100, 102, 104, 113, 114, 115,
            116, 117, 119, 124, 128, 141,
        ],
        pixels: 0xD776_AE38_31E4_A691,
        objects: 0x66D7_BC50_9E7C_C0A2),
    GoldenVariant(
        mask: "many", seed: 163_971_058_432_973_790, variant: "background:0.37",
        dropped: [
            8, 10, 12, 20, 21, 23, 24, 36, 49, 87, 109, 111, 120, 133, 137, 138, 139,
        ],
        pixels: 0xF86E_C907_E7E1_1B6C,
        objects: 0xC8D4_737A_2062_0E51),
    GoldenVariant(
        mask: "many", seed: 245_956_587_649_460_685, variant: "object:dog:0.9",
        dropped: [
            5, 6, 7, 17, 18, 19, 45, 46, 47, 53, 57, 58, 59, 65, 66, 70, 71, 76, 77, 78, 80, 81, 82,
            83, 88, 89, 90, 91, 100, 101, 102, 103, 104, 105, 112, 113, 114, 115, 116, 117, 118,
            126, 127, 128, 130, 141, 142, 143,
        ],
        pixels: 0x4404_B7FC_44B9_AE21,
        objects: 0x6920_D571_70F4_D02B),
    GoldenVariant(
        mask: "many", seed: 327_942_116_865_947_580, variant: "salient:1",
        dropped: [
            1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31, 32, 33, 37,
            38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 62, 63,
            64, 65, 66, 67, 68, 69, 70, 71, 76, 77, 78, 79, 80, 81, 82, 83, 88, 89, 90, 91, 92, 93,
            94, 95, 100, 101, 102, 103, 104, 105, 106, 107, 112, 113, 114, 115, 116, 117, 118, 119,
            124, 125, 126, 127, 128, 129, 130, 131, 140, 141, 142, 143,
        ],
        pixels: 0xB64A_1B9E_D3DA_302D,
        objects: 0x0B15_923F_8514_4309),
    GoldenVariant(
        mask: "large", seed: 0, variant: "random:0.2",
        dropped: [
            2, 6, 11, 22, 24,
        ],
        pixels: 0xE30B_045C_96E0_9609,
        objects: 0xA63F_2712_8575_B763),
    GoldenVariant(
        mask: "large", seed: 81_985_529_216_486_895, variant: "salient:0.5",
        dropped: [
            6, 7, 9, 11, 19, 21,
        ],
        pixels: 0xC1F0_DF12_F21C_D50E,
        objects: 0x2C35_2CC2_F78F_FDD0),
    GoldenVariant(
        mask: "large", seed: 163_971_058_432_973_790, variant: "background:0.37",
        dropped: [
            0, 2, 16, 23,
        ],
        pixels: 0x2D95_CA6A_36B8_F226,
        objects: 0xE86B_1ADC_23E2_CA1E),
    GoldenVariant(
        mask: "large", seed: 245_956_587_649_460_685, variant: "object:dog:0.9",
        dropped: [
            17
        ],
        pixels: 0x5923_C8E9_6F5D_ABEF,
        objects: 0xF13F_F7B2_58B6_F423),
    GoldenVariant(
        mask: "large", seed: 327_942_116_865_947_580, variant: "salient:1",
        dropped: [
            1, 6, 7, 8, 9, 11, 13, 17, 18, 19, 20, 21, 24,
        ],
        pixels: 0x7E93_D20D_A6A9_ACF2,
        objects: 0x9A1D_B636_F068_0620),
]

struct GoldenShuffle: Sendable {
    let grid: Int
    let seed: UInt64
    let order: [Int]
    let pixels: UInt64
    let objects: UInt64
}

/// Of the formula image and the mask "few".
let goldenShuffles: [GoldenShuffle] = [
    GoldenShuffle(
        grid: 2, seed: 0,
        order: [
            3, 2, 1, 0,
        ],
        pixels: 0x572D_15BF_94BF_7CCA,
        objects: 0x9BA3_84FC_FCF1_5CA2),
    GoldenShuffle(
        grid: 3, seed: 1,
        order: [
            5, 6, 8, 0, 1, 2, 3, 4, 7,
        ],
        pixels: 0x831F_E885_CDFA_7B0A,
        objects: 0xCE07_C08B_9E57_6ED2),
    GoldenShuffle(
        grid: 4, seed: 5,
        order: [
            6, 12, 5, 4, 0, 9, 15, 11, 7, 13, 1, 8, 3, 14, 10, 2,
        ],
        pixels: 0x4B5C_F99F_FCD4_5E3A,
        objects: 0x52FB_68C6_5EBD_DDC2),
    GoldenShuffle(
        grid: 5, seed: 9,
        order: [
            17, 19, 8, 20, 9, 7, 18, 24, 11, 21, 6, 14, 5, 15, 22, 23, 4, 10, 2, 13, 1, 16, 3, 0,
            12,
        ],
        pixels: 0x0D30_DAC7_8349_76FB,
        objects: 0x6325_8C1C_95C9_45D6),
    GoldenShuffle(
        grid: 14, seed: 77,
        order: [
            75, 97, 108, 41, 156, 84, 177, 90, 5, 131, 87, 85, 160, 132, 83, 38, 11, 51, 113, 136,
            49, 119, 25, 96, 88, 52, 63, 55, 18, 89, 20, 150, 95, 176, 159, 61, 74, 15, 79, 122, 66,
            48, 57, 81, 103, 125, 33, 106, 82, 91, 188, 163, 60, 141, 22, 13, 167, 77, 99, 170, 19,
            148, 46, 185, 133, 34, 3, 44, 120, 145, 116, 76, 14, 58, 26, 162, 110, 117, 69, 29, 70,
            152, 140, 134, 180, 183, 147, 153, 16, 191, 23, 43, 187, 105, 112, 78, 189, 42, 190,
            184, 31, 123, 56, 7, 115, 161, 109, 94, 28, 195, 40, 165, 45, 171, 54, 127, 129, 17,
            149, 154, 73, 6, 130, 62, 100, 173, 157, 67, 193, 144, 192, 10, 194, 111, 137, 0, 164,
            128, 124, 138, 182, 101, 1, 12, 59, 64, 32, 155, 35, 36, 53, 174, 175, 86, 146, 27, 178,
            179, 21, 30, 8, 2, 126, 169, 158, 72, 143, 104, 114, 107, 121, 93, 181, 118, 98, 172,
            71, 168, 39, 9, 47, 151, 4, 92, 135, 37, 142, 24, 186, 166, 102, 68, 139, 65, 50, 80,
        ],
        pixels: 0x1903_D617_427D_F7EA,
        objects: 0x60CB_1A3A_3AC1_BF66),
]

struct GoldenMosaic: Sendable {
    let grid: Int
    let size: Int
    let pixels: UInt64
    let objects: UInt64
    let names: [String]
}

/// Formula images of 40 + 31 i by 90 - 7 i pixels with the mask "many" cut to them,
/// but for those where i is a multiple of 3.
let goldenMosaics: [GoldenMosaic] = [
    GoldenMosaic(
        grid: 2, size: 64,
        pixels: 0x6247_5825_F9C2_7881, objects: 0xF7E4_A41C_6FAE_87F1,
        names: [
            "dog", "cat", "dog", "bird", "cat", "hat stand", "dog", "cat", "dog", "bird", "cat",
            "hat stand",
        ]),
    GoldenMosaic(
        grid: 2, size: 75,
        pixels: 0xE44D_A820_6162_273A, objects: 0x9DCF_899C_2E30_3396,
        names: [
            "dog", "cat", "dog", "bird", "cat", "hat stand", "dog", "cat", "dog", "bird", "cat",
            "hat stand",
        ]),
    GoldenMosaic(
        grid: 3, size: 64,
        pixels: 0x887B_94ED_4956_2D44, objects: 0xF558_FA82_1573_C6E4,
        names: [
            "dog", "cat", "dog", "bird", "cat", "hat stand", "dog", "cat", "dog", "bird", "cat",
            "hat stand", "dog", "cat", "dog", "bird", "cat", "hat stand", "dog", "cat", "dog",
            "bird", "cat", "hat stand", "cat", "dog", "bird", "cat", "dog", "bird", "cat",
        ]),
]
