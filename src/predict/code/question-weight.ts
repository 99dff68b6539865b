import type { CodeFact, FactDetail } from '../../distil/code/code-fact.ts'
import { lastName } from '../../distil/code/symbol-words.ts'

/** How likely a developer asks about a kind of fact, before the fact's own salience counts. */
const worth: Readonly<Record<FactDetail['kind'], number>> = {
  purpose: 0.9,
  signature: 0,
  returns: 0.85,
  'returns-when': 0.8,
  'throws-message': 1,
  'throws-kind': 0.9,
  'throws-documented': 1,
  'error-message': 0.8,
  'raised-when': 1,
  parameter: 0.75,
  member: 0.9,
  'bare-member': 0,
  default: 1,
  allowed: 0.85,
  case: 0.95,
  constant: 0.7,
  environment: 1,
  flag: 1,
  'flag-default': 0.95,
  exit: 1,
  deprecation: 0.95,
  why: 0.9,
  'why-so': 0.7,
  caution: 0.85,
  example: 0.8,
  owed: 0.6,
  call: 0,
}

/** 0 where the question should not be put; else its probability of being asked, in order only. */
export function questionWeight(fact: CodeFact): number {
  const { detail, salience } = fact
  const length = fact.spans.reduce((sum, span) => sum + span.end - span.start, 0)
  if (length > 1600 || length < 8) return 0
  if ('symbol' in detail && detail.symbol !== null && isNameless(lastName(detail.symbol))) return 0
  const isPlain = detail.kind === 'default' && detail.of === 'parameter'
  if (isPlain && /^(?:false|False)$/.test(fact.value ?? '')) return 0
  return worth[detail.kind] * salience * (isPlain ? 0.8 : 1)
}

/** Names a question cannot be about: one letter, `_`, the parser's stand-ins. */
function isNameless(name: string): boolean {
  return name.replace(/[^A-Za-z]/g, '').length < 2 || (/^(?:default|anonymous|module|exports|main)$/.test(name) === true && name !== 'main')
}
