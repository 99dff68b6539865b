import { nextTurn } from '../../corpus/next-turn.ts'
import { type DocumentNames, documentNames } from '../../distil/prose/document-names.ts'
import { plainHeading } from '../../distil/prose/heading.ts'
import type { Claim, ClaimType } from '../../spec/claim.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import type { GeneratorInput, SkillCall, SkillDocument } from '../../spec/skills.ts'
import { deduplicateQuestions } from '../deduplicate.ts'
import { abilityQuestions } from './ability-questions.ts'
import { amountQuestions } from './amount-questions.ts'
import { askedQuestions } from './asked-questions.ts'
import { conditionQuestions } from './condition-questions.ts'
import { definitionQuestions } from './definition-questions.ts'
import { factQuestions } from './fact-questions.ts'
import {
  codeQuestions,
  commandQuestions,
  deprecationQuestions,
  limitQuestions,
  requirementQuestions,
  variableQuestions,
  warningQuestions,
} from './notice-questions.ts'
import { defaultQuestions, optionQuestions } from './option-questions.ts'
import { isAskable } from './question-filter.ts'
import { taskQuestions } from './task-questions.ts'
import type { Worded, Wording } from './worded.ts'

const wordings: Readonly<Record<ClaimType, readonly Wording[]>> = {
  option: [optionQuestions],
  default: [defaultQuestions],
  instruction: [taskQuestions],
  command: [taskQuestions, commandQuestions],
  definition: [definitionQuestions, factQuestions],
  deprecation: [deprecationQuestions, factQuestions],
  requirement: [requirementQuestions, amountQuestions, abilityQuestions, conditionQuestions, factQuestions],
  limit: [limitQuestions, amountQuestions, conditionQuestions, factQuestions],
  warning: [warningQuestions, abilityQuestions, conditionQuestions],
  'environment-variable': [variableQuestions],
  code: [codeQuestions],
  other: [abilityQuestions, conditionQuestions, amountQuestions, factQuestions],
}

/**
 * Questions that a document's claims answer, worded as a person would type them, the most probable first and no more than
 * its length deserves. Every one names the claim whose quotes answer it. Yields to the event loop every few claims; throws
 * the signal's reason when aborted.
 */
export async function generateProseQuestions(
  { document, claims }: GeneratorInput,
  call: SkillCall = {},
): Promise<readonly QuestionDraft[]> {
  const names = documentNames(document)
  const places = new Map(document.passages.map((passage) => [passage.id, passage.place.map(plainHeading)]))
  const lowerWords = lowerCaseWords(document, names)
  const isManual = document.passages.some((passage) => passage.kind === 'code' || (passage.text.match(/`[^`\n]+`/g) ?? []).length > 2)
  const drafts: QuestionDraft[] = []
  for (const [index, claim] of claims.entries()) {
    if (index % 8 === 7) await nextTurn()
    call.signal?.throwIfAborted()
    const quote = claim.quotes[0]
    if (claim.stamp === 'unverified' || quote === undefined || (claim.quotes.length === 1 && onlyPoints(quote.text))) continue
    const place = places.get(quote.passage) ?? []
    for (const worded of wordClaim(claim, { names, place, lowerWords, isManual })) {
      if (isAskable(worded.text)) drafts.push(draftOf(worded, claim, document.path))
    }
  }
  const length = document.passages.reduce((sum, passage) => sum + passage.text.length, 0)
  const unique = [...deduplicateQuestions(drafts)].sort((a, b) => b.probability - a.probability)
  const structured = new Set<string>(claims.filter((claim) => rows.has(claim.type)).map((claim) => claim.id))
  const most = questionCap(length)
  const more = unique.slice(most).filter((draft) => draft.about.kind === 'claim' && draft.about.claims.every((id) => structured.has(id)))
  return [...unique.slice(0, most), ...more.slice(0, Math.ceil(most / 2))]
}

/** Claims that a table or list states one a row: a page of them deserves half as many questions again as its length says. */
const rows: ReadonlySet<ClaimType> = new Set(['option', 'default', 'code', 'environment-variable', 'command'])

/** A quotation that sends the reader elsewhere, or announces what it does not hold, answers nothing by itself. */
function onlyPoints(quote: string): boolean {
  const text = quote.trim()
  return (
    /^(?:for (?:more|details|further)\b|see (?:also )?[[`]|refer to\b|more (?:information|details)\b)/i.test(text) ||
    /\bas follows[.:]?$/i.test(text)
  )
}

function lowerCaseWords(document: SkillDocument, names: DocumentNames): ReadonlySet<string> {
  const words = new Set<string>()
  for (const passage of document.passages) {
    if (passage.kind === 'code') continue
    const text = passage.text.replace(/`[^`]*`|\]\([^)]*\)|<[^>]*>/g, ' ')
    for (const match of text.matchAll(/(?<![\p{L}\d`./@-])\p{Ll}[\p{Ll}-]+(?![\p{L}\d`/@])/gu)) words.add(match[0])
  }
  for (const name of [names.product ?? '', names.kind === 'name' ? (names.title ?? '') : ''])
    for (const word of name.toLowerCase().split(' ')) words.delete(word)
  return words
}

function wordClaim(claim: Claim, context: Parameters<Wording>[1]): readonly Worded[] {
  if (claim.type === 'other' && claim.subject.endsWith('?')) return askedQuestions(claim, context)
  return wordings[claim.type].flatMap((wording) => wording(claim, context))
}

function draftOf(worded: Worded, claim: Claim, region: string): QuestionDraft {
  return {
    text: worded.text,
    origin: 'structure',
    probability: Math.round(Math.min(0.95, Math.max(0.02, worded.probability)) * 1000) / 1000,
    region,
    about: { kind: 'claim', claims: [claim.id], passages: [...new Set(claim.quotes.map((quote) => quote.passage))] },
  }
}

/** Questions a document of so many characters may have: about 25 for 4 kB, 36 for 10 kB, 80 for 60 kB. */
export function questionCap(length: number): number {
  return Math.round(6 + 3 * Math.sqrt(length / 100))
}
