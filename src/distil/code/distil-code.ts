import type { ClaimDraft } from '../../spec/claim.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { DocumentDistillate, SkillDocument } from '../../spec/skills.ts'
import type { CodeFact } from './code-fact.ts'
import { codeFacts } from './code-facts.ts'
import { codeHeadline } from './code-headline.ts'

/** Claims kept of one file beside its calls; the most salient are taken. */
const mostClaims = 160

/**
 * What a reader of a file of code needs: what its symbols are, the errors they throw and when, defaults, allowed values,
 * environment variables, options, deprecations, and the reasons its remarks give. Every claim quotes exact slices.
 */
export function distilCode(document: SkillDocument): DocumentDistillate {
  const facts = codeFacts(document)
  const calls = facts.filter((fact) => fact.detail.kind === 'call')
  const others = facts.filter((fact) => fact.detail.kind !== 'call')
  const kept = new Set([...others.sort((a, b) => b.salience - a.salience).slice(0, mostClaims), ...calls])
  return {
    headline: codeHeadline(document),
    claims: facts.filter((fact) => kept.has(fact)).map(claimOf),
    spend: noSpend,
  }
}

/** The claim that states a fact. */
export function claimOf(fact: CodeFact): ClaimDraft {
  const { passage } = fact
  return {
    type: fact.type,
    subject: fact.subject,
    text: fact.text,
    value: fact.value,
    salience: fact.salience,
    quotes: fact.spans.map((span) => ({
      passage: passage.id,
      version: passage.version,
      start: span.start,
      end: span.end,
      text: passage.text.slice(span.start, span.end),
    })),
    stamp: 'exact',
  }
}
