/** Guards whose unresolved findings are features of their own; others count in `openGuards` alone. */
export const featuredGuards = [
  'numbers',
  'negation',
  'antonyms',
  'actions',
  'names',
  'identifiers',
  'components',
  'direction',
  'wh-type',
  'time-words',
  'aspects',
  'parts',
  'replacement',
  'modality',
  'quantifiers',
  'persons',
  'exclusions',
] as const

/** What a match is seen as, in this order. Shares and similarities are in [0, 1] unless said otherwise. */
export const featureNames = [
  // The two questions as a whole.
  'similarity',
  'similarityCubed',
  'nearIdentity',
  // Their words, weighted by rarity in the scope: what one says that nothing in the other explains.
  'preparedUnexplained',
  'askedUnexplained',
  'mostUnexplained',
  'leastUnexplained',
  'rarestUnexplained',
  'wordSimilarity',
  'sharedOfPrepared',
  'sharedOfAsked',
  'oneSided',
  'sameWords',
  'functionWords',
  'wordOrder',
  'lengthRatio',
  'preparedLength',
  'askedLength',
  'fewestWords',
  'sameKind',
  'similarityUnexplained',
  'nearUnexplained',
  'nearRarest',
  // Minimal edits: the same sequence of words but for what tells them apart.
  'sameFrame',
  'edited',
  'tellingWords',
  'frameRarest',
  'frameTelling',
  'frameOpenGuards',
  'frameOtherKind',
  'reordered',
  // The guards.
  'openGuards',
  'nearOpenGuards',
  ...featuredGuards.map((guard) => `guard ${guard}` as const),
  // The neighbours.
  'rival',
  'agreement',
  'nearMiss',
  // The cited span and what else the scope holds; all 0 where no evidence was gathered.
  'evidenceKnown',
  'spanSimilarity',
  'evidenceLead',
  'evidenceBehind',
  'evidenceFirst',
] as const

export type FeatureName = (typeof featureNames)[number]

/** Rises with every change of what a feature means. */
const featuresVersion = 1

/**
 * What features are: their version and the embedder whose cosines they hold. Labels and fits of others are never mixed in; a
 * prior fitted on one embedder's cosines says nothing of another's.
 */
export function featuresOf(embedder: string): string {
  return `match-features-${featuresVersion}/${embedder}`
}
