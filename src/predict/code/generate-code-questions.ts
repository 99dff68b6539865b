import type { CodeFact, FactDetail } from '../../distil/code/code-fact.ts'
import { codeFacts } from '../../distil/code/code-facts.ts'
import { isTestPath } from '../../distil/code/is-test-path.ts'
import type { Claim } from '../../spec/claim.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import type { GeneratorInput } from '../../spec/skills.ts'
import { questionWeight } from './question-weight.ts'
import { wordQuestion } from './word-question.ts'

/** Questions one file may have, and of those of one kind. */
const mostQuestions = 48
const mostOfKind = 14
const mostOf: Readonly<Partial<Record<FactDetail['kind'], number>>> = {
  constant: 4,
  owed: 2,
  parameter: 8,
  allowed: 6,
  'returns-when': 6,
  'why-so': 8,
}
const mostParameterDefaults = 2

/**
 * Questions about a file of code, each aimed at the claim whose quotes answer it. Facts are read again from the document
 * and matched to the claims that state them; a fact without its claim is not asked about. Best first.
 */
export function generateCodeQuestions(input: GeneratorInput): readonly QuestionDraft[] {
  const { document, claims } = input
  if (isTestPath(document.path)) return []
  const byPlace = new Map(claims.map((claim) => [placeOf(claim), claim]))
  const drafts = new Map<string, Proposed>()
  for (const fact of codeFacts(document)) {
    const text = wordQuestion(fact)
    const claim = byPlace.get(placeOfFact(fact))
    const weight = questionWeight(fact)
    if (text === null || claim === undefined || weight <= 0) continue
    const key = normaliseQuestion(text)
    const known = drafts.get(key)
    if (known !== undefined && known.draft.probability >= weight) continue
    const about = { kind: 'claim', claims: [claim.id], passages: [fact.passage.id] } as const
    drafts.set(key, { fact, draft: { text, origin: 'structure', probability: weight, region: document.path, about } })
  }
  return varied([...drafts.values()].sort((a, b) => b.draft.probability - a.draft.probability)).slice(0, mostQuestions)
}

interface Proposed {
  readonly fact: CodeFact
  readonly draft: QuestionDraft
}

/** The best of each kind, so that no file is asked about in one way only, and each answer of a kind once. */
function varied(proposed: readonly Proposed[]): readonly QuestionDraft[] {
  const counts = new Map<string, number>()
  const told = new Set<string>()
  const kept: QuestionDraft[] = []
  for (const { fact, draft } of proposed) {
    const { detail } = fact
    const isParameter = detail.kind === 'default' && detail.of === 'parameter'
    const kind = isParameter ? 'parameter default' : detail.kind
    const said = `${kind} ${fact.spans.map((span) => fact.passage.text.slice(span.start, span.end)).join(' ')}`
    if (told.has(said)) continue
    told.add(said)
    const count = counts.get(kind) ?? 0
    if (count >= (isParameter ? mostParameterDefaults : (mostOf[detail.kind] ?? mostOfKind))) continue
    counts.set(kind, count + 1)
    kept.push(draft)
  }
  return kept
}

function placeOf(claim: Claim): string {
  return `${claim.type} ${claim.subject} ${claim.quotes.map((quote) => `${quote.passage}:${quote.start}-${quote.end}`).join(' ')}`
}

function placeOfFact(fact: CodeFact): string {
  return `${fact.type} ${fact.subject} ${fact.spans.map((span) => `${fact.passage.id}:${span.start}-${span.end}`).join(' ')}`
}
