// Made by Scripts/goldens/clusters.py.

let clusterGoldens: [ClusterGolden] = [
    ClusterGolden(
        name: "mixture", seed: 1,
        sum: 972.6651063319296,
        hdbscan: "aabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaa"
            + "bcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabc"
            + "edaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabced"
            + "aabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaabcedaa"
            + "---------ab-a--e----d-------c------b---e----c----b--------d-----c----da---------",
        probabilities: 258.0735000890239,
        firstProbabilities: [
            0.9934167292742303,
            0.7534163138935958,
            0.5869919859401379,
            0.7464125112563336,
            0.821493681749011,
            0.5597312846817153,
            0.9680138168484888,
            1.0,
        ],
        persistence: [
            0.4591484233863169,
            0.48430976765825295,
            0.5079928489749317,
            0.5234451624161874,
            0.5312813604014053,
        ],
        eps: 1.4614866971969604,
        dbscan: "aadbc-aadbceaad-cea-dbceaadbc-aadb-eaadbc-aa-bceaa-bcea-dbceaadb--aadbceaadbceaa"
            + "dbceaadbceaadbceaad-c-aad-ceaadbceaadbceaadbceaadbceaadbce-ad-ceaadbceaadbceaadb"
            + "ceaadbceaad-ceaadbceaadb-eaad-cea-d-ceaadbceaadbceaadbceaadbceaad-ceaadbceaa--ce"
            + "aadbceaadbceaadbceaadbceaadbceaadbceaa-bceaadbceaadbceaadbceaadbceaa-bceaa--ceaa"
            + "--------------------------------------------------------------------------------"),
    ClusterGolden(
        name: "arcs", seed: 1,
        sum: 945.4648372351658,
        hdbscan: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbcccccccccccccccccccc"
            + "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
            + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
        probabilities: 441.6713523949078,
        firstProbabilities: [
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
        ],
        persistence: [
            0.1493925197302553,
            0.13645592992734093,
            0.5258861006684953,
            0.07970462775243962,
        ],
        eps: 0.06480129063129425,
        dbscan: "ab-aabcahcadaaaidc-ceea-f-a-g-daaa-aabcdc-hdccficcfif-aeai-caeba-hggaeic-daadcce"
            + "dhac--bi-bbae-decc-fb-daa-dgccaida-e-aaa-b-a--ea-fhaaeagdgeadba--hcachjk--jklkm-"
            + "-mn-jklkkokk-lk--k--kkmk-k-lkoknlkm-okkkmkk-ok-omkp--onl---nk---lokkklno-pkkpkk-"
            + "ml--kj-nkjl--k-mkok-npkkk---j-kjkk-j---nkkkokkk-mmokk-kk-lkkqqqqqqqqqqqqqqq-q-qq"
            + "qqqqqqqqqqq-qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq-q-qqqqqqqqqqqqqqqqqqqqqqqqqq-qqqqqqqq"
            + "------------------------------------------------------------"),
    ClusterGolden(
        name: "spreads", seed: 2,
        sum: 185.5805842258269,
        hdbscan: "abcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhg"
            + "abcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhg"
            + "abcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdefhg"
            + "abcdefhgabcdefhgabcdefhgabcdefhgabcdefhgabcdef-gabcdefhgabcd",
        probabilities: 266.7380419480404,
        firstProbabilities: [
            1.0,
            0.9181831115771599,
            0.8129025839224229,
            0.7421442070189582,
            0.82343771691269,
            0.8493746405742946,
            0.8785888575598819,
            0.8755332385107296,
        ],
        persistence: [
            0.5826413410989669,
            0.45696624550041,
            0.22421524203207197,
            0.46223052009326676,
            0.07576726048679518,
            0.42275443900632664,
            0.07415293709928145,
            0.06590578486812497,
        ],
        eps: 2.5587007999420166,
        dbscan: "ab-c-d--ab-c-d--abec-d--ab-c-d--abec-d--abec-d--ab-c-d--abec-d--ab-c-d--ab-c-d--"
            + "abec-d--abec-d--abec-d--ab-c-d--ab-c-d--ab-c-d--ab-c-d--abec-d--ab-c-d--ab-c-d--"
            + "ab-c-d--abec-d--ab-c-d--abec-d--ab-c-d--abec-d--ab-c-d--abec-d--ab-c-d--ab-c-d--"
            + "abec-d--abec-d--ab-c-d--abec-d--ab-c-d--abec-d--ab-c-d--ab-c"),
]
