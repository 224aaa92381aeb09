import Dense
import Foundation
import ProgramRunner
import Store
import Testing
import Tokens

@testable import Reduce

/// Colours, logit lens and objects of patches, from `extract` through `reduce` to `plot` and
/// `search`.
@Suite("Patches, from extract to plot") struct PatchResultTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(
        _ program: String, _ arguments: [String], code: Int32 = 0
    ) throws -> Finished {
        let result = try runProgram(program, arguments)
        #expect(result.code == code, "\(program): \(result.errors)")
        return result
    }

    /// A store of drawings with masks, two of them in full, and its map with objects.
    private func map(_ options: [String] = []) throws -> Reduction {
        let images = try copyImages(labels: ["cat", "together"], count: 8, to: folder)
        _ = try run(
            "extract",
            [images, folder.file("out.h5"), "--explain", "cat-01,cat-and-dog-02", "--quiet"]
                + options)
        _ = try run(
            "reduce",
            [
                "--layer", "11", folder.file("out.h5"), "-o", folder.file("tsne.h5"), "--segment",
                "--quiet",
            ])
        return try ReductionReader.read(folder.file("tsne.h5"))
    }

    @Test("Otsu's threshold separates two groups and lies between two numbers")
    func threshold() {
        #expect(otsuThreshold([1, 2, 1.5, 9, 10, 9.5]) == 5.5)
        #expect(otsuThreshold([4, 4]) == 0)
        #expect(otsuThreshold([]) == 0)
    }

    @Test("Foreground, lens and objects are those of the stored tokens and masks")
    func results() throws {
        let map = try map()
        let colors = map.audits.patchColors
        #expect(colors.map(\.layer) == ["11", "0", "4", "6", "8", "final"])
        let places = map.explained.rowPlaces
        for layer in colors {
            #expect(layer.masked == 2)
            for place in places {
                let objects = map.explained[place].objects.map { $0 > 0 }
                #expect(layer.isForeground[place] == objects)
            }
        }
        let lens = try #require(map.audits.lens)
        let last = try #require(lens.rows.last)
        #expect(last.layer == "final" && last.agreement == 1)
        #expect(abs(lens.rows.map(\.appears).reduce(0, +) - 1) < 1e-12)
        #expect(lens.rows.allSatisfy { $0.images == 16 && $0.patchImages == 16 })
        for place in places {
            let image = try #require(lens.images[place])
            #expect(image.tokenClasses.last == image.predicted)
            #expect(image.probabilities.rows == lens.rows.count)
        }

        let objects = try #require(map.audits.segmentation)
        #expect(objects.classes.first == "background" && objects.classes.contains("cat"))
        #expect(objects.masked == 16 && objects.rows.count == 16)
        var (hits, all) = (0, 0)
        for (found, truth) in zip(objects.objects, objects.truth) where truth >= 0 {
            hits += found == truth ? 1 : 0
            all += 1
        }
        #expect(objects.accuracy == Double(hits) / Double(all))
        let known = objects.table.filter { $0.patches > 0 }.map(\.iou)
        #expect(abs(objects.meanIoU - known.reduce(0, +) / Double(known.count)) < 1e-12)
        #expect((objects.low...objects.high).contains(objects.meanIoU))
        // Drawings on plain grounds are no hard case.
        #expect(objects.accuracy > 0.8, "\(objects.accuracy)")
    }

    @Test("The figures are drawn, and wrong choices are refused with the right ones")
    func figures() throws {
        _ = try map()
        let (tsne, figures) = (folder.file("tsne.h5"), folder.file("figures"))
        let kinds = "pca-rgb,similarity,correspondences,logit-lens,segmentation"
        _ = try run("plot", [tsne, "-o", figures, "--figure", kinds])
        let names = try Set(FileManager.default.contentsOfDirectory(atPath: figures))
        for name in [
            "pca-rgb", "pca-rgb-foreground", "logit-lens", "logit-lens-maps", "segmentation",
            "similarity-cat-01",
        ] { #expect(names.contains(name + ".png"), "\(names)") }
        #expect(names.contains { $0.hasPrefix("correspondences-cat-01-") })
        func plot(_ options: [String], _ code: Int32 = 0) throws -> String {
            try run("plot", [tsne, "-o", figures] + options, code: code).errors
        }
        // Any image of the store, not only those in full.
        _ = try plot([
            "--figure", "similarity,correspondences", "--image", "cat-03", "--patch", "7,5",
            "--with", "cat-04,cat-05", "--interpolation", "nearest",
        ])
        #expect(
            try plot(["--figure", "similarity", "--image", "mouse"], 64).contains("mouse"))
        #expect(
            try plot(["--figure", "similarity", "--patch", "14,0"], 64).contains("row"))
        #expect(
            try plot(["--figure", "correspondences", "--with", "nobody"], 64).contains("--with"))
        #expect(
            try plot(["--figure", "pca-rgb", "--layers", "1"], 64).contains("--layers"))
        // Without the file of embeddings the rest is drawn.
        try FileManager.default.moveItem(
            atPath: folder.file("out.h5"), toPath: folder.file("moved.h5"))
        #expect(try plot(["--figure", "similarity"], 2).contains("does not exist"))
    }

    @Test("search draws the answers to a patch")
    func searched() throws {
        _ = try map()
        let store = folder.file("out.h5")
        for drawing in ["similarity", "correspondences"] {
            let result = try run(
                "search",
                [
                    store, "cat-01", "--patch", "7,7", "--draw", drawing, "-o",
                    folder.file(drawing + ".png"), "-k", "5",
                ])
            #expect(result.errors.contains("by layer"), "\(result.errors)")
        }
        _ = try run("search", [store, "cat-01", "--draw", "similarity", "-o", "none"], code: 64)
    }

    @Test("A few masks give objects to images without, in a part of a file with borders")
    func fewMasks() throws {
        let images = try copyImages(labels: ["cat", "dog"], count: 14, to: folder)
        let masks = folder.file("masks")
        for label in ["cat", "dog"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(masks)/\(label)")
            where !name.hasSuffix("1.png") && !name.hasSuffix("2.png") {
                try FileManager.default.removeItem(atPath: "\(masks)/\(label)/\(name)")
            }
        }
        let (store, tsne) = (folder.file("out.h5"), folder.file("tsne.h5"))
        _ = try run(
            "extract", [images, store, "--pad", "--explain", "cat-03,dog-04,dog-05", "--quiet"])
        let list = folder.file("list.txt")
        try "cat/cat-04.jpg\ndog/dog-01.jpg\n".write(
            toFile: list, atomically: true, encoding: .utf8)
        _ = try run(
            "reduce",
            ["--layer", "11", store, "-o", tsne, "--segment", "--except", list, "--quiet"])
        let map = try ReductionReader.read(tsne)
        let reader = try EmbeddingReader(store)
        let parent = try #require(map.parentRows)
        let result = try #require(map.audits.segmentation)
        let patches = map.model.patches
        #expect(result.rows.map { Int($0) } == Array(0..<26))
        #expect(
            result.masked
                == result.rows.indices.count { index in
                    result.truth[index * patches..<(index + 1) * patches].contains { $0 > 0 }
                })
        #expect((2...7).contains(result.masked), "\(result.masked)")
        var foundWithoutMask = 0
        for (index, row) in result.rows.enumerated() {
            let picture = try reader.picture(row: parent[Int(row)])
            let objects = try #require(try reader.objects(row: parent[Int(row)])).patches
            let isMasked = objects.contains { $0 > 0 }
            for patch in 0..<patches {
                let place = index * patches + patch
                let isShown = picture.contains(patch, in: map.model.grid)
                #expect((result.objects[place] >= 0) == isShown)
                #expect((result.truth[place] >= 0) == (isShown && isMasked))
                if isMasked && isShown {
                    #expect((result.truth[place] > 0) == (objects[patch] > 0))
                }
                if !isMasked && result.objects[place] > 0 { foundWithoutMask += 1 }
            }
        }
        #expect(foundWithoutMask > 100, "\(foundWithoutMask)")
        // No image in full has a mask: the foreground is one side of the first component, which
        // lies away from the edges and never in the border.
        for layer in map.audits.patchColors {
            #expect(layer.masked == 0)
            for (place, isForeground) in layer.isForeground {
                // An image without a border has no area of its own.
                let picture = map.explained[place].picture ?? PictureArea(all: map.model.grid)
                let front = isForeground.indices.filter { isForeground[$0] }
                #expect(front.allSatisfy { picture.contains($0, in: map.model.grid) })
            }
        }
        _ = try run(
            "plot",
            [
                tsne, "-o", folder.file("figures"), "--figure",
                "pca-rgb,similarity,correspondences,logit-lens,segmentation", "--format", "svg",
            ])
    }

    @Test("One image with a mask and no other has nothing to take objects from")
    func oneMask() throws {
        let images = try copyImages(labels: ["cat"], count: 1, to: folder)
        let (store, tsne) = (folder.file("out.h5"), folder.file("tsne.h5"))
        _ = try run("extract", [images, store, "--quiet"])
        let result = try run(
            "reduce", ["--layer", "final", store, "-o", tsne, "--segment"])
        #expect(result.errors.contains("skipped  objects"), "\(result.errors)")
        #expect(try ReductionReader.read(tsne).audits.segmentation == nil)
        let drawn = try run("plot", [tsne, "-o", folder.file("figures")])
        #expect(drawn.errors.contains("wrote"))
    }

    @Test("A damaged file of embeddings beside the map costs its own figures alone")
    func damaged() throws {
        _ = try map()
        try Data("no store".utf8).write(to: URL(fileURLWithPath: folder.file("out.h5")))
        let drawn = try run("plot", [folder.file("tsne.h5"), "-o", folder.file("figures")])
        #expect(drawn.errors.contains("similarity"), "\(drawn.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("figures"))
        #expect(names.contains("pca-rgb.png") && names.contains("map.html"))
        #expect(!names.contains { $0.hasPrefix("similarity") })
    }

    @Test("--segment without masks, or without patches, is refused")
    func refusals() throws {
        let images = try copyImages(labels: ["cat"], count: 12, to: folder)
        for (options, words) in [
            (["--masks", "none"], "--masks"), (["--tokens", "class"], "--tokens"),
        ] {
            _ = try run(
                "extract", [images, folder.file("a.h5"), "--overwrite", "--quiet"] + options)
            let result = try run(
                "reduce",
                ["--layer", "final", folder.file("a.h5"), "-o", folder.file("m.h5"), "--segment"],
                code: 64)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }
}
