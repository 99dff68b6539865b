/**
 * What a key is to its entry. `question`: its own; `paraphrase`: worded asleep; `confirmed`: asked, and agreed to be the
 * same. A `near-miss` is a question its answer does not answer: never a way to it, but a sign against it for whoever asks
 * something nearer to that.
 */
export const keyKinds = ['question', 'paraphrase', 'confirmed', 'near-miss'] as const

export type KeyKind = (typeof keyKinds)[number]
