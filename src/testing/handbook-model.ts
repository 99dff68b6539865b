import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { promptText } from './scripted-model.ts'

/** One call as a rule sees it: all text of the prompt, and the name of the structured output wanted, if any. */
export interface ModelCall {
  readonly text: string
  readonly format: string | null
}

export function modelCall(options: Pick<LanguageModelV4CallOptions, 'prompt' | 'responseFormat'>): ModelCall {
  const format = options.responseFormat
  return { text: promptText(options), format: format?.type === 'json' ? (format.name ?? '') : null }
}

/**
 * What a model that does its job would answer each of Reverie's prompts with, found by rule: every sentence a claim, every
 * claim a question, the evidence sentence that shares most words an answer. For tests of the whole loop.
 */
export function handbookModel({ text, format }: ModelCall): string {
  if (format === null) return answer(text)
  const outputs: Readonly<Record<string, () => object>> = {
    claims: () => claims(text),
    questions: () => questions(text),
    keys: () => ({ paraphrases: [], near_misses: [] }),
    summary: () => ({ headline: 'What the parts are for.', claims: [1] }),
    verdicts: () => ({ sentences: judged(text), answers: 'yes' }),
    seed_questions: () => ({ questions: [] }),
    comparison: () => ({ difference: 'none', better: 'even' }),
    verdict: () => ({ difference: 'none', verdict: 'same' }),
    choice: () => ({ difference: 'none', choice: 1 }),
  }
  const output = outputs[format]
  if (output === undefined) throw new Error(`No rule for "${format}".`)
  return JSON.stringify(output())
}

function claims(text: string): object {
  const found = fencedBlocks(text).flatMap(({ label, body }) => {
    const passage = Number(/^passage (\d+)/.exec(label)?.[1] ?? 0)
    if (passage === 0) return []
    const sentences = body.replace(/^\[under: .*\]\n/, '').match(/[A-Z][^.!?\n]{12,}[.!?]/g) ?? []
    return sentences.map((sentence) => ({
      type: 'other',
      subject: sentence.split(' ').slice(0, 2).join(' '),
      text: sentence,
      value: null,
      salience: 0.8,
      quotes: [{ passage, text: sentence }],
    }))
  })
  return { headline: 'A page of the handbook.', claims: found }
}

function questions(text: string): object {
  const lines = [...text.matchAll(/^\[(\d+)\] \(\w[\w-]*\) (.*)$/gm)]
  return {
    questions: lines.map(([, number, claim = '']) => ({
      text: `Which rule says that ${claim.replace(/ — ".*$/, '').replace(/[.!?]$/, '')}?`,
      claims: [Number(number)],
      likelihood: 0.7,
    })),
  }
}

function answer(text: string): string {
  const blocks = fencedBlocks(text)
  const asked = words(blocks.find(({ label }) => label === 'question')?.body ?? '')
  const units = blocks
    .filter(({ label }) => label === 'passage')
    .flatMap(({ body }) => [...body.matchAll(/\[(\d+)\] ([^[\n]+)/g)])
    .map(([, number, unit = '']) => ({ number, unit: unit.trim(), shared: [...words(unit)].filter((word) => asked.has(word)).length }))
    .sort((one, other) => other.shared - one.shared)
  const [best] = units
  if (best === undefined || best.shared < 3) return 'NOT_ANSWERED'
  return `In short: ${best.unit.replace(/\s*[.!?…].*$/, '')} [${best.number}].`
}

function judged(text: string): readonly object[] {
  return [...text.matchAll(/<<<\w+ sentence (\d+)/g)].map(([, number]) => ({
    number: Number(number),
    verdict: 'supported',
    reason: 'stated',
  }))
}

function fencedBlocks(text: string): readonly { readonly label: string; readonly body: string }[] {
  return [...text.matchAll(/<<<(\w+) ([^\n]+)\n([\s\S]*?)\n\1>>>/g)].map(([, , label = '', body = '']) => ({ label, body }))
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? [])
}
