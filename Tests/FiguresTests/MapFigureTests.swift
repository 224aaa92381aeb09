import Foundation
import Testing
import Tokens

@testable import Figures

func sampleMaps(panels: Int, points: Int, name: String = "Layer") -> MapsFigure {
    let sample = clusters(points: points, labels: 6)
    return MapsFigure(
        panels: (0..<panels).map { panel in
            MapsFigure.Panel(
                title: "\(name) \(panel)", x: sample.x.map { $0 * Float(panel + 1) }, y: sample.y,
                note: "recall 0.\(panel)7, \(name)")
        }, labels: sample.labels, labelNames: (0..<6).map { "\(name) \($0)" }, title: name,
        notes: ["\(name) of maps"])
}

func samplePlaced(points: Int, reference: Int) -> ScatterFigure {
    let (own, below) = (clusters(points: points, labels: 3), clusters(points: reference, labels: 9))
    return ScatterFigure(
        x: own.x, y: own.y, labels: own.labels, labelNames: ["a", "b", "c"], title: "placed",
        reference: (below.x, below.y))
}

/// Clusters of one size, every 50th point noise; `crowded` ones share one medoid.
func sampleClusters(
    points: Int, clusters count: Int, name: String = "cat", crowded: Bool = false,
    thumbnails: Int = 5
) -> ClustersFigure {
    let sample = clusters(points: points, labels: count)
    let summary = (0..<count).map { cluster in
        let members = sample.labels.indices.filter { sample.labels[$0] == Int32(cluster) }
        return ClustersFigure.Cluster(
            number: Int32(cluster), size: members.count,
            medoid: crowded ? 0 : members.first, note: "96 % \(name)",
            thumbnails: (0..<thumbnails).map { thumbnail in
                Thumbnail(
                    image: sampleImage(20 + thumbnail, 20),
                    frame: thumbnail == 0
                        ? .init(index: 3, grid: PatchGrid(side: 5, patch: 4)) : nil)
            })
    }
    return ClustersFigure(
        x: sample.x, y: sample.y, clusters: sample.labels, summary: summary, title: name,
        notes: ["HDBSCAN: \(count) clusters", name])
}

func sampleFindings(
    items: Int, name: String = "cat-01.jpg", thumbnails: Bool = true, lines: Int = 2
) -> FindingsFigure {
    func item(_ index: Int, _ count: Int) -> FindingsFigure.Item {
        FindingsFigure.Item(
            thumbnails: (0..<count).map { _ in
                Thumbnail(image: thumbnails && index % 3 != 2 ? sampleImage(24, 16) : nil)
            }, names: (0..<count).map { "\($0) \(name)" },
            lines: (0..<lines).map { "line \($0) of \(name)" })
    }
    return FindingsFigure(
        sections: [
            .init(title: "Duplicates", note: name, items: (0..<items).map { item($0, 2) }),
            .init(title: "Outliers", note: name, items: (0..<items).map { item($0, 1) }),
        ], title: name, caption: "a caption")
}

@Suite struct MapFigureTests {
    @Test("texts of maps of several layers stay on the page and off each other")
    func mapTexts() throws {
        for panels in [1, 2, 3, 4, 5, 7, 9, 12, 14, 26] {
            for name in ["L", longName] {
                let figure = sampleMaps(panels: panels, points: 30, name: name)
                checkTexts(try drawn(figure), "\(panels) maps, '\(name.prefix(9))'")
            }
        }
        let bare = MapsFigure(
            panels: [.init(title: "Layer 0", x: [], y: [])], labels: [], labelNames: [], title: "")
        checkTexts(try drawn(bare), "a map of no points")
    }

    @Test("every map has all points in its own panel")
    func mapMarks() throws {
        let figure = sampleMaps(panels: 5, points: 100)
        let canvas = try drawn(figure)
        for box in MapsLayout(figure, canvas: .ruler()).boxes {
            #expect(canvas.marks.count { box.contains($0, slack: 1) } == 100)
        }
    }

    @Test("texts of clusters stay apart, however many meet in one place")
    func clusterTexts() throws {
        for (points, count) in [(10, 1), (100, 8), (300, 9), (2_000, 200)] {
            for (name, crowded) in [("cat", false), ("dog", true), (longName, false)] {
                let figure = sampleClusters(
                    points: points, clusters: count, name: name, crowded: crowded)
                checkTexts(try drawn(figure), "\(count) clusters, '\(name.prefix(9))', \(crowded)")
            }
        }
        checkTexts(
            try drawn(sampleClusters(points: 60, clusters: 4, thumbnails: 0)), "no thumbnails")
    }

    @Test("every cluster with a number is listed, the others and the noise are counted")
    func clusterRows() throws {
        let texts = try drawn(sampleClusters(points: 550, clusters: 11)).texts.map(\.text)
        #expect(texts.count { $0.hasPrefix("cluster ") } == 11)
        #expect(texts.contains("cluster 8: 49 images, 96 % cat"))
        #expect(!texts.contains { $0.contains("without a number") })
        #expect(texts.contains("in no cluster: 11 images"))
        let many = try drawn(sampleClusters(points: 3_000, clusters: 60)).texts.map(\.text)
        let numbers = many.filter { Int($0) != nil }
        #expect(numbers.count <= ClustersFigure.mostNumbers)
        for number in numbers {
            #expect(
                many.contains {
                    $0 == "cluster \(number)" || $0.hasPrefix("cluster \(number): ")
                }, "\(number)")
        }
        #expect(many.contains("+ 44 clusters without a number, 2,156 images"))
        // Each of the eleven numbers stands on the map.
        for number in 0..<11 { #expect(texts.contains(String(number)), "\(number)") }
        let sorted = ClustersFigure(
            x: [0, 1, 2], y: [0, 1, 2], clusters: [1, 1, 0],
            summary: [
                .init(number: 0, size: 1, medoid: 2, note: ""),
                .init(number: 1, size: 2, medoid: nil, note: ""),
            ], title: "")
        #expect(sorted.summary.map(\.number) == [1, 0])
        let small = try drawn(sorted).texts.map(\.text)
        #expect(!small.contains { $0.contains("no cluster") })
        #expect(small.contains("1 image") && small.contains("2 images"))
    }

    @Test("a cluster's number stands beside a point of the cluster", arguments: [3, 11, 16, 60])
    func chips(count: Int) throws {
        for crowded in [false, true] {
            let figure = sampleClusters(points: 1_200, clusters: count, crowded: crowded)
            let panel = ClustersLayout(figure, canvas: .ruler()).panel
            let cloud = PointCloud(
                x: figure.x, y: figure.y, order: Array(figure.x.indices), kinds: [], styles: [])
            let scale = cloud.scale(aspect: panel.height / panel.width)
            let chips = figure.chips(scale, in: panel, canvas: .ruler())
            #expect(chips.count == min(count, ClustersFigure.mostNumbers))
            for chip in chips {
                let isOwn = figure.x.indices.contains { point in
                    let place = scale.point(figure.x[point], figure.y[point], in: panel)
                    return figure.clusters[point] == chip.number
                        && abs(place.x - chip.anchor.x) < 0.01
                        && abs(place.y - chip.anchor.y) < 0.01
                }
                #expect(isOwn, "\(chip.number) of \(count)")
                #expect(panel.contains(chip.box) && !chip.box.contains(at(chip.anchor)))
                #expect(!chips.contains { $0.number != chip.number && $0.box.overlaps(chip.box) })
            }
        }
    }

    private func at(_ point: Point) -> Rect { Rect(x: point.x, y: point.y, width: 0, height: 0) }

    @Test("a label takes the free side of its point, and none where other labels fill the panel")
    func placing() throws {
        let panel = Rect(x: 0, y: 0, width: 100, height: 100)
        // Points everywhere but to the right of the middle.
        var points: [Point] = []
        for row in 0..<33 {
            for column in 0..<33 {
                let (x, y) = (Double(column) * 3 + 1, Double(row) * 3 + 1)
                let isFree = x > 50 && x < 75 && abs(y - 50) < 10
                if !isFree { points.append(Point(x, y)) }
            }
        }
        var placer = LabelPlacer(panel: panel, points: points)
        let first = placer.place(width: 10, height: 8, beside: Point(50, 50), clearance: 3)
        let box = try #require(first)
        #expect(box.x > 52 && !points.contains { box.contains(at($0)) })
        var last: Rect? = box
        var count = 0
        while last != nil && count < 500 {
            last = placer.place(width: 40, height: 40, beside: Point(50, 50), clearance: 3)
            count += 1
        }
        #expect(last == nil)
    }

    @Test("wide maps have low frames, each panel its own")
    func frames() throws {
        let square = clusters(points: 60, labels: 6)
        let figure = MapsFigure(
            panels: [
                .init(title: "a", x: square.x, y: square.x, note: "n"),
                .init(title: "b", x: square.x, y: square.y.map { $0 / 100 }, note: "n"),
            ], labels: square.labels, labelNames: [], title: "t")
        let boxes = MapsLayout(figure, canvas: .ruler()).boxes
        #expect(boxes[0].y == boxes[1].y && boxes[1].height < 0.5 * boxes[0].height)
        checkTexts(try drawn(figure), "frames")
    }

    @Test("a sheet shows folders, long names in two lines and has what was not found")
    func names() throws {
        let item = FindingsFigure.Item(
            thumbnails: [Thumbnail(image: sampleImage(24, 16))],
            names: ["cats/an-exact-copy-under-another-label-of-dog.1.jpg"], lines: ["exact"])
        let figure = FindingsFigure(
            sections: [
                .init(title: "Outliers", note: "one", items: [item]),
                .init(title: "Leaks", note: "none found", items: []),
            ], title: "t")
        let canvas = try drawn(figure)
        checkTexts(canvas, "names")
        let texts = canvas.texts.map(\.text)
        #expect(texts.contains("cats/") && texts.contains("none found"))
        let name = try #require(texts.first { $0.hasPrefix("an-ex") })
        #expect(name.hasSuffix("1.jpg") && name.contains("…"))
        let box = try #require(canvas.texts.first { $0.text == name }).box
        #expect(box.width <= FindingsLayout.side && box.height > 12)
        let style = TextStyle(size: 8)
        for width in [0.0, 5, 40, 1_000] {
            let cut = canvas.cutInTheMiddle(longName, style, to: width)
            #expect(canvas.measure(cut, style).width <= max(width, 10))
        }
        // What fits in two lines is whole and broken behind an underscore.
        let whole = FindingsLayout.lines(of: "imagedraw_rounded_rectangle.png", canvas: canvas)
        #expect(whole == "imagedraw_\u{200B}rounded_\u{200B}rectangle.\u{200B}png")
        // In two lines both ends stay, and no third line is needed.
        let two = canvas.cutInTheMiddle(longName + "end", style, to: 80, lines: 2)
        #expect(two.hasPrefix("an endless") && two.contains("…"))
        let line = canvas.measure("Ag", style).height
        #expect(canvas.measure(two, style, maxWidth: 80, lines: 3).height < 2.5 * line)
        #expect(canvas.cutInTheMiddle("short", style, to: 100) == "short")
    }

    @Test("texts of a contact sheet stay apart, and a missing image is reported")
    func findings() throws {
        for items in [0, 1, 4, 9, 17] {
            for name in ["a.jpg", longName] {
                for lines in [0, 2] {
                    let figure = sampleFindings(items: items, name: name, lines: lines)
                    checkTexts(try drawn(figure), "\(items) items, '\(name.prefix(9))'")
                }
            }
        }
        // Every third item has none: 3 pairs and 3 single images of 9.
        let some = try drawn(sampleFindings(items: 9)).texts.count { $0.text == "no preview" }
        #expect(some == 9)
        let list = sampleFindings(items: 9, thumbnails: false)
        let canvas = try drawn(list)
        #expect(!canvas.texts.contains { $0.text == "no preview" })
        checkTexts(canvas, "a list")
        #expect(list.size.height < 0.5 * sampleFindings(items: 9).size.height)
    }

    @Test("a map below the points is in its scale, in the legend and not among the labels")
    func reference() throws {
        let figure = ScatterFigure(
            x: [1, 2], y: [1, 2], labels: [0, -1], labelNames: ["cat"],
            reference: (x: [-50, 50, .nan], y: [0, 0, 0]), unlabelledName: "background")
        let scale = figure.cloud.scale(aspect: 1)
        #expect(scale.across.low <= -50 && scale.across.high >= 50)
        let canvas = try drawn(figure)
        for text in ["cat, placed", "background, placed", "reference map", "3"] {
            #expect(canvas.texts.contains { $0.text == text }, "\(text)")
        }
        // Two points and their rims, two below them; in the legend two with a rim and one without.
        #expect(canvas.marks.count == 4 + 2 + 5)
        let plain = ScatterFigure(
            x: [1, 2], y: [1, 2], labels: [-1, -1], reference: (x: [0], y: [0]))
        #expect(plain.cloud.styles == [.placed])
        #expect(try drawn(plain).texts.contains { $0.text == "reference map" })
        let colored = ScatterFigure(
            x: [1, 2], y: [1, 2], labels: [0, 2], labelNames: ["cat", "dog", "owl"],
            reference: (x: [0, 5, 9], y: [0, 5, 9]), referenceLabels: [0, 1, 1])
        let names = try drawn(colored).texts.map(\.text)
        for text in ["cat, placed", "owl, placed", "cat, map", "dog, map"] {
            #expect(names.contains(text), "\(text) in \(names)")
        }
        // A label has one colour in both maps, pale in the one below.
        let cloud = colored.cloud
        #expect(cloud.groundKinds == [0, 1, 1] && cloud.kinds == [0, 2])
        #expect(cloud.groundStyles[0].color == cloud.styles[0].color.paler(by: 0.5))
        checkTexts(try drawn(colored), "coloured reference")
        checkTexts(try drawn(samplePlaced(points: 40, reference: 400)), "placed")
    }

    @Test("new points have a ring and their names, and many of them are smaller")
    func rings() throws {
        func figure(_ count: Int, ringed: [Int]) -> ScatterFigure {
            let own = clusters(points: count, labels: 0)
            return ScatterFigure(
                x: own.x, y: own.y, reference: (x: [-60, 60], y: [-50, 50]),
                ringed: (ringed, "novelty above 0.99"),
                named: ringed.prefix(2).map { ($0, "image \($0)") })
        }
        let plain = try drawn(figure(20, ringed: []))
        let ringed = try drawn(figure(20, ringed: [3, 7, 9]))
        // Two discs a ring on the map, and four marks in the legend.
        #expect(ringed.marks.count == plain.marks.count + 2 * 3 + 4)
        let texts = ringed.texts.map(\.text)
        for text in ["novelty above 0.99", "image 3", "image 7"] {
            #expect(texts.contains(text), "\(text)")
        }
        #expect(!plain.texts.contains { $0.text.contains("novelty") })
        checkTexts(ringed, "rings")
        let breadths = [20, 200, 2_000].map { figure($0, ringed: []).cloud.ownBreadth }
        #expect(breadths[0] == PointCloud.breadth(count: 20))
        #expect(breadths[1] < 0.7 * PointCloud.breadth(count: 200) && breadths[2] < breadths[1])
    }

    @Test("weights make marks broader, points without a label stay below")
    func weights() throws {
        let figure = ScatterFigure(
            x: [0, 1, 2, 3], y: [0, 1, 2, 3], labels: [0, 0, -1, 0],
            weights: [1, 0, 1, .nan])
        let marks = try drawn(figure).marks
        let panel = ScatterLayout(figure, canvas: .ruler()).panel
        let breadths = marks.filter { panel.contains($0) }.map(\.width)
        // The unlabelled one, the two thin ones, the broad one.
        #expect(breadths.count == 4)
        #expect(abs(breadths[0] - breadths[3]) < 1e-6 && abs(breadths[1] - breadths[2]) < 1e-6)
        #expect(breadths[3] > 2 * breadths[1])
    }

    @Test("a marked place is in the legend and changes no value's mark")
    func marked() throws {
        func figure(_ marked: CurvesFigure.Marked?) -> CurvesFigure {
            CurvesFigure(
                panels: [
                    .init(title: "a", yLabel: "", series: [.init(name: "s", values: [1, 2])]),
                    .init(title: "b", yLabel: "", series: [.init(name: "t", values: [1, 2])]),
                ], x: ["0", "1"], marked: marked)
        }
        let with = try drawn(figure(.init(place: 1, name: "highest: layer 1")))
        #expect(with.texts.contains { $0.text == "highest: layer 1" })
        #expect(with.marks.count == (try drawn(figure(nil))).marks.count)
        checkTexts(with, "marked")
        checkTexts(try drawn(figure(.init(place: 0, name: longName))), "a long name")
    }

    @Test("tables of the page are escaped")
    func tables() {
        let page = ContactSheet(
            title: "t", lines: [], numbers: [], entries: [],
            tables: [
                .init(title: "<i>", columns: ["a&b"], rows: [["<script>x</script>"], ["\"q\""]])
            ]
        ).html
        #expect(page.contains("<summary>&lt;i&gt;</summary>") && page.contains("<th>a&amp;b</th>"))
        #expect(page.contains("<td>&lt;script&gt;x&lt;/script&gt;</td>"))
        #expect(page.contains("<td>&quot;q&quot;</td>") && !page.contains("<script"))
        // A wide table scrolls in its own box, not the page.
        #expect(page.contains("<div class=\"scroll\">\n<table>"))
        #expect(page.contains(".scroll { overflow-x: auto; }"))
    }

    @Test("of several files the contents and the captions name the file")
    func sources() {
        func entry(_ source: String) -> ContactSheet.Entry {
            ContactSheet.Entry(
                file: "\(source)-findings.png", title: "Findings", sentence: "S.", source: source,
                width: 10, height: 10)
        }
        let page = ContactSheet(
            title: "t", lines: [], numbers: [], entries: [entry("a"), entry("b"), entry("")]
        ).html
        for source in ["a", "b"] {
            #expect(page.contains(">Findings (\(source))</a>"))
            #expect(page.contains("<b>Findings (\(source)).</b>"))
        }
        #expect(page.contains(">Findings</a>"))
    }

    @Test("a hundred thousand weighted points on a map of as many are drawn within seconds")
    func speed() throws {
        let sample = clusters(points: 100_000, labels: 30)
        let figure = ScatterFigure(
            x: sample.x, y: sample.y, labels: sample.labels,
            weights: sample.x.indices.map { Float($0 % 100) / 99 },
            reference: (sample.x, sample.y))
        let start = ContinuousClock.now
        #expect(pngSize(try encode(figure, format: .png, dpi: 150)).width > 900)
        let time = ContinuousClock.now - start
        // Debug builds and busy machines are slower by far than the release build.
        #expect(time < .seconds(60), "\(time)")
    }
}
