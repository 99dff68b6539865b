import type { Calibration } from './calibration.ts'

/**
 * What the match decision goes by before a scope has labels of its own. Made by `npm run bench -- match --only prior --write`
 * from public question pairs, intents and edits written for it; only coefficients and counts are kept.
 */
export const priorCalibration: Calibration = {
  "version": 0,
  "features": "match-features-1",
  "model": {
    "intercept": -0.930657,
    "weights": [
      0.604682,
      0.259839,
      0.324133,
      -0.256205,
      -0.187292,
      -0.61767,
      0.0900016,
      0.651408,
      0.289999,
      -0.520509,
      -0.431808,
      -0.158013,
      0.167801,
      0.331318,
      0.0415771,
      -0.0392913,
      0.0244348,
      -0.157983,
      -0.204111,
      0.31473,
      0.47435,
      0.0212361,
      -0.0574287,
      -0.0823371,
      -0.539981,
      -0.10754,
      -0.695918,
      0.0737694,
      -0.203354,
      0.17368,
      0.12833,
      -0.0851075,
      -0.0901544,
      -0.169159,
      0.0746531,
      -0.00461654,
      -0.0166087,
      -0.0525627,
      0.0098047,
      -0.0630405,
      -0.0247405,
      0.181727,
      -0.0483379,
      -0.0507655,
      0.0209165,
      0.0240548,
      -0.0271305,
      -0.0597674,
      -0.0102863,
      0.0514937,
      -1.5573,
      1.56303,
      0,
      0.0478412,
      0.125444,
      -0.031584,
      -0.427222,
      0.244842
    ],
    "means": [
      0.608396,
      0.304566,
      0.0966894,
      0.50356,
      0.530899,
      0.590329,
      0.444129,
      0.851361,
      0.457838,
      0.381278,
      0.356472,
      0.11857,
      0.0327192,
      0.632159,
      0.093638,
      0.32646,
      2.29796,
      2.33011,
      0.354871,
      0.514149,
      0.319823,
      0.0251761,
      0.0621795,
      0.270132,
      0.155269,
      0.448809,
      0.0844398,
      0.0324214,
      0.0446954,
      0.0353012,
      0.032765,
      0.224687,
      0.0362219,
      0.0598379,
      0.11437,
      0.00781135,
      0.0073692,
      0.0372144,
      0.0288136,
      0.00604274,
      0.00420044,
      0.177303,
      0.0512896,
      0.0181282,
      0.00383198,
      0.0103169,
      0.0770818,
      0.0592483,
      0.0170965,
      0.00537951,
      0.279638,
      0.474189,
      0,
      0.13972,
      0.0671128,
      0.0201656,
      0.0126358,
      0.0854827
    ],
    "scales": [
      0.209652,
      0.255874,
      0.215592,
      0.274817,
      0.265333,
      0.235678,
      0.282964,
      0.207909,
      0.246752,
      0.31527,
      0.301869,
      0.323282,
      0.177901,
      0.284576,
      0.257321,
      0.290969,
      0.43728,
      0.468688,
      0.198666,
      0.4998,
      0.114556,
      0.0629518,
      0.156073,
      0.19973,
      0.362161,
      0.358729,
      0.115667,
      0.0539188,
      0.109669,
      0.0800943,
      0.060967,
      0.272957,
      0.136974,
      0.237186,
      0.31826,
      0.088036,
      0.0855271,
      0.189287,
      0.167282,
      0.0774998,
      0.0646746,
      0.381925,
      0.220588,
      0.133415,
      0.0617843,
      0.101047,
      0.266721,
      0.236089,
      0.129631,
      0.0731476,
      0.236227,
      0.413415,
      1,
      0.346696,
      0.181808,
      0.0701838,
      0.0567997,
      0.279599
    ]
  },
  "risk": [
    {
      "probability": 0.977115,
      "hits": 3,
      "wrong": 0,
      "bySource": {
        "public": 3
      }
    },
    {
      "probability": 0.970927,
      "hits": 7,
      "wrong": 0,
      "bySource": {
        "public": 7
      }
    },
    {
      "probability": 0.965029,
      "hits": 12,
      "wrong": 0,
      "bySource": {
        "public": 12
      }
    },
    {
      "probability": 0.962517,
      "hits": 18,
      "wrong": 0,
      "bySource": {
        "public": 18
      }
    },
    {
      "probability": 0.956241,
      "hits": 25,
      "wrong": 0,
      "bySource": {
        "public": 25
      }
    },
    {
      "probability": 0.952162,
      "hits": 33,
      "wrong": 0,
      "bySource": {
        "public": 33
      }
    },
    {
      "probability": 0.944866,
      "hits": 41,
      "wrong": 0,
      "bySource": {
        "public": 41
      }
    },
    {
      "probability": 0.937964,
      "hits": 50,
      "wrong": 0,
      "bySource": {
        "public": 50
      }
    },
    {
      "probability": 0.933887,
      "hits": 60,
      "wrong": 0,
      "bySource": {
        "public": 60
      }
    },
    {
      "probability": 0.929808,
      "hits": 70,
      "wrong": 0,
      "bySource": {
        "public": 70
      }
    },
    {
      "probability": 0.923195,
      "hits": 80,
      "wrong": 0,
      "bySource": {
        "public": 80
      }
    },
    {
      "probability": 0.914569,
      "hits": 91,
      "wrong": 0,
      "bySource": {
        "public": 91
      }
    },
    {
      "probability": 0.90966,
      "hits": 103,
      "wrong": 0,
      "bySource": {
        "public": 103
      }
    },
    {
      "probability": 0.902071,
      "hits": 115,
      "wrong": 0,
      "bySource": {
        "public": 115
      }
    },
    {
      "probability": 0.893561,
      "hits": 128,
      "wrong": 0,
      "bySource": {
        "public": 128
      }
    },
    {
      "probability": 0.887269,
      "hits": 141,
      "wrong": 0,
      "bySource": {
        "public": 141
      }
    },
    {
      "probability": 0.880922,
      "hits": 154,
      "wrong": 0,
      "bySource": {
        "public": 154
      }
    },
    {
      "probability": 0.875622,
      "hits": 168,
      "wrong": 0,
      "bySource": {
        "public": 168
      }
    },
    {
      "probability": 0.868199,
      "hits": 182,
      "wrong": 0,
      "bySource": {
        "public": 182
      }
    },
    {
      "probability": 0.86277,
      "hits": 196,
      "wrong": 0,
      "bySource": {
        "public": 196
      }
    },
    {
      "probability": 0.851427,
      "hits": 211,
      "wrong": 0,
      "bySource": {
        "public": 211
      }
    },
    {
      "probability": 0.842374,
      "hits": 226,
      "wrong": 0,
      "bySource": {
        "public": 226
      }
    },
    {
      "probability": 0.829251,
      "hits": 242,
      "wrong": 0,
      "bySource": {
        "public": 242
      }
    },
    {
      "probability": 0.820971,
      "hits": 258,
      "wrong": 0,
      "bySource": {
        "public": 258
      }
    },
    {
      "probability": 0.805412,
      "hits": 274,
      "wrong": 0,
      "bySource": {
        "public": 274
      }
    },
    {
      "probability": 0.786943,
      "hits": 291,
      "wrong": 0,
      "bySource": {
        "public": 291
      }
    },
    {
      "probability": 0.772655,
      "hits": 308,
      "wrong": 0,
      "bySource": {
        "public": 308
      }
    },
    {
      "probability": 0.75296,
      "hits": 325,
      "wrong": 0,
      "bySource": {
        "public": 325
      }
    }
  ],
  "labels": {
    "public": 11674,
    "feedback": 0,
    "shadow": 0,
    "verifier": 0,
    "synthetic": 7488
  },
  "own": [],
  "fittedAt": 1795392000000
}
