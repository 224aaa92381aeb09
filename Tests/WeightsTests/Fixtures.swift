// Made by Scripts/make_checkpoint_fixtures.py; do not edit.

/// Files made by torch, NumPy and safetensors, packed by raw deflate and base64.
enum Fixtures {
    /// The tensors of every one of them, in 64ths, by name: `(name, shape, elements)`.
    static let golden: [(name: String, shape: [Int], elements: [Int])] = [
        (
            "blocks.0.attn.proj.bias", [4],
            [-35, 58, 109, 30]
        ),
        (
            "blocks.0.attn.proj.weight", [4, 4],
            [-92, 5, -26, -43, 37, -89, -39, 42, 91, 5, -94, 77, 68, -123, -41, -70]
        ),
        (
            "blocks.0.attn.qkv.bias", [12],
            [0, -9, 9, -103, -13, 19, 122, 67, 127, -21, 83, -84]
        ),
        (
            "blocks.0.attn.qkv.weight", [12, 4],
            [
                26, 45, -89, 51, 51, -39, -16, -64, 27, -88, -61, -61, -22, 100, 99, 65, -123, 71,
                -62, -81, 77, 23, 39, -46, -31, 87, -3, -9, 45, 42, 21, -87, -94, 55, -77, -96, -3,
                -66, 37, 6, -116, 119, -85, -66, 119, -70, 119, -117,
            ]
        ),
        (
            "blocks.0.mlp.fc1.bias", [6],
            [29, -114, -41, 11, -60, 42]
        ),
        (
            "blocks.0.mlp.fc1.weight", [6, 4],
            [
                96, 43, 115, -12, 20, -104, 126, -26, -86, -114, 88, -35, 114, 24, 47, 33, -2, -29,
                -121, -103, -106, 125, -72, 38,
            ]
        ),
        (
            "blocks.0.mlp.fc2.bias", [4],
            [27, -49, -128, -108]
        ),
        (
            "blocks.0.mlp.fc2.weight", [4, 6],
            [
                -57, -4, -44, 86, -29, -58, -43, 111, 83, -111, -14, 84, -87, 104, 52, -57, -61, 51,
                -107, 116, -57, -73, 82, 51,
            ]
        ),
        (
            "blocks.0.norm1.bias", [4],
            [111, 5, -66, -34]
        ),
        (
            "blocks.0.norm1.weight", [4],
            [-54, -73, -41, -55]
        ),
        (
            "blocks.0.norm2.bias", [4],
            [92, 6, -78, 100]
        ),
        (
            "blocks.0.norm2.weight", [4],
            [-23, 65, 60, 16]
        ),
        (
            "blocks.1.attn.proj.bias", [4],
            [111, 15, 94, 44]
        ),
        (
            "blocks.1.attn.proj.weight", [4, 4],
            [-37, 52, 55, -36, -29, -40, 76, 114, -29, 64, 82, -58, 90, 56, 5, -28]
        ),
        (
            "blocks.1.attn.qkv.bias", [12],
            [0, 60, -68, -78, -55, -94, -109, -113, -2, -35, 24, -25]
        ),
        (
            "blocks.1.attn.qkv.weight", [12, 4],
            [
                66, -2, -80, 51, 47, 28, 22, 9, -2, -99, -113, -16, 61, 47, 17, 12, 22, -98, 60, 67,
                -47, -112, 9, -96, 59, 77, 95, -33, 7, -45, 43, -108, 50, 118, -4, 31, 50, 21, 25,
                89,
                -79, -125, -118, -108, -33, -92, 97, -14,
            ]
        ),
        (
            "blocks.1.mlp.fc1.bias", [6],
            [107, -101, -76, 4, 39, -7]
        ),
        (
            "blocks.1.mlp.fc1.weight", [6, 4],
            [
                127, -124, -5, 115, 5, 81, -68, -98, -19, 95, 74, 11, -36, -44, -47, -112, 13, -66,
                34, 34, -113, 121, 37, 123,
            ]
        ),
        (
            "blocks.1.mlp.fc2.bias", [4],
            [-80, 16, -7, 79]
        ),
        (
            "blocks.1.mlp.fc2.weight", [4, 6],
            [
                52, -94, 116, -85, 18, -101, 79, -90, 2, -110, -73, 127, 94, 32, -55, -62, 113, -77,
                88, 94, -70, 48, -123, 61,
            ]
        ),
        (
            "blocks.1.norm1.bias", [4],
            [64, 93, 120, -9]
        ),
        (
            "blocks.1.norm1.weight", [4],
            [-113, 65, 60, -104]
        ),
        (
            "blocks.1.norm2.bias", [4],
            [53, 34, 27, -6]
        ),
        (
            "blocks.1.norm2.weight", [4],
            [-31, 42, -127, -13]
        ),
        (
            "cls_token", [1, 1, 4],
            [-35, 35, 79, 119]
        ),
        (
            "head.bias", [3],
            [7, -126, 20]
        ),
        (
            "head.weight", [3, 4],
            [14, 60, -23, 120, 12, 36, -27, -104, 104, 75, -56, 64]
        ),
        (
            "norm.bias", [4],
            [39, -1, 80, -67]
        ),
        (
            "norm.weight", [4],
            [85, 104, 50, 126]
        ),
        (
            "patch_embed.proj.bias", [4],
            [-68, 53, -89, -118]
        ),
        (
            "patch_embed.proj.weight", [4, 3, 2, 2],
            [
                -68, 79, 89, -16, -90, -90, 48, -103, -124, -19, 56, -62, 84, 114, 4, -126, 87, -31,
                -59, 102, 13, 20, -128, 43, -60, -33, 56, -92, -73, 40, -118, -74, 25, 91, -55, 87,
                14, -105, -97, 89, -7, -35, -40, 65, -84, -94, 118, -42,
            ]
        ),
        (
            "pos_embed", [1, 5, 4],
            [
                124, 71, 103, 118, 52, 10, -125, -112, -55, 7, 58, 20, -95, -57, -52, 2, 116, 0,
                -61,
                -101,
            ]
        ),
    ]

    /// timm names, float32, with metadata.
    static let safetensors32 = Fixture(
        byteCount: 4164,
        packed: """
            pVZNaBtHGN1DDy3k4EMOPeRgRA85DGZ3tdrIIdH4UEoPPfiQQyEOsmzLlesfqdHSNoSAKKH4EEoooZhQggmliBCC
            CSaIYmtNKcGEEkwpoYRiRAjFlFBKKMEUE/qevy8FVVuLbAwf3+zOzJs37/veyp03nP2/85licb4claZKUalYzBw/
            n6mUS1P1zPGMnzGZhWpUxjCaWTiXuWAyE3PVydn6kDtUiqKFodrZ6odDEzOlOndNRedqXPpOlvvqlRKfTgdnTGYf
            uTo9XS9HWHnaNV54Jhnrk/LMB5XoADSTgOeFJu/2An40+3Efbp7fC5YHOz+fjNaPnecn0vPzJut3E5yfqw1NT3p9
            +IW9YAAy2SBIBOtHL0xiBzATBEns/JevLIBMkAsTwfqXNuG6ADO5nN8FuFA9O++9PDfAmFyYT4DqyywBLMybXD7o
            AUuhGWBM6LoJUCl4AciEXe7yXsWpgDJh1v8fuFRmBZwJhxMYprMroMyxLj94r+pXwJnhbDfD1H4FkBkO3USwVH4F
            mPHcXBK9FM1HJMAd8xPhUlmWaMbzupzmpTUtcQCWDxLAUtiDSPi8u24PXBrtgAOw/7gttXWJBDhx2+RcvRhVZ8sL
            BzSv8ZJ/bWAwzw/25ecPeZ+LZZMgAojuS9fuQ/S7TjaZCVs16+4zoSwpJMZuQPjBvxBphMV+gMhvXK0UTVaK5fmJ
            8lTKbyKRACcO7IHrb5ms8Y2fBEsn5qRutWpdQA8qfy5R9BxrF/I/mAuD8uc4h2LHqVjHeYj4s+A4LTwvn3Scrbbj
            GIwP4/1t5COIoxjfsTK/huerGC8inmH8FuJSLP81DmDvALDu43kU4yWM/8K6zxHPEU28+5YZ81uYC/SM96wEz2pg
            TQP5F8yvIEcaK3i/iTV3EZ/p2V8gf4p8XTm1sOcIch7Pu1h/C+ORdeHFs3iPJtbciuUeY3i+irwRy7qLeu8N3HMH
            4z8wvhHLe44vaf4deQc4j/X+LsY11WkDYRC/8Wycu4y5LcztWdH2Ziz7VqzU4DH3YM0J5NcQDnjsYN3TWHT8GfE3
            3l9GftOKLm9T7w2MkaeoGfa4yDet7K3EUsNtK3pvYzyO900rd99CHrWyN1L9H/BO+u5LxDdak22tOzV4HfG+zvPe
            Y4iW6vV1LPVptaU+NUSjIPtryGvILuJwLGdT+4FY+A4iL1nRgs8NK+fzHqvI48qh05Y+I/ZiLGeOaS0fIh7Foh91
            paabWH9RNV3We1LnDnurIL3Kubu6l70X6ZpFzI3ouh9iOZN9fALjTix72TdzVnqvzfpxDjyDWHqA9XkX+YmVGu0W
            5Jk9uIm4jfE11hfxJJb1xKAXv7dSswfI96gP+Z2U/u6si5926dl16TXqc111Id+ltnC6YqU/qTV75AX/0YLW1Erw
            /k+t9P8zK3qxfjzrmvbLmvYIPXG5ILw4t0rdcf6v2hvkxno7VupDjz5Sr63oHL00oj6m5qz5d/wWWfEr+bzoI/rn
            lPJk/2+si7/pt+f6rWHND1nhQ4+yDnux+G+8IDjsTeKzrgPEags2/fAV9Y6FBzVurGEva453N6ysYe32VONT+u1i
            3RZVB9aTPUQ9VvV+9PCu1mNcv1dN7fWGcuR3iveZw/hHK7Uhb3qcfVTTvuD+lmo8aOXsK7H00h3Vmli870/soVg4
            ddQTg6ppUz3DvjxKfla+pfe1V1nrwYL0ZUc9Rj35e0Febf3ujGrd2RP847fkXvwP
            """)

    /// timm names, float16.
    static let safetensors16 = Fixture(
        byteCount: 3270,
        packed: """
            pdXLbttGFAbgs+1Oj0BolcVY5l0kxSFn1bX2QeCRbblOfREbCS2KIMA8gh6Biy6MIGkEx7YuvM0j6BHmEfgIPVaA
            oIZZC2UMCIYg6fM//5ljzX+C3c/77vHl5ORi2tN7o9nsupe8m/zaO347mnaD993T2Z/JuBt0fzbcLulOz0ePz17b
            b0j3dDQbHU3OzqbjGb7ztU68Nx9IE/XH+O0v57MXMNLAecTWn3u/Xfy+J5lhPrdsnbh2M7Yvm2E2hXNtYrhP411d
            Jr2zE2NPOve5hRAx+mYjti+d2xQOMWKaTenM/z9VhBDzGrH9c3WbQI+YffcJeD15d2W0yNZ3ienZDdTeZA2YZxPT
            N59hbTrzTWLpegPVIhdCiP17AMaPbClSxDLc/+BabSpyxLIbErZbVqSI9WQfjB9dV+SI7T5N2HpfESK2pzdirfYV
            MeKYTela3D2EiGO5jVirfUWMOE+WzGi7r8gQxzcbqBZ7gRBxdf0Z1qIzZJDyGqgWuRAi7rcFO7mcHs0mF+PrF+4r
            MRq/X3ClXHNX+vl4dLrnSFYDYOIwLf07sO8gVmMKC3txdike62hRrIMpXPM70KZOF8fc3x0kGc1Ozo/GV8fj05b/
            /BBCzGvE9i+HRfB7tQn1SL+/aymZTL+RLw3caaoaAeIZiHzQNI2v2GAbib4s4EA88HXqzQu1Yv6CwoEqtiELF5W2
            5jmAWAg9KcWttNNYD+uY3euUFcJN/XnBAx6oFdxBLl1RpFmaiXsW6VEHP52EMuugJB3lybVcJhQ+ikXqM585SaEK
            FWxzKOGjlqce9FiVxMNCy5OY42NYsb6Gf18YImM+RNzXY7gFR5QqxrSFVgnKV1oMrvI1D27Ycl4lZVpuY5FLT7ra
            BqQstQw+iTWnbMkyvq4jndYlfGU0KUQkAg3T8mBRsljL5rlGeVBHcKDlbCU3+HytNpJCT+UskvedUAzAriNhKSr8
            dCUCFYgVW8JahlqMv0ONsiylMIADWGJnA5arXG2wybJTwQ1fgcsetBBuADtTPvSFI3S40R9fvUsHymc2mMLRSjHQ
            Q7WGCl8t+WAb1lRbwWG65r4sWcBj+CT7LGAOc+e0zrcVr/CcK1l0Ivi6iIalzIEoD77UsazgM7Z20KEs10p5V9M0
            xD5XYr3zTTypx7xONY9TbxFDATZ+KsSTFQwnIexhWYdpAa9UOc/rWFHwsJGsE29zQRXFmxEsqnQA4ZaKWCw61WNH
            okwDhv3D33LJ/LoSt3zFvTpMYjhUFThgiYG8FzGe1ZMPohTRIoQMQkz8F1A9H1IRsUDFLE8DvF0Vy+twTrGhApME
            SSkreQcDmTGKsyeqSqhc8oxHwkRbcl9k2NZAFvMcfF6lOXMXVG3w5lnzslOi9AUnse6EDO8fj9laxkmYRDwWARjb
            Ciq1gUM2AKcutExs4BWLAdJsWP4D
            """)

    /// timm names, bfloat16.
    static let safetensorsBrain = Fixture(
        byteCount: 3302,
        packed: """
            pZVBaBNpGIbn4MGFHnLwsIceQvDQw0+ZmUymUcz/lmVZPHjIwcOCFRPbuHGtNmvDrosIgxTpoYgsshSREkSkiJRS
            ipQl+d8gIkWWEpZFgiwllCJhKVJkkVCk7NcKsqWzRsaEhMwk8/zP937/l5n/wtp9XE2cHR0bvjDeb/fny+VL/aXL
            Y9/3nz2fH08cvZoYKf9cKiSOJr76xvETKjFezO8cnvJOq8RIvpw/M3bu3HihLD89Zav06WsqjPVT4fx3xfLHaCqE
            l1aevR/4w4Ufu7k57n6YZyvfC6d1tXPcMD3fU46/V/DiaKn/3LDTzc/fDxOScgbcUFpXPz9MT2jKdcP83Ai9FZLQ
            0qG0T+iuH0ZMK3fA30O8NHb5ohPFbsBXbtoLYXV3C6GlPeUecffRIuV2xFVJ2w5hRTETktD+2wXnsyZWWCrp+P/D
            iza1wlNJL8Qx4uAKSyX3TIbz2aMrPOX5ex2jz66QlJe2Q2nRZldoKuWG+UXZg0JSqaQfSos2u0JTqT3z5kSeXeGo
            1BE3hBVlQoSkfNveR4uSm3CElQ5hRTETkvLfz9rw6PiZ8tiFwqWPbVzlhN50ZLp8dzf5YiE/0q2qZAjBlZYm7Q+E
            rrUkQz2Skk1q12MnkijppsTDdz8QImXqS7cHdmsp5cvDxTOFi2cLI1H/DYUktHQo7RPmJKnkhhtGTauBgd2kSmPj
            75kf7XsqLG8hqLQjlGvxeLyHRbzEpl5iJdMwioewwF724TEqmSrvYBJveZhTtKyYiekVZs20/gc3sI1Z8wCzbGhP
            rjiBE+hlYAI29TzL8pw3y3iG63L1TVzhPSEt6V6k2TFzGKzFjIc+zOo5VjmEO6xzsDYha9czbb7GQ07I+5S8/mZb
            r8v6ti6JUx0KrzBoKrrBd2iYR1znPHq4jro+hgOwam3zhiv8k1u4xS/R1F/Tqjc5wqBm8xHapkjFVTzAKnNmFnNs
            IIsRsT2BF2zLp194XypZldoneJDfyvFhDnFJvO5yGUvmOkoI9CpKugobh5jFEGJsmzinsS78APdR5CJyQmgZyyph
            kneFUOVLrtGq9bCul82EmFZkzWNo6Xkd01btmXwbmLKcmdSDcu4pS5LxMbYY03WO4g4MDrCV8ajQ5HFsIKh19HFJ
            cFkvYIZb3GCTB7jEJ8iZF3jOaQaZXrRq2+iwUnslPvfE5SmnjcFt2DpGmzv8rJZKcRBrfINDeIsKA92qzUguVUnk
            IW/p55zBIq3MX5LGNqqwMMQrXJOuzcvRFAelx2UE+A2biJk17mTU4ElhNnW91jF92JZd08MezOA1Wpl3rOicLkma
            mxjUMTRNQ/rwK3IM0IugWsENPkQDx/FOjE/K7trgpDgsIDCLXJT1VtiROnKyr2Yl9UCIc+iYUf6OrK5oq65Qkixy
            WBLjODZ4m8v6sVjPIaf/4BMuSC49jIvprHRmA33s4CZWJNUs4npLUhmSrIuoaCN7Jyu1t2FZZT7nvw==
            """)

    /// timm names, float64.
    static let safetensors64 = Fixture(
        byteCount: 5768,
        packed: """
            pVfLbhtHEJxr/iLgeSBwl9Sa8mV5yk8YhkBJVOToQcUkEgSGgf2EfEKOOeqQgw8CuBCCwDAMQ4ljO7KTyFYky5Fl
            WTL1fjGz3KoBergR4TUvjZmdqenp7qoe3v9M9X53CmMzjfHp5lBxqNZqzQ3N3258NTR2q9YsXL9TmGh9N18vXC98
            EZQLutCcqiWjG+WbujBRa9VGG5OTzXrLrLxR1CX/5l2dhfVt/daXU60r0HQGXsnXXlDsR/x6+psBznl+P5qB0v5w
            kA03yD/Pz3LQwOmgLD2cnZkfmhz3BjgY9IMZIB1UKplgg9wLsrwzYLpSyfLO//jcGiA94vmZYIOTm3FdA6Y9r1gW
            iHON27PexzuX4BiwUpABNtC5LLhSYOCCSh+cn8e3oKI9v1jMAMvjm0EycIJo3qeQNsEygEH5fwBzMTfB015pJMPL
            nOQ1WNorC3p4n0rfBE97lWvSy9wETpC0N+IXM+FyUThB077nZXmYoxYTJANXLmfC5aJxgqb9kqCel5fHCY4BCyoZ
            YDm4kiBpv1ws9sHliZ3BMWAO8XLzOEEycCntxmeao63GdH3uigrWXmYHMggGZqQX/ql6bWLAxUpZECMm6MNp2fYg
            Bl2nlN0Lk1INvJ4nSVhyhNjsNhDlioXIE1iz34CkfW++1hqfGq3PjtUncspjgqT9aykD++AGU6akTZozYA2iLhXT
            vM03minoVekfznwhGQTz6EpeNXc/N7/eYy561U5fde/CnqmepVb9DXuE7z9h/DwdRxuwa9h3iPE/WL+RzseHodgf
            Aa/awfwe1l1i/zrsHnD4W8J4CetPMH4A+xj4l/i+C9vFOU/SdfE+xgfY9xz7Xjv3+DeUlvdaht2FfQE87tuRVj2F
            PYE/xzhnV947RhzUe8Rn34nTM/qB8SZwV7H/APM/tkW8eC/mQz3Bubg/8xG9hV8d7D9uC7xoV+Zb3YO9wPkX2H8g
            13Oe+bTrsE/9he/nMv/qF+DvyHpSiF/E+jrH/H2s+x3jU+B1nbqlfzhPoT7Jg4h4f2B+E/Yl5n+g38gP84d6jHBu
            led+wHrmDfUSvWF9x6k5w/5tzC/AvqbfoThXvZM8jMFb1ncMPPUQ9kDmXZ0CbysU59r6Rd3HuI+6kOuquFe0L3lC
            PyzfyRPqzFtnP/mOeXUk6yvqSP6oZ23BH7UDu+yc/4h6gzF4EK215b1R92pN5lWxDjuhrAt+x/m8v80H9W5bxkH9
            6egZ/QYveE/Gweok8lhlvaL+rG6jTtUKeefU6b6jZ5v0B/ZpKHSV++Jj59xl1oeD8yv5J/Ei6seO1OOIunUu9Zx6
            E7EPIe7xEfmH9YvU67bQAfJH8Z6oV8uj1VB8pw6qFeo+zuuQv8CnTpGf9IP5gR6RZzF4VWV/Yv0uOPq92Jb9qcs+
            25a6hvqp7jv1wvg+bss4fQilfq45OuLG/4HL01BY5r96GQr9jzFmfZF/9l4dR1+OpI6wT6jfZLy4LzpkvWN8JnWD
            cbP8fhlKHWEfPXf62qHcZ98Zb5x3CPmJuq3yHN57SfKjT4/Yf7ZkPO174Z7s3/a91JXvGtuXXoUiPuyjlg9dp/89
            dPyBblr/yVf28xdt4Tf7Q8x62nZ0j3X8PXWGPEc82K9OJe9sP96T8bHvLvJtT9YD+Wl16FBamz/yriv5YfX4veyH
            VtcXZBzte2qVugTLPgTe2Hijj1s92nH0Ylu+p1nHaj0U9444vyLfz6xr6xfyW+V7g3p9KHlo+8S6U6fu+4/1tMH4
            heJdGp84usq6/jkUekldsTxcDMX/C8YrPnLeO1uS79QJ/vguMTrxHw==
            """)

    /// Hugging Face names with `vit.`.
    static let huggingFace = Fixture(
        byteCount: 5620,
        packed: """
            rVhPSBxnFJ9DDj0E6iGHHjzIkkMPHzIzuzuOId3xUEoPPXjooRCDru4Yt9HdrTumlRCQEoqHUKSEIqGIhFJCCCJB
            SijqJyEEKaVIKUFCCSKhSCklhBIkSOjv5/tape5knVHh+b5/837v/d573ydOvWnt/lzODAwX6/XyYDkcbe8vF+uZ
            M5czpWi8FmbOZN7LuhmVqQ8VOTuXPa8ypWJU7K0ODtbDCCfP2cpxz19R+218GpYvDEWvsaJyB+04rvJsGrpUjtrD
            kf6wVCpXLtTbB4brvVH1YliJt+cop5FFz1YdXgOLtWI0MNS7f2G0+nE4EJWrlSbhNwDp8FSnmxCkGT85lVWucg+C
            dWLVzzVCq9bLNL0P8HV05RvRBcsq6+1ZrwxUS0jmcHEcv+32YhSFlV3390YXw/HkjAFDZX07KU5z0hph+bbK5RLF
            9MlYOJoiKqConGcnR0oVF5BU3k0U16Xi8FiYPC6gqHzOTo6UKi4g4RY4RFzVsag2FrWXwko9RVCAUJ5rJ4RJFRFg
            lOfHRlSuROHoSFgqF6PwUNF4DSDQuB22nwCiWSReo0gAofz43OzqSnV0pLc4GDV9SBrYh23lxyfl//abZqMBAnLh
            Z73mCP3hYHU0RV3BuPLz7qEB0sSQd5XvxSb7aH0Bw8qPL9aE3dCgVGFcdcbd/c7xvTHAUJ2dXlKcVB0OHOXYXqKg
            Uj4yhAFWh5ccK1VohFKOk0sUW8qHhjDAynvJsdLFBij86eoeIrajNRUxAJT1EgKliwo4ysnasVEdx4ND+wCJ+/vD
            ObYnhxjKycXn6MiPDo0DIT45x/Ds0Dww4t4F5xgeHloHRNy74BzL00P7APFj037EPoFl5eTjS/fozw+tA2LvYfiP
            lhTu5nnve4570FYabmEI1lwk8IplbbxjWTvasmYLltUHqQWWdW/Zsp5Bd2HeAr2O+RrOrGH8NaQP4wnok9AnoWcg
            f0EmMf8Q+i70n1rm3LsLmYCNBS3ShfnP0NuQaaz3Yf4Zxregn/Ks8WkO423sD2P8E8bdBfHTWrEshXkN6ye0fH8P
            +itIWyDY1yGrOPs95j3GFuP7BeP7WnzaWJIY2iCfY34LepG+Y/w2/YP+kr4GstYNaYONl9jb0GKX/A0F4tcy5iVI
            N8TC+lYg//WIMP+R64hlGuf+xvoXkBda7DP2m5AbjAP7rdC+ltjpdxf8bME4R7/oJ87MabHN9ZaC8LlWkDPk/4NA
            pFUL9xPQ69if1+IPZR7rqzjzMJD4X9E21r7bx0UPxjegV7T4cRX6FNZWGJ+WvN/Wss7xNaP/0MItuXkMeVaQHM3i
            uzVgKGOHvtJHxsVccX/RcDFpODqtxe4WbDw1c7sg+ed3K4HUw+/kallywXrdCQTrjpbv5k3NssZWcOYs9AnmCHFt
            4dxzLTz+CnmJ9Snot5gTE+83Wvhif5Av9soE7DwxfpODNyAfmVo8bWqEvL+rpW7XTY1MANOGvhMI9pAWTmiL/D9h
            XS9LT8yZ3mP9lUzumNtHWmqsZPC+NTnvMbl7DNlk3MB/oMVf1t1ZU7+sG+Z1OBC+lwPpJ9Z0Tgun66bOaqa/ycFV
            w9ms8YM8bhQEhza599Bgs/Yic2ayIHeKZfqOOVjF/vumv8jJdkHmrHH2L/t0RkvPsa/XTc+zlu4HwhE5q+HsIrQN
            OaWFK9ZuixZ+2ePT5n7hnPcX+SLvC4HcIczhBvYeBdKv01ruolZzV7A/eGfNLkmt8fxNw8sDc5eRw+uB1CexmeN/
            +eb9tVsjgQj5eR5IH7wI5O7kOutlZUn6n/X9ytwd9PmHQO5m9v2m3qtD1jvzwXqkrzOmXhZNjbBHpwoSF/cWzB31
            m6kdxkb+LFM/vJM2Te/Pm71r5u5mTzKn5GViEbisK6zdDqROmb+d4B8=
            """)

    /// Google names, stored.
    static let npz = Fixture(
        byteCount: 14922,
        packed: """
            3VoNjFTVFb6UVRZYwnadUqDUDmvrrmbo7MC6WVuYt7VIVlzsGNG01bi77D67C8PMdHaWQNRmSoihBCmxpm4JoQTb
            dd0Y2ODfttndN1qDaKqZNpYSY83UGkOsQWMpUkNpzzf3PuQdX3B+Lskbh73ceXfeu/edn3vuOd85kZunVy0R8rNY
            3LfvdPB/6jND+ERPdOCbscSWaaJW7FY32f0vbrl9TeQH08QmcW9DrznQk2z4lr9h+T3NDQF/wz3xZCrZHeuMJ3tN
            jK/qjg6YND7Q150w6boxFPDTX/M1Af/9/tI+s4SosagZQuyjdtKIOAj520cv7rIJCRAha+l1Bui1NprJYCI+YG5c
            Z/Z29scSgylcduave/tjP7KpzaqZspqova5sas8QlbuovUrtPWoRav6wEB8TF3LU7kK/Qog+Gt9P41N03UstQk3Q
            +AlDUpKi65ctJ7fO/nrzZptbPuLWeXYEN5jJmBm1udI2TT5h92VxZWnAT3/LymAMcWU7UTNClCWo7yKqn6L+IF0/
            BG5MEtfAARo/Sm3EkrryNrUq+v5nS95/Zoo4aUh9GpqS3HuGrifo+jD1aeJeF/XP03Ub9VHq36Pmt+S4yEjuQypp
            ev4sfR9Xz75K/R+pf5j6rdRvpj5gyHdsZFKo/9Wm85uvziGFdf3dl2YfNgfKUMoLZbCW6Dmc54uTpscObzxp01TP
            9qEZ64nTe3XG6DI40NMdNb1L4yjRl6XWTu0sszUtPb9baNO4+GI0eluMi6C+E6T+1D/AxHj3euM8iXOJxD6zu5fZ
            hjF185gegvzLyiNplrQHbWEptwS1Wmq/pDZOe/Q4tS7S1w8gV+rTTKbj3x6O2wTPsQm+UH471a07dZC7TIf8YPxh
            evaHnaTUDYlnbVKa3NVzXTTes6GzKdjRvcVM3kI/0XePb8jvW9LIfz1/9Dkpvurdp39uUxwsnGJvb883ca6TiLcR
            wdWM4CU91U8XLeKlXhcx9ulWtXfTTKnXntvxj6JFvNTjIh4nQjMk4r0k4qPMIP1pzc/22gSvvjjBawajqf52Mlgr
            46lIMt472JP6TiplxlL98VhnKPjjQTO5hRnvjFono8l4w7crz93NkuHuIH4cp36MFKGZvi8ivozleSOdDThbcGeP
            GPLetCWvtzLezYytHbZ5166Bd5dMi8pkm+QcPrXEmdow3E8nJ35709yNejixwfS+Dp0mXdhjSAe/WYVP42HlfCtn
            HF5PGwUKIzR+gK5bLcm9g4xzh65MX2tzblXZnPO2BkWI/iHixyl4gmwvrX/sxe/qsUObuqODpud1CEEg9OOEBZCB
            fA1DHsH4vhP6Rc1H30fVWMaSNhz3vMt0SPz00L16dp/knbe16BxxY4Q0aRg940TrDv9/9HAiPpi6lDokQYoyoZtx
            pSMAFbYrNw7nF3rYqOyUPNsmlD8bsKR92pPXMebbtr9/Uo8dAue87Q8BkAGc9Tq1D5gDuH7U94rNh9bP4EM0cUP+
            67LgSjM2YNKQU2NyatacJqvTUvbeySgQ7wlLwlWCLNBrCjpCuPo2rAz9foI052MaeycPS5B3RG05tQ/p992wXFNS
            u8DJKgVHzWcW/aU9yw/bnGwpmpMXatCQmnNIBx9bdGjQibDkFXZVU1jChI2M/kFf9U9K1aTQpdSklvIMj+RAr7In
            B6kdg888KUNJgCKAhJssaaEBJ+PeJ6h/U0HHiK+hYV3Kz/4N/danANeOfHNy8qsLso+Wqkkhj9sixCErLXmsHGc2
            uePG4cmCwu9QJSEsb1mfhN9ZRvEVC+c9XlD4HaoghCVNhP7ekJhg7ZST4Oce/PKTRYvY8wgLAiM4GueQJWEUr8jG
            I0WL2OsIC9IU1QpVyEw6CZ59ZyxWUGQT+nwgLNuUrwDfIqX6HPHliCXH9wNtCUs7sF2hMcAUgLq0MW/sUMej/yrI
            nw99XhAWWEUkvvYyy3j9G/9u18OJSkBYoB/LiQtRQ+YfXlDJaEQuzZZKuyAZbUjf9QEVISP9yk/R0/PrdhQU2YQq
            H2G5S0V7r1vYX04+NGVq/qnHDlUGwtKu0qr7lF4gjT6iChvGlceK9D1S7s8DzQvL1PpxpN/ZoXV769879ey+SkBY
            YLFrVCR4lHHinUf+mtDDiUpAWHwqUkF7yi6OsaRL16VQuyFDRjBAXWpVXI1oJsc4d/Vtz63WY4e8j7AgEkyQ9kwg
            EmTR3Lxd3/tDQXFxqBIRlnNKE1DwU6uKhODpoGDogCFPLMTGwHE/xL2T8rx/2JAnHrxIn0JeXlDoQk6Nn2acfOiH
            158pKC4OVR7CcsxAORm9kSULpZBPyTHP+iZf5i+lapL3EZaIKkGcUPjbhCorE2osX3i3Qp75yBggU/CGJbNPKCfb
            HZZIy1uGRIPBTWgnMgsppkmp4f/eWaomeR1hQbyRDsuyvX1E97QvLJnurEzdrd53hvjkk86XIqo6Vf4QqkCzqooz
            4HjoJfq/mJpQPjMqJlEFieZzzPwRjbjVT/IZUO1nE1TnmOH+6cKl9o8/j8o6+/l6x/O3VokC6uz4fKhis+db7Jjv
            usvEZ9e08elQMTamysHmOqabf7ng9WP8YVRf7VTFVXMcD8+cIZy1WPxRVDvZZDQ5Hn1thii69onPjsoie/agY/Yj
            1aLYOiM+Oap43F/92Zmi6JoePjsqZtxf/fFZotj6GT45qlMyyiNc7Zh8z2yhsVaFr4vKDpuodse6x2qEtjoPviqq
            KGxqnavm5ghtNRV8VVQg2LSucqy6cK7QVI/A10S2312u9bVCY+6fr4tMubtc7/6i0JY356siK+0u1746oS1H/Smb
            0v7+SXe5HrhCaMrvfkquo75XcsqLanWsOeoTJedS+SrILA4pb7XFscqpL4kS84x8DWTv3Ck5NU+UnMvjqyCzZcvI
            SUl4vigxz8XXQBbJ3fy3LBBF55T47MjYuJv/xoWi2PwNnxzZEfdXX/AVUXSuhM+OTIT7q89eJIrNS/DJgfq7W7iz
            F5+8zJMLiLm7hWu9UmjDz/mqQKfdLdwNXxPasGq+KpBddwt3n19ownn5mkBR3eW6bbHQiKnydYFAuss1Uy+04ZF8
            VaB97nJ9+SqhDfvjqwIpc5dr1TeEJtyMrwlUyt3e11wtSsao+CpAbNxPrjsaRIn4DV8DqIg7JXc0ipIxEr4KEAP3
            k2v/NaJE/CBy82WXY45G+reXfM+ha3H1fw==
            """)

    /// Google names, deflated.
    static let packedNpz = Fixture(
        byteCount: 12242,
        packed: """
            zVoLUFNXGj4319wgBIiYhQCLCbY+alGIWrVU6u1WbXxneawuKARCRBQTDEFQEG/GHRqZXZtRR1m1wCrV1doKPumu
            WBQUO6vFMu0u2F1f26dmfVQ3iy/YczBRc7hgCIedDcOQwNzzf9//n/Of//8/1LPoAaMBAF7wOxwUltkjOxwvEZAC
            bVbOGH32KgpIgBU8eSU4fm63BV0PlXx2Vn1G/VHZxsQdCyv1H1ToNy3e+fGuirItKfGxm0uDylM2b/QOyJt17pW5
            wpKgjJcDKwX3Q4qjvdn0nXt3qT9kh1xJ01xp9W+wi8V3ubb3Y4DaBc0//tO4wYkmAqKJN6bqcxYbjMt1xshsQ45u
            eZouPSVTn51rQh9TOj+nZ+oznJAvOKD+hgDk3dHew7dFex/x/oYawxTLIeI1bKGf5TJYASSvtiijHl1sqrsNLFr2
            8Gj6bUZdSKkL5dZyQQPFngPStZRUZA5QdHxZhDF8VJ6f72QohQyfUohcpjPqdVlOJiz1hEFzX5lMR87fv0vzxP8M
            9P8PLU11VafKzH8AqhGQRxbVfIN7NIN9cDIZ0mSjwcgigWU+aL3LGedxpcKzJw7Ld7Y3vskwwgqZvzWGPpsM4v/s
            e/Yy/Y1B0Ox7lD1kvheuuEypvgc/TmT3V8mHfp7NmcOZl5lYny87RGcvUV8V+KnKqeY4zjTY+jFojrZLJi61iTC/
            DP39yqf7MMDFL2mZqV22ZFxfvTI8ujO0UgBDu+GxWBwOw7udu7f9MQZrz8HlN52whmIbUqfXGtJ1xhQ9/BiZo03N
            0uEwY0nCTIAQg7gW2tLRQmMoJ2g/CXGiDO8JZX/7kgkuYIqLY8RiH870Nb71k5dOeYrSH6JcoktNx3Z9lQPL8r5j
            8j7TiSqdhq4b8AbDiBQnNE11atAgYCf7WvJsWk0N1TDwYbDsTXA/iDOtw1NRzRu7DU60vk60z/vvtw6Mv+wr1jPP
            BVl0VCxeax8XFVGFxzigFBxz4onij3FalkG7LCUqcnbqKp1xLvwTfN//+9ICj88mboHQorXjmF+6fuQ9J+ZI9zHz
            7dIEkpAL4FHyyQqWJUJPZ3dJRaO1Xkd67emx/J4mmqjCHspk22zBMm+u5qQfBjq+veSfvXb12P53dRh0tQi6+jtb
            hmZSqj+G+os563c4Uc/sGfWc3CxTpgoewqkGk9poSM/Vmt4ymXR6U6ZBn6KMXJGrM67Cskmdg8hKAtlkOlv5tICp
            0TTWXdE21WXTKkNLY51GkP4Xm+iguW2AtXagaiI4PYu7pyywXCx+LCnahKeVgfr43U7GKgKM+QIYS6BmmP40e0ZJ
            WkQNK8Xi77sc7w9m+C8nw2WZrrvYFRKOXdvRcnPqlhi6/r01YvFw9k/+ljxYA+2nm0PYhdTmrVSzX0Gw7FfgdBB1
            P5CNAPGf6qdgrA8M4UY5WU/vM2u++M0nGr9iDjIdZ5PJTrSMizrcigdx6Z7Gt8kcwZWpWbm6bsJoJBzGlkPl5pOp
            kXS9j+Lx52Ww3LQkVdiGKGJ8LNM4W4K6mmYfcKOnnv8Qr+eA+UABmS37hC1f+OLJhm8tzKCv2pVREfQXDylXNpNK
            FPfJsDHAjoo/cvlEGpBn3V9Ldbn5rYYyc2qoJA/cESQxxXMeht+bqFiTKqfXia2X6IZR7H66IYTNPcTVZOCH7yXV
            rZtkDh9i3O/lcBmsjYJh/I5xbevC8IO3T3reSWXSC6hkZf+i8+24yKk6fY4O/so1WFccoK0EjtniZ1uPRnUSzBx/
            hZd3viB9nE2nqRGk3wCtQWwaWwhGdqTJ6frIipZxina6IZRrYSxTqG9HgGpa3S6Q3AWtEeydHDbx1BCM+WfbJh90
            Mp/Qa+bPB63UwXdBX3kvfq5kCYKX3TxYGf4RVFPWRaDyNRt27HKlXkWeRk7ZTeTW952BY1zRGbnNcONFs8f9LAeo
            FfXJTyreIK5NKAkFp7dQPwJYnrzGPrhU5FUQIPkU1jBW0DCMtQdULGSsyVTlmjoZFrKw4Au7PA2Zsv9b+FAYsjGw
            l5P5gVY8Sc6etrvWrXJe+eLGiSjodyDgJ+V82ym8Vx4cErjXrXJe+cLOiWizx8D+fhH7iLII7RQG+eTvgg712s/d
            tE1EWxA5bJvGQz+3/ytD49WCd3sxFwzqXnt6bP9vaUkBw/gpTqQ21mVrIjHMPkl6vVs1m/L/qW1aUp2hqaLSimvF
            4mHqB+Ywur76seSOkF1NWzu8VHkgU15RCqx6mI2uaPAoHZi9665blY7S87YpjmzbNLIqo3PUGtWliHn97/9WkSHT
            fd+0mnTBDXteDSy6wxvLzFfNo+n6QYqHlKRJ8NMczkRZA8G+VlFlLlfja/EHp3/NtZ3BE5pdFlDiVuGm9LRrIlx2
            l8IbtIBrC5RMuYhPLaLqxDfIHL+eWqZ8whG8XfXulVXwylnAtflaa09tMF8NstbSllD72Kgd4KfLoPVdzjiFs81h
            HzDW8iqcc8Kkqylk9mz3jRPZvpdBiWYyJOwHG/wdXfL+d1v/lk2GUPe9Ux7h3knS2lR3O00+wAAzqRdIE1YsoK1z
            wTWZooxqmMXlw2O5DqhvDrS+T1XKbXijPzzu5EwyJ/B/0Tp1VqzClegMHjbjQ7TADfPq3SrAle63ThvItk5rHSPm
            xTatRgJvAQnMn7e9VB3g2jT2kzVsFkg/Bu6MsF6EezSMtUsVXzOqHJA5SFHENLzDFdIV7SL1HYMd470x8fU2t6pw
            pbuNUyLJxmkZ5LwHNk7nwDUmiWGCFR0nkzEGM6R1X3kaue5apxKyrROAJe4q9rjIMpH7Ad4BSVwpNcousATDYKZx
            aTHscW/LLbBCKHkDfDscZpbZgoNyqvUyd+8VRbsovUnQPAyPmmn34yRPo6bs/wm9EKbIENjkD4HdfWkGyvuUYDTt
            +h8CCY7Zggg8e3GdCrXj/wXwh5CQj0R4JMhHuDyEzllvZH18ZSSgI1EcCeRSl5Wz4W/45HR8BSQ1xzkIBbisYBEA
            HuEZfx5pwrGO54e6PC+ngRsKMb4eUm+deMJd1jvd03rdwUMyK9JPkZbq77LcsgEAF13xh5HqiQRNJG76ujwcLASu
            Gij+KBIonW6Jcnl0rxD0Wq7EV0dSonMXRrqsvogBvRUW8cWR4hfHC32wCPRa/8NXR9IcP/Sz7q/eHXSkoKFGDZUc
            M10WL/ICBPU03C7SsZzRVrkew4GAmKqFW0WKU6GDravVyd6AmP6EW0WKz3wH1+kuVsf6AEL6D24TyTJG3rhSYkBQ
            pMHtIoEknjeutwjY7Y4tEjLyeeNa6wuIyRpdcorq1s043rge8AOEpIUucd0nPY/soeJlkovN1f7AYw0At4Im7Ggm
            jsq8CS5WTBLg4bwdt4Gm4Ot5mYwfBDyeieNW0ODZGSNXJiMCgIdjaNwGmhDzp/9rPdlQundzoVFuLG/63zoY9Haw
            iy+Ohq4JvNBnSkGvR7D46mg2GscLnfoZ6O2kFF8cDTH5b64jPS/ex5sLjRLjeDPcnkBAbLCIW0Uzv9W8Gc4UBIhN
            AHGraOoWz5vhlsgAoRkcbhNNx/J54zo+GBCcleF20YRqPm9cR4YAYvMq3CoaI+XxxvV+n6z2fHOhWQ7/zXU9FBCa
            7OA20dBlA2++P/Jz4PEIBreCRhyJvDfXR2HAw4EHbgMNIUp4mRiGAI9HErgV1PYn8N5cWjnwcAigniVk0Boj4dcO
            WC8oFOjTfwE=
            """)

    /// timm names; transposed and offset views.
    static let pytorch = Fixture(
        byteCount: 10313,
        packed: """
            rVoLeBTVFZ48CDEgCRIhPAxppRIVw+5mk2xUdmikqe3aGkdtU2ubLMlCVpYkZ3PBt03B8GiRWkstUgTqq9T6QEqV
            WsimSq2vKj6KVKlSRUWrotYqIornzLlZ596JJBm7fDezM5nzn/+exz3n3lAXyco2jNxcw/UpMI4yosmmlvj82NTm
            qIiWtc9J1NaMMM5TPp2Zl4NRWn8ECjQlOhpE25xYK2Q0iTaULGuYJ+KJjryGZGzmvHiiuUHEWjvakg3zA3mQWVpa
            PxSFOvDN6OwYZLFIXm2iLSrO5od5kF2fge/4YEh9Filonwc5kWwBQ8+KGJEM/Je9GHIj2fgvYzEcsbSpqS2RiDWJ
            eFtrR96ZyeZYMtY8I94k8iDveAuGCRhuwZE21fa2jobY3JmxZhjRgkxaslpYkx/yW3IihQIKWMMQ0jAyUsgajlra
            QkCjBBRacHT9GAKKiqYWhiprT7ZdUHZhLD67RcBoBTYAYxDWJ6AIYUsRLCuSGckUMLY0MhzvMiMZAsYx+HgBEyw4
            pv7ovsBnxqMdUKxAl8PEFtsmJcQ4uwu+FMnogi8z2LECJlnwFRtsZqKtaU5Hma+stS0519/L8zgFLAiTESxXQKkE
            O57ATmCwEwVMseCk+lFuMJtXWS9UiwSZeha5pgt8BOJnkICAcguC9UVOkKgQrWUwZ34vqQqFVAVUsvGqiBTaaxGE
            0DXDF0E1Y54s4BQLTq0f3SemzW2aglgJYUQcLsC0EbtgOjH8KqPVCDjNghn1Y11oTv9+TQGsgloELBDwddtuRPF0
            CplF8A0G/aaAiAVn2CHTB6jN8VsKZAi+zX49U7qijjiexXCWgLMtOMft10Avv3MVsGr4DoN9V4LVE9j3GOw8Ad+3
            4Hy3XwPM6wdpqEzKEB/8kLEaJFYjYUUZa6aAJgua1XnOTbSXzWpKh1xMxfPDLMQrEjCb8HLIdi1suzhjXiBgjgUJ
            dbK9mDbDuSpiAFoRMUdAm43YBe3EEBgtKaDDAtEXw7Tx5ql45TCfGV7I3s1ZBBchUWR4MWNeIuBSCy7ri6G04eUq
            YhCuYBv+SNqwkxj+mNEWCFhowZVONL+atF0qWgUs4oRbLNGWENpSRvuJgJ9asMzpXb8za69KZ60EWS6z9mcEcjWD
            /FzANRb8wpm1flfWrlBZVcIvOW2vTaftrzhtVzLodQJWWfBrZ9r6tbRdrUJWwfWct2tk3q4ljusY7jcCbrDgRmfe
            +t15e5OKGIKbOXFvSSfubzn41jPq7wTcasHvneHi1xP3NhWzGm5n594h3XEnsdzAeHcJ2GjBH9zOTQffJgUt4IM/
            MtrdEu0eQtvMaH8ScK8Ff3Y7V4bdFhXLD1sZq1tipQirh7H+IuA+C+5XZ6ql7jYVLwB/5cR4IJ26f2PrPciYDwl4
            2IJH1NkqqfuoilgOf+fUfUym7uPEcDujPSHgSQue6oth2npPq3hB+Acz3JFO3Wc4dXcy5j8FPGvBc30xlDbcpSJW
            wL/Yhs9LG75ADHcz2r8FvGjBS/XD8E1yQy+rPSpGJbzMGK9IjFcJYy9jvCbgdQv+Y7cpNobN4g0VoQreZIS3JMI+
            QnibEd4R8K4F/7VZtMSizb0s3lMxQvA/zqb3CSOLvPcBe28/43wo4IAFH9lMbBybyUEVpRo+Zo99YqN0waFIZlfS
            wKpjgyQz8JtIZuJPK5mFP+eV1UWG5h6XtUAE8lAcR93ndqBjjCPSHWjZLLRFVDTMjyU7sL+rrRnCjaif4O7Zt2sh
            1Tkanw83zqj6DE72nQ3RRHx269xYq6itKdda2wF9KoNEwLwQXiNzZB6WwEjDTBOYebGItVGLWltzihe9vZ9EXIhE
            jDh0TXtpbA5qyTkshxFGWOnqp/pqa07+AgQMY3gKh2kYa3C8ZRKT+xdOfKHA3kEcnklQZeKvrfEZg9e/H/Uux/EY
            jjdw1OEoCRvGAeS1G8f5dJ2GIYzP1+HzbrxvxlGHw8Dne03mI/D+4RTxL3vkxIw64j44/gFv/Jek2HYbcXR2G8am
            FI/pNCe87sexEp834v1F+H09XvfQu8j9IN7fgd/34+8T+P1Rmn+Y52n0GMYUvG/H59kplt+M12twlJCt8LoCx4P4
            7t0m24mwGvH+Sfx+X4o57d7KPi7BsQDv1+N1S4ptXWrbyzgB8ntY4WHtla3aq7y2hp7T/M+h+ROmjffRXUPe8RA/
            QW/2r5c2mSRj5XmKE7Ttlfg91+Yz7OUde0pQY0k/fCapfCpqa0qM/vVvR3ufgTp34nUD+vF91LtK+jRosq2now/2
            pii/+NkE/L6BfCdjf3OYfVdKfjSZO727LMV2pbii+H5AxtAEkzHXo9wqvC/E+1ulDHHpTPH75O8b8BrCUYAYd+C1
            h4a0z+u2fUaPXjvWg/8r2f/2WQNiF4Q53uvw+0r8/h7qXoTjE4o5fHaLHXukb9bG8aU+OhfoR1+hqq+qtqbAcNuf
            coL8vR11TJG2IJuRjcmed8t42CL9ssRkH1G8LLP5xNeuO2M6apw+uPmHeP6UW7Q2PYvj7TDhHWhc7fMQ/9Xe4n9z
            N/u5nfxu638vcumc/vXnG+Xa+o2lZKoxeP0mx9NqO55J/1U7PpzmRb/fk/4ek9fJVygnunnt3I5cDpocE7fh9z2U
            byb7itbeHnznVLxmU+2g3MT33k1x/D6N4wA+vxqvRfZ8rnvlpcmN+GJjP/M5VpsPFpSJRr/894aZH8WjL8zrfamt
            d/K+ZffQlq2oH70nanpxYZ5sDNh+VEs70QY+vN5msi1aUpxLtJZS3j5P9aebaxetIdtlnW6W6wytOTtSXIub5Xp8
            k70W0TyK7q17yIv9ggOyH627M1K8fO2083mb/8bLvcRfhaf4ezH1Wf5R3HXi9V5aC0xaF4nPcx8EV/Vff9zzrxzQ
            /K80OZYpjgVeN1BsI4+EyX3T6SaPNbKPoPd24zsPpFhum+yzaG0Myr5gvey/7LU1xZg0zyVhniet9d0y7yh2qAeh
            fuQ+WX/o91Szpoe5BvRI3TupHwpzX7LTjimyz9pJoUP915984zTNPlgQzC/Se7P96ENzoj5mtewhqFY8m+I5G7J/
            ojXjQZtv8b6hs/qvX/nGKI0vFox8w6W/MMW5RHW/IMX5R73aStkn0j3FFOUT5eUmk3tBqmm7bT4Lxz31Tv/1y22/
            6v+L/WiNaEfbbMGrz873Q5duXOEh/wLe6g/1WVTnP7F7D3u9ubl5rhf93uoP9b65sv/r2Ur69+yfsNyL/oAn/dRf
            0R5j3VaugRQXN8h43ib3HpSrK0yuLxRjtNafKvOe9ht2ryznQTH/rsl91Pu2P2fFd8U9rN+B8gGtXztM2rchzxTv
            iSbYexbSe9nUpR97qH+B4KDqX53s0ffKHvrqMPOhPd0mucfcJWsa2Zri3JD7LerFXzS5B98gf7dM7v2oxxS2/cYv
            e2a9F/tVDMh+tD53hnmft8bWd/vy5V1e4q/SU/zdanI/QDXmoK3/ilXFPi/6qzzpp3jp3IJ2oP2GXf/3RR7e5kV/
            yJP+RlkTqQ+nmk81r4DWg27uB8g219KabfcG9vpwvfm4h/oRqO6zflCNpw+dJdDHPjswSE/mjMXFg8uf9OncgPOn
            PI80PbFm9rn9n58VG4HPDvDsKXXEkvFoIn5JlP7m2xBvrq0pG6QD/H5/0FfpD1YG/CF/VXmw2uev9FWEKoJVAV+F
            rzpUFQpVBwL+CmI55M03t5Yij1KbZQaRTfN0nmgWuJjrf0fXpZ0HmGMUyQV5xuedgeogzkPIcQrIE04Q18mnjuM8
            SByp4FjDDPcBpi7uPP0boYjvGGZoZ4+6rPPkTZVtHK7J+nVZ5ymUKltypCYb0GWdJ06qbN0ITbZcl3WeDqmy63TZ
            oC7rPDlRZX35mmyFLus8BdE4F2iylbqs88RCle3RZat0WefphKZ3pCYb0mWdJwuarXTZal3WeSqQr/r3KD02XIHl
            3IKrwutcwq7Icu6jVeH2UbqwK7Scm1dVeK9L2BVbzp2oKryhUBd2BZdz26gZ7Ghd2BVdzj2Vptkl7Aov5wZHFd4+
            Whd2xZdzN6IKd47RhV0B5tw6qMIFRbqwK8Kcfb8WJLpwwBVhzqZds/ZYXdgVYc4OWdPsEnZFmLPN1cJznC7sijBn
            b6mFp0vYFWHORlELkvG6sCvCnF2eZrAJurArwpwtmmYwl7Arwpz9k6b5GF3YFWHOpkgV7nEJuyLM2eeowqXFht5F
            6cLO9qNYEb7GIdx3Y1QXycmZ0ttGZZ2UlpykXe+UukIT5ZIeyaH/pWe8Opnv+S+sQ3JYZpL9Pr/7KQ==
            """)

    /// DINO's training checkpoint, without a head, float16.
    static let pytorchTraining = Fixture(
        byteCount: 11462,
        packed: """
            pZoLfFtVHcdPu62MMrYOBuvGGGFj0MmW5f1qHtcCHRJg5U40wKBJ27s2LG3yv7kdCk6v4hZB1PoWRYyKWhBZZYO+
            8hKfqGgBH6hTI/gWMfhCBZ3nkWY353ZNSdNPk+Y0v/P9/c/53/8957RdwSVLEVq+HOkeLegMFJF7B6L7pR19ESVi
            TOyLdXasRNdXPdTGA4DaQqdgQVIZ7pOGFGg4AI20QZEivQOSDEsOwNK20DrcMhjvG45Jxp5I776e+JBk7I0lu5X4
            PmkIlvUqcQwzdg8r0ViyuVuWeoajsb7uRESODEqKJDdD00k+okhDybjcvd/SDKe0zVqJy5F+CZYzSfPlkdje3ayt
            GU4NNeCPmKA5tAS/9iaG4bTgUgVWXBNEwQb8tTQFpweX4q+GFKy8o7c3HotJvUo0PpRs3iX3SbLUd2m0V2mGVVtF
            aFFgtQhnvGuAvDkzBWtEOGvOSBPxZLc02CP1wdkDTQPY58DyAWbEDGsHTguuUaCVGVhGDKwLrmEG1t9Buz5HgQ0i
            nMs4G1NwngiG0EVzcSJK7wAjGRNy/GbjLVK0f0CB8zmqBTZhqkmBzZjahllLgo3BRgUuaAuuwO8agw0KbGHsCxW4
            SIQ2xt6agteIcHFoy0LYPdFIErZxZCtsH6ADbiTxLj0IO4INB8HEWGYFLCJYGcuWArsIjjlZPbF4776k0WQcisuD
            5tkonRzLBi7GcpdZHsJqZyyvAj4R/IwVSIEgwmtDm2uzaFQdHMkOlzDSpWXSZYTUyUg7FbhchNcx0hUpCIpwZaht
            PlJEUYaMsG//bGBXcTgHXM2mbxfB4Rk7BF0kYQ7BNQwpKrBbhNcz5LUpeIMIbwxduCAkjS/EAZ1wHQauUOB6CjwI
            N5D49jDYjQrcJEI3g4VTEBGhJ7S1Jkybn70czwV9mIcvL4mOJwlwLwuwnzGxJirCzYy5LwUxEQbnvCLmYNIIhzii
            G+JsBhPlGQQSocxoSQUUEYYZbX8KbhHhTbXz0jIb3Zs1rEZyzZvgVga7rQx7C4EdYLC3KvA2EVQGe3sK3iHC7bUT
            08LCeiePMsNBhjpURqUI6l0MdYcCd4rwboa6KwXvEeG984/iYCxh3NtbueLex+MsMIJxrQq8n+CayMR9gE3cBxny
            Qwp8WISPMORHU/AxEe6efyhnkTS+j/NAK3wCA5sUuIcCD8InSXz3MtinFEiL8GkG+0wKPivCfQuJrzJzn+NxNvg8
            i+8LLDGbDsEoDhPHdz9DPqDAF0V4kCG/lIKHRDi8kPjK8zfGA+3wZTZ/D5fn7wiJ7yiDPaLAoyKMM9hECiZFmJoP
            Zq6ul9M8zAEZBsuWYTkCyzNYQYGviPAYg301BV8T4evz5aVZWzC/waOc8E2G+lYZ9ThBfZuhvqPAd0V4gqG+l4Lv
            izAzX8U06yrmkzzPBU+xkvl0pWT+gCXmDxnzRwr8WIRnGPMnKfipCD+br2SauZJ5jCe64eesZv6iXDN/SSIsMtqv
            FHhWhOcY7dcp+I0Iv52vZpr1NfN3HNBigt+zovmHStH8IwvxTwz6vAJ/FuEFBv1LCkoivDjf5WDmi+ZfeaQZ/sZm
            8e/lWfwHifGfDPeSAv8S4d8M958UvCzCK7Wzs3Lt/ZeHWeB/DHacwWSECzfmyQ34lSLlRvyTIi/Bz6K8FD9TtrwM
            /5SSm2jrKfi5dtayq1Fejj/Mu7DKp5JWYkRuxj+VvZxW9rKi4uV06mUlpa6qeGmhXlbT1jOIl3nHv7rcymfO4ccm
            r2F+WhX5rLIfUnfls4kjMv3y2oqnVuppHaWvr3g6h3raQFvPJZ62LMQTHaGNcziyy+cxR02KbJh1dFA+vzxCmypu
            NlM3F1DuloqbC6mbi2hr2wJHaDZp5K1z+HHIr6mM0MWzM4Yrt7yNOCLFW95e8WSknnZQuqniyUw9WWirdYEjVM4h
            2xyOnLK9kkOOEznkLI+Qq+LGTd14KLe94sZL3fhoq5+4OWcONySNZ0clMIcHlyxUPLz2hIeOsodLKh4upR4uo7TO
            ioed1MPltPV1xMO6k3mgo3DFHA7ccrDi4MoTDq4qO7i64mAXddBFWddUHIjUwW7a+nrioPWEgwEp0kenwTQ7BNcS
            FMWXN4WdsXhEmd0Vym8gHRBXVpP8RuZquSKHyq4ayfV0XeV6ur7i7AbqbA/1cCN+Hg4tw31IiXjvgHwT+fySEN5f
            o1g8mZS78fudgRm2vabNPVJSkcO4+erQqfhtPKFEB6O3SrIcwW0H5B783EY7TCoRvAfupa19pFv8KjWUe0kqUkLe
            S1pXJJOhFbiF7pq7++X4cCIp9+Pf3CgPUG2U9kjCjMnyzdRPV89VT714/ysU0yMpeKr20fbnv0seT+wMvLCXPg7J
            MRJfZJgxJalPHsQNV7x8/PhxupPuifbLQ7jlziYaYAP7HAknjlvLg74bv2+WE8RsY3DJIRnwTwdlmY5fkvRv7Aqe
            svyGt5hksQW34e+uk55QrEVbKycUxr040yJK935JTuKtemfHFu6g4iQPM8GN/+XY7WQLQL5PjluPnCdw5ROG7kgs
            2j80KA0pnR3WhRGrHw4bMRC4Bf5AJqVxXgOrUaBioOfNihQnpxGdHe31cGcfsaiixCTi4aDvuXVk5prm9bAS+atO
            hXaYOjs8izAQngi7St5EgDgYOTZxOkEur+HAW+3A3NnhqttBIZDwJvzhgOpB5pk8yhen0A6hHdlLWcO0OoXahABC
            6emuHE2TZ0ZXkjVoWw1/G6r9WTo7Wk/qT8iUvCM+dDSdTWeRJ5Er5AtHUXthWvAZAmhbMZ/wFcbD02G/akF2VAi7
            1WnDBP59diSD3OF8OiM4xnzFqYQPWUdyLTnc0+HwBJps8QrZYjYcECaJb7E/ujOMnYVr+L6g2re1s8NQc1yFTNoz
            kg3nCedrhca1dcyfbVHzNzWSMUwWpwjfPfGFK+vg2xfDL/nRdkNGmCD8gU0vNtbBdyyGrzrSbjz+nrCnOIGOokzB
            oWbT0+lp9RHBb/K3eMfyCW9huiU74y3Yi67CZGEc58oD6ljaLbgFewJnSdEzk0E59IAhk3Yho5DH12LWkEkEwvi7
            i87rd266y1pH/jgXkj8IqWOqKZFTHy7Y0gGTtxQQHjH5hCzhPnHFbaPklt5ag7utmuvq7Ghb8HgWsmi7+mh4Mu0a
            yRYnBPeYD20v4tES8MgZJsMZ4mPPE4efNmCS4dXF715I/OEJoX3GrzoJ5/4vS3+vnT+rUDtX/3AJdtabQIVHWrxq
            O6J3oanfnftCPXzzYvg+ZCxmBD/hB3/y7O318C2L4CN/2G0KoIeRXc0VAzgTsoa86gtP4OrrKLoNLjQqjI/kE7l0
            biagZgou4nP38cfCJvInhBo+z+R84oK6ivcpOA04z1SzOi246T3woc0/Jiu4FTX6dnJ92+pcfxim0YPqZNgnjAvT
            4cmS3+Qr5dARwZfIqn7VY8CVJOwZywkBwzSus76wh3i8bM+RX9QTv32O+AsOwxQqFOj91fRY+Hg98+9YxPy35En+
            q5T/Se+9t9bDdy4m/7wzPjWgjhF+065nk/XwXYvgG7xoFOH7R9GNnKpdNaFRU64lj9cj7UW3YEMW1W7Iqe0mb3ES
            5fFvc+H2GW/Jh9cgO9KTYXchJ3jCAfRgwSl4BLvgGPGVMjP5cL6QM0wUsi1+dITEtXNQPV77/rEKbebiwgX0PFT7
            /tEuZIqZ4hSu2sT5KF7/OIRHCffxXXv31b5/rEIXc+s1XE8vWuh4pidUT9GjTgjjaLLgNQTwq9fgE6bTPjxN29E4
            8fFc5MhLte8fuvgt5gXEX/Kr1qJPpbVj/a+HltaRP5bF1M/CuOAu5dWHCf/OY+Or6uFbF8FPewRXwYEeIvx1j415
            6uHbFsEvBQp59CV8B9ne4hMyhlzhaMmX9uJ6PqFO0mvGgleHLsHVkh8JpF1jdJ/zvz37N9VRPy1z1c8xf1eukME7
            BRc6TPq+7o7JeB33D4ujzvsHzv6sgFeMqq0rV/LiPUxbMTeSKQWKPuQqTuGVZ2Amo/qKvnAGecby6Xbiccem+26o
            J37nHPGjLLKhwyUv6bdt4Ed31zP/i6mfXT7VL3iKdF5HN/zqs/Xw3Yvg43m/D/lMdJ36ykdffrwOvnUx60dcfwPz
            fRNfX/lr+p+vrv5VTnFq1j9rMyE8eW//tbXPTzYiy4kDHBp6UpKjkVj01gj5947uaF9nh/FVDoTJ7nS4zVab3W51
            mNx2t8NhtpqdLofLZbfZTTab2WXGv3Kb6CnPL184/cT5QQMxW/GpPfFq0Tnn/w+HV2sPsNZWKT/Tgk52RsZ3oj2E
            Wl998LQazXPyxfejPUhaXdXPBzT9VA6weLn2FGhllfzsMxB39qQbB80JTbX2Y7zWzGu1pyTVWteZnNbCa7UnH9Xa
            Eq+18lrtqUW1NrSG09p4rfbEoVr7DK+181rtrp7jnsVpHbxWuzOv1prO5rROXqvdTVdrR3mti9dqd8gcdy2ndfNa
            7e52VXVu8FqzLrG0W9NqcWsrL9Zllna/yJF1Yl1qaTeE1WJhHS/W5ZZ2p1Ytvkcn1iWXdjvGkdfzYl12afdSXMw6
            sS69tBshbrTP4cW6/NLuNjiyTqxLMO2WoVqc2MCLdRmmXedXi3/Piy26DNMu3jnyubxYl2HalXe1+BmdWJdh2mVz
            tTi0kRfrMky7luXIOrEuw7SL1Wqxeh4v1mWYdhVZLT6mE+syTLtU5MgGXqzLMO06j4tZJ9ZlmHaRxo32+bxYl2Ha
            lRRH5sVWXYZpF0lchm1C/NJLtzjQrF02Vomf0ojnXlV1BZuats2uwZZsryi3cK/Pl1lv2sxesY78My/qK4vZn+eW
            NTHNFvp59tn/Aw==
            """)

    /// The beginning of the form before zip.
    static let legacy = Fixture(
        byteCount: 64,
        packed: """
            a2Dq4sr5M8ftp0LWigBJvQYm35fMQLK2kEEjQoCBgaGgKL8kPzk/J74stag4Mz+vkBGoIIIXKJOTWVKSkwoA
            """)

    /// A pickle that runs a program when it is loaded.
    static let attack = Fixture(
        byteCount: 1641,
        packed: """
            pVTPi9NAFJ6k3aRGt78QFvewiKBU1G6bNmmraCEsueRgrQjFS0iTsZvdtOkk0+oKwoJU8OgePHgQvHsU9L8QD968
            efLkv+BM4naTdLf+2AfJkMn73vflzffS0VJpADIZsBB5UASGZ27bU7hpGdgoj3cdVcmCh7HYZ58hUOoxBGAgxsQu
            QZT1CbYdX9A92J/YjqVjOPJdT5+KAmJLpR5Pkn2SaQwgSoUQQXVcA98PNwWUDgpW0EovRVZzPEGcxmDE39OAxsxQ
            ht7OvDRN13GgiW135At3PQt60NqyTSwg4WoXncXoXBetBpX6KGuOXd9+Ivh7PoZDAeV6q2QfmtvuRQNjw9yFFsrP
            UKGLipNyR+MzB1vtT19JCr06JzZpDVyZN6n8yPWGBtan0POJJFW5lOjVcVGlXB9/fntOZTJLudZB44jrd/90w7EH
            oyEcYVWp/QXdQsh1KqD9GP1gCQW7VEABtOcC+nsYurTlqnLrf3gPw7ExdiDVMLv9/QJHWLilGrLgTsyVmxVVuXkK
            AQDstyn7zs6794QSpJey5yIdmB/zqb6/JlD2L28HD/7c/w0gHhkg+HgfejZxwFODzoBuW6pS/kcxVakhNqutllSt
            NqW6XK9VRLki16RGoyFVanVRFltiS25KVOW1Ny8+lIiOUqCSoWLnOqPjkl9QnvyPJNHRAViLIS8z4KQBSxaJmng9
            VuRVtMjC5CTrRI1YiNUpsmBxAJLwqJOyMfhrFiS8m8RGfZCLYc+nQNJ5SXD0eDZi4IMI+HjjdDSOu35os9SNOZJP
            rJ+ZcG2mw5Xgglc8Fz6Hf7AVLsTwQX6Y+ws=
            """)

    /// Element types, orders and shapes.
    static let oddNpz = Fixture(
        byteCount: 1744,
        packed: """
            C/BmZtFlYGDgAGJFhnM6Dy7/hwJuBhGGtPyikqLEPL28gkpGBgGGGQwQEAalZ78RfyUtcPJEwLGAtfMmRc2JWZK3
            dEHe5LRF6xYvmDctPiRoygzx+fFTJnEJ8Wtq+bJyiaeriC1h2inlZsV1bJYV11auJ8x6bAYFBQkJGRvYk9gF2hsT
            G5kZAlCclJX+oADmJDaQkyxgrtkAdUUcAdcsxHBNufcZTT/WLohzfiKckwJ0jgYHa/PqbwK/Vtq6fGGe8v9q3Vct
            gR+p/GiuOmeTvB7FVUYwV/VAXRNEwFVLSHIVG5s0GzubOps4WziaS6q8imqRXZKJET4EYiuTlPBZt/+/4oP79SEH
            GFh7AmZxeqHHVt286+eRXVNqCHNNG9QVPvhcExectYKkcHFTSxMLQ3PDDpaVsshuSCLRDZNTVpAYN25ubmhu0Iq+
            wQFzAxfQDcXJiTmJRTB3tEDtdyM5H6G5A+wGEUY9tjZ2PjQXLM4IKoe5gBPogtTcgpJKmAMaqOUANqSAQHPAkx1P
            lGAO4ABFQ5qhGUmZJE6YxEzSxlbNxs7eztbOCgoMRiZdZtSSDZQRQEUYNwMCNDCCSKRyDl0jqPwBlTCg3MSGonEy
            SKMFNj2g0gHktR4MPZpA6yBlBboeUD4Ow2rPZqCeTKz2gHIbKC23YehxZGKA5j10PaDcgV3PUaCeJKx6QKkZlFRA
            6ZYLRY8nMwNS2kbXB0qDIH2g5MaJou80UB88RaJrA6UcWPBxoGjzYWGAp6MAb1aw+zmB8BEwiG6wgHgA
            """)

    /// An array of Python objects.
    static let objectNpz = Fixture(
        byteCount: 677,
        packed: """
            C/BmZtFlgABFBv+XDFr/oYCDQYQhLTMvVS+voJKRQYBhBlQVjJ7sF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Ce
            ll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLogrGuyBhAMQAXEDEC9wCEDxUfnWr4IwH7ED
            fZSUmALzkCQjRBGMxuqhGn8i/UOZb0AeamCZ2gd1d49YXmluQaVefHJ+UapebmlOSWZiUVFi5ZQenvii1OT8vOKS
            otLkkimTp/SwglVO6WHPS4EomTzFm6F1ijNj0pT2KUFTNLwZvZlap2Qw97CmlFQWpIK0MPlbTOnsgMgy9zDWTPHz
            8/MCBRCY8LYvmZLUGTtFo3ZK7JRUIFsvwJuRSZcZNZXMgKYEDgYEaAAHJCzNoOsCxQQoqEGYHUXXJSAJjZcAb1Y2
            kCATEGYDaRUmEA8A
            """)
}
