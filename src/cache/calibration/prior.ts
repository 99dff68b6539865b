import type { Calibration } from './calibration.ts'

/**
 * What the match decision goes by before a scope has labels of its own. Made by `npm run bench -- match --only prior --write`
 * from public question pairs, intents and edits written for it; only coefficients and counts are kept.
 */
export const priorCalibration: Calibration = {
  "version": 0,
  "features": "match-features-1/minilm-l6-v2",
  "model": {
    "intercept": -0.962883,
    "weights": [
      0.561245,
      0.22454,
      0.332344,
      -0.26238,
      -0.182037,
      -0.621627,
      0.0922276,
      0.655461,
      0.293924,
      -0.494066,
      -0.427267,
      -0.15796,
      0.156484,
      0.34739,
      0.0259484,
      -0.0723425,
      -0.0165556,
      -0.170885,
      -0.232992,
      0.286193,
      0.385954,
      0.0290449,
      -0.0474438,
      -0.0729631,
      -0.526335,
      -0.091105,
      -0.674293,
      0.0486583,
      -0.204956,
      0.17493,
      0.128509,
      -0.0687151,
      -0.0962614,
      -0.155924,
      0.0851332,
      -0.0137233,
      -0.0099864,
      -0.0813908,
      0.0208583,
      -0.0616434,
      -0.0238149,
      0.186547,
      -0.0380823,
      -0.0751839,
      0.0259146,
      0.0225858,
      0.00125158,
      -0.0501265,
      0.00621823,
      0.00892243,
      -1.54638,
      1.58973,
      0,
      -0.0326179,
      -0.0358225,
      0.0878432,
      -0.503233,
      0.341552
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
      0.435028,
      0.0844398,
      0.0311113,
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
      0.358003,
      0.115667,
      0.0528769,
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
      "probability": 0.964742,
      "hits": 3,
      "wrong": 0,
      "bySource": {
        "public": 3
      }
    },
    {
      "probability": 0.956366,
      "hits": 7,
      "wrong": 0,
      "bySource": {
        "public": 7
      }
    },
    {
      "probability": 0.952519,
      "hits": 12,
      "wrong": 0,
      "bySource": {
        "public": 12
      }
    },
    {
      "probability": 0.944683,
      "hits": 18,
      "wrong": 0,
      "bySource": {
        "public": 18
      }
    },
    {
      "probability": 0.939483,
      "hits": 25,
      "wrong": 0,
      "bySource": {
        "public": 25
      }
    },
    {
      "probability": 0.931923,
      "hits": 33,
      "wrong": 0,
      "bySource": {
        "public": 33
      }
    },
    {
      "probability": 0.924386,
      "hits": 42,
      "wrong": 0,
      "bySource": {
        "public": 42
      }
    },
    {
      "probability": 0.913823,
      "hits": 51,
      "wrong": 0,
      "bySource": {
        "public": 51
      }
    },
    {
      "probability": 0.907331,
      "hits": 60,
      "wrong": 0,
      "bySource": {
        "public": 60
      }
    },
    {
      "probability": 0.900442,
      "hits": 71,
      "wrong": 0,
      "bySource": {
        "public": 71
      }
    },
    {
      "probability": 0.893178,
      "hits": 82,
      "wrong": 0,
      "bySource": {
        "public": 82
      }
    },
    {
      "probability": 0.885325,
      "hits": 93,
      "wrong": 0,
      "bySource": {
        "public": 93
      }
    },
    {
      "probability": 0.876484,
      "hits": 105,
      "wrong": 0,
      "bySource": {
        "public": 105
      }
    },
    {
      "probability": 0.868415,
      "hits": 117,
      "wrong": 0,
      "bySource": {
        "public": 117
      }
    },
    {
      "probability": 0.861713,
      "hits": 129,
      "wrong": 0,
      "bySource": {
        "public": 129
      }
    },
    {
      "probability": 0.855798,
      "hits": 143,
      "wrong": 0,
      "bySource": {
        "public": 143
      }
    },
    {
      "probability": 0.850417,
      "hits": 156,
      "wrong": 0,
      "bySource": {
        "public": 156
      }
    },
    {
      "probability": 0.84163,
      "hits": 170,
      "wrong": 0,
      "bySource": {
        "public": 170
      }
    },
    {
      "probability": 0.833571,
      "hits": 184,
      "wrong": 0,
      "bySource": {
        "public": 184
      }
    },
    {
      "probability": 0.823727,
      "hits": 199,
      "wrong": 0,
      "bySource": {
        "public": 199
      }
    },
    {
      "probability": 0.810663,
      "hits": 214,
      "wrong": 0,
      "bySource": {
        "public": 214
      }
    },
    {
      "probability": 0.798328,
      "hits": 230,
      "wrong": 0,
      "bySource": {
        "public": 230
      }
    },
    {
      "probability": 0.780508,
      "hits": 245,
      "wrong": 0,
      "bySource": {
        "public": 245
      }
    },
    {
      "probability": 0.765594,
      "hits": 262,
      "wrong": 0,
      "bySource": {
        "public": 262
      }
    },
    {
      "probability": 0.74912,
      "hits": 278,
      "wrong": 0,
      "bySource": {
        "public": 278
      }
    },
    {
      "probability": 0.725238,
      "hits": 295,
      "wrong": 0,
      "bySource": {
        "public": 295
      }
    },
    {
      "probability": 0.721995,
      "hits": 299,
      "wrong": 0,
      "bySource": {
        "public": 299
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
