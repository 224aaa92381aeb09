// Written by Scripts/goldens/bitmaps.py; not edited by hand.

/// 19 x 13 pixels each; `pixels` is the hash of Pillow's RGB.
let goldenBitmaps = [
    GoldenFile(
        name: "bmp 1 bit",
        base64: """
            Qk1yAAAAAAAAAD4AAAAoAAAAEwAAAA0AAAABAAEAAAAAADQAAAAAAAAAAAAAAAIAAAAAAAAAtlsAANuAJQBV\
            VUAA3KxAABuwIAD4PgAAcccAALbbYABVVUAA3KxAABuwIAD4PgAAcccAALbbYABVVUAA
            """,
        pixels: 0x8B48_E14C_19E1_D7F1),
    GoldenFile(
        name: "bmp 1 bit of OS/2",
        base64: """
            Qk1UAAAAAAAAACAAAAAMAAAAEwANAAEAAQC2WwDbgCVVVUAA3KxAABuwIAD4PgAAcccAALbbYABVVUAA3KxA\
            ABuwIAD4PgAAcccAALbbYABVVUAA
            """,
        pixels: 0x8B48_E14C_19E1_D7F1),
    GoldenFile(
        name: "bmp 4 bit",
        base64: """
            Qk0SAQAAAAAAAHYAAAAoAAAAEwAAAA0AAAABAAQAAAAAAJwAAAAAAAAAAAAAABAAAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAMcthy2DLYPt\
            g+AAAPlPlyxy+l+oLYAAACxhuD1y+U6GClAAAF+T2k6C+T106CAAAIG16k1xxgk/gsAAALTXC15xxfgdb5AA\
            AOcJLW+BxecLTWAAABkrPW5wkrPG5wAAAExNXn9wkaKkxNAAAH9/cICAkZGSoqAAAKGRgI9/bm1dTEAAANSz\
            oZB/bVw7KRAAAAflw6GPbUspB+AAAA==
            """,
        pixels: 0x93AD_DC6C_75F9_822D),
    GoldenFile(
        name: "bmp 4 bit of OS/2",
        base64: """
            Qk3mAAAAAAAAAEoAAAAMAAAAEwANAAEABAC2WwDbgCUApUolym9K75RvFLmUOd65XgPegygDqE0ozXJN8pdy\
            F7yXPOG8YQbhhivHLYctgy2D7YPgAAD5T5cscvpfqC2AAAAsYbg9cvlOhgpQAABfk9pOgvk9dOggAACBtepN\
            ccYJP4LAAAC01wteccX4HW+QAADnCS1vgcXnC01gAAAZKz1ucJKzxucAAABMTV5/cJGipMTQAAB/f3CAgJGR\
            kqKgAAChkYCPf25tXUxAAADUs6GQf21cOykQAAAH5cOhj21LKQfgAAA=
            """,
        pixels: 0x93AD_DC6C_75F9_822D),
    GoldenFile(
        name: "bmp 8 bit",
        base64: """
            Qk1aBAAAAAAAAFYDAAAoAAAAEwAAAA0AAAABAAgAAAAAAAQBAAAAAAAAAAAAAMgAAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAAarUAAr0HUA\
            UPWaAHUavwCaP+QAv2QJAOSJLgAJrlMALtN4AFP4nQB4HcIAnULnAMJnDADnjDEADLFWADHWewBW+6AAeyDF\
            AKBF6gDFag8A6o80AA+0WQA02X4AWf6jAH4jyACjSO0AyG0SAO2SNwASt1wAN9yBAFwBpgCBJssApkvwAMtw\
            FQDwlToAFbpfADrfhABfBKkAhCnOAKlO8wDOcxgA85g9ABi9YgA94ocAYgesAIcs0QCsUfYA0XYbAPabQAAb\
            wGUAQOWKAGUKrwCKL9QAr1T5ANR5HgD5nkMAHsNoAEPojQBoDbIAjTLXALJX/ADXfCEA/KFGACHGawBG65AA\
            axC1AJA12gC1Wv8A2n8kAP+kSQAkyW4ASe6TAG4TuACTON0AuF0CAN2CJwACp0wAJ8xxAEzxlgBxFrsAljvg\
            ALtgBQDghSoABapPACrPdABP9JkAdBm+AJk+4wC+YwgA44gtAAitUgAt0ncAUvecAHccwQCcQeYAwWYLAOaL\
            MAALsFUAMNV6AFX6nwB6H8QAn0TpAMRpDgDpjjMADrNYADPYfQBY/aIAfSLHAKJH7ADHbBEA7JE2ABG2WwA2\
            24AAWwClAIAlygClSu8Aym8UAO+UOQAUuV4AOd6DAF4DqACDKM0AqE3yAM1yFwDylzwAF7xhADzhhgBhBqsA\
            hivQAKtQ9QDQdRoA9Zo/ABq/ZAA/5IkAZAmuAIku0wCuU/gA03gdAPidQgAdwmcAQueMAGcMsQCMMdYAsVb7\
            ANZ7IAD7oEUAIMVqAEXqjwBqD7QAjzTZALRZ/gDZfiMA/qNIACPIbQBI7ZIAbRK3AJI33AC3XAEA3IEmAAGm\
            SwAmy3AAS/CVAHAVugCVOt8Aul8EAN+EKQAEqU4AKc5zAE7zmABzGL0AmD3iAL1iBwDihywAB6xRACzRdgBR\
            9psAdhvAAJtA5QDAZQoA5YovAAqvVAAv1HkAVPmeAHkewwCcp7K9AA8aJTADEh0oMz5NWGNuAI+ZpK+5xwoU\
            Hyo3ChUfKjhCTVgAgoyWoau4wwUPGicxBA4YJjA6RQB1f4mTnaq0vgAKFyErNQcUHigyAGhxe4WOmqStt8EE\
            DhghKzcIEhwAW2Rtd4CLlZ6nsbzFBxAZJS43CQBOV2Bpcn2Gj5ihrLW+xwgTHCUuAEFJUltjbXZ+h5CZoquz\
            vMYGDxgANDxETVVeZ293gImRmqKqtLzEBQAnLzc/R1BYYGhweYGJkZmiqrK6ABohKTE4QEhPV19mbnZ9hY2U\
            nKQADRQbIyoxOUBHT1ZdZWxze4KJkQAABw4VHCMqMTg/Rk1UW2JpcHd+AA==
            """,
        pixels: 0xFC5C_45C1_4A43_4E6D),
    GoldenFile(
        name: "bmp 8 bit of OS/2",
        base64: """
            Qk0eBAAAAAAAABoDAAAMAAAAEwANAAEACAC2WwDbgCUApUolym9K75RvFLmUOd65XgPegygDqE0ozXJN8pdy\
            F7yXPOG8YQbhhisGq1Ar0HVQ9Zp1Gr+aP+S/ZAnkiS4JrlMu03hT+J14HcKdQufCZwznjDEMsVYx1ntW+6B7\
            IMWgRerFag/qjzQPtFk02X5Z/qN+I8ijSO3IbRLtkjcSt1w33IFcAaaBJsumS/DLcBXwlToVul8634RfBKmE\
            Kc6pTvPOcxjzmD0YvWI94odiB6yHLNGsUfbRdhv2m0AbwGVA5YplCq+KL9SvVPnUeR75nkMew2hD6I1oDbKN\
            MteyV/zXfCH8oUYhxmtG65BrELWQNdq1Wv/afyT/pEkkyW5J7pNuE7iTON24XQLdgicCp0wnzHFM8ZZxFruW\
            O+C7YAXghSoFqk8qz3RP9Jl0Gb6ZPuO+YwjjiC0IrVIt0ndS95x3HMGcQebBZgvmizALsFUw1XpV+p96H8Sf\
            ROnEaQ7pjjMOs1gz2H1Y/aJ9IseiR+zHbBHskTYRtls224BbAKWAJcqlSu/KbxTvlDkUuV453oNeA6iDKM2o\
            TfLNchfylzwXvGE84YZhBquGK9CrUPXQdRr1mj8av2Q/5IlkCa6JLtOuU/jTeB34nUIdwmdC54xnDLGMMdax\
            VvvWeyD7oEUgxWpF6o9qD7SPNNm0Wf7ZfiP+o0gjyG1I7ZJtEreSN9y3XAHcgSYBpksmy3BL8JVwFbqVOt+6\
            XwTfhCkEqU4pznNO85hzGL2YPeK9YgfihywHrFEs0XZR9pt2G8CbQOXAZQrlii8Kr1Qv1HlU+Z55HsOeQ+jD\
            aA3ojTINslcy13xX/KF8IcahRuvGaxDrkDUQtVo12n9a/6R/JMmkSe7JbhPukzgTuF043YJdAqeCJ8ynTPHM\
            cRbxljsWu2A74IVgBaqFKs+qT/TPdBn0mT4ZvmM+44hjCK2ILdKtUvfSdxz3nEEcwWZB5otmC7CLMNWwVfrV\
            eh/6n0QfxGlE6Y5pDrOOM9izWP3YfSL9okcix2xH7JFsEbaRNtucp7K9AA8aJTADEh0oMz5NWGNuAI+ZpK+5\
            xwoUHyo3ChUfKjhCTVgAgoyWoau4wwUPGicxBA4YJjA6RQB1f4mTnaq0vgAKFyErNQcUHigyAGhxe4WOmqSt\
            t8EEDhghKzcIEhwAW2Rtd4CLlZ6nsbzFBxAZJS43CQBOV2Bpcn2Gj5ihrLW+xwgTHCUuAEFJUltjbXZ+h5CZ\
            oquzvMYGDxgANDxETVVeZ293gImRmqKqtLzEBQAnLzc/R1BYYGhweYGJkZmiqrK6ABohKTE4QEhPV19mbnZ9\
            hY2UnKQADRQbIyoxOUBHT1ZdZWxze4KJkQAABw4VHCMqMTg/Rk1UW2JpcHd+AA==
            """,
        pixels: 0xFC5C_45C1_4A43_4E6D),
    GoldenFile(
        name: "bmp 8 bit grey",
        base64: """
            Qk06BQAAAAAAADYEAAAoAAAAEwAAAA0AAAABAAgAAAAAAAQBAAAAAAAAAAAAAAABAAAAAAAAAAAAAAEBAQAC\
            AgIAAwMDAAQEBAAFBQUABgYGAAcHBwAICAgACQkJAAoKCgALCwsADAwMAA0NDQAODg4ADw8PABAQEAAREREA\
            EhISABMTEwAUFBQAFRUVABYWFgAXFxcAGBgYABkZGQAaGhoAGxsbABwcHAAdHR0AHh4eAB8fHwAgICAAISEh\
            ACIiIgAjIyMAJCQkACUlJQAmJiYAJycnACgoKAApKSkAKioqACsrKwAsLCwALS0tAC4uLgAvLy8AMDAwADEx\
            MQAyMjIAMzMzADQ0NAA1NTUANjY2ADc3NwA4ODgAOTk5ADo6OgA7OzsAPDw8AD09PQA+Pj4APz8/AEBAQABB\
            QUEAQkJCAENDQwBEREQARUVFAEZGRgBHR0cASEhIAElJSQBKSkoAS0tLAExMTABNTU0ATk5OAE9PTwBQUFAA\
            UVFRAFJSUgBTU1MAVFRUAFVVVQBWVlYAV1dXAFhYWABZWVkAWlpaAFtbWwBcXFwAXV1dAF5eXgBfX18AYGBg\
            AGFhYQBiYmIAY2NjAGRkZABlZWUAZmZmAGdnZwBoaGgAaWlpAGpqagBra2sAbGxsAG1tbQBubm4Ab29vAHBw\
            cABxcXEAcnJyAHNzcwB0dHQAdXV1AHZ2dgB3d3cAeHh4AHl5eQB6enoAe3t7AHx8fAB9fX0Afn5+AH9/fwCA\
            gIAAgYGBAIKCggCDg4MAhISEAIWFhQCGhoYAh4eHAIiIiACJiYkAioqKAIuLiwCMjIwAjY2NAI6OjgCPj48A\
            kJCQAJGRkQCSkpIAk5OTAJSUlACVlZUAlpaWAJeXlwCYmJgAmZmZAJqamgCbm5sAnJycAJ2dnQCenp4An5+f\
            AKCgoAChoaEAoqKiAKOjowCkpKQApaWlAKampgCnp6cAqKioAKmpqQCqqqoAq6urAKysrACtra0Arq6uAK+v\
            rwCwsLAAsbGxALKysgCzs7MAtLS0ALW1tQC2trYAt7e3ALi4uAC5ubkAurq6ALu7uwC8vLwAvb29AL6+vgC/\
            v78AwMDAAMHBwQDCwsIAw8PDAMTExADFxcUAxsbGAMfHxwDIyMgAycnJAMrKygDLy8sAzMzMAM3NzQDOzs4A\
            z8/PANDQ0ADR0dEA0tLSANPT0wDU1NQA1dXVANbW1gDX19cA2NjYANnZ2QDa2toA29vbANzc3ADd3d0A3t7e\
            AN/f3wDg4OAA4eHhAOLi4gDj4+MA5OTkAOXl5QDm5uYA5+fnAOjo6ADp6ekA6urqAOvr6wDs7OwA7e3tAO7u\
            7gDv7+8A8PDwAPHx8QDy8vIA8/PzAPT09AD19fUA9vb2APf39wD4+PgA+fn5APr6+gD7+/sA/Pz8AP39/QD+\
            /v4A////AJynsr3I1+Lt+AMSHSgzPk1YY24Aj5mkr7nH0tzn8v8KFR8qOEJNWACCjJahq7jDzdfi7/kEDhgm\
            MDpFAHV/iZOdqrS+yNLf6fP9BxQeKDIAaHF7hY6apK23wczW4Onz/wgSHABbZG13gIuVnqexvMXP2OHt9v8J\
            AE5XYGlyfYaPmKGstb7H0Nvk7fYAQUlSW2Ntdn6HkJmiq7O8xs7X4AA0PERNVV5nb3eAiZGaoqq0vMTNACcv\
            Nz9HUFhgaHB5gYmRmaKqsroAGiEpMThASE9XX2Zudn2FjZScpAANFBsjKjE5QEdPVl1lbHN7gomRAAAHDhUc\
            IyoxOD9GTVRbYmlwd34A
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "bmp 8 bit beyond its palette",
        base64: """
            Qk3KAgAAAAAAAMYBAAAoAAAAEwAAAA0AAAABAAgAAAAAAAQBAAAAAAAAAAAAAGQAAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAAarUAAr0HUA\
            UPWaAHUavwCaP+QAv2QJAOSJLgAJrlMALtN4AFP4nQB4HcIAnULnAMJnDADnjDEADLFWADHWewBW+6AAeyDF\
            AKBF6gDFag8A6o80AA+0WQA02X4AWf6jAH4jyACjSO0AyG0SAO2SNwASt1wAN9yBAFwBpgCBJssApkvwAMtw\
            FQDwlToAFbpfADrfhABfBKkAhCnOAKlO8wDOcxgA85g9ABi9YgA94ocAYgesAIcs0QCsUfYA0XYbAPabQAAb\
            wGUAQOWKAGUKrwCKL9QAr1T5ANR5HgD5nkMAHsNoAEPojQBoDbIAjTLXALJX/ADXfCEA/KFGACHGawBG65AA\
            axC1AJA12gC1Wv8A2n8kAP+kSQAkyW4ASe6TAG4TuACTON0AuF0CAN2CJwACp0wAJ8xxAEzxlgBxFrsAljvg\
            ALtgBQDghSoABapPAJynsr3I1+Lt+AMSHSgzPk1YY24Aj5mkr7nH0tzn8v8KFR8qOEJNWACCjJahq7jDzdfi\
            7/kEDhgmMDpFAHV/iZOdqrS+yNLf6fP9BxQeKDIAaHF7hY6apK23wczW4Onz/wgSHABbZG13gIuVnqexvMXP\
            2OHt9v8JAE5XYGlyfYaPmKGstb7H0Nvk7fYAQUlSW2Ntdn6HkJmiq7O8xs7X4AA0PERNVV5nb3eAiZGaoqq0\
            vMTNACcvNz9HUFhgaHB5gYmRmaKqsroAGiEpMThASE9XX2Zudn2FjZScpAANFBsjKjE5QEdPVl1lbHN7gomR\
            AAAHDhUcIyoxOD9GTVRbYmlwd34A
            """,
        pixels: 0x1861_F25B_28C2_F46D),
    GoldenFile(
        name: "bmp 8 bit that gives the palette's place",
        base64: """
            Qk06AQAAAAAAADYAAAAoAAAAEwAAAA0AAAABAAgAAAAAAAQBAAAAAAAAAAAAAAABAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAAarUAAr0HUA\
            UPWaAHUavwCaP+QAv2QJAOSJLgAJrlMALtN4AFP4nQB4HcIAnULnAMJnDADnjDEADLFWADHWewBW+6AAeyDF\
            AKBF6gDFag8A6o80AA+0WQA02X4AWf6jAH4jyACjSO0AyG0SAO2SNwASt1wAN9yBAFwBpgCBJssApkvwAMtw\
            FQDwlToAFbpfADrfhABfBKkAhCnOAKlO8wDOcxgA85g9ABi9YgA94ocAYgesAIcs0QCsUfYA0XYbAPabQAAb\
            wGUAQOWKAGUKrwCKL9QAr1T5ANR5HgD5nkMAHsNoAEPojQBoDbIAjTLXALJX/ADXfCEA/KFGACHGawBG65AA\
            axC1AJA12gC1Wv8A2n8kAP+kSQAkyW4ASe6TAG4TuACTON0AuF0CAN2CJwACp0wAJ8xxAEzxlgBxFrsAljvg\
            ALtgBQDghSoABapPACrPdABP9JkAdBm+AJk+4wC+YwgA44gtAAitUgAt0ncAUvecAHccwQCcQeYAwWYLAOaL\
            MAALsFUAMNV6AFX6nwB6H8QAn0TpAMRpDgDpjjMADrNYADPYfQBY/aIAfSLHAKJH7ADHbBEA7JE2ABG2WwA2\
            24AAWwClAIAlygClSu8Aym8UAO+UOQAUuV4AOd6DAF4DqACDKM0AqE3yAM1yFwDylzwAF7xhADzhhgBhBqsA\
            hivQAKtQ9QDQdRoA9Zo/ABq/ZAA/5IkAZAmuAIku0wCuU/gA03gdAPidQgAdwmcAQueMAGcMsQCMMdYAsVb7\
            ANZ7IAD7oEUAIMVqAEXqjwBqD7QAjzTZALRZ/gDZfiMA/qNIACPIbQBI7ZIAbRK3AJI33AC3XAEA3IEmAAGm\
            SwAmy3AAS/CVAHAVugCVOt8Aul8EAN+EKQAEqU4AKc5zAE7zmABzGL0AmD3iAL1iBwDihywAB6xRACzRdgBR\
            9psAdhvAAJtA5QDAZQoA5YovAAqvVAAv1HkAVPmeAHkewwCeQ+gAw2gNAOiNMgANslcAMtd8AFf8oQB8IcYA\
            oUbrAMZrEADrkDUAELVaADXafwBa/6QAfyTJAKRJ7gDJbhMA7pM4ABO4XQA43YIAXQKnAIInzACnTPEAzHEW\
            APGWOwAWu2AAO+CFAGAFqgCFKs8Aqk/0AM90GQD0mT4AGb5jAD7jiABjCK0AiC3SAK1S9wDSdxwA95xBABzB\
            ZgBB5osAZguwAIsw1QCwVfoA1XofAPqfRAAfxGkAROmOAGkOswCOM9gAs1j9ANh9IgD9okcAIsdsAEfskQBs\
            EbYAkTbbAJynsr3I1+Lt+AMSHSgzPk1YY24Aj5mkr7nH0tzn8v8KFR8qOEJNWACCjJahq7jDzdfi7/kEDhgm\
            MDpFAHV/iZOdqrS+yNLf6fP9BxQeKDIAaHF7hY6apK23wczW4Onz/wgSHABbZG13gIuVnqexvMXP2OHt9v8J\
            AE5XYGlyfYaPmKGstb7H0Nvk7fYAQUlSW2Ntdn6HkJmiq7O8xs7X4AA0PERNVV5nb3eAiZGaoqq0vMTNACcv\
            Nz9HUFhgaHB5gYmRmaKqsroAGiEpMThASE9XX2Zudn2FjZScpAANFBsjKjE5QEdPVl1lbHN7gomRAAAHDhUc\
            IyoxOD9GTVRbYmlwd34A
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "bmp 8 bit without file header",
        base64: """
            KAAAABMAAAANAAAAAQAIAAAAAAAEAQAAAAAAAAAAAAAAAQAAAAAAALZbAADbgCUAAKVKACXKbwBK75QAbxS5\
            AJQ53gC5XgMA3oMoAAOoTQAozXIATfKXAHIXvACXPOEAvGEGAOGGKwAGq1AAK9B1AFD1mgB1Gr8Amj/kAL9k\
            CQDkiS4ACa5TAC7TeABT+J0AeB3CAJ1C5wDCZwwA54wxAAyxVgAx1nsAVvugAHsgxQCgReoAxWoPAOqPNAAP\
            tFkANNl+AFn+owB+I8gAo0jtAMhtEgDtkjcAErdcADfcgQBcAaYAgSbLAKZL8ADLcBUA8JU6ABW6XwA634QA\
            XwSpAIQpzgCpTvMAznMYAPOYPQAYvWIAPeKHAGIHrACHLNEArFH2ANF2GwD2m0AAG8BlAEDligBlCq8Aii/U\
            AK9U+QDUeR4A+Z5DAB7DaABD6I0AaA2yAI0y1wCyV/wA13whAPyhRgAhxmsARuuQAGsQtQCQNdoAtVr/ANp/\
            JAD/pEkAJMluAEnukwBuE7gAkzjdALhdAgDdgicAAqdMACfMcQBM8ZYAcRa7AJY74AC7YAUA4IUqAAWqTwAq\
            z3QAT/SZAHQZvgCZPuMAvmMIAOOILQAIrVIALdJ3AFL3nAB3HMEAnEHmAMFmCwDmizAAC7BVADDVegBV+p8A\
            eh/EAJ9E6QDEaQ4A6Y4zAA6zWAAz2H0AWP2iAH0ixwCiR+wAx2wRAOyRNgARtlsANtuAAFsApQCAJcoApUrv\
            AMpvFADvlDkAFLleADnegwBeA6gAgyjNAKhN8gDNchcA8pc8ABe8YQA84YYAYQarAIYr0ACrUPUA0HUaAPWa\
            PwAav2QAP+SJAGQJrgCJLtMArlP4ANN4HQD4nUIAHcJnAELnjABnDLEAjDHWALFW+wDWeyAA+6BFACDFagBF\
            6o8Aag+0AI802QC0Wf4A2X4jAP6jSAAjyG0ASO2SAG0StwCSN9wAt1wBANyBJgABpksAJstwAEvwlQBwFboA\
            lTrfALpfBADfhCkABKlOACnOcwBO85gAcxi9AJg94gC9YgcA4ocsAAesUQAs0XYAUfabAHYbwACbQOUAwGUK\
            AOWKLwAKr1QAL9R5AFT5ngB5HsMAnkPoAMNoDQDojTIADbJXADLXfABX/KEAfCHGAKFG6wDGaxAA65A1ABC1\
            WgA12n8AWv+kAH8kyQCkSe4AyW4TAO6TOAATuF0AON2CAF0CpwCCJ8wAp0zxAMxxFgDxljsAFrtgADvghQBg\
            BaoAhSrPAKpP9ADPdBkA9Jk+ABm+YwA+44gAYwitAIgt0gCtUvcA0nccAPecQQAcwWYAQeaLAGYLsACLMNUA\
            sFX6ANV6HwD6n0QAH8RpAETpjgBpDrMAjjPYALNY/QDYfSIA/aJHACLHbABH7JEAbBG2AJE22wCcp7K9yNfi\
            7fgDEh0oMz5NWGNuAI+ZpK+5x9Lc5/L/ChUfKjhCTVgAgoyWoau4w83X4u/5BA4YJjA6RQB1f4mTnaq0vsjS\
            3+nz/QcUHigyAGhxe4WOmqStt8HM1uDp8/8IEhwAW2Rtd4CLlZ6nsbzFz9jh7fb/CQBOV2Bpcn2Gj5ihrLW+\
            x9Db5O32AEFJUltjbXZ+h5CZoquzvMbO1+AANDxETVVeZ293gImRmqKqtLzEzQAnLzc/R1BYYGhweYGJkZmi\
            qrK6ABohKTE4QEhPV19mbnZ9hY2UnKQADRQbIyoxOUBHT1ZdZWxze4KJkQAABw4VHCMqMTg/Rk1UW2JpcHd+\
            AA==
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "bmp 8 bit runs",
        base64: """
            Qk32AAAAAAAAAHYAAAAoAAAAEwAAAA0AAAABAAgAAQAAAIAAAAAAAAAAAAAAABAAAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAAQGBQkGAAQD\
            AAAFBgYJBQADAwAABgYGCQYAAQMAAAAFAwMGBgYAAwYGCQUAAAADAwYGBwkDAAAABAMHBgcJAQAAAAYDBwYG\
            CQAACAMHBgQJAAAABQAAAwMDAAQDCAYCCQAABAAHAwgGAAAFAAkDBQYAAAcACQMDBgAACgAJAwAB
            """,
        pixels: 0x4D4D_9606_4773_F6D9),
    GoldenFile(
        name: "bmp 4 bit runs",
        base64: """
            Qk3yAAAAAAAAAHYAAAAoAAAAEwAAAA0AAAABAAQAAgAAAHwAAAAAAAAAAAAAABAAAAAAAAAAtlsAANuAJQAA\
            pUoAJcpvAErvlABvFLkAlDneALleAwDegygAA6hNACjNcgBN8pcAche8AJc84QC8YQYA4YYrAARmBZkGAAQz\
            AAAFZgaZBQADMwAABmYGmQYAATMAAAAFM2ZgAANmBpkFAAAAAzMGZgeZAwAAAAQzB2YHmQEAAAAGMwdmBpkA\
            AAgzB2YEmQAAAAUAMzAABDMIZgKZAAAEAAczCGYAAAUACTMFZgAABwAJMwNmAAAKAAkzAAE=
            """,
        pixels: 0x4D4D_9606_4773_F6D9),
    GoldenFile(
        name: "bmp 16 bit",
        base64: """
            Qk0+AgAAAAAAADYAAAAoAAAAEwAAAA0AAAABABAAAAAAAAgCAAAAAAAAAAAAAAAAAAAAAAAA7p0vpiyzCbwC\
            yT/WHOP57dL4QwNMEmkdoiiTM4g+mU2yWGNieG8AANeO9ZgmpTeuFbgPxgzTLt3v5+zyx/9ECnEVZx+kKpI4\
            /EKZTbJYAAC8g96N8JfdoDuqErkDwhnMP9Yc4/fv1flGBFgOchigJqowlDqBRQAAUXRHfsWI85LpnCSrFrUI\
            vwLJDNMn3uXp0/PJ/U8HdhRoHqIorDIAAGJpbXBLesGE2I/0myalOawftn3AHs0w1xrh5enT88f/QghMEm4c\
            AACrW2ZleWxfdrqB24rxlOifL6YtsA69AcQXzjLZHeD57dD2x/9FCQAAmE6/V5pgZWhsc0l8wIfXjvKZ3aA+\
            rRG0CL8PxgrRK9rm5Pnt0PYAAP1BhUmMUqtbY2J5bFB3SH/PhsqR9ZjcozuqE7IOvQDHGM8/1hrhAACWNI48\
            hkSZTbFVqF5vZnduX3a6gcWIzZD0m9yjJKsWtQ69BsUZzAAArye3L583hz+PR4pQsliaYGJpanFVeL2AxYjN\
            kPWY3KMkqyyzFLsAAHQaXSGlKa0xkjj6QIJIl0+/V6dfYGd4b1B3SXzBhNmM9pXunSalAABZDXYUaxujI6Qq\
            rTGVOfpAj0eXT7BWqV1hZH5tU3JLeryDxYjNkAAAOgBPB1gOcRVuHKMjpCqtMZI4hz+ARplNtlSrW5xiZWhq\
            cV92SH8AAA==
            """,
        pixels: 0xD0F6_7977_E4BF_6134),
    GoldenFile(
        name: "bmp 16 bit 565",
        base64: """
            Qk1KAgAAAAAAAEIAAAAoAAAAEwAAAA0AAAABABAAAwAAAAgCAAAAAAAAAAAAAAAAAAAAAAAAAPgAAOAHAAAf\
            AAAA7p0vpiyzCbwCyT/WHOP57dL4QwNMEmkdoiiTM4g+mU2yWGNieG8AANeO9ZgmpTeuFbgPxgzTLt3v5+zy\
            x/9ECnEVZx+kKpI4/EKZTbJYAAC8g96N8JfdoDuqErkDwhnMP9Yc4/fv1flGBFgOchigJqowlDqBRQAAUXRH\
            fsWI85LpnCSrFrUIvwLJDNMn3uXp0/PJ/U8HdhRoHqIorDIAAGJpbXBLesGE2I/0myalOawftn3AHs0w1xrh\
            5enT88f/QghMEm4cAACrW2ZleWxfdrqB24rxlOifL6YtsA69AcQXzjLZHeD57dD2x/9FCQAAmE6/V5pgZWhs\
            c0l8wIfXjvKZ3aA+rRG0CL8PxgrRK9rm5Pnt0PYAAP1BhUmMUqtbY2J5bFB3SH/PhsqR9ZjcozuqE7IOvQDH\
            GM8/1hrhAACWNI48hkSZTbFVqF5vZnduX3a6gcWIzZD0m9yjJKsWtQ69BsUZzAAArye3L583hz+PR4pQslia\
            YGJpanFVeL2AxYjNkPWY3KMkqyyzFLsAAHQaXSGlKa0xkjj6QIJIl0+/V6dfYGd4b1B3SXzBhNmM9pXunSal\
            AABZDXYUaxujI6QqrTGVOfpAj0eXT7BWqV1hZH5tU3JLeryDxYjNkAAAOgBPB1gOcRVuHKMjpCqtMZI4hz+A\
            RplNtlSrW5xiZWhqcV92SH8AAA==
            """,
        pixels: 0x53CE_6F3F_0A82_2C7E),
    GoldenFile(
        name: "bmp 16 bit 555",
        base64: """
            Qk1KAgAAAAAAAEIAAAAoAAAAEwAAAA0AAAABABAAAwAAAAgCAAAAAAAAAAAAAAAAAAAAAAAAAHwAAOADAAAf\
            AAAA7p0vpiyzCbwCyT/WHOP57dL4QwNMEmkdoiiTM4g+mU2yWGNieG8AANeO9ZgmpTeuFbgPxgzTLt3v5+zy\
            x/9ECnEVZx+kKpI4/EKZTbJYAAC8g96N8JfdoDuqErkDwhnMP9Yc4/fv1flGBFgOchigJqowlDqBRQAAUXRH\
            fsWI85LpnCSrFrUIvwLJDNMn3uXp0/PJ/U8HdhRoHqIorDIAAGJpbXBLesGE2I/0myalOawftn3AHs0w1xrh\
            5enT88f/QghMEm4cAACrW2ZleWxfdrqB24rxlOifL6YtsA69AcQXzjLZHeD57dD2x/9FCQAAmE6/V5pgZWhs\
            c0l8wIfXjvKZ3aA+rRG0CL8PxgrRK9rm5Pnt0PYAAP1BhUmMUqtbY2J5bFB3SH/PhsqR9ZjcozuqE7IOvQDH\
            GM8/1hrhAACWNI48hkSZTbFVqF5vZnduX3a6gcWIzZD0m9yjJKsWtQ69BsUZzAAArye3L583hz+PR4pQslia\
            YGJpanFVeL2AxYjNkPWY3KMkqyyzFLsAAHQaXSGlKa0xkjj6QIJIl0+/V6dfYGd4b1B3SXzBhNmM9pXunSal\
            AABZDXYUaxujI6QqrTGVOfpAj0eXT7BWqV1hZH5tU3JLeryDxYjNkAAAOgBPB1gOcRVuHKMjpCqtMZI4hz+A\
            RplNtlSrW5xiZWhqcV92SH8AAA==
            """,
        pixels: 0xD0F6_7977_E4BF_6134),
    GoldenFile(
        name: "bmp 24 bit",
        base64: """
            Qk1CAwAAAAAAADYAAAAoAAAAEwAAAA0AAAABABgAAAAAAAwDAAAAAAAAAAAAAAAAAAAAAAAAnLnWp8Thss/s\
            vdr3yOUC1/QR4v8c7Qon+BUyAyA9Ei9MHTpXKEViM1BtPlt4TWqHWHWSY4CdbouoAAAAj6zJmbbTpMHer8zp\
            udbzx+QB0u8M3PkW5wQh8g8s/xw5CidEFTJPHzxZKkdkOFVyQl98TWqHWHWSAAAAgp+8jKnGlrPQob7bq8jl\
            uNXyw+D9zeoH1/QR4v8c7wwp+RYzBCE+DitIGDVSJkNgME1qOld0RWJ/AAAAdZKvf5y5iabDk7DNnbrXqsfk\
            tNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFOHjtYKEViMk9sAAAAaIWicY6re5i1haK/jqvImrfUpMHe\
            rcrnt9Txwd77zOkG1vMQ4P0a6QYj8xAt/xw5CCVCEi9MHDlWAAAAW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvY\
            p8Thsc7rvNn2xeL/z+wJ2PUS4f4b7Qon9hMw/xw5CSZDAAAATmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXS\
            ob7brMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwAAAAQV57SWaDUm+MW3iVY4CdbYqndpOwfpu4h6TBkK3K\
            mbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aAAAANFFuPFl2RGF+TWqHVXKPXnuYZ4Shb4ypd5SxgJ26iabD\
            ka7LmrfUor/cqsfktNHuvNn2xOH+zeoHAAAAJ0RhL0xpN1RxP1x5R2SBUG2KWHWSYH2aaIWicI2qeZazgZ67\
            iabDka7LmbbTor/cqsfkss/sutf0AAAAGjdUIT5bKUZjMU5rOFVyQF16SGWCT2yJV3SRX3yZZoOgbouodpOw\
            fZq3haK/jarHlLHOnLnWpMHeAAAADSpHFDFOGzhVI0BdKkdkMU5rOVZzQF16R2SBT2yJVnOQXXqXZYKfbImm\
            c5Cte5i1gp+8iabDka7LAAAAAB06ByRBDitIFTJPHDlWI0BdKkdkMU5rOFVyP1x5RmOATWqHVHGOW3iVYn+c\
            aYajcI2qd5Sxfpu4AAAA
            """,
        pixels: 0xC8B6_3C87_0E3E_BF83),
    GoldenFile(
        name: "bmp 24 bit from the top",
        base64: """
            Qk1CAwAAAAAAADYAAAAoAAAAEwAAAPP///8BABgAAAAAAAwDAAAAAAAAAAAAAAAAAAAAAAAAAB06ByRBDitI\
            FTJPHDlWI0BdKkdkMU5rOFVyP1x5RmOATWqHVHGOW3iVYn+caYajcI2qd5Sxfpu4AAAADSpHFDFOGzhVI0Bd\
            KkdkMU5rOVZzQF16R2SBT2yJVnOQXXqXZYKfbImmc5Cte5i1gp+8iabDka7LAAAAGjdUIT5bKUZjMU5rOFVy\
            QF16SGWCT2yJV3SRX3yZZoOgbouodpOwfZq3haK/jarHlLHOnLnWpMHeAAAAJ0RhL0xpN1RxP1x5R2SBUG2K\
            WHWSYH2aaIWicI2qeZazgZ67iabDka7LmbbTor/cqsfkss/sutf0AAAANFFuPFl2RGF+TWqHVXKPXnuYZ4Sh\
            b4ypd5SxgJ26iabDka7LmrfUor/cqsfktNHuvNn2xOH+zeoHAAAAQV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
            h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aAAAATmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXS\
            ob7brMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwAAAAW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7r\
            vNn2xeL/z+wJ2PUS4f4b7Qon9hMw/xw5CSZDAAAAaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG\
            1vMQ4P0a6QYj8xAt/xw5CCVCEi9MHDlWAAAAdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj\
            8xAt/Ro3ByRBFDFOHjtYKEViMk9sAAAAgp+8jKnGlrPQob7bq8jluNXyw+D9zeoH1/QR4v8c7wwp+RYzBCE+\
            DitIGDVSJkNgME1qOld0RWJ/AAAAj6zJmbbTpMHer8zpudbzx+QB0u8M3PkW5wQh8g8s/xw5CidEFTJPHzxZ\
            KkdkOFVyQl98TWqHWHWSAAAAnLnWp8Thss/svdr3yOUC1/QR4v8c7Qon+BUyAyA9Ei9MHTpXKEViM1BtPlt4\
            TWqHWHWSY4CdbouoAAAA
            """,
        pixels: 0xC8B6_3C87_0E3E_BF83),
    GoldenFile(
        name: "bmp 24 bit of OS/2",
        base64: """
            Qk0mAwAAAAAAABoAAAAMAAAAEwANAAEAGACcudanxOGyz+y92vfI5QLX9BHi/xztCif4FTIDID0SL0wdOlco\
            RWIzUG0+W3hNaodYdZJjgJ1ui6gAAACPrMmZttOkwd6vzOm51vPH5AHS7wzc+RbnBCHyDyz/HDkKJ0QVMk8f\
            PFkqR2Q4VXJCX3xNaodYdZIAAACCn7yMqcaWs9ChvturyOW41fLD4P3N6gfX9BHi/xzvDCn5FjMEIT4OK0gY\
            NVImQ2AwTWo6V3RFYn8AAAB1kq9/nLmJpsOTsM2duteqx+S00e6+2/jI5QLS7wzf/BnpBiPzEC39GjcHJEEU\
            MU4eO1goRWIyT2wAAABohaJxjqt7mLWFor+Oq8iat9Skwd6tyue31PHB3vvM6QbW8xDg/RrpBiPzEC3/HDkI\
            JUISL0wcOVYAAABbeJVkgZ5tiqd3lLGAnbqLqMWVss+eu9inxOGxzuu82fbF4v/P7AnY9RLh/hvtCif2EzD/\
            HDkJJkMAAABOa4hXdJFgfZpphqNyj6x9mreGo8CPrMmYtdKhvtusyea10u++2/jH5AHQ7Qrb+BXkAR7tCif2\
            EzAAAABBXntJZoNSb4xbeJVjgJ1tiqd2k7B+m7iHpMGQrcqZttOiv9yryOWz0O282fbG4wDO6wjX9BHg/RoA\
            AAA0UW48WXZEYX5NaodVco9ee5hnhKFvjKl3lLGAnbqJpsORrsuat9Siv9yqx+S00e682fbE4f7N6gcAAAAn\
            RGEvTGk3VHE/XHlHZIFQbYpYdZJgfZpohaJwjap5lrOBnruJpsORrsuZttOiv9yqx+Syz+y61/QAAAAaN1Qh\
            PlspRmMxTms4VXJAXXpIZYJPbIlXdJFffJlmg6Bui6h2k7B9mreFor+NqseUsc6cudakwd4AAAANKkcUMU4b\
            OFUjQF0qR2QxTms5VnNAXXpHZIFPbIlWc5Bdepdlgp9siaZzkK17mLWCn7yJpsORrssAAAAAHToHJEEOK0gV\
            Mk8cOVYjQF0qR2QxTms4VXI/XHlGY4BNaodUcY5beJVif5xphqNwjap3lLF+m7gAAAA=
            """,
        pixels: 0xC8B6_3C87_0E3E_BF83),
    GoldenFile(
        name: "bmp 32 bit",
        base64: """
            Qk0SBAAAAAAAADYAAAAoAAAAEwAAAA0AAAABACAAAAAAANwDAAAAAAAAAAAAAAAAAAAAAAAAnLnW86fE4f6y\
            z+wJvdr3FMjlAh/X9BEu4v8cOe0KJ0T4FTJPAyA9WhIvTGkdOld0KEVifzNQbYo+W3iVTWqHpFh1kq9jgJ26\
            bouoxY+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIPLEn/HDlWCidEYRUyT2wfPFl2Kkdk\
            gThVco9CX3yZTWqHpFh1kq+Cn7zZjKnG45az0O2hvtv4q8jlArjV8g/D4P0azeoHJNf0ES7i/xw57wwpRvkW\
            M1AEIT5bDitIZRg1Um8mQ2B9ME1qhzpXdJFFYn+cdZKvzH+cudaJpsPgk7DN6p261/Sqx+QBtNHuC77b+BXI\
            5QIf0u8MKd/8GTbpBiNA8xAtSv0aN1QHJEFeFDFOax47WHUoRWJ/Mk9siWiFor9xjqvIe5i10oWiv9yOq8jl\
            mrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9MaRw5VnNbeJWyZIGe\
            u22Kp8R3lLHOgJ2614uoxeKVss/snrvY9afE4f6xzusIvNn2E8Xi/xzP7Akm2PUSL+H+GzjtCidE9hMwTf8c\
            OVYJJkNgTmuIpVd0ka5gfZq3aYajwHKPrMl9mrfUhqPA3Y+syeaYtdLvob7b+KzJ5gO10u8Mvtv4FcfkAR7Q\
            7Qon2/gVMuQBHjvtCidE9hMwTUFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jVh6TB3pCtyueZttPw\
            or/c+avI5QKz0O0KvNn2E8bjAB3O6wgl1/QRLuD9Gjc0UW6LPFl2k0RhfptNaoekVXKPrF57mLVnhKG+b4yp\
            xneUsc6AnbrXiabD4JGuy+iat9Txor/c+arH5AG00e4LvNn2E8Th/hvN6gckJ0Rhfi9MaYY3VHGOP1x5lkdk\
            gZ5QbYqnWHWSr2B9mrdohaK/cI2qx3mWs9CBnrvYiabD4JGuy+iZttPwor/c+arH5AGyz+wJutf0ERo3VHEh\
            Plt4KUZjgDFOa4g4VXKPQF16l0hlgp9PbImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfUhaK/3I2qx+SUsc7r\
            nLnW86TB3vsNKkdkFDFOaxs4VXIjQF16KkdkgTFOa4g5VnOQQF16l0dkgZ5PbImmVnOQrV16l7Rlgp+8bImm\
            w3OQrcp7mLXSgp+82Ymmw+CRrsvoAB06VwckQV4OK0hlFTJPbBw5VnMjQF16KkdkgTFOa4g4VXKPP1x5lkZj\
            gJ1NaoekVHGOq1t4lbJif5y5aYajwHCNqsd3lLHOfpu41Q==
            """,
        pixels: 0xC8B6_3C87_0E3E_BF83),
    GoldenFile(
        name: "bmp 32 bit, version 5",
        base64: """
            Qk1mBAAAAAAAAIoAAAB8AAAAEwAAAA0AAAABACAAAwAAANwDAAAAAAAAAAAAAAAAAAAAAAAAAAD/AAD/AAD/\
            AAAAAAAA/wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAnLnW86fE4f6yz+wJvdr3FMjlAh/X9BEu4v8cOe0KJ0T4FTJPAyA9WhIvTGkdOld0KEVi\
            fzNQbYo+W3iVTWqHpFh1kq9jgJ26bouoxY+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIP\
            LEn/HDlWCidEYRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+Cn7zZjKnG45az0O2hvtv4q8jlArjV8g/D\
            4P0azeoHJNf0ES7i/xw57wwpRvkWM1AEIT5bDitIZRg1Um8mQ2B9ME1qhzpXdJFFYn+cdZKvzH+cudaJpsPg\
            k7DN6p261/Sqx+QBtNHuC77b+BXI5QIf0u8MKd/8GTbpBiNA8xAtSv0aN1QHJEFeFDFOax47WHUoRWJ/Mk9s\
            iWiFor9xjqvIe5i10oWiv9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8c\
            OVYIJUJfEi9MaRw5VnNbeJWyZIGeu22Kp8R3lLHOgJ2614uoxeKVss/snrvY9afE4f6xzusIvNn2E8Xi/xzP\
            7Akm2PUSL+H+GzjtCidE9hMwTf8cOVYJJkNgTmuIpVd0ka5gfZq3aYajwHKPrMl9mrfUhqPA3Y+syeaYtdLv\
            ob7b+KzJ5gO10u8Mvtv4FcfkAR7Q7Qon2/gVMuQBHjvtCidE9hMwTUFee5hJZoOgUm+MqVt4lbJjgJ26bYqn\
            xHaTsM1+m7jVh6TB3pCtyueZttPwor/c+avI5QKz0O0KvNn2E8bjAB3O6wgl1/QRLuD9Gjc0UW6LPFl2k0Rh\
            fptNaoekVXKPrF57mLVnhKG+b4ypxneUsc6AnbrXiabD4JGuy+iat9Txor/c+arH5AG00e4LvNn2E8Th/hvN\
            6gckJ0Rhfi9MaYY3VHGOP1x5lkdkgZ5QbYqnWHWSr2B9mrdohaK/cI2qx3mWs9CBnrvYiabD4JGuy+iZttPw\
            or/c+arH5AGyz+wJutf0ERo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9PbImmV3SRrl98mbZmg6C9bouo\
            xXaTsM19mrfUhaK/3I2qx+SUsc7rnLnW86TB3vsNKkdkFDFOaxs4VXIjQF16KkdkgTFOa4g5VnOQQF16l0dk\
            gZ5PbImmVnOQrV16l7Rlgp+8bImmw3OQrcp7mLXSgp+82Ymmw+CRrsvoAB06VwckQV4OK0hlFTJPbBw5VnMj\
            QF16KkdkgTFOa4g4VXKPP1x5lkZjgJ1NaoekVHGOq1t4lbJif5y5aYajwHCNqsd3lLHOfpu41Q==
            """,
        pixels: 0xC8B6_3C87_0E3E_BF83),
    GoldenFile(
        name: "bmp 32 bit, red lowest",
        base64: """
            Qk1WBAAAAAAAAHoAAABsAAAAEwAAAA0AAAABACAAAwAAANwDAAAAAAAAAAAAAAAAAAAAAAAA/wAAAAD/AAAA\
            AP8AAAAA/wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACcudbz\
            p8Th/rLP7Am92vcUyOUCH9f0ES7i/xw57QonRPgVMk8DID1aEi9MaR06V3QoRWJ/M1Btij5beJVNaoekWHWS\
            r2OAnbpui6jFj6zJ5pm20/Ckwd77r8zpBrnW8xDH5AEe0u8MKdz5FjPnBCE+8g8sSf8cOVYKJ0RhFTJPbB88\
            WXYqR2SBOFVyj0JffJlNaoekWHWSr4KfvNmMqcbjlrPQ7aG+2/iryOUCuNXyD8Pg/RrN6gck1/QRLuL/HDnv\
            DClG+RYzUAQhPlsOK0hlGDVSbyZDYH0wTWqHOld0kUVif5x1kq/Mf5y51ommw+CTsM3qnbrX9KrH5AG00e4L\
            vtv4FcjlAh/S7wwp3/wZNukGI0DzEC1K/Ro3VAckQV4UMU5rHjtYdShFYn8yT2yJaIWiv3GOq8h7mLXShaK/\
            3I6ryOWat9TxpMHe+63K5wS31PEOwd77GMzpBiPW8xAt4P0aN+kGI0DzEC1K/xw5VgglQl8SL0xpHDlWc1t4\
            lbJkgZ67bYqnxHeUsc6AnbrXi6jF4pWyz+yeu9j1p8Th/rHO6wi82fYTxeL/HM/sCSbY9RIv4f4bOO0KJ0T2\
            EzBN/xw5VgkmQ2BOa4ilV3SRrmB9mrdphqPAco+syX2at9SGo8Ddj6zJ5pi10u+hvtv4rMnmA7XS7wy+2/gV\
            x+QBHtDtCifb+BUy5AEeO+0KJ0T2EzBNQV57mElmg6BSb4ypW3iVsmOAnbptiqfEdpOwzX6buNWHpMHekK3K\
            55m20/Civ9z5q8jlArPQ7Qq82fYTxuMAHc7rCCXX9BEu4P0aNzRRbos8WXaTRGF+m01qh6RVco+sXnuYtWeE\
            ob5vjKnGd5SxzoCduteJpsPgka7L6Jq31PGiv9z5qsfkAbTR7gu82fYTxOH+G83qByQnRGF+L0xphjdUcY4/\
            XHmWR2SBnlBtiqdYdZKvYH2at2iFor9wjarHeZaz0IGeu9iJpsPgka7L6Jm20/Civ9z5qsfkAbLP7Am61/QR\
            GjdUcSE+W3gpRmOAMU5riDhVco9AXXqXSGWCn09siaZXdJGuX3yZtmaDoL1ui6jFdpOwzX2at9SFor/cjarH\
            5JSxzuucudbzpMHe+w0qR2QUMU5rGzhVciNAXXoqR2SBMU5riDlWc5BAXXqXR2SBnk9siaZWc5CtXXqXtGWC\
            n7xsiabDc5CtynuYtdKCn7zZiabD4JGuy+gAHTpXByRBXg4rSGUVMk9sHDlWcyNAXXoqR2SBMU5riDhVco8/\
            XHmWRmOAnU1qh6RUcY6rW3iVsmJ/nLlphqPAcI2qx3eUsc5+m7jV
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "bmp 32 bit, red highest",
        base64: """
            Qk0eBAAAAAAAAEIAAAAoAAAAEwAAAA0AAAABACAAAwAAANwDAAAAAAAAAAAAAAAAAAAAAAAAAAAA/wAA/wAA\
            /wAAnLnW86fE4f6yz+wJvdr3FMjlAh/X9BEu4v8cOe0KJ0T4FTJPAyA9WhIvTGkdOld0KEVifzNQbYo+W3iV\
            TWqHpFh1kq9jgJ26bouoxY+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIPLEn/HDlWCidE\
            YRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+Cn7zZjKnG45az0O2hvtv4q8jlArjV8g/D4P0azeoHJNf0\
            ES7i/xw57wwpRvkWM1AEIT5bDitIZRg1Um8mQ2B9ME1qhzpXdJFFYn+cdZKvzH+cudaJpsPgk7DN6p261/Sq\
            x+QBtNHuC77b+BXI5QIf0u8MKd/8GTbpBiNA8xAtSv0aN1QHJEFeFDFOax47WHUoRWJ/Mk9siWiFor9xjqvI\
            e5i10oWiv9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9M\
            aRw5VnNbeJWyZIGeu22Kp8R3lLHOgJ2614uoxeKVss/snrvY9afE4f6xzusIvNn2E8Xi/xzP7Akm2PUSL+H+\
            GzjtCidE9hMwTf8cOVYJJkNgTmuIpVd0ka5gfZq3aYajwHKPrMl9mrfUhqPA3Y+syeaYtdLvob7b+KzJ5gO1\
            0u8Mvtv4FcfkAR7Q7Qon2/gVMuQBHjvtCidE9hMwTUFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jV\
            h6TB3pCtyueZttPwor/c+avI5QKz0O0KvNn2E8bjAB3O6wgl1/QRLuD9Gjc0UW6LPFl2k0RhfptNaoekVXKP\
            rF57mLVnhKG+b4ypxneUsc6AnbrXiabD4JGuy+iat9Txor/c+arH5AG00e4LvNn2E8Th/hvN6gckJ0Rhfi9M\
            aYY3VHGOP1x5lkdkgZ5QbYqnWHWSr2B9mrdohaK/cI2qx3mWs9CBnrvYiabD4JGuy+iZttPwor/c+arH5AGy\
            z+wJutf0ERo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9PbImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfU\
            haK/3I2qx+SUsc7rnLnW86TB3vsNKkdkFDFOaxs4VXIjQF16KkdkgTFOa4g5VnOQQF16l0dkgZ5PbImmVnOQ\
            rV16l7Rlgp+8bImmw3OQrcp7mLXSgp+82Ymmw+CRrsvoAB06VwckQV4OK0hlFTJPbBw5VnMjQF16KkdkgTFO\
            a4g4VXKPP1x5lkZjgJ1NaoekVHGOq1t4lbJif5y5aYajwHCNqsd3lLHOfpu41Q==
            """,
        pixels: 0xE7D7_BD67_A200_8EA8),
    GoldenFile(
        name: "gif",
        base64: """
            R0lGODdhEwANAIUAAMPg/b7b+OH+G9z5Ftf0EdLvDM3qB8jlArzZ9rfU8bPQ7bDN6qzJ5qrH5KfE4aPA3Z+8\
            2Zy51pm205Wyz5Ctyo6ryIqnxIekwYShvoCdun6buHqXtHeUsXOQrXCNqm6LqGuIpWeEoWOAnWB9mlx5llh1\
            klZzkFJvjE9siU1qh0lmg0ZjgEJffD9ceTpXdDZTcP8cOfkWM/USL+4LKOkGIzBNailGYyVCXyA9Wh06Vxg1\
            UhQxThAtSgsoRQUiPwAAACwAAAAAEwANAAAIyAB9+OCxI8cNGzVetFiR4gQJESA8cNDQo+DBGi4WojDxEESH\
            DRgsUNCBA6FCFRtHhPgwEUOFCREe3EiosYRKDxsyiJTwoIECBC9csEjBMYREnRR4+kQAwAALFQ5FsNRwIekD\
            Bj8PGCAgIKVHqkkhMEgQ4ECBATRmyHjIUucECA4WMN0qQC2MHkZBVuA5tilXGjJgDMzRwW0En2ULCAAsuCDC\
            kG/70p0RY6COmS5WWF2QwCzawBVLvhhaIoKDrFwpD7ahMEUJqQEBADs=
            """,
        pixels: 0x90F3_1860_A029_14D4),
    GoldenFile(
        name: "gif 87a",
        base64: """
            R0lGODdhEwANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSwAAAAAEwANAAAI/wABHHBQgcMIFTFw/DDShMoWMWng3PHTgMKG\
            ESpi5ABy5ImVLmXYzNkjKFEkDSFSxMABBMmTK1/MuLHTp1AjSpxInXhx48cRKFjAoIGTJ1CiSJlEqZKliwYP\
            Ik2qeDnz5g6gRJE0iVJFixexZkGSSNkyBmAbO34OQcokatUsXsacXQPn5AqYNHL6GHqEKRSrWr6OQdtGrp29\
            LWTa3AG0qJKnU7F4FXuGLVw7e/8SoImzp5AjTaRa3QrGzBq4dPP+IZDAoc6fRJM6qaLlC5m0b+nm9TtAwQMK\
            GYIYWQq1CtewZtfEAXyXj4ADDCZg6CjyKBOpV7mOSeN2Tt4/BRU+qBzAIaQJFk6nZPVCdk1cO3wDJHRAMcNH\
            Eyxj3AQEADs=
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "gif interlaced",
        base64: """
            R0lGODlhEwANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSwAAAAAEwANAEAI/wABHHBQgcMIFTFw/DDShMoWMWng3PGDJs6e\
            Qo40kWp1Kxgza+DSzfuHQAIHGjyINKni5cybO4ASRdIkShUtXsSacTolqxeya+La4RsgoQOKGT6aYBnjRkOI\
            FDFwAEHy5MoXM27s9CnUiBInUk6ugEkjB2AfQ48whWJVy9cxaNvItbMniJGlUKtwDWt2Tdy7fAQcYDABQ0eR\
            BhQ2jFARIweQI0+sdCnDZs4eQYkinXhx48cRKFjAoIGTJ1CiSJlEqZKlK0gSKVvGtLHj5xCkTKJWzeJlzNk1\
            cFvItLkDaFElT6diAeRV7Bm2cO3s/UtQ50+iSZ1U0fKFTNq3dPP6HRyg4AGFjEeZSL3KdUwat3Py/imo8EEF\
            DiFNsAQEADs=
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "gif animation",
        base64: """
            R0lGODlhEwANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSH+BWhlbGxvACH/C05FVFNDQVBFMi4wAwEAAAAh+QQBAAAFACwA\
            AAAAEwANAAAI/wABHHBQgcMIFTFw/DDShMoWMWng3PHTgMKGESpi5ABy5ImVLmXYzNkjKFEkDSFSxMABBMmT\
            K1/MuLHTp1AjSpxInXhx48cRKFjAoIGTJ1CiSJlEqZKliwYPIk2qeDnz5g6gRJE0iVJFixexZkGSSNkyBmAb\
            O34OQcokatUsXsacXQPn5AqYNHL6GHqEKRSrWr6OQdtGrp29LWTa3AG0qJKnU7F4FXuGLVw7e/8SoImzp5Aj\
            TaRa3QrGzBq4dPP+IZDAoc6fRJM6qaLlC5m0b+nm9TtAwQMKGYIYWQq1CtewZtfEAXyXj4ADDCZg6CjyKBOp\
            V7mOSeN2Tt4/BRU+qBzAIaQJFk6nZPVCdk1cO3wDJHRAMcNHEyxj3AQEACH5BAEAAAcALAAAAAATAA0AAAj/\
            AP/hi6duHLdqzo4ByyVrFalOlh4hCiRvHTlu1ZwZ+4ULVipRmiYxItTHjpty3qw5O/brFixUoDJFSiRIj5w1\
            Y7Zgg4YMGK5Xpz5demTIjx03ZrpUaVJk2bBdslSFwgQJ0R87bsp0qbJkyA4Zvmy1IsUJoKREgfC8MdOFCpMh\
            OWKg+BAL1SdLjQTlgXPGyxQlQXC8ILFBQgJSmyQh+kNHTRgsTobogHHCg4QEAOxdckRIT5wyW6Qg8TEjxQcL\
            DADcazdOESA7bMRUWRLkRgsQFhgIwLcu3LVmfeak8ULlCA8ZKDoAhGBgX7xz2Z4V0wXHzBYoRnC0GIGhAYB6\
            6sBVHDvWS9apMViaCLmBooOEA/zaibvGLJisU5wiBQQAOw==
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "gif with its own palette",
        base64: """
            R0lGODlhEwANAIcDAJE222wRtkfskSLHbP2iR9h9IrNY/Y4z2GkOs0Tpjh/EafqfRNV6H7BV+osw1WYLsEHm\
            ixzBZvecQdJ3HK1S94gt0mMIrT7jiBm+Y/SZPs90GapP9IUqz2AFqjvghRa7YPGWO8xxFqdM8YInzF0Cpzjd\
            ghO4Xe6TOMluE6RJ7n8kyVr/pDXafxC1WuuQNcZrEKFG63whxlf8oTLXfA2yV+iNMsNoDZ5D6Hkew1T5ni/U\
            eQqvVOWKL8BlCptA5XYbwFH2myzRdgesUeKHLL1iB5g94nMYvU7zmCnOcwSpTt+EKbpfBJU633AVukvwlSbL\
            cAGmS9yBJrdcAZI33G0St0jtkiPIbf6jSNl+I7RZ/o802WoPtEXqjyDFavugRdZ7ILFW+4wx1mcMsULnjB3C\
            Z/idQtN4Ha5T+Iku02QJrj/kiRq/ZPWaP9B1GqtQ9YYr0GEGqzzhhhe8YfKXPM1yF6hN8oMozV4DqDnegxS5\
            Xu+UOcpvFKVK74AlylsApTbbgBG2W+yRNsdsEaJH7H0ix1j9ojPYfQ6zWOmOM8RpDp9E6XofxFX6nzDVeguw\
            VeaLMMFmC5xB5nccwVL3nC3SdwitUuOILb5jCJk+43QZvk/0mSrPdAWqT+CFKrtgBZY74HEWu0zxlifMcQKn\
            TN2CJ7hdApM43W4TuEnukyTJbv+kSdp/JLVa/5A12msQtUbrkCHGa/yhRtd8IbJX/I0y12gNskPojR7DaPme\
            Q9R5Hq9U+Yov1GUKr0DlihvAZfabQNF2G6xR9ocs0WIHrD3ihxi9YvOYPc5zGKlO84Qpzl8EqTrfhBW6X/CV\
            OstwFaZL8IEmy1wBpjfcgRK3XO2SN8htEqNI7X4jyFn+ozTZfg+0WeqPNMVqD6BF6nsgxVb7oDHWewyxVueM\
            McJnDJ1C53gdwlP4nS7TeAmuU+SJLr9kCZo/5HUav1D1mivQdQarUOGGK7xhBpc84XIXvE3ylyjNcgOoTd6D\
            KLleA5Q53m8UuUrvlCXKbwClStuAJbZbACwAAAAAEwANAIcAW7YlgNtKpQBvyiWU70q5FG/eOZQDXrkog95N\
            qANyzSiX8k28F3LhPJcGYbwrhuFQqwZ10Cua9VC/GnXkP5oJZL8uieRTrgl40y6d+FPCHXjnQp0MZ8IxjOdW\
            sQx71jGg+1bFIHvqRaAPasU0j+pZtA9+2TSj/lnII37tSKMSbcg3ku1ctxKB3DemAVzLJoHwS6YVcMs6lfBf\
            uhWE3zqpBF/OKYTzTqkYc849mPNivRiH4j2sB2LRLIf2UawbdtFAm/ZlwBuK5UCvCmXUL4r5VK8eedRDnvlo\
            wx6N6EOyDWjXMo38V7IhfNdGofxrxiGQ60a1EGvaNZD/WrUkf9pJpP9uySST7km4E27dOJMCXbgngt1MpwJx\
            zCeW8Uy7FnHgO5YFYLsqheBPqgV0zyqZ9E++GXTjPpkIY74tiONSrQh30i2c91LBHHfmQZwLZsEwi+ZVsAt6\
            1TCf+lXEH3rpRJ8OacQzjulYsw592DOi/VjHIn3sR6IRbMc2kexbthGA2zalAFvKJYDvSqUUb8o5lO9euRSD\
            3jmoA17NKIPyTagXcs08l/JhvBeG4TyrBmHQK4b1UKsaddA/mvVkvxqJ5D+uCWTTLon4U64deNNCnfhnwh2M\
            50KxDGfWMYz7VrEge9ZFoPtqxSCP6kW0D2rZNI/+WbQjftlIo/5tyCOS7Ui3Em3cN5IBXLcmgdxLpgFwyyaV\
            8Eu6FXDfOpUEX7ophN9OqQRzzimY8069GHPiPZgHYr0sh+JRrAd20Syb9lHAG3blQJsKZcAviuVUrwp51C+e\
            +VTDHnnoQ54NaMMyjehXsg181zKh/FfGIXzrRqEQa8Y1kOtatRB/2jWk/1rJJH/uSaQTbsk4k+5duBOC3Tin\
            Al3MJ4LxTKcWccw7lvFguxaF4DuqBWDPKoX0T6oZdM8+mfRjvhmI4z6tCGPSLYj3Uq0cd9JBnPdmwRyL5kGw\
            C2bVMIv6VbAfetVEn/ppxB+O6USzDmnYM479WLMifdhHov1sxyKR7Ee2EWzbNpEI/wABHHBQgcMIFTFw/DDS\
            hMoWMWng3PHTgMKGESpi5ABy5ImVLmXYzNkjKFEkDSFSxMABBMmTK1/MuLHTp1AjSpxInXhx48cRKFjAoIGT\
            J1CiSJlEqZKliwYPIk2qeDnz5g6gRJE0iVJFixexZkGSSNkyBmAbO34OQcokatUsXsacXQPn5AqYNHL6GHqE\
            KRSrWr6OQdtGrp29LWTa3AG0qJKnU7F4FXuGLVw7e/8SoImzp5AjTaRa3QrGzBq4dPP+IZDAoc6fRJM6qaLl\
            C5m0b+nm9TtAwQMKGYIYWQq1CtewZtfEAXyXj4ADDCZg6CjyKBOpV7mOSeN2Tt4/BRU+qBzAIaQJFk6nZPVC\
            dk1cO3wDJHRAMcNHEyxj3AQEADs=
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "gif without palette",
        base64: """
            R0lGODlhEwANAAADACwAAAAAEwANAAAI/wABHHBQgcMIFTFw/DDShMoWMWng3PHTgMKGESpi5ABy5ImVLmXY\
            zNkjKFEkDSFSxMABBMmTK1/MuLHTp1AjSpxInXhx48cRKFjAoIGTJ1CiSJlEqZKliwYPIk2qeDnz5g6gRJE0\
            iVJFixexZkGSSNkyBmAbO34OQcokatUsXsacXQPn5AqYNHL6GHqEKRSrWr6OQdtGrp29LWTa3AG0qJKnU7F4\
            FXuGLVw7e/8SoImzp5AjTaRa3QrGzBq4dPP+IZDAoc6fRJM6qaLlC5m0b+nm9TtAwQMKGYIYWQq1CtewZtfE\
            AXyXj4ADDCZg6CjyKBOpV7mOSeN2Tt4/BRU+qBzAIaQJFk6nZPVCdk1cO3wDJHRAMcNHEyxj3AQEADs=
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "gif beyond its palette",
        base64: """
            R0lGODlhEwANAIIDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSwAAAAAEwANAAAI/wABHCgwIAACAwQEADhQ\
            YEAABAYICABAQAAABAYIDAiA4ECBAQIAHDBAQEAABAYKEBAQAMABAwUGCAiA4IABAgMEDBAQAAACBAcMFCBA\
            YICAAAAAIDhg4ICBAgUIECAwQIAAAQECAEAAAMGBAwICBAgAAGCAAAAAAAAAAAACBAAQIEBgwIABAwYQIECA\
            AEGAAAECBBgwYMCAAAECCBBAoECBAgYQIAAAAMCAAQMAFChg4MCBAAIEDCBg4AACBAAGIAAQAEAAAQMIIAAQ\
            QMCAAwgABDggYACBAgQKGEAAgICBAwgCACxggEABAwIGEDCAAIAAAgUCDCBgAMGAAAMIGBwQMKDAgQEFDgAQ\
            gCDAgAIDAAggYABBgQMABAQEADs=
            """,
        pixels: 0xAE48_FD01_C3E2_6427),
    GoldenFile(
        name: "gif smaller than its screen",
        base64: """
            R0lGODlhEwANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSwCAAMADwAIAAAIiwBv/DgCBQsYNHDyBEoUKZMoVUSaVPFy5s0d\
            QIkiaRKlihYvKVvGtLHj5xCkTKJWzeJlzBmYNHL6GHqEKRSrWr6OQdtGrs0dQIsqeToVi1exZ9jCtbO3p5Aj\
            TaRa3QrGzBq4dPP+IUg0qZMqWr6QSfuWDuC8fgcoeLAUahWuYc2uiXuXj4ADDCZgBAQAOw==
            """,
        pixels: 0xA5FB_0EC8_0972_DA5E),
    GoldenFile(
        name: "gif smaller than its screen, transparent",
        base64: """
            R0lGODlhEwANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSH5BAEAAAkALAIAAwAPAAgAAAiLAG/8OAIFCxg0cPIEShQpkyhV\
            RJpU8XLmzR1AiSJpEqWKFi8pW8a0sePnEKRMolbN4mXMGZg0cvoYeoQpFKtavo5B20auzR1Aiyp5OhWLV7Fn\
            2MK1s7enkCNNpFrdCsbMGrh08/4hSDSpkypavpBJ+5YO4Lx+Byh4sBRqFa5hza6Je5ePgAMMJmAEBAA7
            """,
        pixels: 0x5185_15EE_452B_2E2F),
    GoldenFile(
        name: "gif larger than its screen",
        base64: """
            R0lGODlhCAANAIcDAABbtiWA20qlAG/KJZTvSrkUb945lANeuSiD3k2oA3LNKJfyTbwXcuE8lwZhvCuG4VCr\
            BnXQK5r1UL8adeQ/mglkvy6J5FOuCXjTLp34U8IdeOdCnQxnwjGM51axDHvWMaD7VsUge+pFoA9qxTSP6lm0\
            D37ZNKP+Wcgjfu1IoxJtyDeS7Vy3EoHcN6YBXMsmgfBLphVwyzqV8F+6FYTfOqkEX84phPNOqRhzzj2Y82K9\
            GIfiPawHYtEsh/ZRrBt20UCb9mXAG4rlQK8KZdQvivlUrx551EOe+WjDHo3oQ7INaNcyjfxXsiF810ah/GvG\
            IZDrRrUQa9o1kP9atSR/2kmk/27JJJPuSbgTbt04kwJduCeC3UynAnHMJ5bxTLsWceA7lgVguyqF4E+qBXTP\
            Kpn0T74ZdOM+mQhjvi2I41KtCHfSLZz3UsEcd+ZBnAtmwTCL5lWwC3rVMJ/6VcQfeulEnw5pxDOO6VizDn3Y\
            M6L9WMcifexHohFsxzaR7Fu2EYDbNqUAW8olgO9KpRRvyjmU7165FIPeOagDXs0og/JNqBdyzTyX8mG8F4bh\
            PKsGYdArhvVQqxp10D+a9WS/GonkP64JZNMuifhTrh1400Kd+GfCHYznQrEMZ9YxjPtWsSB71kWg+2rFII/q\
            RbQPatk0j/5ZtCN+2Uij/m3II5LtSLcSbdw3kgFctyaB3EumAXDLJpXwS7oVcN86lQRfuimE306pBHPOKZjz\
            Tr0Yc+I9mAdivSyH4lGsB3bRLJv2UcAbduVAmwplwC+K5VSvCnnUL575VMMeeehDng1owzKN6FeyDXzXMqH8\
            V8YhfOtGoRBrxjWQ61q1EH/aNaT/Wskkf+5JpBNuyTiT7l24E4LdOKcCXcwngvFMpxZxzDuW8WC7FoXgO6oF\
            YM8qhfRPqhl0zz6Z9GO+GYjjPq0IY9ItiPdSrRx30kGc92bBHIvmQbALZtUwi/pVsB961USf+mnEH47pRLMO\
            adgzjv1YsyJ92Eei/WzHIpHsR7YRbNs2kSwAAAAAEwANAAAI/wABHHBQgcMIFTFw/DDShMoWMWng3PHTgMKG\
            ESpi5ABy5ImVLmXYzNkjKFEkDSFSxMABBMmTK1/MuLHTp1AjSpxInXhx48cRKFjAoIGTJ1CiSJlEqZKliwYP\
            Ik2qeDnz5g6gRJE0iVJFixexZkGSSNkyBmAbO34OQcokatUsXsacXQPn5AqYNHL6GHqEKRSrWr6OQdtGrp29\
            LWTa3AG0qJKnU7F4FXuGLVw7e/8SoImzp5AjTaRa3QrGzBq4dPP+IZDAoc6fRJM6qaLlC5m0b+nm9TtAwQMK\
            GYIYWQq1CtewZtfEAXyXj4ADDCZg6CjyKBOpV7mOSeN2Tt4/BRU+qBzAIaQJFk6nZPVCdk1cO3wDJHRAMcNH\
            Eyxj3AQEADs=
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "gif grey",
        base64: """
            R0lGODdhEwANAIcAAAAAAAMDAwQEBAcHBwgICAkJCQoKCg0NDQ4ODhISEhQUFBUVFRgYGBoaGhsbGxwcHB0d\
            HR4eHh8fHyEhISMjIyYmJicnJygoKCkpKSoqKi8vLzAwMDExMTIyMjMzMzQ0NDc3Nzg4ODk5OTo6Ojw8PD4+\
            Pj8/P0BAQEFBQUJCQkREREVFRUZGRkdHR0hISElJSU1NTU5OTk9PT1BQUFJSUlRUVFVVVVZWVldXV1hYWFtb\
            W11dXV5eXl9fX2BgYGJiYmNjY2RkZGVlZWZmZmdnZ2hoaGlpaWxsbG1tbW5ubm9vb3BwcHFxcXJycnNzc3V1\
            dXZ2dnd3d3l5eXt7e319fX5+fn9/f4CAgIGBgYKCgoWFhYaGhoeHh4mJiYuLi4yMjI2NjY6Ojo+Pj5CQkJGR\
            kZOTk5SUlJWVlZaWlpiYmJmZmZqampycnJ2dnZ6enqGhoaKioqSkpKenp6qqqqurq6ysrK2tra+vr7GxsbKy\
            srOzs7S0tLW1tbe3t7i4uLm5ubq6ury8vL29vb6+vsHBwcPDw8TExMXFxcbGxsfHx8jIyMzMzM3Nzc7Ozs/P\
            z9DQ0NLS0tbW1tfX19jY2Nvb29zc3N/f3+Dg4OHh4eLi4uTk5Ofn5+np6e3t7e/v7/Ly8vPz8/b29vj4+Pn5\
            +f39/f///wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwAAAAAEwANAAAI/wABDECw4AGFDBxCmGABo4aOH0aWRKlyQIGD\
            gxxEnGgh48YOIUecTMnShUyDCRgSnnAhA0ePIUmgUNECxgybOBY0gDDRYkYOH0WWSMFSUg2cOXkAfSChAoYN\
            HkSURLlScs3RPYEMMULxgoYOIEigVOEyxigdPYEQNZJ0KQYOH0aaUNkiJs2bOnwGJXpESVOnUDqCIJnq5Ywb\
            OXgCHXI0CdPfUgWKMJmiJcyaOHb6EFoU6RInUKUIJHjwxEqXMm3m7BmkCJKlz6QGKIhwoUOWL2je0PFTiJGk\
            TJ5GCUDAoMKGESvEqIlz508iSJU2fSplYIGEDCFSwMjBRk4eQYp+dw0SFSABhAseSmwHkiQgADs=
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "tiff raw",
        base64: """
            SUkqAAgAAAAKAAABBAABAAAAEwAAAAEBBAABAAAADQAAAAIBAwADAAAAhgAAAAMBAwABAAAAAQAAAAYBAwAB\
            AAAAAgAAABEBBAABAAAAjAAAABUBAwABAAAAAwAAABYBBAABAAAADQAAABcBBAABAAAA5QIAABwBAwABAAAA\
            AQAAAAAAAAAIAAgACAAAHToHJEEOK0gVMk8cOVYjQF0qR2QxTms4VXI/XHlGY4BNaodUcY5beJVif5xphqNw\
            jap3lLF+m7gNKkcUMU4bOFUjQF0qR2QxTms5VnNAXXpHZIFPbIlWc5Bdepdlgp9siaZzkK17mLWCn7yJpsOR\
            rssaN1QhPlspRmMxTms4VXJAXXpIZYJPbIlXdJFffJlmg6Bui6h2k7B9mreFor+NqseUsc6cudakwd4nRGEv\
            TGk3VHE/XHlHZIFQbYpYdZJgfZpohaJwjap5lrOBnruJpsORrsuZttOiv9yqx+Syz+y61/Q0UW48WXZEYX5N\
            aodVco9ee5hnhKFvjKl3lLGAnbqJpsORrsuat9Siv9yqx+S00e682fbE4f7N6gdBXntJZoNSb4xbeJVjgJ1t\
            iqd2k7B+m7iHpMGQrcqZttOiv9yryOWz0O282fbG4wDO6wjX9BHg/RpOa4hXdJFgfZpphqNyj6x9mreGo8CP\
            rMmYtdKhvtusyea10u++2/jH5AHQ7Qrb+BXkAR7tCif2EzBbeJVkgZ5tiqd3lLGAnbqLqMWVss+eu9inxOGx\
            zuu82fbF4v/P7AnY9RLh/hvtCif2EzD/HDkJJkNohaJxjqt7mLWFor+Oq8iat9Skwd6tyue31PHB3vvM6QbW\
            8xDg/RrpBiPzEC3/HDkIJUISL0wcOVZ1kq9/nLmJpsOTsM2duteqx+S00e6+2/jI5QLS7wzf/BnpBiPzEC39\
            GjcHJEEUMU4eO1goRWIyT2yCn7yMqcaWs9ChvturyOW41fLD4P3N6gfX9BHi/xzvDCn5FjMEIT4OK0gYNVIm\
            Q2AwTWo6V3RFYn+PrMmZttOkwd6vzOm51vPH5AHS7wzc+RbnBCHyDyz/HDkKJ0QVMk8fPFkqR2Q4VXJCX3xN\
            aodYdZKcudanxOGyz+y92vfI5QLX9BHi/xztCif4FTIDID0SL0wdOlcoRWIzUG0+W3hNaodYdZJjgJ1ui6g=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff tiff_lzw",
        base64: """
            SUkqAJYCAACAAAOjoDiQgg4VkgKjInhwclYRkAuiojmQYk41jgqnIflw8kYxoAmmpDlQ4o4tnhKmI/pw0oZR\
            nBGqo7pRYn5NrgGxQKRcNxqIxOKxc1w85xI9RVAk82IkrHNIF09JcyoJP01TVBWntMLWrLxEqZhpFXMsNDcq\
            CEfFsUyCiRo5UgkVWmIkrnRIl8+JkzINQG5Fqg7JNYH1NLdCqJfzNjzZnJxctZSMFvCciGEXkw02g4x080oo\
            G1FFg6pIwYY0YmZKo8pZZoFPLuw2OyplbNPFNxVMdyLJnuxdNd6DQom4eFk7Zc/SNDxtHl6uGdCKE3oxUzVY\
            oBOrrZ2Rl4dqbnduRaNF3LxsvZiOF/M11Acg9Ak30pdWUpWQp3RKfBrCcFwQ7JkgVplNs3Bfm4VZkHKWZoHa\
            9B7GMcYAGcdYEOECJwH6DSMEQu5ItOTSXlGORHlYwxbpgYETGSrppFCXxtlYZJzFqaR3xifDeADBwFG2fAKn\
            IAIPHaBQTnsCYYPuMjYP27DtF0wJikq3zYmwU71ljCsIGKcR/t+BJsHqCT2A3IsjySf6HASEwhtSUSTlWrha\
            sSX5HQU8DJm9Ahzluah4sofZmHSAxrHmCENA1QgR0OFs1ByBASiECTMocKzSlelpctmwhmu2a7xvKd0cwWAU\
            bgYb5+AzRdGw2G6CiCnonA8HYsBQIoxIYNivusYzXGhGBtwUcpcGqeRhw09wDwxLwOHeBgUnyCwZgItSECQD\
            AailNowBgkYdLvXA/xZA09FfQbInnHdTm5aRz2qeQHhZR8jCIhYng+46KDIuAhL05jSEkyBrSwcLfHYXptHv\
            UtmTVM8gBkAYQB7SgmIGK9bjEGbQrWPGANK/LAFQgIAKAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIBAwAD\
            AAAAFAMAAAMBAwABAAAABQAAAAYBAwABAAAAAgAAABEBBAABAAAACAAAABUBAwABAAAAAwAAABYBAwABAAAA\
            DQAAABcBBAABAAAAjgIAABwBAwABAAAAAQAAAAAAAAAIAAgACAA=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff tiff_adobe_deflate",
        base64: """
            SUkqALYCAAB4nD2SiS/VAQDHKXNNJcXKVaaIaq4aT5KbNlfm3Mt9lLv3HLnPkPsWcuSYW670XJG55UpCMSEy\
            IQvpWT36br+tP+C77/f7+X6ZhBTZLqmevKrDK2sgSDIVVbGU1HaQ0XdVMKHeue+vZR+m5xJjTEki+2XaheY5\
            R5c8Sqx6nNEQ8rzlhKT2WRl9AQWT/xKSqZeKZYC2Q7iBW6ypV4plwDPHiEK32DKvlNrA7OaIwo7Ysp7Ul+/4\
            5Y1FlMkSWvaECyQ6jhGQmHmnWgflOEW+8Iiv8E2vD86lRRV3JVYNZDSM5bVOl3YviGvYSuk6yxtTEAwuhu5x\
            5j5pNsG5D6OKkco/qym8oJ2wyHn9obhrvmpgpXF8s21m78Y9DyULXw3bEHQxoSZbBWY/eFLkmVCJImH5bYQk\
            lzZFSF69/9Hxab936XD0O5uqVeBdp0gjzwTUtw/Ld48rRzB0jyntTqkdJlyqB1ebJrYg6f/KNLbBPrN3epHB\
            r+/6FHWQDcSoyTXoEl3yNrlmKLt5sqhzrmboW/PkduccfWCFeWKLc47Ou8IsvMUpvn9GGkYO4QUwIrLFV/Rl\
            No4XtM+W9y41jG3ApW/5aHyTY/YXz9KhACE5EiRxiKkDAiWpGpwBLal6EHVArHZ4jTb1s3vhz8g66/QuN4Kt\
            s4rucl+HhP2yGo+ULhb3SasLzWsFhPT60fy2GYIAsg2uHpvc5vry9zwhYfDL4ydYXPiW+RVNO1kDNwyaUNmf\
            1TSBRoDQ8nGnZ5EBaCCwfCS4zSVxwCfHIqKMa527aSSmbiOt56Jo5q1pFwoOQId4dSPrrdO7gACj+QO+NRaR\
            nVPXkI1TXANvvKBkgV/hIWrWQRgOW+MG4IBN33z+jXiEESDQeWWPX7yNOkKKZsgmZ+iuTPYjJFgNd/oHAFKA\
            ogoAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAAA0AwAAAwEDAAEAAAAIAAAABgEDAAEAAAACAAAA\
            EQEEAAEAAAAIAAAAFQEDAAEAAAADAAAAFgEDAAEAAAANAAAAFwEEAAEAAACuAgAAHAEDAAEAAAABAAAAAAAA\
            AAgACAAIAA==
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff tiff_deflate",
        base64: """
            SUkqALYCAAB4nD2SiS/VAQDHKXNNJcXKVaaIaq4aT5KbNlfm3Mt9lLv3HLnPkPsWcuSYW670XJG55UpCMSEy\
            IQvpWT36br+tP+C77/f7+X6ZhBTZLqmevKrDK2sgSDIVVbGU1HaQ0XdVMKHeue+vZR+m5xJjTEki+2XaheY5\
            R5c8Sqx6nNEQ8rzlhKT2WRl9AQWT/xKSqZeKZYC2Q7iBW6ypV4plwDPHiEK32DKvlNrA7OaIwo7Ysp7Ul+/4\
            5Y1FlMkSWvaECyQ6jhGQmHmnWgflOEW+8Iiv8E2vD86lRRV3JVYNZDSM5bVOl3YviGvYSuk6yxtTEAwuhu5x\
            5j5pNsG5D6OKkco/qym8oJ2wyHn9obhrvmpgpXF8s21m78Y9DyULXw3bEHQxoSZbBWY/eFLkmVCJImH5bYQk\
            lzZFSF69/9Hxab936XD0O5uqVeBdp0gjzwTUtw/Ld48rRzB0jyntTqkdJlyqB1ebJrYg6f/KNLbBPrN3epHB\
            r+/6FHWQDcSoyTXoEl3yNrlmKLt5sqhzrmboW/PkduccfWCFeWKLc47Ou8IsvMUpvn9GGkYO4QUwIrLFV/Rl\
            No4XtM+W9y41jG3ApW/5aHyTY/YXz9KhACE5EiRxiKkDAiWpGpwBLal6EHVArHZ4jTb1s3vhz8g66/QuN4Kt\
            s4rucl+HhP2yGo+ULhb3SasLzWsFhPT60fy2GYIAsg2uHpvc5vry9zwhYfDL4ydYXPiW+RVNO1kDNwyaUNmf\
            1TSBRoDQ8nGnZ5EBaCCwfCS4zSVxwCfHIqKMa527aSSmbiOt56Jo5q1pFwoOQId4dSPrrdO7gACj+QO+NRaR\
            nVPXkI1TXANvvKBkgV/hIWrWQRgOW+MG4IBN33z+jXiEESDQeWWPX7yNOkKKZsgmZ+iuTPYjJFgNd/oHAFKA\
            ogoAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAAA0AwAAAwEDAAEAAAAIAAAABgEDAAEAAAACAAAA\
            EQEEAAEAAAAIAAAAFQEDAAEAAAADAAAAFgEDAAEAAAANAAAAFwEEAAEAAACuAgAAHAEDAAEAAAABAAAAAAAA\
            AAgACAAIAA==
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff packbits",
        base64: """
            SUkqAPoCAAA4AB06ByRBDitIFTJPHDlWI0BdKkdkMU5rOFVyP1x5RmOATWqHVHGOW3iVYn+caYajcI2qd5Sx\
            fpu4OA0qRxQxThs4VSNAXSpHZDFOazlWc0BdekdkgU9siVZzkF16l2WCn2yJpnOQrXuYtYKfvImmw5Guyzga\
            N1QhPlspRmMxTms4VXJAXXpIZYJPbIlXdJFffJlmg6Bui6h2k7B9mreFor+NqseUsc6cudakwd44J0RhL0xp\
            N1RxP1x5R2SBUG2KWHWSYH2aaIWicI2qeZazgZ67iabDka7LmbbTor/cqsfkss/sutf0ODRRbjxZdkRhfk1q\
            h1Vyj157mGeEoW+MqXeUsYCduommw5Guy5q31KK/3KrH5LTR7rzZ9sTh/s3qBzhBXntJZoNSb4xbeJVjgJ1t\
            iqd2k7B+m7iHpMGQrcqZttOiv9yryOWz0O282fbG4wDO6wjX9BHg/Ro4TmuIV3SRYH2aaYajco+sfZq3hqPA\
            j6zJmLXSob7brMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwOFt4lWSBnm2Kp3eUsYCduouoxZWyz5672KfE\
            4bHO67zZ9sXi/8/sCdj1EuH+G+0KJ/YTMP8cOQkmQzhohaJxjqt7mLWFor+Oq8iat9Skwd6tyue31PHB3vvM\
            6QbW8xDg/RrpBiPzEC3/HDkIJUISL0wcOVY4dZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj\
            8xAt/Ro3ByRBFDFOHjtYKEViMk9sOIKfvIypxpaz0KG+26vI5bjV8sPg/c3qB9f0EeL/HO8MKfkWMwQhPg4r\
            SBg1UiZDYDBNajpXdEVifziPrMmZttOkwd6vzOm51vPH5AHS7wzc+RbnBCHyDyz/HDkKJ0QVMk8fPFkqR2Q4\
            VXJCX3xNaodYdZI4nLnWp8Thss/svdr3yOUC1/QR4v8c7Qon+BUyAyA9Ei9MHTpXKEViM1BtPlt4TWqHWHWS\
            Y4CdbouoCgAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAwAAAHgDAAADAQMAAQAAAAWAAAAGAQMAAQAA\
            AAIAAAARAQQAAQAAAAgAAAAVAQMAAQAAAAMAAAAWAQMAAQAAAA0AAAAXAQQAAQAAAPICAAAcAQMAAQAAAAEA\
            AAAAAAAACAAIAAgA
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff zstd",
        base64: """
            SUkqANQCAAAotS/9AGAVFgAEKgAdOgckQQ4rSBUyTxw5ViNAXSpHZDFOazhVcj9ceUZjgE1qh1Rxjlt4lWJ/\
            nGmGo3CNqneUsX6buA0qRxQxThs4VTlWc0BdekdkgU9siVZzkF16l2WCn2yJpnOQrXuYtYKfvImmw5Guyxo3\
            VCE+WylGY0Bdekhlgk9siVd0kV98mWaDoG6LqHaTsH2at4Wiv42qx5Sxzpy51qTB3idEYS9MaTdUcT9ceUdk\
            gVBtilh1kmB9mmiFonCNqnmWs4Geu5m206K/3KrH5LLP7LrX9DRRbjxZdkRhfk1qh1Vyj157mGeEoW+MqXeU\
            sYCdupq31LTR7rzZ9sTh/s3qB0Fee0lmg1JvjFt4lWOAnW2Kp3aTsH6buIekwZCtyqvI5bPQ7bzZ9sbjAM7r\
            CNf0EeD9Gk5riFd0kWB9mmmGo3KPrH2at4ajwI+syZi10qG+26zJ5rXS777b+MfkAdDtCtv4FeQBHu0KJ/YT\
            MFt4lWSBnm2Kp4uoxZWyz5672KfE4bHO67zZ9sXi/8/sCdj1EuH+G/8cOQkmQ2iFonGOq3uYtYWiv46ryJq3\
            1KTB3q3K57fU8cHe+8zpBtbzEOD9GukGI/MQLf8cOQglQhIvTBw5VnWSr3+cuYmmw5OwzZ26177b+MjlAtLv\
            DN/8Gf0aNwckQRQxTh47WChFYjJPbIKfvIypxpaz0KG+26vI5bjV8sPg/c3qB9f0EeL/HO8MKfkWMwQhPg4r\
            SBg1UiZDYDBNajpXdEVif4+syZm206TB3q/M6bnW88fkAdLvDNz5FucEIfIPLP8cOQonRBUyTx88WSpHZDhV\
            ckJffE1qh1h1kpy51qfE4bLP7L3a98jlAu0KJ/gVMgMgPRIvTB06VyhFYjNQbT5beE1qh1h1kmOAnW6LqAsI\
            EPTqEzZIq+kULKPVfH0sKg0FuFqlHTMipKEgWKnOAAoAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMA\
            AABSAwAAAwEDAAEAAABQwwAABgEDAAEAAAACAAAAEQEEAAEAAAAIAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAN\
            AAAAFwEEAAEAAADLAgAAHAEDAAEAAAABAAAAAAAAAAgACAAIAA==
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff lzw with predictor",
        base64: """
            SUkqAAIBAACAAAOjoDwWDQeEQmFQuGQwGiojwkEROJRSERMERWMxeLQeMBoblSDRiMSOSRsDyeUSqTSSWxgT\
            kQwyqVAmbTSTzYEziSTqeDQom6azeJzqfTmjTui0SSAqnUMEkEvHuMUmlAinAqjgirV2mTqs1Wkk41oivUYF\
            2mzzq0gu1za22ctnhK1as2y03ek1m4za9UYGYG7U40IVRWCs06dYEGX/E0624+tX6nYzEYk6pJX5LJA3PZzH\
            54G6DE6LSIJPrzJZGnaLWYm26bIXnHg7bau0o9WMm+W3aArbA7X76067ib0F8HkW1OLlrcToAsH9Po8Tpg/q\
            77r9mAgACwAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAwAAAIwBAAADAQMAAQAAAAUAAAAGAQMAAQAA\
            AAIAAAARAQQAAQAAAAgAAAAVAQMAAQAAAAMAAAAWAQMAAQAAAA0AAAAXAQQAAQAAAPkAAAAcAQMAAQAAAAEA\
            AAA9AQMAAQAAAAIAAAAAAAAACAAIAAgA
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff jpeg",
        base64: """
            SUkqAM4BAAD/2P/AABEIAA0AEwNSEQBHEQBCEQD/2gAMA1IARwBCAAA/APN/DPgvft/dfpXPeGfBe/b+6/Sp\
            vDPgvft/dfpXrPhn4f79n7r9K9T0TwRBbWj3V4Y4LaFDJLLKwVI0AyWYngAAEkmuu13/AIR7wFpUN94luPJ8\
            7cLe3jQvNcMq5Koo/AbjhQWXJGRXSXmmeFdJuGstV1/RLG9iA8y3ub6KKRMgEZVmBGQQfoRVS38d/DAwJ/xU\
            Hb/oH3X/AMarjrz43WMdwy6V4LurmyAHly3N8sEjcDOUVHA5yPvHIAPGcC94M0C0YpkfpXWwW9poPhbVtZMH\
            2j+zrKa88nds8zy0L7d2DjOMZwfpXRfGfxne/DrS9Et/D9vbfbdW89ftU67/ALOsaoMqnQtmQEFsgbcFWzx5\
            N8Rfihrl74l1Dw5oEsmg2OnXU1lNJayZnuXjmI3+YAGjHyD5Vx1YEsCAPmzV/E2s/Ea+im8QXe20XYY9Ptgy\
            WsbKCNwQscsdzfMST8xGcYA8X0DSjrN99u1a8ub69l2+ZcXLmWR8AAZZiScAAfQCuVtPCdh9nj47f3a6a08J\
            2H2ePjt/dr1G08J2H2ePjt/dr//ZCwAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAwAAAFgCAAADAQMA\
            AQAAAAcAAAAGAQMAAQAAAAIAAAARAQQAAQAAAAgAAAAVAQMAAQAAAAMAAAAWAQMAAQAAAA0AAAAXAQQAAQAA\
            AMYBAAAcAQMAAQAAAAEAAABbAQcAIQEAAF4CAAAAAAAACAAIAAgA/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAK\
            CgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/xAAfAAABBQEBAQEBAQAA\
            AAAAAAAAAQIDBAUGBwgJCgv/xAC1EAACAQMDAgQDBQUEBAAAAX0BAgMABBEFEiExQQYTUWEHInEUMoGRoQgj\
            QrHBFVLR8CQzYnKCCQoWFxgZGiUmJygpKjQ1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5\
            eoOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4eLj5OXm5+jp\
            6vHy8/T19vf4+fr/2Q==
            """,
        pixels: 0xD015_D0C1_0578_A06F),
    GoldenFile(
        name: "tiff jpeg grey",
        base64: """
            SUkqAJ4AAAD/2P/AAAsIAA0AEwEBEQD/2gAIAQEAAD8A5fwz4L37f3X6V6jo/gy3tLbz7vbFEilmZiAAAMkk\
            9h7mm/8ACVeA4MRyatAjADKyRyKw+o2V0cFvb6NotzfJCJTBbyT7TxnYucZ7Z9efpXgWveLNX8Yaq0V5dNbW\
            0L7PIgJCblJG4ZOQevOc8kZxgDTtPCdh9nj47f3a/9kKAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIBAwAB\
            AAAACAAAAAMBAwABAAAABwAAAAYBAwABAAAAAQAAABEBBAABAAAACAAAABYBAwABAAAADQAAABcBBAABAAAA\
            lgAAABwBAwABAAAAAQAAAFsBBwAhAQAAHAEAAAAAAAD/2P/bAEMABgQFBgUEBgYFBgcHBggKEAoKCQkKFA4P\
            DBAXFBgYFxQWFhodJR8aGyMcFhYgLCAjJicpKikZHy0wLSgwJSgpKP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB\
            AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHw\
            JDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeI\
            iYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX2\
            9/j5+v/Z
            """,
        pixels: 0x7B1C_44B1_CE0F_4139),
    GoldenFile(
        name: "tiff jpeg CMYK",
        base64: """
            SUkqAAADAAD/2P/AABQIAA0AEwRDEQBNEQBZEQBLEQD/2gAOBEMATQBZAEsAAD8A+cPhn+z79oMX+jZ/CvPf\
            hn+z79oMX+jZ/Crfwz/Z9+0GL/Rs/hXrPwz/AGfftBi/0bP4V9Y/DP8AZg+0eT/ohOcdq+p/BP7O1jpOlT6n\
            qbQadptnC1zdXl3IsUMESKWeR3bAVVUEliQAASa9d8dD4efszeFbPW/H2oGw+2eamn6dbQma81CSNC5jhjH/\
            AAFS7lY1aSMO67xnG+K37VPwu/Z/1W88NaRp1z8QvG9hOba60vTXEFpZyq0e+Oe7ZWAYK7jbEspDxMknlnp6\
            TrPg/wCFngjUJNE8SeP/AAh4f1q1VPtGnarrtpbXEO5Q6743kDLlWVhkchgehrH079pP9mJrKE/8LAP3f+hf\
            1P8A+Ra8c1n/AIKJaJa6hJF4b+C+o6toqqn2e81XW47G4k+UFt8KQTKmG3AYkbIAPBO0eT6d+3x8cGsoT/wh\
            PgD7v/QNvf8A5Mra+DPww0qVocjsP4RXrdlpWlfDT4XeLPGRsP7T/wCEd0W81f7FvEX2j7PA8vl78Nt3bMbt\
            pxnOD0r0b9s74/61+yl4X8FWHgrT9POteKxfp/a+oRGb7AkCQruihyFaXdcoys+5B5RDRuH+WH9vn47eKLv4\
            yar8F9Dv7jwx4T0SCFNROmzsk2tNc2iSMs7Lg+QI7gx+RyrHcz7sosfyd+0V+2P438RfErxB8OfBl1P8OdC8\
            O6pd6NeXOkXGb7Upbe8KCf7SFR7dcQriOIg/PIHeRWAX82fFvxg8ZftX67a3vjXVxDpUZhNt4b0sSQ6XbOis\
            olSBpGzKfMkJkcs+HKhggVV+LvAPgpvH2unXPEusX/iDWrsp9o1HVZ3ubibaoRd8jsWbCqqjJ4CgdBXH/Bj4\
            PaLKLbKjkj+AV5ZpXwQ0I6dB8o+7/wA8xXpmlfBDQjp0Hyj7v/PMV9RaV8ENCOnQfKPu/wDPMV9b6V8ENCOn\
            QfKPu/8APMV//9kACwAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMABAAAAIoDAAADAQMAAQAAAAcAAAAG\
            AQMAAQAAAAUAAAARAQQAAQAAAAgAAAAVAQMAAQAAAAQAAAAWAQMAAQAAAA0AAAAXAQQAAQAAAPcCAAAcAQMA\
            AQAAAAEAAABbAQcAIQEAAJIDAAAAAAAACAAIAAgACAD/2P/bAEMAAwICAwICAwMDAwQDAwQFCAUFBAQFCgcH\
            BggMCgwMCwoLCw0OEhANDhEOCwsQFhARExQVFRUMDxcYFhQYEhQVFP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB\
            AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHw\
            JDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeI\
            iYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX2\
            9/j5+v/Z
            """,
        pixels: 0x8DAC_B32B_7291_F1BC),
    GoldenFile(
        name: "tiff YCbCr lzw",
        base64: """
            SUkqAA4CAACABdJm8PQMSwMWQMZwMdQMgwMkQMnwMrQMuwMyQM1wM5QM8wNAQNDwNHQNKwMSQMVwMZQyHRCB\
            lCBleBl6BmaBm2BnSBnyBoOBoqBpKBpmBqCBqiBjGBjiBkCYG+Jm+aG8vzeBm6BnaBn2BoWBo2BpSBpyBqSB\
            quBrOBruBj6BkaBk6KTWBmeBm+BneBn+RQNIQNMUekwNYQNcwNgwNkwNowMlwMpwMtxiBmyBnWBn6BoaSQNL\
            4Q30o3rHEYqBsuBtOBtuBscJoQsQMwQM0xyBnqBoSwyaBp6BqfDac3sKBsrVwNgBNBsjmNHYtrYmWs3uQQNE\
            2OBp2BqaBq+BriBsOBsyBtXFcxlcxq7EkGh3lH4Fr4R03nvd5836E3qKBlYgZaoGXyBmQ5I3m4xjmGk5htuY\
            +R3vod4xvgEC+oGRChrKgZSoG0w3rcN5iIGZyBmwgZjOYaDotiJr4Cu+EKHeD6BhShSBkYgZLNEVSBlo1A3t\
            UN70OK2JmNibLmRcd8YHeML4IKN6VjeGqBh+gYkqKgZRoGVrwoG4w3megZtNe2LoEIbjmCm+AuvgDaDIGF6B\
            h6gYjoGKKBi47rhxBFCBmg9JByOQhrNiJb4CtGL4BChCBhsl6pIGLLLDevQ3rYN8CDexo3mpMEztjNRBwgLj\
            4A1GqBhpKyBiUgYq0rS7dDesA3oCAAwAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACkAgAAAwED\
            AAEAAAAFAAAABgEDAAEAAAAGAAAAEQEEAAEAAAAIAAAAFQEDAAEAAAADAAAAFgEDAAEAAAANAAAAFwEEAAEA\
            AAAFAgAAHAEDAAEAAAABAAAAEgIDAAIAAAABAAEAFAIFAAYAAACqAgAAAAAAAAgACAAIAAAAAAABAAAA/wAA\
            AAEAAACAAAAAAQAAAP8AAAABAAAAgAAAAAEAAAD/AAAAAQAAAA==
            """,
        pixels: 0xABB8_2121_03C6_9928),
    GoldenFile(
        name: "tiff 1 bit raw",
        base64: """
            SUkqAAgAAAAIAAABBAABAAAAEwAAAAEBBAABAAAADQAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAABEBBAAB\
            AAAAbgAAABYBBAABAAAADQAAABcBBAABAAAAJwAAABwBAwABAAAAAQAAAAAAAAAAlUAVVWBCVcAqruBKt6Aq\
            3eCrewBW7kC7+QBXZCDvwIB7IkC+CUA=
            """,
        pixels: 0x0575_BE15_C018_44A2),
    GoldenFile(
        name: "tiff 1 bit group3",
        base64: """
            SUkqAHAAAAAAGadDodDocAGEOh0Oh0Oh0PgAjq06HQ6HhwAXQ6HQ6HQ8PAAjp0Oh0PjsdAAuh0Oh8eHYAJqh\
            0Oh8dj8AAjodD48POhwATVDw43UAAjodDw+6tAAmsOXJwAR2PuoTocAE1Q54nQ6HAAkAAAEDAAEAAAATAAAA\
            AQEDAAEAAAANAAAAAgEDAAEAAAABAAAAAwEDAAEAAAADAAAABgEDAAEAAAABAAAAEQEEAAEAAAAIAAAAFgED\
            AAEAAAANAAAAFwEEAAEAAABnAAAAHAEDAAEAAAABAAAAAAAAAA==
            """,
        pixels: 0x0575_BE15_C018_44A2),
    GoldenFile(
        name: "tiff 1 bit group4",
        base64: """
            SUkqAFoAAAAzRdEdEdBKYQIEkEF/YQQtfxVlDhaSSYJpf2CEJWF9hCCBDCC+whSBWkkkEEKCVJMIRCCCGwQJ\
            Iw4QQQqmhQhBNiUOEXQQTVFDihCCYXABABAACQAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAQAAAAEA\
            AAADAQMAAQAAAAQAAAAGAQMAAQAAAAEAAAARAQQAAQAAAAgAAAAWAQMAAQAAAA0AAAAXAQQAAQAAAFEAAAAc\
            AQMAAQAAAAEAAAAAAAAA
            """,
        pixels: 0x0575_BE15_C018_44A2),
    GoldenFile(
        name: "tiff 1 bit tiff_ccitt",
        base64: """
            SUkqAGIAAACadDodDoeEOh0Oh0Oh0PgdWnQ6HQ8OdDodDodDw8AdOh0Oh8djoHQ6HQ+PDsA1Q6HQ+Ox+AB0O\
            h8eHnQ41Q8ON1AAdDoeH3Vo1hy5OHY+6hOhwNUOeJ0OhwAAJAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIB\
            AwABAAAAAQAAAAMBAwABAAAAAgAAAAYBAwABAAAAAQAAABEBBAABAAAACAAAABYBAwABAAAADQAAABcBBAAB\
            AAAAWQAAABwBAwABAAAAAQAAAAAAAAA=
            """,
        pixels: 0x0575_BE15_C018_44A2),
    GoldenFile(
        name: "tiff grey 1 bit",
        base64: """
            SUkqADAAAAAAAAAAAOAAA+AAH+AAf+AA/+AD/+AP/8Af/wA//AD/8AD/4AD/gAAACgAAAQMAAQAAABMAAAAB\
            AQMAAQAAAA0AAAACAQMAAQAAAAEAAAADAQMAAQAAAAEAAAAGAQMAAQAAAAEAAAARAQQABAAAAK4AAAAVAQMA\
            AQAAAAEAAAAWAQMAAQAAAAQAAAAXAQQABAAAAL4AAAAcAQMAAQAAAAEAAAAAAAAACAAAABQAAAAgAAAALAAA\
            AAwAAAAMAAAADAAAAAMAAAA=
            """,
        pixels: 0x4979_5A9B_1CE0_B97A),
    GoldenFile(
        name: "tiff white is 0, 1 bit",
        base64: """
            TU0AKgAAADIAAAAAAOAAA+AAH+AAf+AAAP/gA//gD//AH/8AP/wAAP/wAP/gAP+AAAAACgEAAAMAAAABABMA\
            AAEBAAMAAAABAA0AAAECAAMAAAABAAEAAAEDAAMAAAABAAEAAAEGAAMAAAABAAAAAAERAAQAAAADAAAAsAEV\
            AAMAAAABAAEAAAEWAAMAAAABAAUAAAEXAAQAAAADAAAAvAEcAAMAAAABAAEAAAAAAAAAAAAIAAAAGAAAACgA\
            AAAPAAAADwAAAAk=
            """,
        pixels: 0x1452_331E_15F3_D07F),
    GoldenFile(
        name: "tiff palette 1 bit",
        base64: """
            SUkqADIAAAAAAAAAAOAAA+AAH+AAf+AAAP/gA//gD//AH/8AP/wAAP/wAP/gAP+AAAALAAABAwABAAAAEwAA\
            AAEBAwABAAAADQAAAAIBAwABAAAAAQAAAAMBAwABAAAAAQAAAAYBAwABAAAAAwAAABEBBAADAAAAvAAAABUB\
            AwABAAAAAQAAABYBAwABAAAABQAAABcBBAADAAAAyAAAABwBAwABAAAAAQAAAEABAwAGAAAA1AAAAAAAAAAI\
            AAAAGAAAACgAAAAPAAAADwAAAAkAAAAAACUlW1uAgLa229s=
            """,
        pixels: 0xC8A4_A38B_78E4_02D9),
    GoldenFile(
        name: "tiff grey 2 bit",
        base64: """
            SUkqAEoAAAAAAAVVVAABVVWoABVVWqgAVVaqqAVVaqq8VVWqq/xVWqq//FWqq//wVqq//wBaqv/wAKqv/wAE\
            qr/8AFSq/8ABVAAKAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIBAwABAAAAAgAAAAMBAwABAAAAAQAAAAYB\
            AwABAAAAAQAAABEBBAAEAAAAyAAAABUBAwABAAAAAQAAABYBAwABAAAABAAAABcBBAAEAAAA2AAAABwBAwAB\
            AAAAAQAAAAAAAAAIAAAAHAAAADAAAABEAAAAFAAAABQAAAAUAAAABQAAAA==
            """,
        pixels: 0x799B_68E1_96E8_470A),
    GoldenFile(
        name: "tiff white is 0, 2 bit",
        base64: """
            TU0AKgAAAEwAAAVVVAABVVWoABVVWqgAVVaqqAVVaqq8AFVVqqv8VVqqv/xVqqv/8Faqv/8AWqr/8AAAqq//\
            AASqv/wAVKr/wAFUAAAKAQAAAwAAAAEAEwAAAQEAAwAAAAEADQAAAQIAAwAAAAEAAgAAAQMAAwAAAAEAAQAA\
            AQYAAwAAAAEAAAAAAREABAAAAAMAAADKARUAAwAAAAEAAQAAARYAAwAAAAEABQAAARcABAAAAAMAAADWARwA\
            AwAAAAEAAQAAAAAAAAAAAAgAAAAiAAAAPAAAABkAAAAZAAAADw==
            """,
        pixels: 0x446C_9043_7AF1_E81F),
    GoldenFile(
        name: "tiff palette 2 bit",
        base64: """
            SUkqAEwAAAAAAAVVVAABVVWoABVVWqgAVVaqqAVVaqq8AFVVqqv8VVqqv/xVqqv/8Faqv/8AWqr/8AAAqq//\
            AASqv/wAVKr/wAFUAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAEAAAACAAAAAwEDAAEAAAABAAAA\
            BgEDAAEAAAADAAAAEQEEAAMAAADWAAAAFQEDAAEAAAABAAAAFgEDAAEAAAAFAAAAFwEEAAMAAADiAAAAHAED\
            AAEAAAABAAAAQAEDAAwAAADuAAAAAAAAAAgAAAAiAAAAPAAAABkAAAAZAAAADwAAAAAAJSVKSm9vW1uAgKWl\
            ysq2ttvbAAAlJQ==
            """,
        pixels: 0xA0B1_284A_90E3_D243),
    GoldenFile(
        name: "tiff grey 4 bit",
        base64: """
            SUkqAIoAAAAAARIjM0RVZndwARIjNERVZneIkBIjNERVZneImaAiM0VWZ3iJmquwM0RVZniJmqu8wERVZneJ\
            mqu8zeBFZneImqu83e7wVmeImau8ze7/AGd4iaq8ze7/ARB3iZq7zd7/ARIwiJqrzN7vABIzQImqvN3v8BEj\
            RFCau83u8BEjNFZgCgAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAQAAAAQAAAADAQMAAQAAAAEAAAAG\
            AQMAAQAAAAEAAAARAQQABAAAAAgBAAAVAQMAAQAAAAEAAAAWAQMAAQAAAAQAAAAXAQQABAAAABgBAAAcAQMA\
            AQAAAAEAAAAAAAAACAAAADAAAABYAAAAgAAAACgAAAAoAAAAKAAAAAoAAAA=
            """,
        pixels: 0x7070_CC03_2968_1F98),
    GoldenFile(
        name: "tiff white is 0, 4 bit",
        base64: """
            TU0AKgAAAIoAARIjM0RVZndwARIjNERVZneIkBIjNERVZneImaAiM0VWZ3iJmquwM0RVZniJmqu8wERVZneJ\
            mqu8zeBFZneImqu83e7wVmeImau8ze7/AGd4iaq8ze7/ARB3iZq7zd7/ARIwiJqrzN7vABIzQImqvN3v8BEj\
            RFCau83u8BEjNFZgAAoBAAADAAAAAQATAAABAQADAAAAAQANAAABAgADAAAAAQAEAAABAwADAAAAAQABAAAB\
            BgADAAAAAQAAAAABEQAEAAAAAwAAAQgBFQADAAAAAQABAAABFgADAAAAAQAFAAABFwAEAAAAAwAAARQBHAAD\
            AAAAAQABAAAAAAAAAAAACAAAADoAAABsAAAAMgAAADIAAAAe
            """,
        pixels: 0x9D33_6E5B_F165_7655),
    GoldenFile(
        name: "tiff palette 4 bit",
        base64: """
            SUkqAIoAAAAAARIjM0RVZndwARIjNERVZneIkBIjNERVZneImaAiM0VWZ3iJmquwM0RVZniJmqu8wERVZneJ\
            mqu8zeBFZneImqu83e7wVmeImau8ze7/AGd4iaq8ze7/ARB3iZq7zd7/ARIwiJqrzN7vABIzQImqvN3v8BEj\
            RFCau83u8BEjNFZgCwAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAQAAAAQAAAADAQMAAQAAAAEAAAAG\
            AQMAAQAAAAMAAAARAQQAAwAAABQBAAAVAQMAAQAAAAEAAAAWAQMAAQAAAAUAAAAXAQQAAwAAACABAAAcAQMA\
            AQAAAAEAAABAAQMAMAAAACwBAAAAAAAACAAAADoAAABsAAAAMgAAADIAAAAeAAAAAAAlJUpKb2+UlLm53t4D\
            AygoTU1ycpeXvLzh4QYGKytbW4CApaXKyu/vFBQ5OV5eg4OoqM3N8vIXFzw8YWGGhra229sAACUlSkpvb5SU\
            ubne3gMDKChNTXJyl5e8vOHh
            """,
        pixels: 0x2C66_5967_D9AC_A29D),
    GoldenFile(
        name: "tiff grey 8 bit",
        base64: """
            SUkqAAABAAAABw4VHCMqMTg/Rk1UW2JpcHd+DRQbIyoxOUBHT1ZdZWxze4KJkRohKTE4QEhPV19mbnZ9hY2U\
            nKQnLzc/R1BYYGhweYGJkZmiqrK6NDxETVVeZ293gImRmqKqtLzEzUFJUltjbXZ+h5CZoquzvMbO1+BOV2Bp\
            cn2Gj5ihrLW+x9Db5O32W2Rtd4CLlZ6nsbzFz9jh7fb/CWhxe4WOmqStt8HM1uDp8/8IEhx1f4mTnaq0vsjS\
            3+nz/QcUHigygoyWoau4w83X4u/5BA4YJjA6RY+ZpK+5x9Lc5/L/ChUfKjhCTVicp7K9yNfi7fgDEh0oMz5N\
            WGNuAAoAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAEAAAAIAAAAAwEDAAEAAAABAAAABgEDAAEAAAAB\
            AAAAEQEEAAQAAAB+AQAAFQEDAAEAAAABAAAAFgEDAAEAAAAEAAAAFwEEAAQAAACOAQAAHAEDAAEAAAABAAAA\
            AAAAAAgAAABUAAAAoAAAAOwAAABMAAAATAAAAEwAAAATAAAA
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "tiff white is 0, 8 bit",
        base64: """
            TU0AKgAAAQIABw4VHCMqMTg/Rk1UW2JpcHd+DRQbIyoxOUBHT1ZdZWxze4KJkRohKTE4QEhPV19mbnZ9hY2U\
            nKQnLzc/R1BYYGhweYGJkZmiqrK6NDxETVVeZ293gImRmqKqtLzEzQBBSVJbY212foeQmaKrs7zGztfgTldg\
            aXJ9ho+Yoay1vsfQ2+Tt9ltkbXeAi5Wep7G8xc/Y4e32/wlocXuFjpqkrbfBzNbg6fP/CBIcdX+Jk52qtL7I\
            0t/p8/0HFB4oMgCCjJahq7jDzdfi7/kEDhgmMDpFj5mkr7nH0tzn8v8KFR8qOEJNWJynsr3I1+Lt+AMSHSgz\
            Pk1YY24AAAoBAAADAAAAAQATAAABAQADAAAAAQANAAABAgADAAAAAQAIAAABAwADAAAAAQABAAABBgADAAAA\
            AQAAAAABEQAEAAAAAwAAAYABFQADAAAAAQABAAABFgADAAAAAQAFAAABFwAEAAAAAwAAAYwBHAADAAAAAQAB\
            AAAAAAAAAAAACAAAAGgAAADIAAAAXwAAAF8AAAA5
            """,
        pixels: 0xDBAD_8F06_8869_1AD5),
    GoldenFile(
        name: "tiff palette 8 bit",
        base64: """
            SUkqAAIBAAAABw4VHCMqMTg/Rk1UW2JpcHd+DRQbIyoxOUBHT1ZdZWxze4KJkRohKTE4QEhPV19mbnZ9hY2U\
            nKQnLzc/R1BYYGhweYGJkZmiqrK6NDxETVVeZ293gImRmqKqtLzEzQBBSVJbY212foeQmaKrs7zGztfgTldg\
            aXJ9ho+Yoay1vsfQ2+Tt9ltkbXeAi5Wep7G8xc/Y4e32/wlocXuFjpqkrbfBzNbg6fP/CBIcdX+Jk52qtL7I\
            0t/p8/0HFB4oMgCCjJahq7jDzdfi7/kEDhgmMDpFj5mkr7nH0tzn8v8KFR8qOEJNWJynsr3I1+Lt+AMSHSgz\
            Pk1YY24ACwAAAQMAAQAAABMAAAABAQMAAQAAAA0AAAACAQMAAQAAAAgAAAADAQMAAQAAAAEAAAAGAQMAAQAA\
            AAMAAAARAQQAAwAAAIwBAAAVAQMAAQAAAAEAAAAWAQMAAQAAAAUAAAAXAQQAAwAAAJgBAAAcAQMAAQAAAAEA\
            AABAAQMAAAMAAKQBAAAAAAAACAAAAGgAAADIAAAAXwAAAF8AAAA5AAAAAAAlJUpKb2+UlLm53t4DAygoTU1y\
            cpeXvLzh4QYGKytQUHV1mpq/v+TkCQkuLlNTeHidncLC5+cMDDExVlZ7e6CgxcXq6g8PNDRZWX5+o6PIyO3t\
            EhI3N1xcgYGmpsvL8PAVFTo6X1+EhKmpzs7z8xgYPT1iYoeHrKzR0fb2GxtAQGVlioqvr9TU+fkeHkNDaGiN\
            jbKy19f8/CEhRkZra5CQtbXa2v//JCRJSW5uk5O4uN3dAgInJ0xMcXGWlru74OAFBSoqT090dJmZvr7j4wgI\
            LS1SUnd3nJzBwebmCwswMFVVenqfn8TE6ekODjMzWFh9faKix8fs7BERNjZbW4CApaXKyu/vFBQ5OV5eg4Oo\
            qM3N8vIXFzw8YWGGhqur0ND19RoaPz9kZImJrq7T0/j4HR1CQmdnjIyxsdbW+/sgIEVFamqPj7S02dn+/iMj\
            SEhtbZKSt7fc3AEBJiZLS3BwlZW6ut/fBAQpKU5Oc3OYmL294uIHBywsUVF2dpubwMDl5QoKLy9UVHl5np7D\
            w+joDQ0yMldXfHyhocbG6+sQEDU1Wlp/f6Skycnu7hMTODhdXYKCp6fMzPHxFhY7O2BghYWqqs/P9PQZGT4+\
            Y2OIiK2t0tL39xwcQUFmZouLsLDV1fr6Hx9ERGlpjo6zs9jY/f0iIkdHbGyRkba229tbW4CApaXKyu/vFBQ5\
            OV5eg4OoqM3N8vIXFzw8YWGGhqur0ND19RoaPz9kZImJrq7T0/j4HR1CQmdnjIyxsdbW+/sgIEVFamqPj7S0\
            2dn+/iMjSEhtbZKSt7fc3AEBJiZLS3BwlZW6ut/fBAQpKU5Oc3OYmL294uIHBywsUVF2dpubwMDl5QoKLy9U\
            VHl5np7Dw+joDQ0yMldXfHyhocbG6+sQEDU1Wlp/f6Skycnu7hMTODhdXYKCp6fMzPHxFhY7O2BghYWqqs/P\
            9PQZGT4+Y2OIiK2t0tL39xwcQUFmZouLsLDV1fr6Hx9ERGlpjo6zs9jY/f0iIkdHbGyRkba229sAACUlSkpv\
            b5SUubne3gMDKChNTXJyl5e8vOHhBgYrK1BQdXWamr+/5OQJCS4uU1N4eJ2dwsLn5wwMMTFWVnt7oKDFxerq\
            Dw80NFlZfn6jo8jI7e0SEjc3XFyBgaamy8vw8BUVOjpfX4SEqanOzvPzGBg9PWJih4esrNHR9vYbG0BAZWWK\
            iq+v1NT5+R4eQ0NoaI2NsrLX1/z8ISFGRmtrkJC1tdra//8kJElJbm6Tk7i43d0CAicnTExxcZaWu7vg4AUF\
            KipPT3R0mZm+vuPjCAgtLVJSd3ecnMHB5uYLCzAwVVV6ep+fxMTp6Q4OMzNYWH19oqLHx+zsERE2Nra229sA\
            ACUlSkpvb5SUubne3gMDKChNTXJyl5e8vOHhBgYrK1BQdXWamr+/5OQJCS4uU1N4eJ2dwsLn5wwMMTFWVnt7\
            oKDFxerqDw80NFlZfn6jo8jI7e0SEjc3XFyBgaamy8vw8BUVOjpfX4SEqanOzvPzGBg9PWJih4esrNHR9vYb\
            G0BAZWWKiq+v1NT5+R4eQ0NoaI2NsrLX1/z8ISFGRmtrkJC1tdra//8kJElJbm6Tk7i43d0CAicnTExxcZaW\
            u7vg4AUFKipPT3R0mZm+vuPjCAgtLVJSd3ecnMHB5uYLCzAwVVV6ep+fxMTp6Q4OMzNYWH19oqLHx+zsERE2\
            NltbgIClpcrK7+8UFDk5Xl6Dg6iozc3y8hcXPDxhYYaGq6vQ0PX1Gho/P2RkiYmurtPT+PgdHUJCZ2eMjLGx\
            1tb7+yAgRUVqao+PtLTZ2f7+IyNISG1tkpK3t9zcAQEmJktLcHCVlbq6398EBCkpTk5zc5iYvb3i4gcHLCxR\
            UXZ2m5vAwOXlCgovL1RUeXmensPD6OgNDTIyV1d8fKGhxsbr6xAQNTVaWn9/pKTJye7uExM4OF1dgoKnp8zM\
            8fEWFjs7YGCFhaqqz8/09BkZPj5jY4iIra3S0vf3HBxBQWZmi4uwsNXV+vofH0REaWmOjrOz2Nj9/SIiR0ds\
            bJGR
            """,
        pixels: 0x9E69_62AE_F3B2_4C3D),
    GoldenFile(
        name: "tiff grey and alpha",
        base64: """
            SUkqAPYBAAAAHQckDisVMhw5I0AqRzFOOFU/XEZjTWpUcVt4Yn9phnCNd5R+mw0qFDEbOCNAKkcxTjlWQF1H\
            ZE9sVnNdemWCbIlzkHuYgp+JppGuGjchPilGMU44VUBdSGVPbFd0X3xmg26LdpN9moWijaqUsZy5pMEnRC9M\
            N1Q/XEdkUG1YdWB9aIVwjXmWgZ6JppGumbaiv6rHss+61zRRPFlEYU1qVXJee2eEb4x3lICdiaaRrpq3or+q\
            x7TRvNnE4c3qQV5JZlJvW3hjgG2KdpN+m4ekkK2ZtqK/q8iz0LzZxuPO69f04P1Oa1d0YH1phnKPfZqGo4+s\
            mLWhvqzJtdK+28fk0O3b+OQB7Qr2E1t4ZIFtineUgJ2LqJWynrunxLHOvNnF4s/s2PXh/u0K9hP/HAkmaIVx\
            jnuYhaKOq5q3pMGtyrfUwd7M6dbz4P3pBvMQ/xwIJRIvHDl1kn+ciaaTsJ26qse00b7byOXS79/86QbzEP0a\
            ByQUMR47KEUyT4KfjKmWs6G+q8i41cPgzerX9OL/7wz5FgQhDisYNSZDME06V0Vij6yZtqTBr8y51sfk0u/c\
            +ecE8g//HAonFTIfPCpHOFVCX01qWHWcuafEss+92sjl1/Ti/+0K+BUDIBIvHTooRTNQPltNalh1Y4BuiwsA\
            AAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAIAAAAIAAgAAwEDAAEAAAABAAAABgEDAAEAAAABAAAAEQEE\
            AAMAAACAAgAAFQEDAAEAAAACAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACMAgAAHAEDAAEAAAABAAAAUgEDAAEA\
            AAACAAAAAAAAAAgAAADGAAAAhAEAAL4AAAC+AAAAcgAAAA==
            """,
        pixels: 0x4C9C_F508_98D9_FBF8),
    GoldenFile(
        name: "tiff lowest bit first",
        base64: """
            SUkqADIAAAAAAAAAAAcAwAcA+AcA/gcAAP8HwP8H8P8D+P8A/D8AAP8PAP8HAP8BAAALAAABAwABAAAAEwAA\
            AAEBAwABAAAADQAAAAIBAwABAAAAAQAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAAAoBAwABAAAAAgAAABEB\
            BAADAAAAvAAAABUBAwABAAAAAQAAABYBAwABAAAABQAAABcBBAADAAAAyAAAABwBAwABAAAAAQAAAAAAAAAI\
            AAAAGAAAACgAAAAPAAAADwAAAAkAAAA=
            """,
        pixels: 0x4979_5A9B_1CE0_B97A),
    GoldenFile(
        name: "tiff rgb in tiles",
        base64: """
            SUkqAAIDAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbTGvlruI\
            oZ+0RShcpWVYsUNslXtKo39OZ1jxhNiq6alN83M6lxVPWFs9Y6uUeYiiXbSmWzLETKBKj9QmoMrwkonxNTPT\
            mhfkda8om7yhdtb21kX7e1cdV3dJ1PfJNA8pBNoONDMgtyuidFJC7ayM1kUFvasqp21unLe7c9nhietOz9x2\
            edH+OyaBeTaRZS6JdUB3hhb1x1XPSG9ZmN+zsnzKxoa5uyAqZ22/AlS56viTLRffOcZVe6Y1B+X3AH2U3DA3\
            t2s50Pa62TvalxycsPYUxMzVJ55uvvB2z81vxx4z+GV3AJ0KdADQ70X9a4DubFt8oH/NyRlbLy3cd3vNyWdb\
            L73fd/vH8SeMF95y3f4hCjQ2pXEe0FiIA7pXHJ266fy83TeWH3m48dxroJlHH/0//4bzxlehh/+k33KpA/1V\
            2LcaGFBA7/etPgF06pKD99aeer79yseD936fecl27bPAg79SL9mUPwvo/pexLJ20vn7OTqC/Jm84O3fXdYin\
            gA448ZTp0nue+38kISr/SpkDoxUYU03z9/SsPDZt8wWga4H+2nH10+EHf8++Yr/+RfDRf5n3PJo/xYxZFO2A\
            CUDCNEjNOQHoNWAgAN2w/szLndc+A/0FNPbOT7HnLIqf+HWADuBSdwEmFXmbSGDsAyN0zs5rQK9tOv9m763v\
            QDdAjAX664eoEbOCrZC+j6xVuIZrknFArl10BTCOGAYZAABUOUWUeJwr6F1VPmVj3ewdDMSBpvl7Opcdnrju\
            NJHqp2w8N2fntSUH7xGpftXxJ5vOv9l1/QuR6vfc/Hbk4b+zr9iJVH/uNcf1L4IP/koRqf4Jo9xbLvVvwgZE\
            qgeq/C9jyanmTKR6DlUnIX0fGcswItXLWUdouCYZ+ecQqd7AN8sqvMQ1qZ5I9U7xNb5Z7RGlk4hUD1SZ3DA3\
            r3sFkeoHGwAAYRw7DwALAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIBAwADAAAAjAMAAAMBAwABAAAACAAA\
            AAYBAwABAAAAAgAAABUBAwABAAAAAwAAABwBAwABAAAAAQAAAEIBAwABAAAAEAAAAEMBAwABAAAAEAAAAEQB\
            BAACAAAAkgMAAEUBBAACAAAAmgMAAAAAAAAIAAgACAAIAAAAXgIAAFYCAACjAAAA
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff rgb in planes",
        base64: """
            TU0AKgAAAvYABw4VHCMqMTg/Rk1UW2JpcHd+DRQbIyoxOUBHT1ZdZWxze4KJkRohKTE4QEhPV19mbnZ9hY2U\
            nKQnLzc/R1BYYGhweYGJkZmiqrK6NDxETVVeZ293gImRmqKqtLzEzQBBSVJbY212foeQmaKrs7zGztfgTldg\
            aXJ9ho+Yoay1vsfQ2+Tt9ltkbXeAi5Wep7G8xc/Y4e32/wlocXuFjpqkrbfBzNbg6fP/CBIcdX+Jk52qtL7I\
            0t/p8/0HFB4oMgCCjJahq7jDzdfi7/kEDhgmMDpFj5mkr7nH0tzn8v8KFR8qOEJNWJynsr3I1+Lt+AMSHSgz\
            Pk1YY24AHSQrMjlAR05VXGNqcXh/ho2UmyoxOEBHTlZdZGxzeoKJkJifpq43PkZOVV1lbHR8g4uTmqKqsbnB\
            RExUXGRtdX2FjZaepq62v8fP11FZYWpye4SMlJ2mrre/x9HZ4eoAXmZveICKk5ukrba/yNDZ4+v0/Wt0fYaP\
            mqOstb7J0tvk7fgBChN4gYqUnaiyu8TO2eLs9f4KExwmhY6Yoqu3wcrU3unz/QYQHCUvOZKcprC6x9Hb5e/8\
            BhAaJDE7RU8An6mzvsjV4Or0/wwWISs1Q01XYqy2wczW5O/5BA8cJzI8R1VfanW5xM/a5fT/ChUgLzpFUFtq\
            dYCLADpBSE9WXWRrcnmAh46VnKOqsbhHTlVdZGtzeoGJkJefpq21vMPLVFtja3J6gomRmaCosLe/x87W3mFp\
            cXmBipKaoqqzu8PL09zk7PRudn6Hj5ihqbG6w8vU3OTu9v4HAHuDjJWdp7C4wcrT3OXt9gAIERqIkZqjrLfA\
            ydLb5u/4AQoVHicwlZ6nsbrFz9jh6/b/CRIbJzA5Q6Krtb/I1N7n8fsGEBojLTlCTFavucPN1+Tu+AIMGSMt\
            N0FOWGJsALzG0Nvl8v0HERwpMz5IUmBqdH/J097p8wEMFiEsOURPWWRyfIeS1uHs9wIRHCcyPUxXYm14h5Kd\
            qAAACgEAAAMAAAABABMAAAEBAAMAAAABAA0AAAECAAMAAAADAAADdAEDAAMAAAABAAEAAAEGAAMAAAABAAIA\
            AAERAAQAAAAJAAADegEVAAMAAAABAAMAAAEWAAMAAAABAAUAAAEXAAQAAAAJAAADngEcAAMAAAABAAIAAAAA\
            AAAACAAIAAgAAAAIAAAAaAAAAMgAAAECAAABYgAAAcIAAAH8AAACXAAAArwAAABfAAAAXwAAADkAAABfAAAA\
            XwAAADkAAABfAAAAXwAAADk=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff rgb in planes of tiles",
        base64: """
            SUkqAJ4DAAB4nGNg5xOVUdYytLB38w2JTsrkFZEG8iwd3P3DYlNziqulFDUNLRw8/MPj0/LKalt71fXN7d0D\
            IhIyCiobOyfOXGRi4+IbGpeeX97QOXHWolVbHD2DopNzy+raJ8xctHrznmN+4QmZRbVt/TMWrtm67/iF29Ep\
            ueUN3VPnLd+45+j5Gw/fZhRWt/bNWrJ2+8Ez1x68/Py/tL5z8txVW/aduHT/5ee/7CJNPdMWrt5x+Oz1R+9/\
            svBJqPXPXLJ+5/FLd55/+s8lKq9lMWf5pr0nrj96+4NZSFbD2M6XgUQAAJMeZZ14nCsor2NABk2dE1H4U+Ys\
            QeGv2rQLhb/nyFkU/rnrD1D4T95+Q+F/+8+JwucQkkHhy2kYofANrFxR+E6+ESj8iOQ8BkoAAJSGE/AAeJyT\
            VdE2snRw9wuNSc4qrKhv0zK0APLCYlNyiquaOifMMLdz8wuNTc0pqWnunjxr0SoXn5CYlNzS2tbeafOWrdu2\
            PzAyMauouqVnytxl67bvP34xLi2/oqFr8uwla7ftP3Hh5uPsktq2/lmL12zdd/LS7Sdvf1Q0dk2Zu2LT7iPn\
            bj568/UfV2vfjEWrtx88deXey89/2QRkJs1ZtmHX8Yu3n77/wyYgpWI4f+XmfSeuPnj15T+PmKK2qfOabQfP\
            XHvy/icLv4y6kY176M4j5289/fKfS1RB38o1IDqLgUQAAKjtby14nOudMpsBGcxftg6Fv3HnQRT+8fPXUfg3\
            H75C4b/+8heFz8gljMIXllFD4avqW6LwrV39Ufi+4Uko/PisUhR+aUM3AyUAAFb7E1sAeJyzcvTwD4tNyS6q\
            bGjvmzpnsbtfKJBXXNXYOWH6/GVrt4ZEJ2cXVTV1Tpy5YMWG7fuPJ2YWVjZ2TZq1aNXm3YdPX76TV1bX3j9j\
            4cqNuw6fvnLnybvq5p6pc5dv2HHw1OU7T99+Y+iYOGvxmu0HTl66/ez9D0Yu0anzlm/cdfT8jYevv/3nFJJW\
            X7R66/4TV+49//ibTUBKWddy/c7DZ68/efeDiUdSWdfc0W/PsQu3n376yy4oo2ls5xGUcPLyvZefGXnEFHUs\
            XfwjU4quPXzznUlQRt3I1ic8KbeinYFEAACngHC9AHicW7VxBwMy2HP4NAr/3LV7KPwnb76g8L/9Y0fhcwhK\
            ofDl1A1Q+AaWzih8J58wFH5EUg4KP6ukHoVf0z4JhT9p7goGSgAASnATxgALAAABAwABAAAAEwAAAAEBAwAB\
            AAAADQAAAAIBAwADAAAAKAQAAAMBAwABAAAACAAAAAYBAwABAAAAAgAAABUBAwABAAAAAwAAABwBAwABAAAA\
            AgAAAEIBAwABAAAAEAAAAEMBAwABAAAAEAAAAEQBBAAGAAAALgQAAEUBBAAGAAAARgQAAAAAAAAIAAgACAAI\
            AAAA7AAAADgBAAAeAgAAagIAAFIDAADkAAAASwAAAOYAAABLAAAA5wAAAEsAAAA=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff rgb of 64-bit places",
        base64: """
            SUkrAAgAAAD4AgAAAAAAAAAdOgckQQ4rSBUyTxw5ViNAXSpHZDFOazhVcj9ceUZjgE1qh1Rxjlt4lWJ/nGmG\
            o3CNqneUsX6buA0qRxQxThs4VSNAXSpHZDFOazlWc0BdekdkgU9siVZzkF16l2WCn2yJpnOQrXuYtYKfvImm\
            w5Guyxo3VCE+WylGYzFOazhVckBdekhlgk9siVd0kV98mWaDoG6LqHaTsH2at4Wiv42qx5Sxzpy51qTB3idE\
            YS9MaTdUcT9ceUdkgVBtilh1kmB9mmiFonCNqnmWs4Geu4mmw5Guy5m206K/3KrH5LLP7LrX9DRRbjxZdkRh\
            fk1qh1Vyj157mGeEoW+MqXeUsYCduommw5Guy5q31KK/3KrH5LTR7rzZ9sTh/s3qBwBBXntJZoNSb4xbeJVj\
            gJ1tiqd2k7B+m7iHpMGQrcqZttOiv9yryOWz0O282fbG4wDO6wjX9BHg/RpOa4hXdJFgfZpphqNyj6x9mreG\
            o8CPrMmYtdKhvtusyea10u++2/jH5AHQ7Qrb+BXkAR7tCif2EzBbeJVkgZ5tiqd3lLGAnbqLqMWVss+eu9in\
            xOGxzuu82fbF4v/P7AnY9RLh/hvtCif2EzD/HDkJJkNohaJxjqt7mLWFor+Oq8iat9Skwd6tyue31PHB3vvM\
            6QbW8xDg/RrpBiPzEC3/HDkIJUISL0wcOVZ1kq9/nLmJpsOTsM2duteqx+S00e6+2/jI5QLS7wzf/BnpBiPz\
            EC39GjcHJEEUMU4eO1goRWIyT2wAgp+8jKnGlrPQob7bq8jluNXyw+D9zeoH1/QR4v8c7wwp+RYzBCE+DitI\
            GDVSJkNgME1qOld0RWJ/j6zJmbbTpMHer8zpudbzx+QB0u8M3PkW5wQh8g8s/xw5CidEFTJPHzxZKkdkOFVy\
            Ql98TWqHWHWSnLnWp8Thss/svdr3yOUC1/QR4v8c7Qon+BUyAyA9Ei9MHTpXKEViM1BtPlt4TWqHWHWSY4Cd\
            bouoAAoAAAAAAAAAAAEDAAEAAAAAAAAAEwAAAAAAAAABAQMAAQAAAAAAAAANAAAAAAAAAAIBAwADAAAAAAAA\
            AAgACAAIAAAAAwEDAAEAAAAAAAAAAQAAAAAAAAAGAQMAAQAAAAAAAAACAAAAAAAAABEBEAADAAAAAAAAANAD\
            AAAAAAAAFQEDAAEAAAAAAAAAAwAAAAAAAAAWAQMAAQAAAAAAAAAFAAAAAAAAABcBEAADAAAAAAAAAOgDAAAA\
            AAAAHAEDAAEAAAAAAAAAAQAAAAAAAAAAAAAAAAAAABAAAAAAAAAALgEAAAAAAABMAgAAAAAAAB0BAAAAAAAA\
            HQEAAAAAAACrAAAAAAAAAA==
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff rgba",
        base64: """
            SUkqAOQDAAAAHTpXByRBXg4rSGUVMk9sHDlWcyNAXXoqR2SBMU5riDhVco8/XHmWRmOAnU1qh6RUcY6rW3iV\
            smJ/nLlphqPAcI2qx3eUsc5+m7jVDSpHZBQxTmsbOFVyI0BdeipHZIExTmuIOVZzkEBdepdHZIGeT2yJplZz\
            kK1depe0ZYKfvGyJpsNzkK3Ke5i10oKfvNmJpsPgka7L6Bo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9P\
            bImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfUhaK/3I2qx+SUsc7rnLnW86TB3vsnRGF+L0xphjdUcY4/XHmW\
            R2SBnlBtiqdYdZKvYH2at2iFor9wjarHeZaz0IGeu9iJpsPgka7L6Jm20/Civ9z5qsfkAbLP7Am61/QRNFFu\
            izxZdpNEYX6bTWqHpFVyj6xee5i1Z4Shvm+MqcZ3lLHOgJ2614mmw+CRrsvomrfU8aK/3Pmqx+QBtNHuC7zZ\
            9hPE4f4bzeoHJEFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jVh6TB3pCtyueZttPwor/c+avI5QKz\
            0O0KvNn2E8bjAB3O6wgl1/QRLuD9GjdOa4ilV3SRrmB9mrdphqPAco+syX2at9SGo8Ddj6zJ5pi10u+hvtv4\
            rMnmA7XS7wy+2/gVx+QBHtDtCifb+BUy5AEeO+0KJ0T2EzBNW3iVsmSBnrttiqfEd5SxzoCduteLqMXilbLP\
            7J672PWnxOH+sc7rCLzZ9hPF4v8cz+wJJtj1Ei/h/hs47QonRPYTME3/HDlWCSZDYGiFor9xjqvIe5i10oWi\
            v9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9MaRw5VnN1\
            kq/Mf5y51ommw+CTsM3qnbrX9KrH5AG00e4Lvtv4FcjlAh/S7wwp3/wZNukGI0DzEC1K/Ro3VAckQV4UMU5r\
            HjtYdShFYn8yT2yJgp+82YypxuOWs9Dtob7b+KvI5QK41fIPw+D9Gs3qByTX9BEu4v8cOe8MKUb5FjNQBCE+\
            Ww4rSGUYNVJvJkNgfTBNaoc6V3SRRWJ/nI+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIP\
            LEn/HDlWCidEYRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+cudbzp8Th/rLP7Am92vcUyOUCH9f0ES7i\
            /xw57QonRPgVMk8DID1aEi9MaR06V3QoRWJ/M1Btij5beJVNaoekWHWSr2OAnbpui6jFCwAAAQMAAQAAABMA\
            AAABAQMAAQAAAA0AAAACAQMABAAAAG4EAAADAQMAAQAAAAEAAAAGAQMAAQAAAAIAAAARAQQAAwAAAHYEAAAV\
            AQMAAQAAAAQAAAAWAQMAAQAAAAUAAAAXAQQAAwAAAIIEAAAcAQMAAQAAAAEAAABSAQMAAQAAAAIAAAAAAAAA\
            CAAIAAgACAAIAAAAhAEAAAADAAB8AQAAfAEAAOQAAAA=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff rgb and something",
        base64: """
            SUkqAOQDAAAAHTpXByRBXg4rSGUVMk9sHDlWcyNAXXoqR2SBMU5riDhVco8/XHmWRmOAnU1qh6RUcY6rW3iV\
            smJ/nLlphqPAcI2qx3eUsc5+m7jVDSpHZBQxTmsbOFVyI0BdeipHZIExTmuIOVZzkEBdepdHZIGeT2yJplZz\
            kK1depe0ZYKfvGyJpsNzkK3Ke5i10oKfvNmJpsPgka7L6Bo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9P\
            bImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfUhaK/3I2qx+SUsc7rnLnW86TB3vsnRGF+L0xphjdUcY4/XHmW\
            R2SBnlBtiqdYdZKvYH2at2iFor9wjarHeZaz0IGeu9iJpsPgka7L6Jm20/Civ9z5qsfkAbLP7Am61/QRNFFu\
            izxZdpNEYX6bTWqHpFVyj6xee5i1Z4Shvm+MqcZ3lLHOgJ2614mmw+CRrsvomrfU8aK/3Pmqx+QBtNHuC7zZ\
            9hPE4f4bzeoHJEFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jVh6TB3pCtyueZttPwor/c+avI5QKz\
            0O0KvNn2E8bjAB3O6wgl1/QRLuD9GjdOa4ilV3SRrmB9mrdphqPAco+syX2at9SGo8Ddj6zJ5pi10u+hvtv4\
            rMnmA7XS7wy+2/gVx+QBHtDtCifb+BUy5AEeO+0KJ0T2EzBNW3iVsmSBnrttiqfEd5SxzoCduteLqMXilbLP\
            7J672PWnxOH+sc7rCLzZ9hPF4v8cz+wJJtj1Ei/h/hs47QonRPYTME3/HDlWCSZDYGiFor9xjqvIe5i10oWi\
            v9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9MaRw5VnN1\
            kq/Mf5y51ommw+CTsM3qnbrX9KrH5AG00e4Lvtv4FcjlAh/S7wwp3/wZNukGI0DzEC1K/Ro3VAckQV4UMU5r\
            HjtYdShFYn8yT2yJgp+82YypxuOWs9Dtob7b+KvI5QK41fIPw+D9Gs3qByTX9BEu4v8cOe8MKUb5FjNQBCE+\
            Ww4rSGUYNVJvJkNgfTBNaoc6V3SRRWJ/nI+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIP\
            LEn/HDlWCidEYRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+cudbzp8Th/rLP7Am92vcUyOUCH9f0ES7i\
            /xw57QonRPgVMk8DID1aEi9MaR06V3QoRWJ/M1Btij5beJVNaoekWHWSr2OAnbpui6jFCwAAAQMAAQAAABMA\
            AAABAQMAAQAAAA0AAAACAQMABAAAAG4EAAADAQMAAQAAAAEAAAAGAQMAAQAAAAIAAAARAQQAAwAAAHYEAAAV\
            AQMAAQAAAAQAAAAWAQMAAQAAAAUAAAAXAQQAAwAAAIIEAAAcAQMAAQAAAAEAAABSAQMAAQAAAAAAAAAAAAAA\
            CAAIAAgACAAIAAAAhAEAAAADAAB8AQAAfAEAAOQAAAA=
            """,
        pixels: 0xCDC5_546C_8BFF_864B),
    GoldenFile(
        name: "tiff premultiplied rgba",
        base64: """
            SUkqAOQDAAAAHTpXByRBXg4rSGUVMk9sHDlWcyNAXXoqR2SBMU5riDhVco8/XHmWRmOAnU1qh6RUcY6rW3iV\
            smJ/nLlphqPAcI2qx3eUsc5+m7jVDSpHZBQxTmsbOFVyI0BdeipHZIExTmuIOVZzkEBdepdHZIGeT2yJplZz\
            kK1depe0ZYKfvGyJpsNzkK3Ke5i10oKfvNmJpsPgka7L6Bo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9P\
            bImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfUhaK/3I2qx+SUsc7rnLnW86TB3vsnRGF+L0xphjdUcY4/XHmW\
            R2SBnlBtiqdYdZKvYH2at2iFor9wjarHeZaz0IGeu9iJpsPgka7L6Jm20/Civ9z5qsfkAbLP7Am61/QRNFFu\
            izxZdpNEYX6bTWqHpFVyj6xee5i1Z4Shvm+MqcZ3lLHOgJ2614mmw+CRrsvomrfU8aK/3Pmqx+QBtNHuC7zZ\
            9hPE4f4bzeoHJEFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jVh6TB3pCtyueZttPwor/c+avI5QKz\
            0O0KvNn2E8bjAB3O6wgl1/QRLuD9GjdOa4ilV3SRrmB9mrdphqPAco+syX2at9SGo8Ddj6zJ5pi10u+hvtv4\
            rMnmA7XS7wy+2/gVx+QBHtDtCifb+BUy5AEeO+0KJ0T2EzBNW3iVsmSBnrttiqfEd5SxzoCduteLqMXilbLP\
            7J672PWnxOH+sc7rCLzZ9hPF4v8cz+wJJtj1Ei/h/hs47QonRPYTME3/HDlWCSZDYGiFor9xjqvIe5i10oWi\
            v9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9MaRw5VnN1\
            kq/Mf5y51ommw+CTsM3qnbrX9KrH5AG00e4Lvtv4FcjlAh/S7wwp3/wZNukGI0DzEC1K/Ro3VAckQV4UMU5r\
            HjtYdShFYn8yT2yJgp+82YypxuOWs9Dtob7b+KvI5QK41fIPw+D9Gs3qByTX9BEu4v8cOe8MKUb5FjNQBCE+\
            Ww4rSGUYNVJvJkNgfTBNaoc6V3SRRWJ/nI+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIP\
            LEn/HDlWCidEYRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+cudbzp8Th/rLP7Am92vcUyOUCH9f0ES7i\
            /xw57QonRPgVMk8DID1aEi9MaR06V3QoRWJ/M1Btij5beJVNaoekWHWSr2OAnbpui6jFCwAAAQMAAQAAABMA\
            AAABAQMAAQAAAA0AAAACAQMABAAAAG4EAAADAQMAAQAAAAEAAAAGAQMAAQAAAAIAAAARAQQAAwAAAHYEAAAV\
            AQMAAQAAAAQAAAAWAQMAAQAAAAUAAAAXAQQAAwAAAIIEAAAcAQMAAQAAAAEAAABSAQMAAQAAAAEAAAAAAAAA\
            CAAIAAgACAAIAAAAhAEAAAADAAB8AQAAfAEAAOQAAAA=
            """,
        pixels: 0xD9C4_CCB3_9926_7948),
    GoldenFile(
        name: "tiff cmyk",
        base64: """
            SUkqAOQDAAAAHTpXByRBXg4rSGUVMk9sHDlWcyNAXXoqR2SBMU5riDhVco8/XHmWRmOAnU1qh6RUcY6rW3iV\
            smJ/nLlphqPAcI2qx3eUsc5+m7jVDSpHZBQxTmsbOFVyI0BdeipHZIExTmuIOVZzkEBdepdHZIGeT2yJplZz\
            kK1depe0ZYKfvGyJpsNzkK3Ke5i10oKfvNmJpsPgka7L6Bo3VHEhPlt4KUZjgDFOa4g4VXKPQF16l0hlgp9P\
            bImmV3SRrl98mbZmg6C9bouoxXaTsM19mrfUhaK/3I2qx+SUsc7rnLnW86TB3vsnRGF+L0xphjdUcY4/XHmW\
            R2SBnlBtiqdYdZKvYH2at2iFor9wjarHeZaz0IGeu9iJpsPgka7L6Jm20/Civ9z5qsfkAbLP7Am61/QRNFFu\
            izxZdpNEYX6bTWqHpFVyj6xee5i1Z4Shvm+MqcZ3lLHOgJ2614mmw+CRrsvomrfU8aK/3Pmqx+QBtNHuC7zZ\
            9hPE4f4bzeoHJEFee5hJZoOgUm+MqVt4lbJjgJ26bYqnxHaTsM1+m7jVh6TB3pCtyueZttPwor/c+avI5QKz\
            0O0KvNn2E8bjAB3O6wgl1/QRLuD9GjdOa4ilV3SRrmB9mrdphqPAco+syX2at9SGo8Ddj6zJ5pi10u+hvtv4\
            rMnmA7XS7wy+2/gVx+QBHtDtCifb+BUy5AEeO+0KJ0T2EzBNW3iVsmSBnrttiqfEd5SxzoCduteLqMXilbLP\
            7J672PWnxOH+sc7rCLzZ9hPF4v8cz+wJJtj1Ei/h/hs47QonRPYTME3/HDlWCSZDYGiFor9xjqvIe5i10oWi\
            v9yOq8jlmrfU8aTB3vutyucEt9TxDsHe+xjM6QYj1vMQLeD9GjfpBiNA8xAtSv8cOVYIJUJfEi9MaRw5VnN1\
            kq/Mf5y51ommw+CTsM3qnbrX9KrH5AG00e4Lvtv4FcjlAh/S7wwp3/wZNukGI0DzEC1K/Ro3VAckQV4UMU5r\
            HjtYdShFYn8yT2yJgp+82YypxuOWs9Dtob7b+KvI5QK41fIPw+D9Gs3qByTX9BEu4v8cOe8MKUb5FjNQBCE+\
            Ww4rSGUYNVJvJkNgfTBNaoc6V3SRRWJ/nI+syeaZttPwpMHe+6/M6Qa51vMQx+QBHtLvDCnc+RYz5wQhPvIP\
            LEn/HDlWCidEYRUyT2wfPFl2KkdkgThVco9CX3yZTWqHpFh1kq+cudbzp8Th/rLP7Am92vcUyOUCH9f0ES7i\
            /xw57QonRPgVMk8DID1aEi9MaR06V3QoRWJ/M1Btij5beJVNaoekWHWSr2OAnbpui6jFCgAAAQMAAQAAABMA\
            AAABAQMAAQAAAA0AAAACAQMABAAAAGIEAAADAQMAAQAAAAEAAAAGAQMAAQAAAAUAAAARAQQAAwAAAGoEAAAV\
            AQMAAQAAAAQAAAAWAQMAAQAAAAUAAAAXAQQAAwAAAHYEAAAcAQMAAQAAAAEAAAAAAAAACAAIAAgACAAIAAAA\
            hAEAAAADAAB8AQAAfAEAAOQAAAA=
            """,
        pixels: 0x34F4_82BD_0EF3_57B8),
    GoldenFile(
        name: "tiff grey 16 bit, little end first",
        base64: """
            SUkqAPYBAAALAGICugQSB2kJwQsZDnAQyBIgFXcXzxknHH4e1iAuI4Ul3Sc1KmQEvAYUCcELGQ5wEB4TdRXN\
            F3oa0hwqH9chLySGJjQpiyvjLZAwvggWC8MNcBDIEnUVIxh6Gigd1R8tItokhyffKYwsOi+RMT807DYYDcUP\
            chIgFc0X0Bp9HSsg2CKFJYgoNivjLZAwPjNBNu44mztJPnERHxTMFs8ZfBx/H4IiMCXdJ+Aq4y2QMJMzQTbu\
            OEc89D6hQaREyxV4GHsbfh4sIYQkhyc1KjgtOzA+M0E2RDnxO/Q+TUL6RP1HAEslGigdKyAuIzEm3yniLOUv\
            6DLrNZk5nDyfP6JCpUVUSVdMWk9dUn4egSGEJN0n4CqOLucx6jTtN0Y79D73QVBFU0hWS1pPXVJgVQ4D2CLb\
            JTQpjCyPL5Mz7DbvOUg9oEBPRKdHAEsDTlxRYFW4AhEGaQkyJ4oq4y08MZQ07jhHPJ8/+EJRRqpKA05cUbRU\
            YgK8BhUKbQ3GEIsr5C49Mus1RDmdPUxBpET9R6tLBVBeU2EBugQTCMIMGxBzEyIX5S8+M+w2mjrzPaJCUUap\
            SVhNBlFgVWMDEgdqChkOyBIhFs8ZfR0/NO03mztKP/hC/UerS1pPCFMMAREGvwltDRwRyhTPGX0dLCHaJAoA\
            AAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAEAAAAQAAAAAwEDAAEAAAABAAAABgEDAAEAAAABAAAAEQEE\
            AAMAAAB0AgAAFQEDAAEAAAABAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACAAgAAHAEDAAEAAAABAAAAAAAAAAgA\
            AADGAAAAhAEAAL4AAAC+AAAAcgAAAA==
            """,
        pixels: 0x748F_E8C5_D1E3_CF85),
    GoldenFile(
        name: "tiff rgb 16 bit, little end first",
        base64: """
            SUkqANIFAAALAL8JcxNiAhcMyxW6BG4OIxgSB8YQehppCR4T0hzBC3UVKh8ZDs0XgSFwECUa2SPIEnwcMSYg\
            FdQeiCh3Fywh4CrPGYMjOC0nHNsljy9+HjMo5zHWIIoqPzQuI+IsljaFJTov7jjdJ5ExRjs1KukznT1kBBkO\
            zRe8BnAQJRoUCcgSfBzBC3UVKh8ZDs0XgSFwECUa2SMeE9IchiZ1FSof3ijNF4EhNit6Gi8k4y3SHIYmOzAq\
            H94okjLXIYsrQDUvJOMtlzeGJjsw7zk0KegynDyLK0A19D7jLZc3TEGQMEU6+UO+CHISJxwWC8oUfh7DDXcX\
            LCFwECUa2SPIEnwcMSZ1FSof3igjGNchiyt6Gi8k4y0oHdwmkDDVH4kpPjMtIuErlTXaJI4uQziHJzwx8Drf\
            KZMzSD2MLEE29T86L+44okKRMUY7+kQ/NPM9p0fsNqBAVUoYDcwWgCDFD3kZLiNyEicc2yUgFdQeiCjNF4Eh\
            NivQGoQkOS59HTIn5jArIN8pkzPYIowsQTaFJTov7jiIKD0y8Ts2K+o0nj7jLZc3TEGQMEU6+UM+M/I8pkZB\
            NvU/qUnuOKJCV0ybO1BFBE9JPv1HsVFxESYb2iQfFNMdhyfMFoAgNSrPGYMjOC18HDEm5S9/HzQp6DKCIjcs\
            6zUwJeQumDjdJ5ExRjvgKpQ0ST7jLZc3TEGQMEU6+UOTM0g9/EZBNvU/qUnuOKJCV0xHPPtFr0/0PqhIXVKh\
            QVZLClWkRFlOYgLLFX8fNCl4GC0i4St7GzAl5C5+HjMo5zEsIeAqlDSEJDku7TeHJzwx8Do1KukznT04Lew2\
            oEA7MO85o0M+M/I8pkZBNvU/qUlEOfhCrEzxO6VFWk/0PqhIXVJNQgFMCwD6RK5OuAL9R7FRuwUAS7RUvggl\
            GtkjjS0oHdwmkDArIN8pkzMuI+IsljYxJuUvmTnfKZMzSD3iLJY2S0DlL5k5TkPoMpw8UUbrNZ8/VEmZOU5D\
            Ak2cPFFGBVCfP1RJCFOiQldMYAClRVpPYwNUSQhTEgdXTGAAFQpaT2MDGA1dUmYGGxB+HjMo5zGBITYr6jSE\
            JDku7TfdJ5ExRjvgKpQ0ST6OLkM490HnMZs7UEXqNJ4+U0jtN6FBVktGO/pErk70PqhIXVL3QatLYFVQRQRP\
            DgNTSAdSEQZWSwpVFAlaT2MDGA1dUmYGGxBgVWkJHhMOA8IMdhbYIowsQTbbJY8vRDk0KegynDyMLEE29T+P\
            L0Q5+EKTM0g9/EbsNqBAVUrvOaNDWE1IPfxGsFCgQFVKCVRPRANODQKnR1xRZQUAS7RUvggDTg0CwQtcUWUF\
            Gg9gVWkJHhO4AmwMIRYRBsUPeRlpCR4T0hwyJ+YwmjqKKj808z3jLZc3TEE8MfA6pESUNEk+/UfuOKJCV0xH\
            PPtFr0+fP1RJCFP4QqxMtgBRRgVQDwSqSl9UaAgDTg0CwQtcUWUFGg+0VL4IchJiAhcMyxW8BnAQJRoVCskT\
            fR1tDSIX1iDGEHoaLySLK0A19D7kLpg4TUI9MvE7pUXrNZ8/VElEOfhCrEydPVJHBlFMQQBLtFSkRFlOYgL9\
            R7FRuwWrS2BVaQkFUA8Eww1eU2cHHBFhARYLyhS6BG4OIxgTCMcRexvCDHYWKyAbEM8ZgyNzEygd3CYiF9Yg\
            iirlL5k5TkM+M/I8pkbsNqBAVUqaOk9EA07zPadHXFGiQldMYABRRgVQDwSpSV5TZwdYTWEBFgsGURAFxA5g\
            VWkJHhNjAxgNzBYSB8YQehpqCh8U0x0ZDs0XgSHIEnwcMSYhFtUfiSnPGYMjOC19HTIn5jA/NPM9p0ftN6FB\
            VkubO1BFBE9KP/5IslL4QqxMtgD9R7FRuwWrS2BVaQlaT2MDGA0IUxIHxhAMAcAKdBQRBsUPeRm/CXMTKB1t\
            DSIX1iAcEdAahCTKFH4eMyjPGYMjOC19HTIn5jAsIeAqlDTaJI4uQzgKAAABAwABAAAAEwAAAAEBAwABAAAA\
            DQAAAAIBAwADAAAAUAYAAAMBAwABAAAAAQAAAAYBAwABAAAAAgAAABEBBAADAAAAVgYAABUBAwABAAAAAwAA\
            ABYBAwABAAAABQAAABcBBAADAAAAYgYAABwBAwABAAAAAQAAAAAAAAAQABAAEAAIAAAAQgIAAHwEAAA6AgAA\
            OgIAAFYBAAA=
            """,
        pixels: 0x1A06_D426_95C1_1606),
    GoldenFile(
        name: "tiff grey 16 bit, big end first",
        base64: """
            TU0AKgAAAfYACwJiBLoHEglpC8EOGRBwEsgVIBd3Gc8cJx5+INYjLiWFJ90qNQRkBrwJFAvBDhkQcBMeFXUX\
            zRp6HNIfKiHXJC8mhik0K4st4zCQCL4LFg3DEHASyBV1GCMaeh0oH9UiLSTaJ4cp3yyMLzoxkTQ/NuwNGA/F\
            EnIVIBfNGtAdfSArItglhSiIKzYt4zCQMz42QTjuO5s+SRFxFB8WzBnPHHwffyKCJTAn3SrgLeMwkDOTNkE4\
            7jxHPvRBoUSkFcsYeBt7Hn4hLCSEJ4cqNS04MDszPjZBOUQ78T70Qk1E+kf9SwAaJR0oICsjLiYxKd8s4i/l\
            Mug16zmZPJw/n0KiRaVJVExXT1pSXR5+IYEkhCfdKuAujjHnNOo37TtGPvRB90VQSFNLVk9aUl1VYAMOItgl\
            2yk0LIwvjzOTNuw57z1IQKBET0enSwBOA1FcVWACuAYRCWknMiqKLeMxPDSUOO48Rz+fQvhGUUqqTgNRXFS0\
            AmIGvAoVDW0QxiuLLuQyPTXrOUQ9nUFMRKRH/UurUAVTXgFhBLoIEwzCEBsTcxciL+UzPjbsOpo980KiRlFJ\
            qU1YUQZVYANjBxIKag4ZEsgWIRnPHX00PzftO5s/SkL4R/1Lq09aUwgBDAYRCb8NbREcFMoZzx19ISwk2gAK\
            AQAAAwAAAAEAEwAAAQEAAwAAAAEADQAAAQIAAwAAAAEAEAAAAQMAAwAAAAEAAQAAAQYAAwAAAAEAAQAAAREA\
            BAAAAAMAAAJ0ARUAAwAAAAEAAQAAARYAAwAAAAEABQAAARcABAAAAAMAAAKAARwAAwAAAAEAAQAAAAAAAAAA\
            AAgAAADGAAABhAAAAL4AAAC+AAAAcg==
            """,
        pixels: 0x748F_E8C5_D1E3_CF85),
    GoldenFile(
        name: "tiff rgb 16 bit, big end first",
        base64: """
            TU0AKgAABdIACwm/E3MCYgwXFcsEug5uGCMHEhDGGnoJaRMeHNILwRV1HyoOGRfNIYEQcBolI9kSyBx8JjEV\
            IB7UKIgXdyEsKuAZzyODLTgcJyXbL48efigzMecg1iqKND8jLiziNpYlhS86OO4n3TGRO0YqNTPpPZ0EZA4Z\
            F80GvBBwGiUJFBLIHHwLwRV1HyoOGRfNIYEQcBolI9kTHhzSJoYVdR8qKN4XzSGBKzYaeiQvLeMc0iaGMDsf\
            KijeMpIh1yuLNUAkLy3jN5cmhjA7Oe8pNDLoPJwrizVAPvQt4zeXQUwwkDpFQ/kIvhJyHCcLFhTKHn4Nwxd3\
            ISwQcBolI9kSyBx8JjEVdR8qKN4YIyHXK4saeiQvLeMdKCbcMJAf1SmJMz4iLSvhNZUk2i6OOEMnhzE8OvAp\
            3zOTPUgsjDZBP/UvOjjuQqIxkTtGRPo0Pz3zR6c27ECgSlUNGBbMIIAPxRl5Iy4SchwnJdsVIB7UKIgXzSGB\
            KzYa0CSELjkdfScyMOYgKynfM5Mi2CyMNkElhS86OO4oiDI9O/ErNjTqPp4t4zeXQUwwkDpFQ/kzPjzyRqY2\
            QT/1Sak47kKiTFc7m0VQTwQ+SUf9UbERcRsmJNoUHx3TJ4cWzCCAKjUZzyODLTgcfCYxL+Uffyk0Mugigiw3\
            NeslMC7kOJgn3TGRO0Yq4DSUPkkt4zeXQUwwkDpFQ/kzkz1IRvw2QT/1Sak47kKiTFc8R0X7T68+9EioUl1B\
            oUtWVQpEpE5ZAmIVyx9/KTQYeCItK+EbeyUwLuQefigzMechLCrgNJQkhC45N+0nhzE8OvAqNTPpPZ0tODbs\
            QKAwOznvQ6MzPjzyRqY2QT/1Sak5REL4TKw78UWlT1o+9EioUl1CTUwBAAtE+k6uArhH/VGxBbtLAFS0CL4a\
            JSPZLY0dKCbcMJAgKynfM5MjLiziNpYmMS/lOZkp3zOTPUgs4jaWQEsv5TmZQ04y6DycRlE16z+fSVQ5mUNO\
            TQI8nEZRUAU/n0lUUwhCokxXAGBFpU9aA2NJVFMIBxJMVwBgChVPWgNjDRhSXQZmEBsefigzMechgSs2NOok\
            hC45N+0n3TGRO0Yq4DSUPkkujjhDQfcx5zubRVA06j6eSFM37UGhS1Y7RkT6Tq4+9EioUl1B90urVWBFUE8E\
            Aw5IU1IHBhFLVlUKCRRPWgNjDRhSXQZmEBtVYAlpEx4DDgzCFnYi2CyMNkEl2y+POUQpNDLoPJwsjDZBP/Uv\
            jzlEQvgzkz1IRvw27ECgSlU570OjTVg9SEb8ULBAoEpVVAlET04DAg1Hp1FcBWVLAFS0CL5OAwINC8FRXAVl\
            DxpVYAlpEx4CuAxsFiEGEQ/FGXkJaRMeHNInMjDmOpoqijQ/PfMt4zeXQUwxPDrwRKQ0lD5JR/047kKiTFc8\
            R0X7T68/n0lUUwhC+EysALZGUVAFBA9KqlRfCGhOAwINC8FRXAVlDxpUtAi+EnICYgwXFcsGvBBwGiUKFRPJ\
            HX0NbRciINYQxhp6JC8rizVAPvQu5DiYQk0yPTvxRaU16z+fSVQ5REL4TKw9nUdSUQZBTEsAVLREpE5ZAmJH\
            /VGxBbtLq1VgCWlQBQQPDcNTXgdnERwBYQsWFMoEug5uGCMIExHHG3sMwhZ2ICsQGxnPI4MTcx0oJtwXIiDW\
            Koov5TmZQ04zPjzyRqY27ECgSlU6mkRPTgM980enUVxCokxXAGBGUVAFBA9JqVNeB2dNWAFhCxZRBgUQDsRV\
            YAlpEx4DYw0YFswHEhDGGnoKahQfHdMOGRfNIYESyBx8JjEWIR/VKYkZzyODLTgdfScyMOY0Pz3zR6c37UGh\
            S1Y7m0VQTwQ/Skj+UrJC+EysALZH/VGxBbtLq1VgCWlPWgNjDRhTCAcSEMYBDArAFHQGEQ/FGXkJvxNzHSgN\
            bRciINYRHBrQJIQUyh5+KDMZzyODLTgdfScyMOYhLCrgNJQk2i6OOEMACgEAAAMAAAABABMAAAEBAAMAAAAB\
            AA0AAAECAAMAAAADAAAGUAEDAAMAAAABAAEAAAEGAAMAAAABAAIAAAERAAQAAAADAAAGVgEVAAMAAAABAAMA\
            AAEWAAMAAAABAAUAAAEXAAQAAAADAAAGYgEcAAMAAAABAAEAAAAAAAAAEAAQABAAAAAIAAACQgAABHwAAAI6\
            AAACOgAAAVY=
            """,
        pixels: 0x1A06_D426_95C1_1606),
    GoldenFile(
        name: "tiff rgb 16 bit deflate",
        base64: """
            SUkqAPQEAAB4nONm2M9ZLJzEJM5zWnQXSx6fsoQQ+zGBKqlMTjnhSzIHuUtFteQl+c6KNyoWCKhK3VQ+IVQj\
            Y6imIHpFrkOjXFxH8YHWeclmZQtddZnbqv36dXLGGs8Nryl0admb6Ck/0plm1qpqpf/O4q76REM3a1Otl8Zz\
            bVNYQObtYQOZJ8IJMg/TFpDdbWog0XsaIFEz7SopfZXHuiBRawOQ6CSj64rd2g6mINHp5iDR95Ymmi+M5tiA\
            RL/YgUR9HCcYuFr9dN7HUSSkLiPGfUqkTu4wL8jVyH6B2KIsATIPYouG7B21CQZX5Ts17Yx1lR5qTzW9pdKn\
            52zRrm5j+MHqvuZkYw/bHh1Hs6/2IL8tcgL57ZeLvcln2+Xub8wWOIR6SfCeEWtQOMpfKamnDLL7tiokxCB+\
            uSDVomKpVytrpP7MQFsBZN4NJZB5kLDq0LA1+mhtpv3KZB6KL+yMP9kscwPZutITZGu4z2zrAFcWf0+7v+4b\
            AwsF1aRvqciLXJZtVwfZbQqNF5APn+rXy4PCpknJXOe1qYHqE70Z0Bh5oDXFxBPFFpDf/qDY4m7z23W9/xe7\
            FR6xQQsdw7y5Qpe4RPolMQEAfgLD1AB4nDstWi9volkhoav0ULta2kD1iV6dnLHGc0MdxQdaU0xaVCz13pq3\
            q9sYfrAy1XppPNfWQveN2QIHa4P3loud7Yw/2SxzczT7ar/S08Xyh9Man4/WS12j/L/YrfCIDfJ1YvThZvjl\
            ss5vB9Nf942Bu1kZvLeE7ONQlbqp3KurIXtHbYKBtsJ9zcnGesqPdKaZGao91Z9pCeJ72IL43g4gvp/zC6M5\
            NoFur03n24d4gvhMviA+awCIzxG8yCncJ4EBZGsyM4gvxA7ii3KB+BK8sUFpbNICEB81Kpppv4L66K76REM3\
            a5APPe369Jwtvjs+N5xtHeD6ymSeXbDHW/OFjmHebtYgt0P88t1xtXdCaIAriz8fc7AHe5AgW5g3V6gIJ7It\
            CaGZnHLCfMyHeMrEbij16Dia3Vbt13exNNEE+QDE/2oP4v9wAvnwjxsoHEO9QOEY4QvibwgA8TlD/F2Y/XiZ\
            lrvHBKZCQwzEP8gN4kvxQ2zZwZTDoygmyHaUv1ISxL8kY6T+zGCWVZeWvcln28e60819HEFxtsQF5MO/7u8s\
            QOHkbvPbdb0/JNxAsbWNARSO/CyrvOJDMlBsAdlaJJTEJM5zWnQPW4GAqpQo10nhWtlcXiXxawrHBKqk9FUA\
            vfnB/AB4nOvWdjD9YvdEb4aFr5Ot0Ufrpa6vTefbh3i6WP5wWuMz1zbInS3Qx5HBe0vIEpdIvySmv+4bA3ez\
            rvZOCM3kZA3gZznMGxeczi4jmMgoxn1KZBdLHp+yhDDHccFq6UM8ZWLaCtIC5yWblYuFNWTvqCmJX1Po0nqq\
            P9PSz9nO+JPNMrc3ZgscQr1mWfm7MPt9tl3uHhO4yCncJ4Eh0A1k9kpPkNkRviCz2QIFWI/wgWyVE05mluA9\
            IybEfkygSiqLS17ksqwk31nxRsUTQjUyhmqKYlflOzVBtlro1soaqT8zsDcBmf3WfKFjmPds6wBXFn8v+38e\
            m4JAPtzGgOyjKH+Q2RzBILN5GA9wlYgIsh3lr5TczwnyQS4vyAcyghekWlROidTJGWsg26Kj+EBrisktlT49\
            ZwsAVD9uTgAKAAABAwABAAAAEwAAAAEBAwABAAAADQAAAAIBAwADAAAAcgUAAAMBAwABAAAACAAAAAYBAwAB\
            AAAAAgAAABEBBAADAAAAeAUAABUBAwABAAAAAwAAABYBAwABAAAABQAAABcBBAADAAAAhAUAABwBAwABAAAA\
            AQAAAAAAAAAQABAAEAAIAAAA0AEAALYDAADHAQAA5QEAAD0BAAA=
            """,
        pixels: 0x1A06_D426_95C1_1606),
    GoldenFile(
        name: "tiff premultiplied rgba 16 bit",
        base64: """
            SUkqAMAHAAALAL8JcxMoHWICFwzLFX8fugRuDiMY1yESB8YQehovJGkJHhPSHIYmwQt1FSof3igZDs0XgSE2\
            K3AQJRrZI40tyBJ8HDEm5S8gFdQeiCg9MncXLCHgKpQ0zxmDIzgt7DYnHNsljy9EOX4eMyjnMZs71iCKKj80\
            8z0uI+IsljZLQIUlOi/uOKJC3SeRMUY7+kQ1KukznT1SR2QEGQ7NF4EhvAZwECUa2SMUCcgSfBwxJsELdRUq\
            H94oGQ7NF4EhNitwECUa2SONLR4T0hyGJjswdRUqH94okjLNF4EhNivqNHoaLyTjLZc30hyGJjsw7zkqH94o\
            kjJHPNchiytANfQ+LyTjLZc3TEGGJjsw7zmjQzQp6DKcPFFGiytANfQ+qEjjLZc3TEEAS5AwRTr5Q61Nvghy\
            Eicc2yUWC8oUfh4zKMMNdxcsIeAqcBAlGtkjjS3IEnwcMSblL3UVKh/eKJIyIxjXIYsrQDV6Gi8k4y2XNygd\
            3CaQMEU61R+JKT4z8jwtIuErlTVKP9okji5DOPdBhyc8MfA6pETfKZMzSD38RowsQTb1P6lJOi/uOKJCV0yR\
            MUY7+kSuTj808z2nR1xR7DagQFVKCVQYDcwWgCA1KsUPeRkuI+IschInHNsljy8gFdQeiCg9Ms0XgSE2K+o0\
            0BqEJDku7Td9HTIn5jCaOisg3ymTM0g92CKMLEE29T+FJTov7jiiQogoPTLxO6VFNivqNJ4+U0jjLZc3TEEA\
            S5AwRTr5Q61NPjPyPKZGW1BBNvU/qUleU+44okJXTGAAmztQRQRPDgNJPv1HsVG7BXERJhvaJI4uHxTTHYcn\
            PDHMFoAgNSrpM88ZgyM4Lew2fBwxJuUvmTl/HzQp6DKcPIIiNyzrNZ8/MCXkLpg4TULdJ5ExRjv6ROAqlDRJ\
            Pv1H4y2XN0xBAEuQMEU6+UOtTZMzSD38RrBQQTb1P6lJXlPuOKJCV0xgAEc8+0WvT7kD9D6oSF1SZgahQVZL\
            ClUUCaREWU5iAhcMyxV/HzQp6DJ4GC0i4SuVNXsbMCXkLpg4fh4zKOcxmzssIeAqlDRJPoQkOS7tN6FBhyc8\
            MfA6pEQ1KukznT1SRzgt7DagQFVKOzDvOaNDWE0+M/I8pkZbUEE29T+pSV5TRDn4QqxMtgDxO6VFWk9jA/Q+\
            qEhdUmYGTUIBTAsAvwn6RK5OuAJsDP1HsVG7BW8PAEu0VL4IchIlGtkjjS1CNygd3CaQMEU6KyDfKZMzSD0u\
            I+IsljZLQDEm5S+ZOU5D3ymTM0g9/EbiLJY2S0D/SeUvmTlOQwJN6DKcPFFGBVDrNZ8/VEkIU5k5TkMCTQwB\
            nDxRRgVQDwSfP1RJCFMSB6JCV0xgABUKpUVaT2MDGA1USQhTEgfGEFdMYAAVCskTWk9jAxgNzBZdUmYGGxDP\
            GX4eMyjnMZs7gSE2K+o0nj6EJDku7TehQd0nkTFGO/pE4CqUNEk+/UeOLkM490GrS+cxmztQRQRP6jSePlNI\
            B1LtN6FBVksKVUY7+kSuTrgC9D6oSF1SZgb3QatLYFVpCVBFBE8OA8IMU0gHUhEGxQ9WSwpVFAnIElpPYwMY\
            DcwWXVJmBhsQzxlgVWkJHhPSHA4Dwgx2Fisg2CKMLEE29T/bJY8vRDn4QjQp6DKcPFFGjCxBNvU/qUmPL0Q5\
            +EKsTJMzSD38RrBQ7DagQFVKCVTvOaNDWE1hAUg9/EawULoEoEBVSglUEwhPRANODQLBC6dHXFFlBRoPAEu0\
            VL4IchIDTg0CwQt1FVxRZQUaD84YYFVpCR4T0hy4AmwMIRbVHxEGxQ95GS4jaQkeE9IchiYyJ+YwmjpPRIoq\
            PzTzPadH4y2XN0xBAEs8MfA6pERZTpQ0ST79R7FR7jiiQldMYABHPPtFr0+5A58/VEkIUxIH+EKsTLYAagpR\
            RgVQDwTDDapKX1RoCB0SA04NAsELdRVcUWUFGg/OGLRUvghyEiccYgIXDMsVfx+8BnAQJRrZIxUKyRN9HTIn\
            bQ0iF9YgiirGEHoaLyTjLYsrQDX0PqhI5C6YOE1CAUw9MvE7pUVaT+s1nz9USQhTRDn4QqxMtgCdPVJHBlEQ\
            BUxBAEu0VL4IpERZTmICFwz9R7FRuwVvD6tLYFVpCR4TBVAPBMMNdxdeU2cHHBHQGmEBFgvKFH4eugRuDiMY\
            1yETCMcRexswJcIMdhYrIN8pGxDPGYMjOC1zEygd3CaQMCIX1iCKKj805S+ZOU5DAk0+M/I8pkZbUOw2oEBV\
            SglUmjpPRANODQLzPadHXFFlBaJCV0xgABUKUUYFUA8Eww2pSV5TZwccEVhNYQEWC8oUBlEQBcQOeBhgVWkJ\
            HhPSHGMDGA3MFoAgEgfGEHoaLyRqCh8U0x2HJxkOzReBITYryBJ8HDEm5S8hFtUfiSk+M88ZgyM4Lew2fR0y\
            J+Ywmjo/NPM9p0dcUe03oUFWSwpVmztQRQRPDgNKP/5IslK8BvhCrEy2AGoK/UexUbsFbw+rS2BVaQkeE1pP\
            YwMYDcwWCFMSB8YQehoMAcAKdBQpHhEGxQ95GS4jvwlzEygd3CZtDSIX1iCKKhwR0BqEJDkuyhR+HjMo5zHP\
            GYMjOC3sNn0dMifmMJo6LCHgKpQ0ST7aJI4uQzj3QQsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAQA\
            AABKCAAAAwEDAAEAAAABAAAABgEDAAEAAAACAAAAEQEEAAMAAABSCAAAFQEDAAEAAAAEAAAAFgEDAAEAAAAF\
            AAAAFwEEAAMAAABeCAAAHAEDAAEAAAABAAAAUgEDAAEAAAABAAAAAAAAABAAEAAQABAACAAAAAADAAD4BQAA\
            +AIAAPgCAADIAQAA
            """,
        pixels: 0x8552_C30D_AEF1_FD28),
    GoldenFile(
        name: "tiff cmyk 16 bit",
        base64: """
            SUkqAMAHAAALAL8JcxMoHWICFwzLFX8fugRuDiMY1yESB8YQehovJGkJHhPSHIYmwQt1FSof3igZDs0XgSE2\
            K3AQJRrZI40tyBJ8HDEm5S8gFdQeiCg9MncXLCHgKpQ0zxmDIzgt7DYnHNsljy9EOX4eMyjnMZs71iCKKj80\
            8z0uI+IsljZLQIUlOi/uOKJC3SeRMUY7+kQ1KukznT1SR2QEGQ7NF4EhvAZwECUa2SMUCcgSfBwxJsELdRUq\
            H94oGQ7NF4EhNitwECUa2SONLR4T0hyGJjswdRUqH94okjLNF4EhNivqNHoaLyTjLZc30hyGJjsw7zkqH94o\
            kjJHPNchiytANfQ+LyTjLZc3TEGGJjsw7zmjQzQp6DKcPFFGiytANfQ+qEjjLZc3TEEAS5AwRTr5Q61Nvghy\
            Eicc2yUWC8oUfh4zKMMNdxcsIeAqcBAlGtkjjS3IEnwcMSblL3UVKh/eKJIyIxjXIYsrQDV6Gi8k4y2XNygd\
            3CaQMEU61R+JKT4z8jwtIuErlTVKP9okji5DOPdBhyc8MfA6pETfKZMzSD38RowsQTb1P6lJOi/uOKJCV0yR\
            MUY7+kSuTj808z2nR1xR7DagQFVKCVQYDcwWgCA1KsUPeRkuI+IschInHNsljy8gFdQeiCg9Ms0XgSE2K+o0\
            0BqEJDku7Td9HTIn5jCaOisg3ymTM0g92CKMLEE29T+FJTov7jiiQogoPTLxO6VFNivqNJ4+U0jjLZc3TEEA\
            S5AwRTr5Q61NPjPyPKZGW1BBNvU/qUleU+44okJXTGAAmztQRQRPDgNJPv1HsVG7BXERJhvaJI4uHxTTHYcn\
            PDHMFoAgNSrpM88ZgyM4Lew2fBwxJuUvmTl/HzQp6DKcPIIiNyzrNZ8/MCXkLpg4TULdJ5ExRjv6ROAqlDRJ\
            Pv1H4y2XN0xBAEuQMEU6+UOtTZMzSD38RrBQQTb1P6lJXlPuOKJCV0xgAEc8+0WvT7kD9D6oSF1SZgahQVZL\
            ClUUCaREWU5iAhcMyxV/HzQp6DJ4GC0i4SuVNXsbMCXkLpg4fh4zKOcxmzssIeAqlDRJPoQkOS7tN6FBhyc8\
            MfA6pEQ1KukznT1SRzgt7DagQFVKOzDvOaNDWE0+M/I8pkZbUEE29T+pSV5TRDn4QqxMtgDxO6VFWk9jA/Q+\
            qEhdUmYGTUIBTAsAvwn6RK5OuAJsDP1HsVG7BW8PAEu0VL4IchIlGtkjjS1CNygd3CaQMEU6KyDfKZMzSD0u\
            I+IsljZLQDEm5S+ZOU5D3ymTM0g9/EbiLJY2S0D/SeUvmTlOQwJN6DKcPFFGBVDrNZ8/VEkIU5k5TkMCTQwB\
            nDxRRgVQDwSfP1RJCFMSB6JCV0xgABUKpUVaT2MDGA1USQhTEgfGEFdMYAAVCskTWk9jAxgNzBZdUmYGGxDP\
            GX4eMyjnMZs7gSE2K+o0nj6EJDku7TehQd0nkTFGO/pE4CqUNEk+/UeOLkM490GrS+cxmztQRQRP6jSePlNI\
            B1LtN6FBVksKVUY7+kSuTrgC9D6oSF1SZgb3QatLYFVpCVBFBE8OA8IMU0gHUhEGxQ9WSwpVFAnIElpPYwMY\
            DcwWXVJmBhsQzxlgVWkJHhPSHA4Dwgx2Fisg2CKMLEE29T/bJY8vRDn4QjQp6DKcPFFGjCxBNvU/qUmPL0Q5\
            +EKsTJMzSD38RrBQ7DagQFVKCVTvOaNDWE1hAUg9/EawULoEoEBVSglUEwhPRANODQLBC6dHXFFlBRoPAEu0\
            VL4IchIDTg0CwQt1FVxRZQUaD84YYFVpCR4T0hy4AmwMIRbVHxEGxQ95GS4jaQkeE9IchiYyJ+YwmjpPRIoq\
            PzTzPadH4y2XN0xBAEs8MfA6pERZTpQ0ST79R7FR7jiiQldMYABHPPtFr0+5A58/VEkIUxIH+EKsTLYAagpR\
            RgVQDwTDDapKX1RoCB0SA04NAsELdRVcUWUFGg/OGLRUvghyEiccYgIXDMsVfx+8BnAQJRrZIxUKyRN9HTIn\
            bQ0iF9YgiirGEHoaLyTjLYsrQDX0PqhI5C6YOE1CAUw9MvE7pUVaT+s1nz9USQhTRDn4QqxMtgCdPVJHBlEQ\
            BUxBAEu0VL4IpERZTmICFwz9R7FRuwVvD6tLYFVpCR4TBVAPBMMNdxdeU2cHHBHQGmEBFgvKFH4eugRuDiMY\
            1yETCMcRexswJcIMdhYrIN8pGxDPGYMjOC1zEygd3CaQMCIX1iCKKj805S+ZOU5DAk0+M/I8pkZbUOw2oEBV\
            SglUmjpPRANODQLzPadHXFFlBaJCV0xgABUKUUYFUA8Eww2pSV5TZwccEVhNYQEWC8oUBlEQBcQOeBhgVWkJ\
            HhPSHGMDGA3MFoAgEgfGEHoaLyRqCh8U0x2HJxkOzReBITYryBJ8HDEm5S8hFtUfiSk+M88ZgyM4Lew2fR0y\
            J+Ywmjo/NPM9p0dcUe03oUFWSwpVmztQRQRPDgNKP/5IslK8BvhCrEy2AGoK/UexUbsFbw+rS2BVaQkeE1pP\
            YwMYDcwWCFMSB8YQehoMAcAKdBQpHhEGxQ95GS4jvwlzEygd3CZtDSIX1iCKKhwR0BqEJDkuyhR+HjMo5zHP\
            GYMjOC3sNn0dMifmMJo6LCHgKpQ0ST7aJI4uQzj3QQoAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAQA\
            AAA+CAAAAwEDAAEAAAABAAAABgEDAAEAAAAFAAAAEQEEAAMAAABGCAAAFQEDAAEAAAAEAAAAFgEDAAEAAAAF\
            AAAAFwEEAAMAAABSCAAAHAEDAAEAAAABAAAAAAAAABAAEAAQABAACAAAAAADAAD4BQAA+AIAAPgCAADIAQAA
            """,
        pixels: 0xCFD7_E48C_6087_B9E3),
]

/// The formula image as TIFF of orientation 1 to 8; Pillow turns it, always.
let goldenTurned: [(base64: String, pixels: UInt64)] = [
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAABAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0xCDC5_546C_8BFF_864B
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAACAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0xB137_812B_6D13_610B
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAADAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0xB2B0_80F6_9C16_7D7B
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAAEAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0x3BB8_4B17_3214_57DB
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAAFAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0x75AC_6F98_57FE_4C1B
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAAGAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0x6B3E_5359_E7AB_9E73
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAAHAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0x4ED3_B89E_67D1_FB6B
    ),
    (
        base64: """
        SUkqAPgCAAB4nGOQtWJXceTT9hA18pexDFN2iNVyTzH0y7YILbKPqXRLbvDNag8p7IuumJpUPyezbXFB76ry\
        KRvrZu/g1XIXMfSTtgiFa7EMK3aIrXJPafTP6QwrnhBbNT21aX5O57LiCWurZ2xtmr+nc9nhietOS5mHKNpF\
        a7olQ2wBavFIbQJqCS+ZGF8zM615QV73irLJG2pnbW9dtL931fEpG8/N2XltycF76i6J+j6Z5iGFQIcBbQnI\
        7YoonZRQOyujdRHQVZXTNjfO2w2xYua2y4v231l1/Mmm8292Xf9iEphnE1nmklgH9EtoUX9c9Yz0loX5PSuB\
        HmmYuwuiZdb2KxAtWy6+23Pz25GH/86+YgcAHueJeQB4nAEdAeL+QV57SWaDUm+MW3iVY4CdbYqndpOwfpu4\
        h6TBkK3KmbbTor/cq8jls9DtvNn2xuMAzusI1/QR4P0aTmuIV3SRYH2aaYajco+sfZq3hqPAj6zJmLXSob7b\
        rMnmtdLvvtv4x+QB0O0K2/gV5AEe7Qon9hMwW3iVZIGebYqnd5SxgJ26i6jFlbLPnrvYp8Thsc7rvNn2xeL/\
        z+wJ2PUS4f4b7Qon9hMw/xw5CSZDaIWicY6re5i1haK/jqvImrfUpMHercrnt9Txwd77zOkG1vMQ4P0a6QYj\
        8xAt/xw5CCVCEi9MHDlWdZKvf5y5iabDk7DNnbrXqsfktNHuvtv4yOUC0u8M3/wZ6QYj8xAt/Ro3ByRBFDFO\
        HjtYKEViMk9swmajEXica5q/p2flsWmbLyzcd3v1iac7rn46/ODv2Vfs178IPvov855H86eYMYuiHZ+2h4Rp\
        kJpzgoFvllV4iWtSff+akzO3XV5y8N76My93Xvt8/Anjpfc8d36KPWdR/MSv81/GkkvdRdTIX94mUss9xSK0\
        yCm+xjerPaJ00pyd15Yfebjp/Ju9t76feMoEsegtl/oPUSNmBVshfR9Zq3AN1yTjgFy76AqIluSGuXndKwBA\
        yFQLAAsAAAEDAAEAAAATAAAAAQEDAAEAAAANAAAAAgEDAAMAAACCAwAAAwEDAAEAAAAIAAAABgEDAAEAAAAC\
        AAAAEQEEAAMAAACIAwAAEgEDAAEAAAAIAAAAFQEDAAEAAAADAAAAFgEDAAEAAAAFAAAAFwEEAAMAAACUAwAA\
        HAEDAAEAAAABAAAAAAAAAAgACAAIAAgAAAAcAQAARAIAABMBAAAoAQAAswAAAA==
        """,
        pixels: 0x0EE6_CEEF_1469_8503
    ),
]
