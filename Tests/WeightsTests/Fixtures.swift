// Made by Scripts/goldens/checkpoints.py; do not edit.

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

    /// DINO's training checkpoint with the objects it holds, without a head, float16.
    static let pytorchTraining = Fixture(
        byteCount: 12294,
        packed: """
            pZoLfBvFncfHdmKCCIlDAnFCCCIhwSmJooclS7JkbV1waASJ2RRqICDJ0sZWIkua0dqQ0LRLqS0CtHWfPFqoWtLi
            UEpcEvBLr9LHHddy59JrC9dcT4Xetb3jwHC99u7gms5DklcjxzLy+mNpNdr/fH////z3vzNjd7rrlgCwbBkoOxrA
            RcCH/L3BAWlnwCf7dNFDoY72FeDWkkOpPQpBU9d52CAm9weksAxrjsJa2iBLPn+vhGDdUbikqWsdbumLBPpDkq7b
            5z/UHQlLOn8o5pEjh6QwXOqXIxim8/TLwVBM40FSd38wFPBEfcjXJ8kS0sD6c1wiS+FYBHkGjBp4XlNBSgT5eiS4
            jJlorvOFDuxjbRp4flcNvkQPNV11+N0f7YcXuJfIcPmNbuCuwT9L4vBC9xL8UxOHK475/ZFQSPLLwUg4ptmLAhKS
            AtcE/bIGrtwmwgYZrhLhRff1kg+r43CNCC+e09NoJOaR+rqlALykt74X6+xd1suEGODa3gvca2TYyAQsJQLWudcw
            AeuP0a4vleEGEV7GOBvj8HIRaruumovjk/29jKSLoshB3Z1SsKdXhldwVCPchKl6GW7G1CbMqnPXumtleGWTezn+
            VOuukeEWxt4qw6tE2MTY2+LwAyK8umvLQtjdQV8MbufIJrijlwZcR/xdMgh3umsGoZ6xDDI0itDEWM1xaBahZU5W
            dyjiPxTT6XXhCOozFLxs4VjN0MpYtjzLTlitjOWQoVOEbYzlikNBhB/s2lyZRb1q50hm+CFGuiZPupaQOhhplwyv
            E+GHGWl3HLpFeH1X03wknyyHdfDQQMGxGzicBe5hw7eX4PCIDcFOkjBD8EaGFGW4T4QfYcib4vBmEX60a+uCkNS/
            Lg7YAm/BwOUyvJUCB+FtxL/9DHa7DO8QoYfBvHHoE2F317aKMHV++jmeFQYwD99eEo0ncfAAc7CHMbFNUIQHGfNQ
            HIZE2DfnHTEHk3oY5og2GGEjGM2PICQeIkaLyVAWYT+jDcThnSK8q3JeGgveHVaxask9r4dHGOzuPOxjBHaUwT4u
            w0+IUGGwe+LwkyK8t3JiGplbn+JRBjjIUEN5VJyg7mOoYzK8X4QPMNSDcfhpEX5m/ij2haK6A/7iHfdZHmeEwxjX
            KMPPEVw9GbjPs4H7AkN+UYZfEuGXGfKhOHxYhI/MH8oCkvr3KA80wa9gYL0Mv0qBg/Ax4t/jDPY1GSZE+HUG+0Yc
            PiHC4wvxrzhy3+RxzfBbzL8nWWLWD8ER7Cb27wRDPiXDb4vwaYb8Thw+I8KTC/EvP36jPNAMv8vG79n8+J0i/p1m
            sOdk+LwIxxhsPA4nRDg5H8xQWi+neJgFJhkslYelCSzDYFkZfk+ELzDY9+PwByL84Xx5aVAXzB/xqBb4Nwz1t3nU
            iwT1dwz1Yxn+RIQvMdTfx+E/iHB6voppKKuYP+V5VvgyK5k/K5bMf2SJ+XPG/IUMfynCVxjz1Tj8JxH+ar6SaeBK
            5hmeaIP/zGrmr/M181+IhzlG+40MXxPh64z22zj8VxH+23w101BeM3/HAY16+HtWNP9QLJr/zlz8DwZ9Q4b/KcI3
            GfStOJwR4dvz3Q4Gvmi+wyMN8L/YKP4xP4r/TXz8E8P9WYb/I8L/Zbj/i8N3Rfhe5ews3nv/z8OM8C8MdpbBEMCF
            G/NQDX6nSFSLz2RUh19FtAS/UjZais/iqJ62nodfK2ctuxvRMnwxr8KEzietRAjS4LO8lgvyWpYXtVxItayg1JVF
            LQ1UyyraehHRMm/8S8stWj2Hnma0hulplNHFeT2k7qJLiCIy/GhtUVMj1bSO0tcXNV1KNW2grZcRTVsWoolGaOMc
            iszocqaoXkbagqJBdEU+QpuKajZTNVdS7paimq1UzVW0tWmBESokDdo2hx4L+kAxQlcXRgxXbrSdKCLFG+0oatJR
            TTspXV/UZKCajLTVtMAI5XOoeQ5FLchczCHLbA615CNkLaqxUTV2ym0tqnFQNU7a2kbUXDqHGpLGhai45tBgRUJR
            wwdnNbTnNXyoqOEaquFaSusoathFNVxHWz9MNKw7lwYahd1zKLAhd1HB9bMKbsgr2FNUsJcq6KSsG4sKRKpgH239
            CFHQOKugV/IF6DDoCyG4iaAoPr8o7AhFfHJhVYhuJh0QVSY9+ihTtUxGXXlVteR+uqV4P91aVHYbVbafargdv/Z3
            LcV9SNGIvxfdQa6v68LraxCKxGLIgz/vck2z5TVt7pZiMvLi5j1d5+OPkagc7AsekRDy4bajqBu/NtEOY7IPr4H9
            tDVAusXvUk2+l5gsRdEB0ro8FutajlvoqtnTgyL90Rjqwd/cjnqpbZD2SNwMIXSQ6unsvuHlt0+8RzHdkoyH6hBt
            f+Mn5Hhpl+vNA/QYQiHin6+fMSUpgPpww+53z549S1fS3cEeFMYt99dTB2vYdcSdCG7NB30f/qxBUSK21l03hCA+
            G0SIxi9WcMiHemJIJkb4DPsSkzR7fH1SLOrzY+N+/MW2e9AAdehO6hAzwiG/i3RBQjkQlD2xPl8ohA7jpoPMVSHv
            6io6In5fyONHkWjME8OnEjpCrznxCDke3eV6lZ0MobtJnxoyPP1ytF/2BIIIfYyIw+vd3lCwW9PZj6TOSCx4Vydu
            0KCj5Po6dj36OPXvE9Q/pThgkhRG95AuPB6yhyEHwx6PJibJGvRJOlj3Eq/cNe5aaRB9itoOElsSWKLVh9AQsQ73
            90UP6zz+CJJ0ff24G/yF77CGXaJB8eI1moB8OIpDd18hyQ9Y0TGSw/fF0f20/wcosY6uhBzoQZKSe/bsxkN7lr64
            cZJ/Gjd2+zEtIPljGilMTjToM4WIs+P7CRf6bEFryIc9M6Bh/HkIfY5yPk/Pv0DPv0jyqZteiXzhQKQPfWkerzxI
            8kfC+H7p9+M4fXnWt3CAXYAeojfGIHqYjDjVRbzpRo+Qz0zEoxT8FVo4vkrPH8uHum4QPU6uK4YoaEVfy4coQa/8
            OgvRwTmD8w0SnGOM2qjaRavJv9fm39ETs2KO026/SSvIt4g9DUVAGgj6JfTk7D3DWjRopJBY/mg/OkET6ynaxbdJ
            IHWd7vOWhd5565oHVgNAfjvPubW3FuiLW3u6A7hE+2TPgIRiwUi4o307t8M3/2Eg1LG3zpCMpc6em7oetMxS8zt0
            Hl8o2BPuk8JyR7vpfYHzh6WZCHDdCf9Qm4/yuQWsAq6igO7DshQhu3kd7a3VcAtHKCjLIYloGHS+vo6MX/28GlaA
            tpJd1Z36jnb7IgR4x73WGUfURRQMnxm/kCCXVVDgKFVg6Gi3Vq0g64o6om1el2IHhukMyOQmwU6hFZhnUtopZRI0
            CS4AElOdaZomr4ysIGu4pgr6NpTqM3a0N55Tn5CccQw7welEKpEC9mg6m8meBq3ZKcGpdYHtuUzUmR3zTnnbFCMw
            g6zXpkxpx/H3qeEksHkziaRgGXXmJqNOYBpON6RxTye942CiwSGkcimvS5ggusWe4C4vVuatoPvKUt2mjnZtxbgK
            yYR9OOXNEM4PsrVrqxi/5kWN3+RwUjuRmyR82/iT11fBNy+GP9MGdmiTwjjh9256u7YKvmUxfMWSsOH427323Dg4
            DZJZi5JKTCWmlOeENn1bg2M0E3VkpxpS046sOWfNTmTHcK48pYwmbIJNMEdxluTs00mQBk9pkwkr0AkZfC+mtMmo
            y4t/O+m4/viOB01V5E/LQvIHAGVU0UfTyrPZ5oRL75hxCc/pnUKKcF/affcIeRY1VuBuL+VaO9qbFhzPbArsUJ73
            TiSsw6ncuGAbdYIdORwtAUdOO+FNEh37Xzr5My0mad+f/7aF+O8dF1qn25QWwjnxXemPlfNnJWjl6h8uwS3VJlD2
            uQaH0groU2jyd5e9WQ3fsBi+E+hySaGN8N2vvnZvNXzjIvigzWvTu8CzwKykcy6cCSltRnF6x3H1teRsWisYEcaG
            M9F0Ij3tUpJZK9G57+wLXj35E1wFnas5nbigruR1Ci1anGeKQZkSbPQZ+MzmX5IV0PIKfbdwfTdXOf/QToGnlQmv
            UxgTprwTM21650wanBKc0ZTSpti1uJJ47aNpwaWdwnXW6bUTjdfuP/Xravw3z+F/1qKdBNksfb7qX/CerWb8LYsY
            /4YMyX+F8h9zPH6kGn7LYvLPMe1UXMoo4dfvfS1WDd+6CL7WAUYAfn7kbKBFMSt6MKJPN2TwfKQ1ZxOagVExa9NK
            q96RmwAZ/G3a2zrtmHHiOcjOxITXlk0Ldq8LPJ1tEeyCWbAMO2eS0xlvJpvWjmdTDW3gFPFrV59ytvLzYyXYzPmF
            C+jloPLzo1VI5pK5SVy1ifIRPP+xCM8T7ot7Dxyq/PxYCa7m5mu4nl610HgmxhV7zq6MC2NgIuvQuvC7Q+sUphJO
            PEw7wBjR8brv1J8rPz/K/DcaFuD/TJtiyjkVWjvW/za8pIr8MS6mfmbHBNtMRnmW8O8/M7ayGr5pEfyEXbBmLeAZ
            wl/3wqi9Gn7zIvgzrmwGfAc/QXY0OIWkNp09PeNMOHA9H1cm6D1jxLNDq2BtyAy7EtZRus75y/6BTVXUT+Nc9XO0
            rTOdTeKVghWcJH3fcmwiUsXzw2ip8vmBsz8l4Bmj0tyZnnHgNUxTLj2cnHHlnMCam8QzT9d0UnHmnN4ksI9mEq1E
            485Nx2+rxv+WOfwHKdAMTs44SL9Nvb94pJrxX0z97HQqbYI9R8d1ZMNvnqiGb1sEH4/7ceDU03nqew+9+2IVfNNi
            5o+4/rrm+yW6vvdO4k/vr/4VN3Mq1j+ThhB++njPTZX3TzYC4+wGDnU9JqGgLxQ84iP/HuUJBjrade8zEHpzi8Vm
            MDWbzSaL3ma2WSwGk6G5xWi24S+aDTab1dBsspjoNlPNz7uen90/qKFbagWd6o2vhjLl/P+x8dbqDay1JZa/Wg3O
            tVXGd6LehFpf0smNa8A8O198P+qNpFUl/bys6qe4gcWbq3eBVpSY33wx4PaeyuKg2qEptX2FtzXwtupdklLbuy7h
            bI28rXrno9RWv5azNfG26l2LUtuHedtm3la941Bq29jI2Zp5W/WqnuPythbeVr0yL7WNruNsW3hb9Wq61Pb3vK2V
            t1WvkDnues7WxtuqV7crS3ODtzWUJZZ6aVpqTP50yS2HeWP1epEjlxmXpZZ6QVhqrGzgjctyS71SKzU+U2Zcllzq
            5RhHvow3Lssu9VqK87nMuCy91AshLtobeeOy/FKvNjhymXFZgqmXDKXGo5fzxmUZpp7nlxo3afkKUpZh6sk7Ry4z
            Lssw9cy71LjxCt64LMPU0+ZS44fLjMsyTD2X5cibeOOyDFNPVkuNs2XGZRmmnkWWGm/YzBuXZZh6qsiRy4zLMkw9
            z+N8vpI3Lssw9SSNi3aZcVmGqWdSHHkL/5wpyzD1JInLMJXxOSYH6rnLxhLji7aCCrOqTnd9/fbCHKxuR9FyC/f+
            Rp41vpW9Yzvyz/Dg+M7Zv0V2upfWM5st9Hp27V8B
            """)

    /// A TorchScript archive with OpenAI's CLIP names, float16.
    static let torchScript = Fixture(
        byteCount: 24354,
        packed: """
            7Vx7cBvHeT9SD0uwLDOtElt24lwY1wVjCjwc3iBAnB+RHZGWKMmJGdP0AQSPBCwQwAFHibLr+hLXD6WOwiZuHm1i
            I5adKK5jMbZskSJe4z86o+l4qjRuEk/dFk46TaczaZjWnTbTjt3du8Pd7e4BBCnYsSpRWuJ4t7/vsd+33+23d/iG
            B9et30apPx+jZtMvpzvBEWxbQYvl4onkQaFvIibF+hgqNIz0/soPE29uAkebrHo712v9UMzcGwuXNcSw0YWofzmU
            jaCYUz89vtUOjuxWGFc1kg1lB6IROUg5z1aoSu001cf1U57lEr0kn6bsXISiCkvDZZTmfZfsv7oLHHVZ0XRTIfQf
            it03lbwlCo6iVlgPV1wOzYWpk4VSoUQFs+VqpXqS6q8ucWE6QvXWKtlw9VR0KTogs5SHqkYD8hK9AK6X5opUIFop
            FDnvfLh2OhumXHPlrjKgdCK6QC12hbhSrRSNcIuoLMc//OaxhuPpHQ7LA1ywho3n/37tf840xPhqfuppKswUUcxf
            3f2Yq6HOftlbCMyVosFosLZAnaSKVa9cKiwVluSXuAFmoCs0X8mGqktdpbOhqqfmry5WTwH9npXnCwEuwHmyQLNa
            8GyRKlPP0sWCn3JwFeADJbqYjURBG66gsry6677jV4KjK61kCVCUPC8z2bL8QtVdiDCh5Qj3EhPmSiiNu1498SMa
            HMF2OeG7TLVE7ZBfji4W/HOl2gIXmA9TO2pAfA6oQi9GscH53g+Et+oDShJzRhe4/rMDsg8FBRa+O9QYxFZPzxXp
            xdppFJTo/nVnY5BreYDaQRe5BRS0/51Xogw4YixBbmogGmAi1AuURy7XIkDrEl2Rw9EF4K7eWoD2U8e5U3OVbLlQ
            PhuRi1U/NqGf//hPtoCjLZbEPZyPBgMmO+UlLoACP3nXi//QWCovvUQ9Jy9Gw9wpbim6uDzAhJfL1ItcOFuSB+Qg
            DZwrGpwvcxF6CYxTOBpEiTOvRN9pPE6+qpc+TVWrWEw4/YuP/FtjkL/6UldI7qfcKGjw9Z892BgUqIYpR63IDaCg
            W6bld+qziQCxDB2ijlNgOtUClE/2yAx1nCl3VUBI6a8FODfFyh66LPczodoiVQFXy9H+s6HlMAgjfYXFaKBa5oLR
            CPVc1ccFOQ/nnQsvF89WopVqmV6olroGqBdRYc7smTxQn06kME4wn/q5Yq1YOw0mABTjOIhHXu5llMjPYy/+V8P5
            xLKFBTlYC8oL3ClqsRqiI+AzRIe5pUKY6qd2UKdQYlf9U3p9wzFlgZfLrlpYxvzpW6En7m0McndVoPVkzOQb9/ws
            3xjkoUJnw3JEnkdBb991sLuh57Le5Ui1Qn0fzKgdXWGuSJerJ5fDhRCYAgvyomIxFkxRP+fvqsxFCv55LDh/9shi
            puF8Yn3zA8PlahHcR/zUCRTY1/30aGOp/GD8SxwIqrJ7uLwcArcme608V1yO1MKUv3YaBOfI2aIcroWjRSo4Xyn0
            o8TtiR9/o/E4BagS5aZOLGP3yS+8ceryhiAXUz3FBZYr8gsoaPsr88HGIGchyPmrXur5xndBEsSufBskQS7r++Cm
            o7ve3ApuOrB1YSBH9kBK7ozzvJQBZ3nedtPQp4ZtItXzufvtI5eCzqnMVFLi8/FYShA74kovBz8jJVN5G58TxmeS
            qQleEtL5TI4/yNrETrt95BIAy4OesSlBXKdCbLfGUpP71XM2cf1IBzS6uGFkHfiMZ2fEjYMd0l7xkkHKLtmlR+Px
            TColxKVkJp237clNCDlh4uZkXLKJm3r2SfvEzSNQjWQ6OyMBGfKZ1AzsKtoSgHuiznEok57SOV6qcHSKWxIqp8tU
            TkcSKsGtI3BApVwsmU6mp8TLj4x8CPzNJ/P85EwqxY/H4gcOxXITfCKTOSB27R7ZCK4eTOZnYinxA6ax+4xyyib+
            jjJ60D7xVCyf54XpcWFiAlL+XVXEhDoCrLgNyLMeyPNBIA84sAPhHtVk+tAItGA2k09C5WIpE5UrECou8UpAZRug
            sh1S2aDQWW+idNUIXNdmc5l7xKsRpFv8MEBuAsiPKPwHOwGy04S8JnH5kQTQdwNUJZM+6BQ/aqjrUJ0hnXZMZyZm
            UkLeAbvYbgK/2AmbSCuDAEfqkJCcSkjixxDeHrEb8GYA74+rvNcBzpD/FiiHSYZrVRlmxsXfU6il0nw2J4jXNRMk
            nclNx1LJe2Nw6GxDscNCbjc4ZRN/HwqVQCXxinbNCj2kFT6hjN14MpYXr0dQPrFXQ+0gUQ5d5j5lEgHPSucngQRC
            TmRMDnN75pCQs4lORSp1qDeD7sCnx1OZ+IG8yK4w3BLwWCHn4Ou9pmPpqZTAO1nbfkGcEdJSEvqjy6Cf2GBiv0/I
            3wj52ES3SQKocEyS0qLH1PUGSYLUwGiKXsWwW5UZyEOv4jUD+5AB8ot+zcABOEBbCLcMjmwx0VCGuB+hEBBDgMIW
            QCGsUECGeECTFk7cDIgDintHmg1XCgxVLGcbUj9EDnMFmD86GfEGwLILsLxR9Upc6JsS16MIp3iz5gefJP1gp+4H
            t4B2qzK0wH+d4qda9l7CtozZn3dZKcGKg5pIQ6RIt+EKuMTdWu89ZO9hXYG9SqyeTmXFfS35JOKA+zH3ivOTcfH2
            lY1FOrZuvk9bae4WPwN0uRLocgfUZSNhvhFce4/4WYDYCBB3KghE+1Fd+7uU0BNXvWxsDYKzuuB3WwnuFXlN8Kjq
            d1CQjSZRYrjgPnFcM1ucNNuELrgA2mTd71hxau1+5zL7XcJKCb+Y1ES6hxTpAK5AQExpvafJ3mldgQxo2cQWk9yE
            TzhNgUw0hTpPE5DHHNFyCsiHyMcyYl6LX5J1/JpJ9KMIp3hQi1eHyHg1qwkVWYPzuHXnOWwx7iwr3qsFrfusg9Yf
            YGPPusT7tbH/Q3LsH9DHXgbtc4lziFVes8983kp2t/igJskfkZI8hMvtER/Wej9C9n5Ul/tIYt/a7psBJGp9weRL
            awlWPt1sf2yluld8TJvzX7QOVkdx9X3il7RgNUcGqz/R1f9yYi0Ryq9L+xUraf3i45q0f2odob6KSxsQv6YZ6+uk
            sb6hS/tnoP154hwCkxO5I37TQngXI35LE+UJUpQnMcFdTrGg9f422fspXfBjoD0N2jOgfUdJeuDSNJOXxO+egzJI
            mD1upQwrfk8T71lSvL/AlXGJz2m9v0/2fl5X5gRo86D9wIHmjm+89dqvOi6jKNi2m3LHeGZC6DO0zB5WMh0aZo/2
            2xRNe4I2mub5bCwXmxYkIZfneTpMj3abEsruXnpM6TQ+Mzlp9MATO62bCUgH6duVnBOcxnubr9UzOnBuPJNJQV6W
            OR24vierplmjsCNkp+Z34IqhpZbf0fSEMEmD5TzE2/NCatLcCQ5BL+hD09nkrJDK18XpoXcMaIdB5TIheJiGtBz4
            eaWzWXmtn+mU0kUTWLt6sC4r0JkBJ1U/nJ5J2U24Xtqu9utx1NVRhe6le3oUbE6QZnJpDR2bmLDzTC8heY9Ntb46
            PivYH0uJgXG7rZJc5TxYbVn7CDyFETLb3Yogch0QbpefKHkx4iaWebFDy4uBKZUEtjkCDRJGRFBEraeSCAk1lVSp
            gxi0GvJkDEI4NnN21eItubsy5ppzwmPVrTVp6y6t/qlcMiuqXTad0tE5wQzOqVPB0v513hbXFBDuT1p/7LTaVbF5
            vQP8Q51oTn2iTaZicH1ptytXLaZXL82qM2xWxyjqAfEEO+/spZ16D57Vuwiz2Vh6wo7J1EuPqoAdzrEeI7boKDhv
            1aN4TLKP8mwvPTsGAEAIq9HQuLoA3m4ackMJuzrUxgmFnaKUhnXrvPOpZFxQEcCyBoR3Kf0Z5X+AZV0uH8u4vH6P
            2+fz+BmfRshjhK6YBKOXRlWA+4N23q2ozUBFgEshIQss8dWopMyM5kGpQYQ5l7Cg7+GsGBoa7uE4TIvR5tNQUVGd
            hbHc1Mw0APHOhjPREE3zYP2Eefzs+lnDaAZxaGl1eOu513s+wnCPChlcI6NTQoPzXGIgg4TA6VS2VTMiNoM597lI
            0XogrluhZSeAKmnmB4f1cMqagimrkoKjrJ2Ex/WeTlNPLfp5YcCAfdBI4WzgP/VgQcYqczfeq0UCH6QOREWJs42D
            ELF00Trwvrrr6g6zwpIF3eeEKxPzrmXjFQqKQxetBr5dC5H6Lmhzh9OyPy3Xa+5U+vi07FW6DJpz1P/WDG1SWl/s
            GueQTtqYYd3Us0rHezJAhQndb1S9ENdBQb0IfyvXU29VKl1w81XuTG7El+x1fUivs2HPEX/z0N4vdVAUbH0N86Y+
            5bMvne7TzNOnLBX1bEpZMq7gnLpTNnBC0vnOxcmauUuzdW9LS0TU5iZbmzIYHhLV8g59NVW38O5MGuQ0o8B0LFjf
            jMLFxZi2OAKfO2OpvGCcdupntI/bczPab3QhwWC2HX3g7b+dA3aFzb8K26Kxvm5kPcK3aufu5kGHtHc7g8yq7N8g
            i+k15l5DVzDHCD02NPQPhZbhIynIiYfc69Nz1D1meIkx/zULq3DMyneefNLxj8DCsN2yuhmsLgX6LFZ0daMbq4T3
            fNnE87F0OiMpNgEkR7uZ7jFAl1xKWPV1Yn3JvXgzfLXBopWVcMu3ImWFMiUA4aWcwh3MHGd3jxFPsGtMtynbsptX
            LXaeWWEJU48ULOZDJ7pf908C/4HNuQof0m7SeohQ723/7+IDshZpf1RAFoDa+kCLB2goQI32+tFi7ClgMNh2rTW8
            95EJxQUX8JvkVC3P4tVZfNbqFmCesc3vA7OYJ/y3f+O1vwBeAJt7LbeA90O8h8/aW0oJiLBrJAnx1hML4sF3a6lG
            Sxl1y14TR5KQuJGCKIOhn56MG3cDexxb2Nvh9RbjPr52eIp7+YuPA6eB7aZVx31y4XCh3AkaueC7FC7Q9M8ig2y+
            YsSMzov/fudRYPCj7TE6e6EanX13jW7KJVdjcWKO//IvM6+1f5ngurhMcJ1vmeLf//XJf/mPToqCrbexJ1jkSnVb
            v3/20In3pNq6q+5d66468aJOe/fZnUzLG+1NMt7f5t47867svTM9Rirdnr13J55tXXP/r8YOgYkD2/WtTx6PPncu
            4E184j3B1tbaTeb4xY3+1W70n5menZsFS4DZ9qz63Bfqqs/9ftsGSt/306vbv77zXlzfec+3baA7Xnsl/BvgBbDt
            bMuTgMB5vTHka8vGkP+cN4aaLQrPm62iL2e2Rdq4VeS7UO8fvvNpqyjS8dhH27hV5L9Qje4/P7aKHok/+JNjwNSw
            DbZtKeG8+EgJSdzPj82iuTN/s/8Z4AfPtNcXLu4bIq+tvwcBYS0rSyIyTPdtvgN+ORO2DyLekM5LsbSUV+sz9GDf
            yjH/XGGCAUvEhQlecbx8H4OCFvf+iNsMvA627Y1AWj0IVcd7kpKDzybjB1KCLSfAkg4CLx3Ogl+xKZtI3a+WetDM
            J3YkqDH72itE7ExlYlLTEhGMViJisGNwnfYtR2awS/nK3JEVS0YIyjfrh5J5afSG9OEx0fbwvhmlwgLsNZqXcr20
            fnFMvPThfeIWbNB/+MTUp+uFxsy1Nw6C6QLYujDTPhT++Xb4pWHYPmDqPn5YEjJQwFRSklICCkoee/Luetmwa0wg
            h1LgIy/kkrr/88kJhvUwLsbnYrx+ly/g9LKsy+10eQI+r8/PBALgsjPg8rj8w4MdndvWNS6ZVv+R4ZhjBdRwLF5A
            zcA6iEpCOBYvpGZgx4n6LDgWL6hmYL9K1EHBsXjhNAP7r0QZNRyLF04zsNd14GXUcCxe6MzAvtBBlD3DsHjBMwP7
            zzjWh2PxwmcG9qpOvAwajsULlRnY7+DYAI7FC5SZxrmTKFeGg/GCZAbYt44oT4aD8cJkBjhFgAnXwguUGeBvE2DC
            t/BCZQb4xwSYcC68EJkBdq0nypLhYLwYmUlnAky4F15szACfIcCEf+FFxwzw2wSYcDC8+JhJ5w1EKTIcjBchM8CJ
            DURJMhyMFw0zwP9JgAkPw4uFGeDgRqJ0GA7Gi4MZ4EcIMOFheJEwA1wkwISH4cXCDPCvCTDhYXjRMFPsu4QoIYaD
            8aJgBvhBAkx4GF4YzKQzASY8DC/8ZYC3byLKgOFgvACYAd69iSgHhoPxQmAmnQmws9ndAgUvbCLLgzW5XaDgXxJg
            wsPwAmEGuHszWS4MR+NfETfQd1/R5AvjxMBj35gw3eCvXfX3J3Di+Cv7BvHcdWt/gR/ngr8ybnAZsbftBXKcKf6O
            scH0m59YwxvHOHn8bViD/N7edr4bi/PF3700+I461vYmJs4Bf0nP4PA405ZX9nCG+AtiBsMjbFteF8MZ4q8oGQxn
            3e18YQnni78QY/D9vHd1r8fglPG3BQzKlcCq3h0g1gbYY1yD8AOhtjzUxRnijxdNsWKgnQ8bcb74wyxTDsa169EW
            zhN/xmGy2o1teeKBM8T31w2GJ29uy247zhDf4TUYHtvZ1v1eIoPAthMNxidubevmIs4Y37kyGJd2NdjHwkngu1gG
            ibd2NdnTQongu1oGkZ7BJntcOBl8c8cgkxwitnpwML7VY4C/PmSx8YPD8U0fA/7q0EpbQMODGyBXpeT73wHeztvg
            X/8H
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
