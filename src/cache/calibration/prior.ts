import type { Calibration } from './calibration.ts'

/**
 * What the match decision goes by before a scope has labels of its own. Made by `npm run bench -- match --only prior --write`
 * from public question pairs, intents and edits written for it; only coefficients and counts are kept.
 */
export const priorCalibration: Calibration = {
  version: 0,
  features: 'match-features-1/minilm-l6-v2',
  model: {
    intercept: -0.930301,
    weights: [
      0.604873, 0.26122, 0.323316, -0.256364, -0.187145, -0.616481, 0.088994, 0.651698, 0.28926, -0.519604, -0.430002, -0.158158, 0.170029,
      0.334679, 0.040599, -0.0398194, 0.0268121, -0.155596, -0.204401, 0.31639, 0.472857, 0.0224912, -0.0561743, -0.074994, -0.540216,
      -0.109379, -0.69654, 0.0506085, -0.20026, 0.186786, 0.125988, -0.0853522, -0.0893091, -0.169576, 0.073696, -0.00313788, -0.0162734,
      -0.0536382, 0.00984317, -0.0632325, -0.0266448, 0.182492, -0.0474415, -0.050986, 0.021338, 0.0207494, -0.0256773, -0.059048,
      -0.0111888, 0.0520156, -1.55587, 1.56221, 0, 0.0482293, 0.126481, -0.0319127, -0.427285, 0.24522,
    ],
    means: [
      0.608396, 0.304566, 0.0966894, 0.50356, 0.530899, 0.590329, 0.444129, 0.851361, 0.457838, 0.381278, 0.356472, 0.11857, 0.0327192,
      0.632159, 0.093638, 0.32646, 2.29796, 2.33011, 0.354871, 0.514149, 0.319823, 0.0251761, 0.0621795, 0.270132, 0.155269, 0.435028,
      0.0844398, 0.0311113, 0.0446954, 0.0353012, 0.032765, 0.224687, 0.0362219, 0.0598379, 0.11437, 0.00781135, 0.0073692, 0.0372144,
      0.0288136, 0.00604274, 0.00420044, 0.177303, 0.0512896, 0.0181282, 0.00383198, 0.0103169, 0.0770818, 0.0592483, 0.0170965, 0.00537951,
      0.279638, 0.474189, 0, 0.13972, 0.0671128, 0.0201656, 0.0126358, 0.0854827,
    ],
    scales: [
      0.209652, 0.255874, 0.215592, 0.274817, 0.265333, 0.235678, 0.282964, 0.207909, 0.246752, 0.31527, 0.301869, 0.323282, 0.177901,
      0.284576, 0.257321, 0.290969, 0.43728, 0.468688, 0.198666, 0.4998, 0.114556, 0.0629518, 0.156073, 0.19973, 0.362161, 0.358003,
      0.115667, 0.0528769, 0.109669, 0.0800943, 0.060967, 0.272957, 0.136974, 0.237186, 0.31826, 0.088036, 0.0855271, 0.189287, 0.167282,
      0.0774998, 0.0646746, 0.381925, 0.220588, 0.133415, 0.0617843, 0.101047, 0.266721, 0.236089, 0.129631, 0.0731476, 0.236227, 0.413415,
      1, 0.346696, 0.181808, 0.0701838, 0.0567997, 0.279599,
    ],
  },
  risk: [
    {
      probability: 0.977258,
      hits: 3,
      wrong: 0,
      bySource: {
        public: 3,
      },
    },
    {
      probability: 0.971406,
      hits: 7,
      wrong: 0,
      bySource: {
        public: 7,
      },
    },
    {
      probability: 0.966424,
      hits: 12,
      wrong: 0,
      bySource: {
        public: 12,
      },
    },
    {
      probability: 0.962828,
      hits: 18,
      wrong: 0,
      bySource: {
        public: 18,
      },
    },
    {
      probability: 0.956606,
      hits: 25,
      wrong: 0,
      bySource: {
        public: 25,
      },
    },
    {
      probability: 0.952232,
      hits: 33,
      wrong: 0,
      bySource: {
        public: 33,
      },
    },
    {
      probability: 0.945174,
      hits: 41,
      wrong: 0,
      bySource: {
        public: 41,
      },
    },
    {
      probability: 0.937918,
      hits: 50,
      wrong: 0,
      bySource: {
        public: 50,
      },
    },
    {
      probability: 0.934171,
      hits: 60,
      wrong: 0,
      bySource: {
        public: 60,
      },
    },
    {
      probability: 0.929823,
      hits: 70,
      wrong: 0,
      bySource: {
        public: 70,
      },
    },
    {
      probability: 0.923115,
      hits: 80,
      wrong: 0,
      bySource: {
        public: 80,
      },
    },
    {
      probability: 0.914338,
      hits: 91,
      wrong: 0,
      bySource: {
        public: 91,
      },
    },
    {
      probability: 0.909073,
      hits: 103,
      wrong: 0,
      bySource: {
        public: 103,
      },
    },
    {
      probability: 0.902629,
      hits: 115,
      wrong: 0,
      bySource: {
        public: 115,
      },
    },
    {
      probability: 0.894525,
      hits: 128,
      wrong: 0,
      bySource: {
        public: 128,
      },
    },
    {
      probability: 0.887566,
      hits: 141,
      wrong: 0,
      bySource: {
        public: 141,
      },
    },
    {
      probability: 0.880866,
      hits: 154,
      wrong: 0,
      bySource: {
        public: 154,
      },
    },
    {
      probability: 0.875705,
      hits: 168,
      wrong: 0,
      bySource: {
        public: 168,
      },
    },
    {
      probability: 0.869671,
      hits: 182,
      wrong: 0,
      bySource: {
        public: 182,
      },
    },
    {
      probability: 0.863526,
      hits: 196,
      wrong: 0,
      bySource: {
        public: 196,
      },
    },
    {
      probability: 0.852291,
      hits: 211,
      wrong: 0,
      bySource: {
        public: 211,
      },
    },
    {
      probability: 0.843346,
      hits: 226,
      wrong: 0,
      bySource: {
        public: 226,
      },
    },
    {
      probability: 0.829335,
      hits: 242,
      wrong: 0,
      bySource: {
        public: 242,
      },
    },
    {
      probability: 0.820101,
      hits: 258,
      wrong: 0,
      bySource: {
        public: 258,
      },
    },
    {
      probability: 0.805328,
      hits: 274,
      wrong: 0,
      bySource: {
        public: 274,
      },
    },
    {
      probability: 0.787886,
      hits: 291,
      wrong: 0,
      bySource: {
        public: 291,
      },
    },
    {
      probability: 0.771068,
      hits: 308,
      wrong: 0,
      bySource: {
        public: 308,
      },
    },
    {
      probability: 0.752115,
      hits: 325,
      wrong: 0,
      bySource: {
        public: 325,
      },
    },
  ],
  labels: {
    public: 11674,
    feedback: 0,
    shadow: 0,
    verifier: 0,
    synthetic: 7488,
  },
  own: [],
  fittedAt: 1795392000000,
}
