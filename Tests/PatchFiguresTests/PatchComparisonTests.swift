import Dense
import Figures
import Store
import Testing
import Tokens
import Views

@testable import PatchFigures

@Suite("Patches of a border") struct PatchFrameTests {
    @Test("A patch is framed within the picture, without the border")
    func frame() {
        let grid = PatchGrid(rows: 4, columns: 4, patch: 16)
        let area = PictureArea(rows: 1..<3, columns: 0..<4)
        let image = PatchedImage(
            row: 0, name: "a", picture: RasterImage(width: 1, height: 1, pixels: [0, 0, 0]),
            area: area)
        let frame = image.frame(6, in: grid)
        #expect(frame.index == 2 && frame.grid.rows == 2 && frame.grid.columns == 4)
    }
}
