// Written by Scripts/goldens/images.py; not edited by hand.

struct GoldenFile: Sendable {
    let name: String
    let base64: String
    let pixels: UInt64
}

/// 19 x 13 pixels each; `pixels` is the hash of Pillow's RGB.
let goldenFiles = [
    GoldenFile(
        name: "jpeg 4:2:0",
        base64: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf\
            GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgo\
            KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAANABMDASIAAhEBAxEB/8QAHwAAAQUBAQEB\
            AQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
            kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1\
            dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl\
            5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcF\
            BAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5\
            OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0\
            tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDl/DPgvft/\
            dfpXqOj+DLe0tvPu9sUSKWZmIAAAyST2Hua6GC3t9G0W5vkhEpgt5J9p4zsXOM9s+vP0rwLXvFmr+MNVaK8u\
            mtraF9nkQEhNykjcMnIPXnOeSM4wAVcdUrV54TCJc0bczeyurrTeTt6Lz6GVDCRdL6xXlaF7aatvsui9X8rv\
            Q9a/4SrwHBiOTVoEYAZWSORWH1GyivOLTwnYfZ4+O392im8Dim7/AFqX/gNP/wCQE6uFvpTdv8X/ANqf/9k=
            """,
        pixels: 0x18C0_0317_682A_1329),
    GoldenFile(
        name: "jpeg 4:2:2",
        base64: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf\
            GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgo\
            KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAANABMDASEAAhEBAxEB/8QAHwAAAQUBAQEB\
            AQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
            kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1\
            dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl\
            5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcF\
            BAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5\
            OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0\
            tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDl/DPgvft/\
            dfpXqOj+DLe0tvPu9sUSKWZmIAAAyST2Hua7cXiqeDoyr1naK/pfNvRHnQhKpJQirtjf+Eq8BwYjk1aBGAGV\
            kjkVh9Rsor5+Wd5m2/Z4FuPR86V106P836nsTyOrTk4TnBNaNc9PR9viOjgt7fRtFub5IRKYLeSfaeM7FzjP\
            bPrz9K8C17xZq/jDVWivLpra2hfZ5EBITcpI3DJyD15znkjOMAbJf2hmdSnW+Chay6NySfM/NXsu2vcMJP6l\
            g5Yqn/Ek+VP+Xq2vPonpbVrWzWnaeE7D7PHx2/u0V9GeKf/Z
            """,
        pixels: 0x6188_1BFA_EDCE_0DD0),
    GoldenFile(
        name: "jpeg 4:4:4",
        base64: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkI\
            BgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoK\
            CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAANABMDAREAAhEBAxEB/8QAHwAAAQUBAQEB\
            AQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
            kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1\
            dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl\
            5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcF\
            BAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5\
            OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0\
            tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDwj9mf/gn3\
            /aBgH9iZzj+Cv0w/Oz7y+EH7AHhDwN4cPizxwLfTtPtLZ7i6urt1jjiijQvJIzNhURVBJdiFUckgV8Jx54kc\
            J+HOBp185qtTrNxo0oRc61aaV+SnCOrbfLHmly01KcFOceaN/RyvKcxzrGQwuCpupUm1FKKbbcnaKSV2227J\
            JNvomQn9tH/gkv4eVNH1P9oXSLWeGNd8Go6bfwTLlQw3Rm0JXIII9QQe9fl+O8YPE+pipSyfg2tXw2nJOeKo\
            05S0XNeEFWirSulapK6Sbs24r9RzHwT4oyPGSwWa4jC4fEQtzU543BRlG6UleM8TGSvFqSuldNNaWZ7Rofhb\
            wh8AfgxrfxTsPD0eoyaD4Y1HVvssjCPzha2zTeWGw2wsQBuKsF67W6UePnipxJwDXyfJ8kjCFbM6k6Xtpxc/\
            YpOnDmhTvGMpqVaM4ubcFyOMoTU7x+S4B4Wo8YcTYXK6tRwVarSpXSvb2k1HmtdXSve11f8AmR+RPx4/ba/a\
            J/bv+Ks2g+PPHM+gaJpOoC0Xw/4fmlSzae2keJblVd2dJCC/zlmkxK6GQx7I0+j8OvCThrh7DrNcU543GV4q\
            UsRiH7WtKMoxtCU5ayjFKMUnaKUItRUk5P8ATuN/EDFcBZvjOFeDKbwFPDVa9CpXjKMsXXcK+7xEadOVGn+6\
            hy0aPJH4nUlVc3buvCv7EPwnPh20JhX/AFX/AD7L6/Wv2g/nw//Z
            """,
        pixels: 0xC691_FBDC_29A2_E2CF),
    GoldenFile(
        name: "jpeg progressive",
        base64: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcv\
            Jik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7\
            Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wgARCAANABMDASIAAhEBAxEB/8QAFwAAAwEAAAAA\
            AAAAAAAAAAAAAAQFBv/EABUBAQEAAAAAAAAAAAAAAAAAAAAC/9oADAMBAAIQAxAAAAFOw1mU2yUH/8QAGhAA\
            AgMBAQAAAAAAAAAAAAAAAQMAAgQRE//aAAgBAQABBQJWaUzCo98ggAWtj2aLjPXn/8QAGxEAAgEFAAAAAAAA\
            AAAAAAAAAAIRARIxUaH/2gAIAQMBAT8BVKRc2CU10//EABwRAAIBBQEAAAAAAAAAAAAAAAECAAMTMVKh0f/a\
            AAgBAgEBPwE1CWKJmW33PPJ//8QAGxAAAwACAwAAAAAAAAAAAAAAAAERAhAxM0H/2gAIAQEABj8CKzsQ8pwq\
            RuJeLX//xAAbEAACAwEBAQAAAAAAAAAAAAAAAREhQXEx0f/aAAgBAQABPyGbCq6S1nkaOp/BOZSw4WtyMK0i\
            z//aAAwDAQACAAMAAAAQU+//xAAbEQABBQEBAAAAAAAAAAAAAAABABEhMfBRcf/aAAgBAwEBPxAp81IsndRf\
            g88X/8QAHBEBAAIBBQAAAAAAAAAAAAAAASExABFBYXHB/9oACAECAQE/ED7ha0azW8dHOLvlh//EABwQAQAD\
            AQEAAwAAAAAAAAAAAAEAESExQVFhkf/aAAgBAQABPxDFOAWVwAOsxtA4d/IAw7pl0uo8XqNLKvXe/epdZOE8\
            +J//2Q==
            """,
        pixels: 0x88DD_51A4_BD9E_A2E8),
    GoldenFile(
        name: "jpeg grey",
        base64: """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUf\
            GhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAANABMBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAEC\
            AwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk\
            M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJ\
            ipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3\
            +Pn6/9oACAEBAAA/AOX8M+C9+391+leo6P4Mt7S28+72xRIpZmYgAADJJPYe5pv/AAlXgODEcmrQIwAyskci\
            sPqNldHBb2+jaLc3yQiUwW8k+08Z2LnGe2fXn6V4Fr3izV/GGqtFeXTW1tC+zyICQm5SRuGTkHrznPJGcYA0\
            7TwnYfZ4+O392v/Z
            """,
        pixels: 0x7B1C_44B1_CE0F_4139),
    GoldenFile(
        name: "jpeg CMYK of Adobe",
        base64: """
            /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0O\
            EQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgADQATBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAA\
            AAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNC\
            scEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6\
            g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq\
            8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD6N+Jn7QX2cS/6Tj8a7/4mftBfZxL/AKTj8ao/Ez9oL7OJf9Jx\
            +NeSfEz9oL7OJf8AScfjXyb8TP2n/s/nf6WBjPevljxt+0TfatqsGmaYs+o6leTLbWtnaRtLNPK7BUjRFyWZ\
            mIAUAkkgCvI/Ap+If7TPiq80TwDp4v8A7H5T6hqNzMIbPT45HCCSaQ/8CYIgaRljkKI2w42fhT+yt8Uf2gNK\
            s/Eur6jbfD3wRfwC5tdU1JDPd3kTLJskgtFZSVLIh3StECkqvH5g6+b6N4w+KfjfT49b8N+APF/iDRbpn+z6\
            jpWhXdzbzbWKNskSMq2GVlODwVI6itjUf2bP2nVvZh/wr8fe/wChg0z/AOSq9i0b/gnbrd1p8cviT40adpOt\
            Mz/aLPStEkvreP5iF2TPPCz5XaTmNcEkcgbj6vqP7A/wPW9mH/CbeP8A73/QSsv/AJDrE+M3xP1WJZsHuf4j\
            Xkl7quq/Ev4o+E/Bov8A+zP+Ei1qz0j7bsMv2f7ROkXmbMru2787dwzjGR1rzr9jH4AaL+1b4o8a3/jXUNQG\
            i+FDYP8A2Rp8oh+3vO8zbZZsFli22zqyptc+aCsiFPmm/YG+BPhe0+DelfGjXLC38T+LNbnmfThqUCvDoq21\
            28atArZHnmS3Enn8Mo2qm3DtJ9Y/s6/sceCPDvw18P8AxG8Z2sHxG13xFpdprNnbavb4sdNiuLMOYPsxZ0uG\
            zM2ZJQR8kZRI2Ulv0n8JfB/wb+yhoV1ZeCtIM2qyCYXPiTVDHNqlyjsrGJ51jXEQ8uMCNAqZQMVLlmb7R8fe\
            NV8A6END8NaPYeH9FtA/2fTtKgS2t4dzF22RooVcszMcDksT1Ndj8Z/jDrURucMeAf4zXqeq/G/XRqM/zH73\
            /PQ15lqvxv10ajP8x+9/z0NfLuq/G/XRqM/zH73/AD0NfI+q/G/XRqM/zH73/PQ1/9k=
            """,
        pixels: 0x7E2E_93C5_A034_6173),
    GoldenFile(
        name: "jpeg CMYK without marker",
        base64: """
            /9j/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8X\
            GBYUGBIUFRT/wAAUCAANABMEQxEATREAWREASxEA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL\
            /8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY\
            GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ\
            mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oADgRD\
            AE0AWQBLAAA/APo34mftBfZxL/pOPxrv/iZ+0F9nEv8ApOPxqj8TP2gvs4l/0nH415J8TP2gvs4l/wBJx+Nf\
            JvxM/af+z+d/pYGM96+WPG37RN9q2qwaZpiz6jqV5Mtta2dpG0s08rsFSNEXJZmYgBQCSSAK8j8Cn4h/tM+K\
            rzRPAOni/wDsflPqGo3Mwhs9PjkcIJJpD/wJgiBpGWOQojbDjZ+FP7K3xR/aA0qz8S6vqNt8PfBF/ALm11TU\
            kM93eRMsmySC0VlJUsiHdK0QKSq8fmDr5vo3jD4p+N9Pj1vw34A8X+INFumf7PqOlaFd3NvNtYo2yRIyrYZW\
            U4PBUjqK2NR/Zs/adW9mH/Cvx97/AKGDTP8A5Kr2LRv+Cdut3Wnxy+JPjRp2k60zP9os9K0SS+t4/mIXZM88\
            LPldpOY1wSRyBuPq+o/sD/A9b2Yf8Jt4/wDvf9BKy/8AkOsT4zfE/VYlmwe5/iNeSXuq6r8S/ij4T8Gi/wD7\
            M/4SLWrPSPtuwy/Z/tE6ReZsyu7bvzt3DOMZHWvOv2MfgBov7Vvijxrf+NdQ1AaL4UNg/wDZGnyiH7e87zNt\
            lmwWWLbbOrKm1z5oKyIU+ab9gb4E+F7T4N6V8aNcsLfxP4s1ueZ9OGpQK8OirbXbxq0CtkeeZLcSefwyjaqb\
            cO0n1j+zr+xx4I8O/DXw/wDEbxnawfEbXfEWl2ms2dtq9vix02K4sw5g+zFnS4bMzZklBHyRlEjZSW/Sfwl8\
            H/Bv7KGhXVl4K0gzarIJhc+JNUMc2qXKOysYnnWNcRDy4wI0CplAxUuWZvtHx941XwDoQ0Pw1o9h4f0W0D/Z\
            9O0qBLa3h3MXbZGihVyzMxwOSxPU12Pxn+MOtRG5wx4B/jNep6r8b9dGoz/Mfvf89DXmWq/G/XRqM/zH73/P\
            Q18u6r8b9dGoz/Mfvf8APQ18j6r8b9dGoz/Mfvf89DX/2Q==
            """,
        pixels: 0x7E2E_93C5_A034_6173),
    GoldenFile(
        name: "jpeg YCCK",
        base64: """
            /9j/7gAOQWRvYmUAZAAAAAAC/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0O\
            EQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgADQATBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAA\
            AAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNC\
            scEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6\
            g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq\
            8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD6N+Jn7QX2cS/6Tj8a7/4mftBfZxL/AKTj8ao/Ez9oL7OJf9Jx\
            +NeSfEz9oL7OJf8AScfjXyb8TP2n/s/nf6WBjPevljxt+0TfatqsGmaYs+o6leTLbWtnaRtLNPK7BUjRFyWZ\
            mIAUAkkgCvI/Ap+If7TPiq80TwDp4v8A7H5T6hqNzMIbPT45HCCSaQ/8CYIgaRljkKI2w42fhT+yt8Uf2gNK\
            s/Eur6jbfD3wRfwC5tdU1JDPd3kTLJskgtFZSVLIh3StECkqvH5g6+b6N4w+KfjfT49b8N+APF/iDRbpn+z6\
            jpWhXdzbzbWKNskSMq2GVlODwVI6itjUf2bP2nVvZh/wr8fe/wChg0z/AOSq9i0b/gnbrd1p8cviT40adpOt\
            Mz/aLPStEkvreP5iF2TPPCz5XaTmNcEkcgbj6vqP7A/wPW9mH/CbeP8A73/QSsv/AJDrE+M3xP1WJZsHuf4j\
            Xkl7quq/Ev4o+E/Bov8A+zP+Ei1qz0j7bsMv2f7ROkXmbMru2787dwzjGR1rzr9jH4AaL+1b4o8a3/jXUNQG\
            i+FDYP8A2Rp8oh+3vO8zbZZsFli22zqyptc+aCsiFPmm/YG+BPhe0+DelfGjXLC38T+LNbnmfThqUCvDoq21\
            28atArZHnmS3Enn8Mo2qm3DtJ9Y/s6/sceCPDvw18P8AxG8Z2sHxG13xFpdprNnbavb4sdNiuLMOYPsxZ0uG\
            zM2ZJQR8kZRI2Ulv0n8JfB/wb+yhoV1ZeCtIM2qyCYXPiTVDHNqlyjsrGJ51jXEQ8uMCNAqZQMVLlmb7R8fe\
            NV8A6END8NaPYeH9FtA/2fTtKgS2t4dzF22RooVcszMcDksT1Ndj8Z/jDrURucMeAf4zXqeq/G/XRqM/zH73\
            /PQ15lqvxv10ajP8x+9/z0NfLuq/G/XRqM/zH73/AD0NfI+q/G/XRqM/zH73/PQ1/9k=
            """,
        pixels: 0xDF36_0091_2C97_25AF),
    GoldenFile(
        name: "png grey 1 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANAQAAAABj92iKAAAAL0lEQVR42mNgAIMHDAzMQCwPxPVA/P8BAzMQ\
            8/8/wCD/n4HB/g9Q6ANYmOF/AwMAd1QRV54HWpYAAAAASUVORK5CYII=
            """,
        pixels: 0x4979_5A9B_1CE0_B97A),
    GoldenFile(
        name: "png palette 1 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANAQMAAABxQsdkAAAABlBMVEUAW7YlgNvGuUFPAAAAJElEQVR42mMI\
            DXVg2HY7gaHwOAPDDzsGBukNCgx31jgw4BEHAMEaEONUW+NBAAAAAElFTkSuQmCC
            """,
        pixels: 0x8B48_E14C_19E1_D7F1),
    GoldenFile(
        name: "png grey 2 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANAgAAAAAkVxJaAAAASUlEQVR42hWJwQmAMBTFUtAR3Kyvh47gZPJ6\
            cAGhjuQAwvd7CSEBVlUo0gGbelLNR9bdF5LHi7pn0iMemmdAdyo+g4X/VRx3qR8Cex7ByLnQmgAAAABJRU5E\
            rkJggg==
            """,
        pixels: 0x799B_68E1_96E8_470A),
    GoldenFile(
        name: "png palette 2 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANAgMAAAA24r20AAAADFBMVEUAW7YlgNtKpQBvyiXwmd1zAAAAVUlE\
            QVR42mOwBAILBv8pP/2nMExl/jWVgeH/AdawFQyM+UdXsDBE3zr2aQPDxtmCmyUYjptdPLqFQXbhJXkFhvIk\
            3TsdDJ1n3yqpMFyueFcxgQFsDgCl1B7RbZrciAAAAABJRU5ErkJggg==
            """,
        pixels: 0x1C3E_E825_087B_D541),
    GoldenFile(
        name: "png grey 4 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANBAAAAACrF+f6AAAAe0lEQVR42mNgYBRSNnYJTSsvALFMQKyOCQww\
            1swFDErGrmHpFZ2zVm9gAKkDsfYcYADJglhnHzC4AtUBWXfffWAIS++YCRR795+BAahlFYjFKMAAVLj77L3/\
            jEIGDECFZ+69ZxAydmAASt99/0FQ2SWAASj9DsgyCUsAALzkPpLPYm/jAAAAAElFTkSuQmCC
            """,
        pixels: 0x7070_CC03_2968_1F98),
    GoldenFile(
        name: "png palette 4 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANBAMAAAC5okgUAAAAMFBMVEUAW7YlgNtKpQBvyiWU70q5FG/eOZQD\
            Xrkog95NqANyzSiX8k28F3LhPJcGYbwrhuHfXwytAAAAmklEQVR42gGPAHD/AAflw6GPbUspB+AA1LOhkH9t\
            XDspEAChkYCPf25tXUxAAH9/cICAkZGSoqAATE1ef3CRoqTE0AAZKz1ucJKzxucAAOcJLW+BxecLTWAAtNcL\
            XnHF+B1vkACBtepNccYJP4LAAF+T2k6C+T106CAALGG4PXL5ToYKUAD5T5cscvpfqC2AAMcthy2DLYPtg+B1\
            Cj9CumYwdAAAAABJRU5ErkJggg==
            """,
        pixels: 0x93AD_DC6C_75F9_822D),
    GoldenFile(
        name: "png grey 8 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAAAAABu5wr7AAABD0lEQVR42gEEAfv+AAAHDhUcIyoxOD9GTVRb\
            Ymlwd34ADRQbIyoxOUBHT1ZdZWxze4KJkQAaISkxOEBIT1dfZm52fYWNlJykACcvNz9HUFhgaHB5gYmRmaKq\
            sroANDxETVVeZ293gImRmqKqtLzEzQBBSVJbY212foeQmaKrs7zGztfgAE5XYGlyfYaPmKGstb7H0Nvk7fYA\
            W2Rtd4CLlZ6nsbzFz9jh7fb/CQBocXuFjpqkrbfBzNbg6fP/CBIcAHV/iZOdqrS+yNLf6fP9BxQeKDIAgoyW\
            oau4w83X4u/5BA4YJjA6RQCPmaSvucfS3Ofy/woVHyo4Qk1YAJynsr3I1+Lt+AMSHSgzPk1YY27MzXmM6+q3\
            3QAAAABJRU5ErkJggg==
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "png palette 8 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAMAAAB8UqUVAAAAMFBMVEUAW7YlgNtKpQBvyiWU70q5FG/eOZQD\
            Xrkog95NqANyzSiX8k28F3LhPJcGYbwrhuHfXwytAAAAiElEQVR42h2KCQ7EIAzEhrMJEPj/b9dZValsD9J3\
            x2mr2JvRd3VcAAWkMVKL8GKyR7vU6Kez84kqZ/W66hI9xs3uBU8V024xLw04CfpLzGfl8Fy7x8wfhNIYWF1W\
            CIuhnClvz+rReN5i9Ws14UtQPbNsw2iEqTUEPf/qoa3xltUwIWF5Le/m/QClYQdcQWnYBAAAAABJRU5ErkJg\
            gg==
            """,
        pixels: 0x93AD_DC6C_75F9_822D),
    GoldenFile(
        name: "png palette with transparency",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAMAAAB8UqUVAAAAMFBMVEUAW7YlgNtKpQBvyiWU70q5FG/eOZQD\
            Xrkog95NqANyzSiX8k28F3LhPJcGYbwrhuHfXwytAAAAEHRSTlMAChQeKDI8RlBaZG54goyWXCF7xAAAAIhJ\
            REFUeNodigkOxCAMxIazCRD4/2/XWVWpbA/Sd8dpq9ib0Xd1XAAFpDFSi/Biske71Oins/OJKmf1uuoSPcbN\
            7gVPFdNuMS8NOAn6S8xn5fBcu8fMH4TSGFhdVgiLoZwpb8/q0XjeYvVrNeFLUD2zbMNohKk1BD3/6qGt8ZbV\
            MCFheS3v5v0ApWEHXEFp2AQAAAAASUVORK5CYII=
            """,
        pixels: 0x93AD_DC6C_75F9_822D),
    GoldenFile(
        name: "png palette interlaced",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANAgMAAAFB5Y0iAAAADFBMVEUAW7YlgNtKpQBvyiXwmd1zAAAAaUlE\
            QVR42mNgYDBgYGBoYJBjAIFVDQxmDgyHwYwJLxkYujgUGNZ/EGC4e/cAQ/BTBgZpCQaG6/EODJHpDQyCsxrA\
            4v5TfvpPYfh/gDVsBUP0rWOfNjAcN7t4dAtDeZLunQ6GyxXvKiYAAL3MJIYU7iN6AAAAAElFTkSuQmCC
            """,
        pixels: 0x1C3E_E825_087B_D541),
    GoldenFile(
        name: "png rgb interlaced",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAIAAAGz6fLmAAACzElEQVR42iWSdzAXYBzGX+WsU0lxZZVTRHVW\
            nZFk/3Rn5cz7ZY+yM7NnyN5CRsbZspIZOVv8SEJxQuSEXEhcoafz73vP+73n+TwPIbyy0vpuj+LKycPwgsbx\
            n0yXlQiPjIGeazyJr+if2+ciN+4567slPE6tzWocb/u0Q7KbJ/qXju1ySFxRtTTyTCYnr6qLUKzVrIItg7ID\
            nzcRFYvAB0/yo4q7yvsWh78zEr+MhqLO2aEVhi2267hM6kbWFg552EU15KnezjGlhEtKT1jNCibUbUINPZJs\
            w154pdSEF3Sk1tLwj2g5PDUPyHJLqIwofJvRMFY58K19end0nWWRjm/njBgJzWtLrx+t6F/qmtuf3D69wSpM\
            zy9/7qaumKa9qmUQYbykyCGhLaBgIq7lcOe+j6Z9JNU7zS6iEHEIvzwVrwomvtqOUWb+mfASkNUYV96HgETO\
            2AtaU78Ml9iy4JyWpJfvCjpmXr3/0T1/QGASF6BNqBzIb59uGNvoW6Sb3uVYZxEirvEVsA5SVYPLnbN/JrbY\
            VhgEDnlkEJfElvVC3vRxE1RAYI9TEugElc1lDT1ISff8m8+/EQBHjl+8zStrKKnjBAdWwTnkhAjlrLgWt7Q+\
            YoA0PMsYuMM2xToEzg3cE018n9mE5jlGFbsnVoE2kIA+LBMhFQtRDTspPVdEh1rHKRqFgSaqRuM+6fUhua1H\
            0szXHxAQjaGdlsltomjqd9c2TNclFrjgwSm6BKWg3ciizsSqwSM1oNePrmMSvV8JbZUJ5v/PBR+sQ3LxAYhB\
            Lqa0J61uJLd1CglraatQ9ywcjqwxT/1inz/gRlqUCD7MgsrEM7k6KLsZflJqhnNaJmEGwFE21ja2wfrl73mg\
            xIb2uaTQKojw3TLCBCW0HQmKgCWspXpopXliC3Xgw8we5zI9/+apazjPIqSCGVyQMwY/LE3JzB9sweIfN/mA\
            optFtM4AAAAASUVORK5CYII=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "png rgb with transparency",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAIAAADE7sJwAAAABnRSTlMAEAAgADAQ0uZfAAACs0lEQVR42j2S\
            hzPQcQDFv8pZp5LiyiqniOqsOiPJpjsrZ57sUXZm9gzZW8jIOFtWMiNny0pCcULkhFxIXKF397vrD3j33vu8\
            Rwi3NP0l+ZNX1djEtLik9PnkTIRUrUU1HST13O7c91GxCtawj9R1jTf2TrMMyraLKHwUV/44tTbweRM5IaR6\
            VlSTU1Lvv0ZK313OxFfVOkTLMUrfPdHE95lNaJ5jVLF7YpVfRkNoXltUcVfSy3eEQ0KXV9ZYUMWK8oFGzSYU\
            GgOPJDP/TNuwF84xpV4pNQFZjeEFHXHlfam1I9nNk0Wdc0RAyUJY3U5C1xXZ4KPtFG3omWwekPUwvADBfNLr\
            Q3JbKZPM1x8KOmbL+5bqRtdbpnbIjXvOMkZeShaB6KPnlmDql/HgSb5LbBnKBOe0UJqsxglK8+r9j7ZPu90L\
            h8Pf6Ym8qd9d2zAdl1gwsArOcYouQTYAiCzqTKwapHwq+pfrxzag6f1KRtYYpnZOzx9wEE2Hp6iEeODmllCJ\
            PhGFbxMqBzIaxvPbZyoHvjWMb7bP7PUt0YxtMM3ssS3R8GwwCeyeESGwsg7JhRUVL6a0J61uNLd1uqR7oXZk\
            DT49i0ej64zTv1gXDjkpzRGXFCO/IgEJ1/gK4Aa6+Ip+VAK3qsGVxomfnXN/hlbpJrdZkG2Vjm+b5To0DJcV\
            WIXVsTzxTK4Oym4GiZSa4ZyWKQoD4vUvHxvfZP7y9zylOeCQwGGwPM8twyvKlmJajgTLxpb1ptePoRVINH3c\
            6po/ADpgWDzi2mQW3GcXp+WVxcnO3dThVzQX0bCXNvBQtgwigAGASFg9tNo8uQ0SsJrdZ1+h5d06dQ3xmASU\
            cMwLMkZ4GK6iYOaP/bA5wSEAA+O++fwbCSkrkNhjEzt+8TYqcUsbIJ64tpOssTelwXg41j/N54CiWSxolgAA\
            AABJRU5ErkJggg==
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "png grey and alpha",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAQAAADhhZ2sAAACAUlEQVR42mNgkGVX4dMWNZKxVHbQcjf0swi1\
            j3FL9s0KKYyuSKrPbCvoLZ9SN5uBV0vEUNoCosQyzCHWPcU/J6w4tiq1KaezeEL1jKb5ncsmrmOQMle003QD\
            meIQ65HqnxNeEl+T1pzXXTa5dlbrot5VUzbO2bnkIIO6i76PeYh9jHtKQG5EaUJtRmtBb+W0xnkgM2ZuW7R/\
            1fFN53ddZzAJtIl0SfTNCi2Kq05vye8pn9IwF6Rk1naQki0X99w88vDsKwbHOM+0oPzoiuSG3K6yyXWz25dM\
            WAsyZfWJzRf23Dz2+Nzr618e/GXwyw4vSajNbCvqr53Vtrh/zYytC/etObn10r7bx59ceHv7xxPGt1zfhBmi\
            K1Iac7tAVnWvmLpp3u7lRzae23Pz6KPzb258ffgPpOS/DKcaQ0ZrYV/1jNZFfatnbV9ycO2p7VcO3jvz8trn\
            B39fsn0W+C/DoSqkL2PJUDqpfk7nsskb5u4COXjf7RNPL72//wek5K8Uu4qIoZy1hquRP0PT/J6V0zYv3Lf6\
            xI6rhx+cfXX9y6P/73l+irEo8mlLmKo5G/hahbsmMfSvmbltycH1Z3ZeO/7k0vs7P5+zfOL/L8OlLmokb6Pl\
            bhHqFO+bFVHKMGfn8iObzu+9deIpyJy3XD9EmRWE9GWtNFyNA+yiQUqSG/K6ARPo/BKAwOM1AAAAAElFTkSu\
            QmCC
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "png rgba",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANCAYAAABLjFUnAAAC6klEQVR42k2TaVCNcRjF/9ToZqm0mLQybbKV\
            QpulkpSRm+ZSRBshUqJSaCMlEUmRFiJCFJXUbcG0CJUs3YqQkihZ2mgsOc+Hd8a35//hOe85v+e8jKmaOkpo\
            WrhIzbDxVDDge6uYrNmtYb5h7/RlmyLmrNx+2Hj1ruOL1wcnWW8MT7PbFp0p8IvLdg5KzPMISy32irp4b+ex\
            aw/2nLpVH5pS1MgmYEseW8rY+l8EmifwPI1nOt875jKeN/As8DxwrhTPCjwf7Ttz+xmeLXi2xec8/siUjAR+\
            Uxc5B+ni05wTErHBFok4+sfnuO5PLtx88HyZT+yVqsCEm3UhZ++8OHThbitMvYepntRiUX/m/Te/mI6Ve6je\
            Cq8oaMZRHHJiv+NIllPAyVw3bG3FFkUJTspviEgvaeZcJBc+/wa9YeiNynvyWVLYNDCRzV3lE7tgbWACNFOI\
            CYxdd4H/LZEZ5b5Hr1YTj/A0YRMnAlPfOZGCp1/GlbYMyVW++6tc1y2hySywaYsMDtgksOAshLFKikNQo+Ef\
            eLo4J9k1naPzG3rHkkh1B1Ot7+FpwdTstj9KRgyYLhEXikTXgbGHxATja4wfwPhrRvmrnxjFMI7HqABTatDT\
            wWiA0Qyj1ZCcvh0jN8BUQm64SODcnggQQDSYhQxgzCMnVe0jKsCj3Twoq4dkxpzICPokqb3EjRFgVKeGzkwX\
            wthJXOg6SCeOUQqjYu2nMRqifplZFAejOcblJMLTsnSVxQWpnwxHq0X/RAQYmLphbICDS5GASB3pdN/+njyf\
            E4GegIpO/VQzcwqYttQjDH2PYVQ6HK0Dl+8lNgS4qLFPugIW6EIEF+lMoGc9PMnQXhylpL9FcZ6DL5KF6KMC\
            poAOvVRGkOlSFCsXWdA/GQJMblqx3YXtPumZthQJiNzpl1NHl+hPoYJbotFUKeolo/YSZCpe2csf8hSLc0OA\
            cTC+2JSF64gLfmN/imSIVuOnSeREqE70d/wDVtsELawD09EAAAAASUVORK5CYII=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "png grey 16 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANEAAAAAA+d9a4AAAB5UlEQVR42mNg4GZKYtnFLsSZyX2QT1KgQOiE\
            qIJ4ueR5GXW5OoVrynqqrep3tUwZWFLY9nCKQJQIy4mWip+VqpK5JK+leF1FX61N00S7W/exwQQGjn3cYryH\
            waaUSihLVclqyF9V0lW5pd6ueV+nR9/KcKKJvdkbBl4J/qNCRUCLzkpdkK1V0Fa6odqq0aFtBjLD2M7M0eKd\
            9Ww7TwbBQhF5sTNAt9TI1ys1qRoAXfIArGQySImNu90Xx4UuSxhET0tUSFfL1SnqqLSot2uZ6loYWINMsXSx\
            /mj3xcnX5Zf7X28GBilVWQ0FbWU9NUOgWx7pPzV6YfracqbNHPv5Totcl3qG+IT7RwXFMgDNaQSaA7RKr8/w\
            uckr87fWbkCLvrsGeAR7h4GUhCYw8zEAnXxb0wTop36ga95Yvrf1cFjg4u++3JvBjzkwJjSBaQebIGcmg7qR\
            VpfuY0MbkykgBwOt+uEW6LUKpCRkC1MS2x4uUd5cgWMM2t16T4xsge5xsZ3r6OOyBOjg1QGswXGMiSy7OIR5\
            DglICxeLKzHoPwX6643VLNvPTovcAj1X+kYEsgFdk8wuxJXFJyl0QkxR8rxsLYOJPdDRs+29nH6AzPGPCuZg\
            5AG6Zj9vrqCMyCmQEmBQ3QIA1/GkuG1tzBgAAAAASUVORK5CYII=
            """,
        pixels: 0x748F_E8C5_D1E3_CF85),
    GoldenFile(
        name: "png rgb 16 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANEAIAAACUfh4zAAAD70lEQVR42mVUZ3DTZRx+m7ZpRpNmN23SNmmS\
            Jk2a1YxmNEnTJk3SJmmTtooeaAX3qafgBEFxgYCCigvFCSLi4TjP49QDEcWBnp4DFRw4UREVwUNRPPPkfT/8\
            OT/+3g+/533WjxCxcJtyHm92Y7N6V90L0ou0pgaFbGfrfOF5ynb9++Lt6ss67NKW5neMi2UXt1pMnyre0F/d\
            5VUb2j+0LW2+wthj39fyrul6Z0hvtex1r2xfZPN59xt225f5EyZXz9fBuyw3uiOhX6yfe2+LDtsDvh9ja0nd\
            mVjIfwkLhSos/D8MwLtuwqvtC7w6gq3zzW7nN3j1RPHae7vxY8fywABe++7Ga/jXbn/vD/334zV+BK/JvGdV\
            JD30FxFsVczVW8Ua1VvtiyQ78O8T2FRhtCYspDBttq7PPKs6Puq+2RfvdDq+Ctxp3uO6NTRkXeLtj/zW/aXv\
            jli2Z0UwmfgD7AYfAbvUMX8idjizIfjzwEMjU0Si1bxtuLbptZarTC6AW/Yy0Sib98w3uMJtC629nu8NDizs\
            /AQLqVy2pb2x6CFH0P9T/AEuD1+8//fhxwCb2wjY/MnR+9LjY3XxXOZ46Rkiv0TXZd6j6mj7wLoE4PYA86bC\
            0f1dxzWQp/O6nr7AAYvH9W3oHubKPv/qeO4EmAq74X+4MP2Z9N9jT8WPZB8vz0o+PHrSlCi1rngKbzZR78Ja\
            7ZUQSbcAa2kEEAz/anDsO0hFo+Y7Q5AHXg09ymUTTg3+mX8yeii9fuxUCjNYyNcQcepYcTNvC9jVvzhKJp8T\
            bCXwzXkLdYhKR5MGjuF7mTeVeWAU81ARkRguBQ4kHsxNYi7wMI/XY54QgB2ZBmztHMwNCswiNWaJtjyLf7ZM\
            RxinxXCEceJIh2Akj3r3wws4lp3oOwiREIniZiba0dFNU9PwqlaanSg38OUQUajiwkxNo3S10sZXNJcTFodK\
            p8IpGmuWt5WQijlUTRqkLMzAPP405klhaqxYy5NkNpRm1p9FRcMs3o65qZXC8LY0XqAx8uUIKO06QRYja1Dd\
            2GEaB/iWWgeOmePcIDDpKo6R5yFlXdPIE5OnC87lwgBWMZceFtp1kVr5ZttCyYXNnYbdODFmN6FVRRYHC4h8\
            ej3zqRqH2NpMucRP5sGB5o0FYRM4AFayY+K0hnPk+poz0G16vwRK+eu6BRDR4JDp0ADlPKQFsPZlhIaCZa8q\
            YGQNBEN1SzNpHCin3EYsL8zA8hK/XiZ9lTk0B92mZ1J0PupGLxc9JhojzgYtHu03oXeBhaJa2MRI9t/ys1RA\
            LicaB6RQtrOmUfSy6lLm0DZwoNLJ9TgeuGQ2HxeGVa56p/4Dbhz0K9R9ByUAAAAASUVORK5CYII=
            """,
        pixels: 0x1A06_D426_95C1_1606),
    GoldenFile(
        name: "png rgba 16 bit",
        base64: """
            iVBORw0KGgoAAAANSUhEUgAAABMAAAANEAYAAAAbHIlkAAAEUklEQVR42nVVZ3STVRi+SZM0SZMmzW6aNElX\
            VtM0zWjTpEmTpk3TrKZDBRVBRIXjVgRxACq4rXvhQlFUXHg8HkSOiAiionBUxI2KiihuPeKWN2/u/fFx/Pve\
            +333uc+6hNRINqrPNjv4x8v02tcsiwXra08zNNt2V6uUW42LWrySuepG05tty2s2aedbXI6Pa+v1r9uWukPK\
            M4ytze95rlFtM13Q5vN+obU2vu24vKtPv8DW7vokcFP9juZLPD2hAyZ76wfeqXCq8SKH37cvssL6juvKQLzv\
            5+aO9s9Ct/RnW5d5e3u+S95n/8h3fWQo9Ycr6N/fd1d6jAhOwKNEG/AoiQaP+j8gCLMzgqtdN+Bq4Gu4hGdv\
            9624Gv4eV6Np2273VcH+2C+4msjh6sD9zkDXV9E7h0q4OvwQrmZJ53W9gwO/5x8j4udVZ8GtanSaV+FW8s14\
            58MYqQABNuFnFIjZ0fYh/Myyy3mFPxb9qcnj/jR4c3yk5f2Oa3sGEr/ZL/NFe39IrXLu8d/YNzz0V/vVoUT8\
            18zDyFPuSOSp8DiwmF5dOiZ0oP/ekckJCZEbdNutS1xBxZb684BehOmdYtJQRna2XNoR7v7WfKG9q/PL3jus\
            bjyq6V08ikoC30R+HHwAvondPTzOZQLADz04ejTCG5+B8MjMyIrB0aKgqjaWSf9dWit8jtSd2dAGt9NYzG/B\
            7RCmfz/zSJmv8O2WxUh+08Xt3cFv4ve0dnZ83nNbMs+8cchX8NPDgJR5Gn2SCySaHvyz+ETVsyDj2LGiExMr\
            s0dMSiWa1KrCNPA7AcPDkYaFKELD+XgkNStaOZZBvhIrqTTUpAAeyEfn5I/iMhJOJQ/mHiXPAIvF6VWzKZBk\
            PseD4IGM/HWyU5AnxelZMvE02Iugk7qT1CtUIpoa5GugwDxSnmb+xWmejxYeFQKLmYlxMU55MpwKFDitViFP\
            Ui3CkxtwqtyKU/UrONVtB9DKhvodhDGzFF3BmOFIhFbOroG94AZ00Fg17AUR0ML8dUyaQ3snZ0rmonNkL8Je\
            UZ1iCwqm2sYFAnsh8bBXd67VTZh5y22TPEhjzNIzhWIwr1RSg8LxZuFUsB6nYnWqWKjiy2s2QcKEcxRGKg1O\
            tfNxaniDAgEZdTbLLgAN8aO9STBjqSLWXno1NS86qTAN+Sqt5ZqWSVR2kHQeCiffPPLIxHHik1VmLhCEZ7LT\
            Iqe9CTJC0uWn6pugfLHWPXsJLTjMWI6HYS9OZ56pmBeMXhIJlQAaDqHpYaZdgxwgPP2C8RnVJ9WZjDt5s7Ah\
            6YsiVte9DAFDwZx7QEbIP7w+4HKEF4gTamKWpopUwCLcGmtPOIealzIDiYOjQU44GkDXvmRYyLwyGxuSPm3S\
            eVhI9CWhxQ0yQjXTeqI9SWjjMhNXii4+MvzP2FOiDVQqLjPUvJgt4yKeTPqC5pxGJ/PKRuSASgTsQbDwffHt\
            4wJhtVR5Mf4D3qqa6AlfMM8AAAAASUVORK5CYII=
            """,
        pixels: 0x1A06_D426_95C1_1606),
    GoldenFile(
        name: "webp lossy",
        base64: """
            UklGRtYAAABXRUJQVlA4IMoAAABQBQCdASoTAA0APp0+mUgloyKhMAgAsBOJbACdMoMYGpaewn5QAGuF+Wn1\
            bOyQI6FF5QAA/vGEGj2h5iyrhyayqKV2WGfm1hRVPIYaK9j2xrhnHf1iqIvvHf3JZg1gqeV9nHcWd6DJCfUa\
            0igHxlhkcrX/zb8UAAtGiI9YUxSoSNrP77MpX1ymZvt+rl950e9NppW2f0Gnvfsl+N3x2nGSHL7Gw7+Z3/K+\
            Y2UR4gei76R/oUa/hBr8hjfX9XP9Z1r4CqTX2M3xSRgA
            """,
        pixels: 0x6979_1F4D_00CE_86E3),
    GoldenFile(
        name: "webp lossless",
        base64: """
            UklGRmYAAABXRUJQVlA4TFoAAAAvEgADAM2VIaL/AUaRJCmqZX4dk3+nS2dgxqcjFLZt22TvpD3j29GBBQBB\
            0yt0MBQEAAIBCAAkAAIQCAD+ciQdTmKh6TgELy3HATfNtsJOs80AL822xEbliwA=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "webp lossless with alpha",
        base64: """
            UklGRqAAAABXRUJQVlA4TJMAAAAvEgADEM2VIaL/YYFb27Zq5Xz/WOTaf6uUMEm/ZUT8scaMT4eCNpLU3O4z\
            M0n7/P7vsD94ILOARER0EBEROUSJJYK0QHAgIjKIhjmgg4hokBZMcogSS5RhpyXkQMQCP8wBcQcfgQ4ig254\
            sgN9ATlEfxZsrhcfUHGgQQ41egAvIKKDBju02ED/ETk0hGGV32fgSgoA
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "webp lossy with alpha",
        base64: """
            UklGRkgBAABXRUJQVlA4WAoAAAAQAAAAEgAADAAAQUxQSGQAAAABuTJE9D80kCLbdq38nMnRGf7dIKENLAGk\
            OaMj4VfEBOTHvU/cYImIiEZERGSixArpmyEi8t0TjYhozZVMlNjwIsUQcXQV0Yhs9U5EJvr2xTcphv7vREQ0\
            +rsXEZHp5FmJb1IAVlA4IL4AAAAQBQCdASoTAA0APrVInkmnJCKhMAgA4BaJbACdMoJ8Aedp7CYFBY4lbhuP\
            kKExZ0SAAP7vZ3bSOdN93wiB2z138cReunHry1zZiLGXXY/L8H4iQJRBwSpu7qiRihwWyq3LldED3YhtDL3T\
            /59LdgPmLsopKr3B6R6rx+rVccKCMrl/1xY4m/2jv7uZGN8zyewGMqLmXc30cdMpqV/lRsP9z8DDyEj/6FGv\
            3wVz9UDv5//4/5yb4NdB2tcKMkQA
            """,
        pixels: 0xDBAF_0FE6_DF84_BC29),
    GoldenFile(
        name: "webp animation",
        base64: """
            UklGRkADAABXRUJQVlA4WAoAAAACAAAAEgAADAAAQU5JTQYAAAAAAAAAAABBTk1GhgEAAAAAAAAAABIAAAwA\
            AAAAAAJWUDhMbgEAAC8SAAMAL6WgbSNHHQ/j+ePsLQwG0rYNve1uIG3bGG13U59/AUlyIOzGv68CoAIAAKAC\
            4A0VgAoVAAAAAAAVlUqX3p9GBDUgzZkob7ajlBNz8AauVVSb0oJBXqLGUKncKxOzlgbFm8LNWxUqb6hUGuUN\
            FSAGAECgybZt27ZtzrZt27bxc0T/AwBGoPEUJkco0xisLn8sXazCUTgKkyOSa012dyieKzfb+7BkBkco15kc\
            3nCyUGnpGhibprEEMq3Z6YumS432vpGp2eUtvkRlsHkiqWK9vW90anZ1++BMobe4AolCta13ZGpuZfvo/ObR\
            6PDFspXWnuHJ+bXd48u7l/dvVzBRrHcMTswsbR9e3D69f/9Do5lyS/fo9ML63un149vXPwSJz9fa+8dnV3dP\
            rh7evv7AKCKd2+wcmpzb2D+7ef74BSEwVLZY3TMyvbh5fHX/+vkPQ5OYQqXBOTazvHNy8/z+A0QS6DypwRlI\
            AkFOTUaGAQAAAAAAAAAAEgAADAAAAAAAAFZQOExuAQAALxIAAwAvpaBtI0cdzx/kI+ktDAbStg297W4gbRva\
            7v5dXdf8C0iSAYHd+PepvAGgUgFQofKGSoUKAABABUAFAMCbFgB4A1BdowCaQTUQg6ZCBdCYw7NEwSzBEDVn\
            U5ZQZdLn0rVy8N6fIQ1k/1J5E9BAqQBiAAAEmmzbtm3b5mzbtm0bP0f0P/5/3l8ers+O9zaX56dGBzpbKoWP\
            18frs+PdjaXZiZHejnopkwg+3Zwf720szo4P9bRVi+mo32m5PN3fXJoZG+xqKWcTQbfVpJEebK/OTw53t1Zy\
            iaDLalJJ+Mz1henR/vZqIRlyW41qCZdBxs2ND3Y2iqmwx2ZQijg0IhoBGe1rr+TiPrtZK+HRSVgEBPDV1Syl\
            Iy6LXiFkUXBIKOD77aGWTwQcJpWITcUjocCf17uLo0zMazPKBUwyBg76fX++OtlZCbstOhmHSkDBAJ8vt2d7\
            a/NjTrNGzCZjEOC/t/uLw635sf42
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
]

/// Pillow's `resize` of the formula image: from, to, kernel, hash.
let goldenResizes: [(from: [Int], to: [Int], kernel: String, pixels: UInt64)] = [
    ([97, 61], [32, 32], "bilinear", 0x5E06_AA28_A79B_795A),
    ([97, 61], [32, 32], "bicubic", 0x6048_6721_2118_650F),
    ([97, 61], [32, 32], "nearest", 0xD841_4802_AC4F_0F29),
    ([97, 61], [32, 32], "box", 0x3415_3D6E_8775_4483),
    ([97, 61], [32, 32], "hamming", 0xF82A_B348_CA43_091D),
    ([97, 61], [32, 32], "lanczos", 0xF217_7F20_DA2E_B37C),
    ([61, 97], [32, 32], "bilinear", 0xAC28_784C_DFB3_ACFB),
    ([61, 97], [32, 32], "bicubic", 0x0A41_AC94_6D7A_BCA5),
    ([61, 97], [32, 32], "nearest", 0xE2E6_B997_F950_C015),
    ([61, 97], [32, 32], "box", 0x865D_2451_0EAB_FFB0),
    ([61, 97], [32, 32], "hamming", 0x8B99_2EF6_ABFD_5BFC),
    ([61, 97], [32, 32], "lanczos", 0xF60E_040D_ADA8_5BB6),
    ([300, 40], [24, 24], "bilinear", 0xF8C2_30C4_8521_AA9C),
    ([300, 40], [24, 24], "bicubic", 0xCAAB_23F2_E0A7_5BDE),
    ([300, 40], [24, 24], "nearest", 0xBF90_C63E_40D7_FE08),
    ([300, 40], [24, 24], "box", 0x2DD2_64F2_70DA_8DB2),
    ([300, 40], [24, 24], "hamming", 0x087E_3774_CB0A_843A),
    ([300, 40], [24, 24], "lanczos", 0x1423_6518_C96C_6854),
    ([40, 300], [24, 24], "bilinear", 0x3240_EEEC_5E49_D811),
    ([40, 300], [24, 24], "bicubic", 0x384C_2049_5A55_8AA5),
    ([40, 300], [24, 24], "nearest", 0x5E8A_E9D4_9909_F40E),
    ([40, 300], [24, 24], "box", 0xBE67_8982_1AA8_0BA0),
    ([40, 300], [24, 24], "hamming", 0x5836_8E3F_531E_0409),
    ([40, 300], [24, 24], "lanczos", 0x86CB_103E_E1DA_9928),
    ([20, 15], [64, 48], "bilinear", 0x664E_16FC_C545_A746),
    ([20, 15], [64, 48], "bicubic", 0x59F2_91D6_F84B_638A),
    ([20, 15], [64, 48], "nearest", 0xDDBB_7185_F7F7_2CC1),
    ([20, 15], [64, 48], "box", 0xDDBB_7185_F7F7_2CC1),
    ([20, 15], [64, 48], "hamming", 0x9AC6_7430_7EA9_03A3),
    ([20, 15], [64, 48], "lanczos", 0x51C2_8B13_B82D_4BB1),
    ([33, 33], [33, 16], "bilinear", 0x1064_88D9_A1BF_9719),
    ([33, 33], [33, 16], "bicubic", 0xF7D1_CBC3_B16B_5E8F),
    ([33, 33], [33, 16], "nearest", 0xB2D1_25CC_F521_1E6E),
    ([33, 33], [33, 16], "box", 0x8C39_0E21_A54E_3E85),
    ([33, 33], [33, 16], "hamming", 0xEE87_2E93_A5F9_2571),
    ([33, 33], [33, 16], "lanczos", 0x6E02_DE40_4480_C0EF),
    ([33, 33], [16, 33], "bilinear", 0x1D40_F015_3863_4A06),
    ([33, 33], [16, 33], "bicubic", 0x65C1_7206_3CE9_9231),
    ([33, 33], [16, 33], "nearest", 0x0D24_027A_0676_F29F),
    ([33, 33], [16, 33], "box", 0x3D63_549F_6CAD_C29B),
    ([33, 33], [16, 33], "hamming", 0xFB45_9ED8_E1A5_EEFB),
    ([33, 33], [16, 33], "lanczos", 0x983A_2166_BB78_EF9D),
    ([5, 200], [1, 1], "bilinear", 0xA327_FB19_6F0B_3CB9),
    ([5, 200], [1, 1], "bicubic", 0xA327_FB19_6F0B_3CB9),
    ([5, 200], [1, 1], "nearest", 0xCD86_9218_F6DE_7D78),
    ([5, 200], [1, 1], "box", 0xADDC_D219_75AF_E20E),
    ([5, 200], [1, 1], "hamming", 0xA327_FB19_6F0B_3CB9),
    ([5, 200], [1, 1], "lanczos", 0xA327_FB19_6F0B_3CB9),
    ([1, 1], [9, 7], "bilinear", 0x81CA_766D_5270_3966),
    ([1, 1], [9, 7], "bicubic", 0x81CA_766D_5270_3966),
    ([1, 1], [9, 7], "nearest", 0x81CA_766D_5270_3966),
    ([1, 1], [9, 7], "box", 0x81CA_766D_5270_3966),
    ([1, 1], [9, 7], "hamming", 0x81CA_766D_5270_3966),
    ([1, 1], [9, 7], "lanczos", 0x81CA_766D_5270_3966),
    ([500, 375], [224, 224], "bilinear", 0xD09D_29C9_111E_3E0C),
    ([500, 375], [224, 224], "bicubic", 0x848D_FBA5_19AD_4E2F),
    ([500, 375], [224, 224], "nearest", 0xFD95_CC9F_B2A6_1439),
    ([500, 375], [224, 224], "box", 0x8881_2705_F04E_230A),
    ([500, 375], [224, 224], "hamming", 0x7048_F3D3_91EA_7B85),
    ([500, 375], [224, 224], "lanczos", 0x06B4_8A38_29A4_D02D),
    ([361, 500], [224, 224], "bilinear", 0x6648_DDB3_8C46_1984),
    ([361, 500], [224, 224], "bicubic", 0xEFFB_87E7_DE55_1E47),
    ([361, 500], [224, 224], "nearest", 0x8613_46F1_4D80_0B68),
    ([361, 500], [224, 224], "box", 0x1ABC_C91C_C0C8_A539),
    ([361, 500], [224, 224], "hamming", 0xD1B0_49B1_6C40_E7AA),
    ([361, 500], [224, 224], "lanczos", 0xE620_C11B_9EAA_B623),
    ([362, 500], [224, 224], "bilinear", 0xED1C_FB05_8E2C_68F1),
    ([362, 500], [224, 224], "bicubic", 0x8124_6455_8FDF_B360),
    ([362, 500], [224, 224], "nearest", 0xB433_F78F_EA7C_E438),
    ([362, 500], [224, 224], "box", 0x5192_8A52_C0D3_5CB9),
    ([362, 500], [224, 224], "hamming", 0x0367_7626_3414_5EB1),
    ([362, 500], [224, 224], "lanczos", 0x4112_0304_FC19_820E),
]

/// torchvision's Resize(floor(size / ratio)) and CenterCrop(size) of the formula
/// image, bicubic; of its first channel by nearest neighbour; normalised with
/// ImageNet's numbers.
let goldenCrops: [GoldenCrop] = [
    GoldenCrop(
        width: 97, height: 61, size: 32, ratio: 0.875,
        pixels: 0xB7C5_255E_8E0E_D301,
        nearest: 0x9100_DEC2_4DD7_B79A,
        nearestSquash: 0xDDB3_2FA5_549A_1965,
        values: 0xA005_4BE5_D5B9_DECE),
    GoldenCrop(
        width: 61, height: 97, size: 32, ratio: 0.875,
        pixels: 0x94AB_FD99_25D6_7D0B,
        nearest: 0x5C7E_45C0_02FB_F84F,
        nearestSquash: 0x3E6A_FD5F_766C_2CED,
        values: 0x6CAD_77AF_B04D_7F46),
    GoldenCrop(
        width: 70, height: 71, size: 33, ratio: 0.9,
        pixels: 0xCFEA_5C04_C0D6_B2FD,
        nearest: 0xD0B4_5F7B_726F_6E28,
        nearestSquash: 0xEA7E_2552_5230_05FB,
        values: 0xE1C3_6866_F52A_04B6),
    GoldenCrop(
        width: 30, height: 200, size: 24, ratio: 1.0,
        pixels: 0x31ED_C63D_9E35_E0FA,
        nearest: 0xAFD5_FEB7_7B21_5871,
        nearestSquash: 0xDD3F_B469_5406_20D9,
        values: 0xE29E_F7A1_38D9_146E),
    GoldenCrop(
        width: 250, height: 30, size: 24, ratio: 0.95,
        pixels: 0x4B4F_ABD9_01FC_C9CA,
        nearest: 0x9DCC_AB5C_7501_B4EE,
        nearestSquash: 0x8176_6FFE_C914_31C9,
        values: 0x678B_4828_9BC1_D9A4),
    GoldenCrop(
        width: 40, height: 41, size: 56, ratio: 0.8,
        pixels: 0xC5C8_DE78_C48E_6941,
        nearest: 0x7587_B2AD_1961_7F00,
        nearestSquash: 0xA724_0874_E876_9ACD,
        values: 0x548E_C617_80BB_7AA7),
]

/// timm's `transforms_imagenet_eval` of the formula image, bicubic, and the same of
/// its first channel by nearest neighbour, with a border of 0: mode, the image's width
/// and height, the input's height and width, `crop_pct`, hashes of both.
let goldenRectangles: [GoldenRectangle] = [
    GoldenRectangle(
        mode: "center", width: 97, height: 61, rows: 32, columns: 48,
        ratio: 0.875, pixels: 0xA4E6_6DB9_F3C2_B4F2,
        nearest: 0x90CC_67A6_1384_7E17),
    GoldenRectangle(
        mode: "center", width: 61, height: 97, rows: 32, columns: 48,
        ratio: 0.9, pixels: 0x8D0F_42ED_3FF3_CBFC,
        nearest: 0x8FAE_ED45_7E26_3FBE),
    GoldenRectangle(
        mode: "center", width: 70, height: 71, rows: 56, columns: 24,
        ratio: 1.0, pixels: 0xC806_E519_E594_3970,
        nearest: 0x001A_A6B1_4B39_98FC),
    GoldenRectangle(
        mode: "center", width: 200, height: 30, rows: 24, columns: 40,
        ratio: 1.0, pixels: 0xA005_8686_0927_3B9D,
        nearest: 0xC870_6682_6508_3225),
    GoldenRectangle(
        mode: "squash", width: 97, height: 61, rows: 32, columns: 48,
        ratio: 0.875, pixels: 0x3CA9_61C4_98A0_E771,
        nearest: 0x481B_B51D_1AFB_4757),
    GoldenRectangle(
        mode: "squash", width: 61, height: 97, rows: 32, columns: 48,
        ratio: 0.9, pixels: 0x6379_C510_C9E2_8587,
        nearest: 0x45C7_19F3_B714_B8D2),
    GoldenRectangle(
        mode: "squash", width: 70, height: 71, rows: 56, columns: 24,
        ratio: 1.0, pixels: 0x074F_CB24_E33F_7AF5,
        nearest: 0x2C17_4D69_6E5B_E532),
    GoldenRectangle(
        mode: "squash", width: 200, height: 30, rows: 24, columns: 40,
        ratio: 1.0, pixels: 0xC530_F374_1E10_3E68,
        nearest: 0x68BD_8A52_8D33_B31D),
    GoldenRectangle(
        mode: "squash", width: 30, height: 200, rows: 40, columns: 40,
        ratio: 1.0, pixels: 0xC0DC_FB58_048D_4196,
        nearest: 0xB04E_9918_E65A_1EE3),
    GoldenRectangle(
        mode: "squash", width: 41, height: 40, rows: 33, columns: 33,
        ratio: 0.95, pixels: 0x2148_8478_ED52_99F2,
        nearest: 0x8ED8_0318_D529_6543),
    GoldenRectangle(
        mode: "squash", width: 300, height: 1, rows: 32, columns: 32,
        ratio: 1.0, pixels: 0x42BA_0632_D9FB_85E5,
        nearest: 0x55A4_8943_6AB9_5825),
    GoldenRectangle(
        mode: "border", width: 97, height: 61, rows: 32, columns: 48,
        ratio: 0.875, pixels: 0xC484_41A0_B768_FDD5,
        nearest: 0xB6B1_CDB2_DAF6_DA4B),
    GoldenRectangle(
        mode: "border", width: 61, height: 97, rows: 32, columns: 48,
        ratio: 0.9, pixels: 0x03C3_30B1_9982_342B,
        nearest: 0xA756_E11A_91D3_3E16),
    GoldenRectangle(
        mode: "border", width: 70, height: 71, rows: 56, columns: 24,
        ratio: 1.0, pixels: 0x572B_3052_5D44_8AC5,
        nearest: 0x0F90_3C10_ECB4_3DCE),
    GoldenRectangle(
        mode: "border", width: 200, height: 30, rows: 24, columns: 40,
        ratio: 1.0, pixels: 0xE599_F106_0B81_55D6,
        nearest: 0xDCF8_F6A9_4F1C_F9BD),
    GoldenRectangle(
        mode: "border", width: 30, height: 200, rows: 40, columns: 40,
        ratio: 1.0, pixels: 0x2634_5766_662F_1345,
        nearest: 0x9492_6B1E_2654_5BA8),
    GoldenRectangle(
        mode: "border", width: 41, height: 40, rows: 33, columns: 33,
        ratio: 0.95, pixels: 0xA240_C76F_A1E5_0A82,
        nearest: 0xD50D_8B87_2762_F789),
]

struct GoldenRectangle: Sendable {
    let mode: String
    let width: Int
    let height: Int
    let rows: Int
    let columns: Int
    let ratio: Double
    let pixels: UInt64
    let nearest: UInt64
}

/// torch's antialiased resize of the formula image in single precision: from, to,
/// kernel, and values at every 37th place of `[height, width, 3]`.
let goldenFloatResizes: [(from: [Int], to: Int, kernel: String, values: [Float])] = [
    (
        [300, 40], 24, "bilinear",
        [
            55.0151405, 122.931648, 137.188889, 114.859016, 152.088379, 137.3564, 96.598381,
            133.91478, 159.761047, 143.940613, 101.136787, 101.860992, 140.465775, 122.047386,
            116.393936, 127.728867, 120.862, 123.503799, 135.48819, 136.051193, 123.519989,
            123.110031, 134.936005, 130.024826, 126.158211, 129.618378, 126.932953, 128.050995,
            140.638199, 122.952194, 116.423012, 131.650986, 122.759102, 132.969742, 131.293777,
            131.611298, 133.84697, 124.682503, 121.007095, 117.933228, 123.761215, 127.131599,
            118.003006, 129.649948, 122.945045, 114.937157, 121.406418,
        ]
    ),
    (
        [61, 97], 32, "bilinear",
        [
            21.3064842, 190.000916, 162.390121, 137.712982, 106.424217, 85.4942093, 79.0123596,
            98.4529953, 182.192719, 189.327698, 181.894974, 138.943542, 126.826355, 165.785233,
            65.5485916, 88.6865692, 167.014969, 103.912941, 88.1000824, 112.006706, 143.1884,
            175.099808, 79.493576, 153.428497, 140.886993, 81.0972214, 210.841721, 127.437401,
            71.7479706, 193.699219, 138.439972, 92.5272446, 187.710892, 119.892235, 180.871307,
            161.275925, 129.203415, 189.95607, 173.627609, 144.830719, 116.43708, 135.182144,
            184.964859, 144.407196, 95.6311646, 155.555908, 102.124466, 185.85463, 150.202789,
            148.103394, 92.0300598, 104.236328, 126.664291, 56.9051323, 155.792297, 187.662567,
            144.044632, 116.388138, 96.1707382, 144.745361,
        ]
    ),
    (
        [20, 15], 64, "bicubic",
        [
            -2.21910453, 51.2527962, 106.398994, 76.7029724, 131.748077, 187.487518, 18.6380615,
            73.8142319, 129.009384, 99.3665771, 154.565598, 71.5284195, 42.0652199, 97.3688278,
            152.661118, 123.17099, 40.5024261, 95.9564743, 66.8922806, 122.37484, 177.812317,
            9.79692268, 65.9962921, 121.725319, 93.1762543, 148.873901, 67.1072693, 36.6741028,
            92.5764542, 148.734009, 120.677925, 176.510208, 91.6245422, 63.267025, 119.465729,
            176.129211, 148.87825, 60.7629433, 118.124519, 89.8304977, 146.424698, 203.543808,
            30.2459984, 87.5115585, 145.045517, 116.861595, 173.89566, 83.9853973, 57.0982552,
            114.825798, 172.342148, 144.42836, 54.3880348, 111.429306, 84.5908737, 142.615601,
            200.250824, 170.933044, 81.4324493, 139.065445,
        ]
    ),
    (
        [4032, 30], 224, "bilinear",
        [
            71.5185242, 96.5, 94.7839661, 115.080238, 118.895058, 123.5, 157.623459, 158.277786,
            158.141983, 154.734558, 149.067902, 142.61113, 108.388916, 101.932106, 106.932091,
            92.8580246, 97.858017, 97.722229, 127.5, 93.7839432, 92.8580246, 117.89505, 122.5,
            127.5, 157.277756, 157.141968, 162.141998, 148.067902, 153.067886, 146.611115,
            112.388901, 105.932106, 100.265434, 96.8580246, 96.7222214, 97.3765488, 131.5,
            97.7839508, 96.8580246, 121.89505, 126.5, 131.5, 156.141953, 161.141953, 160.216049,
            152.067871, 145.611115, 138.364166, 104.932106, 99.265419, 104.265419, 95.7222137,
            100.722221, 101.376549, 135.104935, 95.858017, 95.7222137, 125.500008, 130.499985,
            135.104935,
        ]
    ),
]

struct GoldenCrop: Sendable {
    let width: Int
    let height: Int
    let size: Int
    let ratio: Double
    let pixels: UInt64
    let nearest: UInt64
    let nearestSquash: UInt64
    let values: UInt64
}

/// ImageOps.exif_transpose of the 19 x 13 formula image for orientations 1 to 8.
let goldenOrientations: [UInt64] = [
    0xCDC5_546C_8BFF_864B,
    0xB137_812B_6D13_610B,
    0xB2B0_80F6_9C16_7D7B,
    0x3BB8_4B17_3214_57DB,
    0x75AC_6F98_57FE_4C1B,
    0x6B3E_5359_E7AB_9E73,
    0x4ED3_B89E_67D1_FB6B,
    0x0EE6_CEEF_1469_8503,
]
