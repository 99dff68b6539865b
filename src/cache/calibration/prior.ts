import type { Calibration } from './calibration.ts'

/**
 * What the match decision goes by before a scope has labels of its own. Made by `npm run bench -- match --only prior --write`
 * from public question pairs, intents and edits written for it; only coefficients and counts are kept.
 */
export const priorCalibration: Calibration = {
  version: 0,
  features: 'match-features-1/minilm-l6-v2',
  model: {
    intercept: -0.955807,
    weights: [
      0.569614, 0.231036, 0.330517, -0.260487, -0.183094, -0.620371, 0.092029, 0.654027, 0.29267, -0.498934, -0.427032, -0.157912, 0.158932,
      0.345308, 0.0292167, -0.0665201, -0.0083496, -0.168164, -0.227819, 0.292495, 0.403282, 0.0276491, -0.0489163, -0.0730461, -0.529521,
      -0.094607, -0.67864, 0.0490671, -0.203837, 0.177172, 0.127708, -0.0724845, -0.0950323, -0.158371, 0.0827252, -0.0115803, -0.0114792,
      -0.0769476, 0.0190804, -0.0622011, -0.0242294, 0.185682, -0.0395083, -0.0712043, 0.0246913, 0.0222391, -0.00391887, -0.0517487,
      0.00246456, 0.0138738, -1.54878, 1.58375, 0, -0.0150585, -0.00125632, 0.0610021, -0.486987, 0.322365,
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
      probability: 0.967394,
      hits: 3,
      wrong: 0,
      bySource: {
        public: 3,
      },
    },
    {
      probability: 0.959735,
      hits: 7,
      wrong: 0,
      bySource: {
        public: 7,
      },
    },
    {
      probability: 0.955326,
      hits: 12,
      wrong: 0,
      bySource: {
        public: 12,
      },
    },
    {
      probability: 0.948521,
      hits: 18,
      wrong: 0,
      bySource: {
        public: 18,
      },
    },
    {
      probability: 0.943979,
      hits: 25,
      wrong: 0,
      bySource: {
        public: 25,
      },
    },
    {
      probability: 0.936464,
      hits: 33,
      wrong: 0,
      bySource: {
        public: 33,
      },
    },
    {
      probability: 0.927657,
      hits: 42,
      wrong: 0,
      bySource: {
        public: 42,
      },
    },
    {
      probability: 0.919444,
      hits: 51,
      wrong: 0,
      bySource: {
        public: 51,
      },
    },
    {
      probability: 0.913665,
      hits: 60,
      wrong: 0,
      bySource: {
        public: 60,
      },
    },
    {
      probability: 0.907698,
      hits: 71,
      wrong: 0,
      bySource: {
        public: 71,
      },
    },
    {
      probability: 0.89939,
      hits: 81,
      wrong: 0,
      bySource: {
        public: 81,
      },
    },
    {
      probability: 0.894354,
      hits: 93,
      wrong: 0,
      bySource: {
        public: 93,
      },
    },
    {
      probability: 0.883625,
      hits: 104,
      wrong: 0,
      bySource: {
        public: 104,
      },
    },
    {
      probability: 0.87604,
      hits: 117,
      wrong: 0,
      bySource: {
        public: 117,
      },
    },
    {
      probability: 0.869361,
      hits: 129,
      wrong: 0,
      bySource: {
        public: 129,
      },
    },
    {
      probability: 0.863334,
      hits: 142,
      wrong: 0,
      bySource: {
        public: 142,
      },
    },
    {
      probability: 0.85813,
      hits: 156,
      wrong: 0,
      bySource: {
        public: 156,
      },
    },
    {
      probability: 0.849539,
      hits: 170,
      wrong: 0,
      bySource: {
        public: 170,
      },
    },
    {
      probability: 0.842013,
      hits: 184,
      wrong: 0,
      bySource: {
        public: 184,
      },
    },
    {
      probability: 0.83095,
      hits: 199,
      wrong: 0,
      bySource: {
        public: 199,
      },
    },
    {
      probability: 0.8188,
      hits: 214,
      wrong: 0,
      bySource: {
        public: 214,
      },
    },
    {
      probability: 0.807531,
      hits: 229,
      wrong: 0,
      bySource: {
        public: 229,
      },
    },
    {
      probability: 0.792782,
      hits: 245,
      wrong: 0,
      bySource: {
        public: 245,
      },
    },
    {
      probability: 0.778176,
      hits: 261,
      wrong: 0,
      bySource: {
        public: 261,
      },
    },
    {
      probability: 0.755514,
      hits: 278,
      wrong: 0,
      bySource: {
        public: 278,
      },
    },
    {
      probability: 0.7387,
      hits: 295,
      wrong: 0,
      bySource: {
        public: 295,
      },
    },
    {
      probability: 0.732773,
      hits: 300,
      wrong: 0,
      bySource: {
        public: 300,
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
