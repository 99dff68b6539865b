/**
 * What kind of answer a question expects. `meaning` asks what something is; `way` how something is done; `polar` is
 * answered by yes or no; `list` by several things; `thing` by whatever fits.
 */
export type QuestionKind = 'time' | 'number' | 'person' | 'place' | 'reason' | 'way' | 'meaning' | 'polar' | 'list' | 'thing'

const countNouns =
  'number|amount|percentage|percent|population|size|length|height|width|depth|age|price|cost|temperature|speed|rate|distance|weight|port|limit|timeout'
const dateNouns = 'year|date|day|month|century|decade|time|season|era'
const placeNouns = 'country|city|place|town|state|region|continent|location|river|area|county|province|street|building'
const personNouns =
  'person|president|king|queen|author|scientist|leader|man|woman|actor|actress|singer|inventor|general|player|mathematician|physicist|chemist|geologist|economist|politician'

// A question word asks at the start of a clause; elsewhere it joins ("what happens when …", "people who …").
const lead = '(?:^|[,;:.?!(] *|\\b(?:by|for|to|with|of|from|in|at|on|and|or|about|since|until|know|me|say|out|is|was|were) )'

const rules: readonly (readonly [QuestionKind, RegExp])[] = [
  ['time', new RegExp(`${lead}(?:when)\\b|\\bwhen$|\\bhow (?:long ago|recently|often)\\b`)],
  ['time', new RegExp(`\\b(?:what|which|in what|in which)\\s+(?:\\w+\\s+)?(?:${dateNouns})\\b`)],
  ['number', /\bhow (?:many|much|old|tall|long|far|big|large|high|deep|fast|hot|cold|wide|heavy|frequently|likely)\b/],
  ['number', new RegExp(`\\b(?:what|which)(?:'s| is| was| are| were)?\\s+(?:the\\s+)?(?:\\w+\\s+){0,2}(?:${countNouns})\\b`)],
  [
    'reason',
    /(?:^|[,;:.?!(] *|\b(?:and|know|me|explain|is|that) )why\b|\bwhat (?:\w+ )?(?:reason|cause)s?\b|\bhow come\b|\bfor what reason\b/,
  ],
  ['person', new RegExp(`${lead}(?:who|whose|whom)\\b|\\bwhom?$`)],
  ['person', new RegExp(`\\b(?:what|which)\\s+(?:\\w+\\s+){0,2}(?:${personNouns})\\b`)],
  ['place', new RegExp(`${lead}where\\b|\\bwhere$`)],
  ['place', new RegExp(`\\b(?:what|which)\\s+(?:\\w+\\s+)?(?:${placeNouns})\\b`)],
  ['way', /\bhow (?:do|does|can|could|should|would|to|might|is|are|was|were|did|must)\b|\bhow\b/],
  [
    'list',
    /^(?:list|name|enumerate)\b|\b(?:what|which) (?:are|were) (?:all |some |the )?(?:\w+ ){0,3}\w+s\b|\b(?:what|which) (?:\w+ ){1,3}are (?:there|available|supported)\b|\b(?:what|which) (?:\w+ ){0,2}(?:options|types|kinds|commands|variables|methods|ways)\b/,
  ],
  [
    'meaning',
    /\bwhat (?:does|do|did) .*\b(?:mean|stand for|do)$|\bwhat (?:does|do|did) .*\b(?:mean|stand for)\b|\bwhat(?:'s| is| are) .* (?:for|used for)$|^(?:define|explain|describe)\b|\bwhat(?:'s| is| are)\s+(?:an? |the )?[^ ]+(?: [^ ]+)?$/,
  ],
  ['polar', /^(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|may|must|am)\b/],
]

/** The kind of answer a question expects, by its wording; the first rule that fits, in the order of the rules. */
export function questionKind(question: string): QuestionKind {
  const text = question
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[?.!\s]+$/, '')
    .trim()
  if (/^(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|may|must|am)\b/.test(text)) return 'polar'
  for (const [kind, pattern] of rules) if (pattern.test(text)) return kind
  return 'thing'
}
