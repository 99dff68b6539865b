import { nextTurn } from '../../corpus/next-turn.ts'
import type { ClaimDraft } from '../../spec/claim.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { DocumentDistillate, SkillCall, SkillDocument } from '../../spec/skills.ts'
import { askedRule } from './asked-rule.ts'
import { commandRule } from './command-rule.ts'
import { conceptRule } from './concept-rule.ts'
import { definitionRule } from './definition-rule.ts'
import { documentNames } from './document-names.ts'
import { environmentRule } from './environment-rule.ts'
import { factRule } from './fact-rule.ts'
import { headline } from './headline.ts'
import { instructionRule } from './instruction-rule.ts'
import { memberRule } from './member-rule.ts'
import { noticeRule } from './notice-rule.ts'
import { optionRule } from './option-rule.ts'
import { optionParents } from './option-siblings.ts'
import { outline } from './outline.ts'
import type { Rule } from './rule.ts'
import { tableRule } from './table-rule.ts'
import { usageRule } from './usage-rule.ts'

const rules: readonly Rule[] = [
  askedRule,
  usageRule,
  optionRule,
  tableRule,
  memberRule,
  commandRule,
  environmentRule,
  definitionRule,
  instructionRule,
  conceptRule,
  noticeRule,
  factRule,
]

/** Claims of one document at most; those of types that lists are made of are kept first. */
const mostClaims = 400
/** Untyped statements at most. */
const mostOthers = 160

/**
 * Claims of a document of prose, every one with exact quotes: what its headings, sentences, lists, tables and commands
 * state, most needed first. Yields to the event loop between sections. Throws the signal's reason when aborted.
 */
export async function distilProse(document: SkillDocument, call: SkillCall = {}): Promise<DocumentDistillate> {
  const sections = outline(document)
  const names = documentNames(document)
  const context = { document, names, sections, optionParents: optionParents(sections) }
  const found: ClaimDraft[] = []
  for (const section of sections) {
    call.signal?.throwIfAborted()
    for (const rule of rules) found.push(...rule(section, context))
    if (section.index % 8 === 7) await nextTurn()
  }
  return { headline: headline(names, sections), claims: chosen(found), spend: noSpend }
}

function chosen(found: readonly ClaimDraft[]): readonly ClaimDraft[] {
  const seen = new Set<string>()
  const unique = found.filter((claim) => {
    if (claim.quotes.length === 0 || (claim.subject === '' && claim.type !== 'other')) return false
    const key = `${claim.type}|${claim.subject.toLowerCase()}|${claim.quotes.map((quote) => `${quote.passage}:${quote.start}`).join(',')}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  // A statement that a typed claim already makes would only be asked about twice.
  const stated = new Set(unique.filter((claim) => claim.type !== 'other').map((claim) => claim.text))
  const typed = unique.filter((claim) => claim.type !== 'other')
  const others = unique
    .filter((claim) => claim.type === 'other' && (!stated.has(claim.text) || claim.subject.endsWith('?')))
    .sort((a, b) => b.salience - a.salience)
    .slice(0, mostOthers)
  return [...typed.sort((a, b) => b.salience - a.salience), ...others].slice(0, mostClaims)
}
