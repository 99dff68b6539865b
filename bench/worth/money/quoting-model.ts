import type { JSONSchema7, LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { countTokens } from '../../../src/ledger/count-tokens.ts'
import { callTokens } from '../../../src/ledger/prompt-tokens.ts'
import { createScriptedModel, promptText } from '../../../src/testing/scripted-model.ts'
import { contentWords, shareIn } from './words.ts'

export interface QuotingModelOptions {
  /** Whether two questions want the same answer, where that is known: what a good judge would say. Null: judged by their words. */
  readonly sameMeaning?: (asked: string, prepared: string, answer: string) => boolean | null
  /** Told of every call: the name of the output wanted, `answer` for text, and its tokens. */
  readonly onCall?: (output: string, tokens: number) => void
}

/**
 * A model that knows nothing but its prompt: it answers by quoting the marked units that share most content words with
 * the question, takes every sentence for a claim, turns claims into questions by rule, and takes two questions for the
 * same where their content words are nearly the same. Usage is what the prompt and the answer count as by `o200k_base`.
 */
export function quotingModel({ sameMeaning, onCall }: QuotingModelOptions = {}): LanguageModelV4 {
  const answered = async (options: LanguageModelV4CallOptions) => {
    const text = replyTo(options, sameMeaning)
    const usage = { inputTokens: await callTokens(options), outputTokens: await countTokens(text) }
    const format = options.responseFormat
    onCall?.(format?.type === 'json' ? (format.name ?? 'json') : 'answer', usage.inputTokens + usage.outputTokens)
    return createScriptedModel([{ text, usage }])
  }
  return {
    specificationVersion: 'v4',
    provider: 'bench',
    modelId: 'quoting',
    supportedUrls: {},
    doGenerate: async (options) => (await answered(options)).doGenerate(options),
    doStream: async (options) => (await answered(options)).doStream(options),
  }
}

/** What it answers one call with. */
export function replyTo(
  options: Pick<LanguageModelV4CallOptions, 'prompt' | 'responseFormat'>,
  sameMeaning?: QuotingModelOptions['sameMeaning'],
): string {
  const text = promptText(options)
  const format = options.responseFormat
  if (format?.type !== 'json') return quoted(text)
  const outputs: Readonly<Record<string, () => object>> = {
    claims: () => claims(text),
    questions: () => questions(text),
    verdicts: () => ({ sentences: sentenceVerdicts(text), answers: 'yes' }),
    verdict: () => matchVerdict(text, sameMeaning),
    choice: () => matchChoice(text, sameMeaning),
  }
  return JSON.stringify(outputs[format.name ?? '']?.() ?? least(format.schema))
}

interface Block {
  readonly label: string
  readonly body: string
}

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/<<<(\w+) ([^\n]+)\n([\s\S]*?)\n\1>>>/g)].map(([, , label = '', body = '']) => ({ label, body }))
}

/** Least share of the question's content words that a quotation must hold. */
const leastShared = 0.34
const quotedUnits = 2

function quoted(text: string): string {
  const blocks = blocksOf(text)
  const asked = contentWords(blocks.find(({ label }) => label === 'question')?.body ?? '')
  const units = blocks
    .filter(({ label }) => label === 'passage')
    .flatMap(({ body }) => {
      const [place = ''] = body.split('\n')
      const under = contentWords(place)
      return [...body.matchAll(/\[(\d+)\] ([^\n]*?)(?=\s*\[\d+\] |\n|$)/g)].map(([, number = '', unit = '']) => {
        const shared = shareIn(asked, contentWords(unit))
        const whole = shareIn(asked, new Set([...contentWords(unit), ...under]))
        // Retrieval knows meanings, of which this model has no idea: its order counts as much as the words.
        return { number, unit: unit.trim(), whole, rank: (shared + whole) / 2 + 1 / Number(number) }
      })
    })
    .filter(({ unit, whole }) => unit !== '' && whole >= leastShared)
    .toSorted((one, other) => other.rank - one.rank)
  if (units.length === 0) return 'NOT_ANSWERED'
  return units
    .slice(0, quotedUnits)
    .flatMap(({ unit, number }) => unit.split(/(?<=[.!?…])\s+/).map((sentence) => `${sentence.replace(/[.!?…:]+\s*$/, '')} [${number}].`))
    .join(' ')
}

function claims(text: string): object {
  const found = blocksOf(text).flatMap(({ label, body }) => {
    const passage = Number(/^passage (\d+)/.exec(label)?.[1] ?? 0)
    if (passage === 0) return []
    const sentences = body.replace(/^\[under: .*\]\n/, '').match(/\p{Lu}[^.!?\n]{12,300}[.!?]/gu) ?? []
    return sentences.map((sentence) => ({
      type: 'other',
      subject: sentence.split(' ').slice(0, 3).join(' '),
      text: sentence,
      value: null,
      salience: 0.5,
      quotes: [{ passage, text: sentence }],
    }))
  })
  return { headline: 'What the document states.', claims: found.slice(0, 40) }
}

function questions(text: string): object {
  const lines = [...text.matchAll(/^\[(\d+)\] \([\w-]+\) (.*?)(?: — ".*)?$/gm)]
  const worded = lines.flatMap(([, number, claim = '']) => {
    const question = questionOf(claim)
    return question === null ? [] : [{ text: question, claims: [Number(number)], likelihood: 0.5 }]
  })
  return { questions: worded.slice(0, 25) }
}

/** A claim turned round, or null where no rule applies. */
function questionOf(claim: string): string | null {
  const plain = claim.replace(/[.!?]+$/, '')
  const [, own] = /^(?:We|Our company)\s+(?:may |will |also |do )?(\w+ .+)$/.exec(plain) ?? []
  if (own !== undefined) return `Do you ${own.replace(/\byour\b/g, 'my').replace(/\byou\b/g, 'me')}?`
  const [, may] = /^You (?:can|may) (.+)$/.exec(plain) ?? []
  if (may !== undefined) return `How can I ${may.replace(/\byour\b/g, 'my')}?`
  const [, subject, be] = /^(.{3,60}?) (is|are|was|were) /.exec(plain) ?? []
  return subject === undefined ? null : `What ${be} ${subject}?`
}

function sentenceVerdicts(text: string): readonly object[] {
  return blocksOf(text).flatMap(({ label }) => {
    const [, number] = /^sentence (\d+)$/.exec(label) ?? []
    return number === undefined ? [] : [{ number: Number(number), verdict: 'supported', reason: 'quoted' }]
  })
}

const sameShare = 0.8

function matchVerdict(text: string, sameMeaning: QuotingModelOptions['sameMeaning']): object {
  const { asked, ...prepared } = matchOf(text)
  const isSame = isSameNeed(asked, prepared, sameMeaning)
  return { difference: isSame ? 'none' : 'other words', verdict: isSame ? 'same' : 'different' }
}

/** The first that answers the same need, or none. */
function matchChoice(text: string, sameMeaning: QuotingModelOptions['sameMeaning']): object {
  const { asked, prepared = [] } = matchOf(text)
  const chosen = prepared.find((one) => isSameNeed(asked, one, sameMeaning))
  return { difference: chosen === undefined ? 'other words' : 'none', choice: chosen?.number ?? 0 }
}

interface Shown {
  readonly number?: number
  readonly preparedFor?: string
  readonly answer?: string
}

function matchOf(text: string): Shown & { readonly asked: string; readonly prepared?: readonly Shown[] } {
  return JSON.parse(blocksOf(text).find(({ label }) => label === 'match')?.body ?? '{"asked":""}')
}

function isSameNeed(asked: string, { preparedFor = '', answer = '' }: Shown, sameMeaning: QuotingModelOptions['sameMeaning']): boolean {
  const words = [contentWords(asked), contentWords(preparedFor)] as const
  return sameMeaning?.(asked, preparedFor, answer) ?? Math.min(shareIn(words[0], words[1]), shareIn(words[1], words[0])) >= sameShare
}

/** The least value that fits a schema: nothing said. */
function least(schema: JSONSchema7 | boolean | undefined): object {
  const value = leastOf(schema)
  return typeof value === 'object' && value !== null ? value : {}
}

function leastOf(schema: JSONSchema7 | boolean | undefined): unknown {
  if (schema === undefined || typeof schema === 'boolean') return null
  if (schema.enum !== undefined) return schema.enum.at(-1)
  const either: readonly (JSONSchema7 | boolean)[] | undefined = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return either.some((one) => typeof one === 'object' && one.type === 'null') ? null : leastOf(either[0])
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, leastOf(inner)]))
  if (type === 'array') return []
  if (type === 'string') return ''
  if (type === 'boolean') return false
  return type === 'number' || type === 'integer' ? 0 : null
}
