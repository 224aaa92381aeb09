import Testing
import Tokens

@Suite("Names of layers") struct LayerNameTests {
    @Test("A name is read as it is written, and anything else is refused")
    func texts() {
        for layer in [LayerName.embedding, .final, .block(0), .block(11), .block(123)] {
            #expect(LayerName(layer.text) == layer)
        }
        #expect(LayerName("11") == .block(11) && LayerName.final.text == "final")
        for text in ["", "-1", "Final", "1.0", "block 1", "last", "+"] {
            #expect(LayerName(text) == nil, "\(text)")
        }
    }

    @Test("Kinds of tokens have the names that files and options have")
    func kinds() {
        #expect(TokenKind.ofLayers.map(\.rawValue) == ["class", "mean", "extra", "patches"])
    }
}
