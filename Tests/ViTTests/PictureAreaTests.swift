import Testing
import Tokens

@testable import ViT

@Suite("Inputs with a border") struct PictureAreaTests {
    @Test(
        "Distances, means and rollout of a part of the patches equal numpy's",
        arguments: ["timm-rectangle", "timm-siglip-rectangle"])
    func partOfPatches(name: String) throws {
        let golden = try FamilyGolden.load(name)
        let (area, expected) = try (#require(golden.area), #require(golden.ofArea))
        let picture = PictureArea(
            rows: area[0]..<area[0] + area[2], columns: area[1]..<area[1] + area[3])
        let run = try FamilyRun(golden, picture: picture)
        #expect(run.distance.count == golden.depth)
        for (found, reference) in zip(run.distance, expected.distance) {
            #expect(largestDifference(found, reference) <= 1e-3)
        }
        for (found, reference) in zip(run.rollout, expected.rollout) {
            #expect(largestDifference(found, reference) <= 1e-6)
        }
        #expect(largestDifference(run.mean, expected.mean) <= 1e-5)
        // The tokens themselves do not depend on what counts.
        #expect(run.worstError(golden) <= 5e-6)
        let whole = try FamilyRun(golden)
        #expect(largestDifference(whole.distance[1], expected.distance[1]) > 1)
        #expect(largestDifference(whole.mean, expected.mean) > 0.01)
        #expect((largestDifference(whole.rollout[1], expected.rollout[1]) > 1e-5) == (area[2] == 9))
    }
}
