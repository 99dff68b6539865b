import type { PassageSymbol } from '../../spec/parser.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import type { DocSentence } from './doc-sentences.ts'
import { makeFact } from './make-fact.ts'
import { isInformative } from './prose-filter.ts'
import { statedReturn, statedThrow } from './stated-outcome.ts'
import { isCallable, symbolWords } from './symbol-words.ts'

/**
 * Facts of single sentences of documentation: the cases they spell out ("If nil, …"), what errors mean, what callers
 * must do. `member` names the field the sentences document, with the declaration quoted after them.
 */
export function sentenceFacts(
  subject: CodeSubject,
  symbol: PassageSymbol,
  member: { readonly name: string; readonly declaration: Span } | null,
  sentences: readonly DocSentence[],
): readonly CodeFact[] {
  const facts: (CodeFact | null)[] = []
  const owner = member === null ? symbolWords(symbol) : `\`${symbol.path}.${member.name}\``
  const salience = symbol.exported ? 0.6 : 0.3
  for (const [index, sentence] of sentences.entries()) {
    const common = {
      spans: [{ start: sentence.start, end: sentence.end }, ...(member === null ? [] : [member.declaration])],
      subject: owner,
      text: `${owner}: ${sentence.text}`,
    }
    const given = member === null && isCallable(symbol) ? statedReturn(sentence.text) : null
    if (given !== null) {
      facts.push(
        makeFact(subject, {
          ...common,
          detail: { kind: 'returns-when', symbol, value: given },
          type: 'other',
          value: given,
          salience: salience + 0.1,
        }),
      )
      continue
    }
    const thrown = member === null && isCallable(symbol) ? statedThrow(sentence.text) : null
    if (thrown !== null) {
      const detail = { kind: 'throws-documented', symbol, error: thrown.error, verb: thrown.verb } as const
      facts.push(makeFact(subject, { ...common, detail, type: 'code', salience: salience + 0.15 }))
      continue
    }
    const stated = caseOf(sentence.text)
    if (stated !== null) {
      const detail = { kind: 'case', symbol, member: member?.name ?? null, join: stated.join, when: stated.when } as const
      facts.push(makeFact(subject, { ...common, detail, type: 'other', salience }))
      continue
    }
    if (member === null && isRaised(symbol, sentence.text)) {
      const verb = subject.family === 'python' ? 'raised' : subject.family === 'go' ? 'returned' : 'thrown'
      facts.push(makeFact(subject, { ...common, detail: { kind: 'raised-when', symbol, verb }, type: 'code', salience: salience + 0.1 }))
      continue
    }
    if (index > 0 && warns(sentence.text)) {
      facts.push(
        makeFact(subject, { ...common, detail: { kind: 'caution', symbol, change: false }, type: 'warning', salience: salience - 0.05 }),
      )
    }
  }
  return facts.filter((fact) => fact !== null).slice(0, 4)
}

/** The condition a sentence opens with, if it can stand in a question: no pronoun that points elsewhere. */
export function caseOf(text: string): { readonly join: 'if' | 'when'; readonly when: string } | null {
  const match = /^(If|When)\s+((?:[^,:`()]|`[^`]*`|\([^()]*\))+?),\s+(?:then\s+)?(\S.*)$/s.exec(text)
  const when = match?.[2]?.trim() ?? ''
  const rest = match?.[3] ?? ''
  const words = when.split(/\s+/)
  if (words.length > 14 || when.length > 110 || when.length < 3 || rest.split(/\s+/).length < 3) return null
  if (
    /\b(?:this|that|these|those|it|they|them|its|their|he|we|you|your|so|not|both|above|below|such|same|other|another|the former|the latter|either|neither|I|there)\b/i.test(
      words.slice(0, 3).join(' '),
    ) &&
    !/^not (?:set|given|specified|provided|present|supplied)\b/i.test(when)
  )
    return null
  if (
    /\b(?:this|that case|these|those|above|below|they|them|we|you|it)\b/i.test(when) ||
    /^(?:any|in doubt|successful|deemed appropriate|appropriate|possible|necessary|needed|desired|so|applicable|unsure)$/i.test(when)
  )
    return null
  return { join: match?.[1] === 'When' ? 'when' : 'if', when }
}

function isRaised(symbol: PassageSymbol, text: string): boolean {
  if (symbol.kind === 'function' || symbol.kind === 'method' || !/(?:(?:Error|Exception)$|^Err[A-Z]|\.Err[A-Z])/.test(symbol.path))
    return false
  return /\b(?:is|are)?\s*(?:raised|returned|thrown|reported|indicates?|means?)\b.*\b(?:when|if|by|for|that|from|on|after|because)\b/i.test(
    text,
  )
}

function warns(text: string): boolean {
  if (!isInformative(text) || text.length < 40 || text.length > 400) return false
  if (/^(?:This|That|It|These|They|In this|In that|Such|See)\b/.test(text) && !/^(?:This|The) (?:function|method|class|type)\b/.test(text))
    return false
  return /(?:\bmust(?: not)?\b|\bshould not\b|\b[Nn]ever (?:call|use|pass|add|set|mutate|modify|change|remove|store|reuse|share|rely)\b|\bDo not\b|\bDon't\b|\bnot safe\b|\bNote that\b|^Note[:,]|\bWarning\b|\bWARNING\b|\bBeware\b|\b[Cc]areful\b)/.test(
    text,
  )
}
