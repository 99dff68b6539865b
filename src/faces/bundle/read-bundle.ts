import { normaliseQuestion } from '../../spec/normalise-question.ts'
import { type BundleEnd, type BundleHeader, type BundleItem, bundleVersion, headerLine, itemLine } from './bundle-format.ts'
import type { BundleLimits } from './bundle-limits.ts'
import { bundleLines } from './bundle-lines.ts'
import { bundleRefused } from './bundle-refused.ts'
import { parseLine } from './parse-line.ts'
import { type BundleTrust, verifyBundle } from './verify-bundle.ts'

/** A bundle that was read to its end and found whole. */
export interface ReadBundle {
  readonly header: BundleHeader
  readonly end: BundleEnd
  /** Its items in order, parsed anew each time. */
  items(): AsyncIterable<BundleItem>
}

/**
 * Reads untrusted bytes: first digest and signature, then every line against its schema, before anything is made of it.
 * Throws `bundle-refused` for anything that is not a whole bundle of this version within the limits.
 */
export async function readBundle(bundle: Uint8Array, limits: BundleLimits, trust: BundleTrust): Promise<ReadBundle> {
  if (bundle.length > limits.compressedBytes)
    throw bundleRefused(
      `it is larger than ${limits.compressedBytes} bytes`,
      'A larger one is imported only where the caller raises the limits.',
    )
  const end = await verifyBundle(bundle, limits, trust)
  let header: BundleHeader | null = null
  const check = consistency()
  for await (const { line, number, isLast } of numbered(bundle, limits)) {
    if (isLast) break
    if (number === 1) header = headerOf(line)
    else check.add(parseLine(itemLine, line, `line ${number}`), number)
  }
  if (header === null) throw bundleRefused('it has no header')
  check.finish(header)
  return { header, end, items: () => itemsOf(bundle, limits) }
}

async function* itemsOf(bundle: Uint8Array, limits: BundleLimits): AsyncIterable<BundleItem> {
  for await (const { line, number, isLast } of numbered(bundle, limits)) {
    if (number > 1 && !isLast) yield parseLine(itemLine, line, `line ${number}`)
  }
}

async function* numbered(bundle: Uint8Array, limits: BundleLimits) {
  let held: Buffer | null = null
  let number = 0
  for await (const line of bundleLines(bundle, limits)) {
    if (held !== null) yield { line: held, number, isLast: false }
    held = line
    number += 1
  }
  if (held !== null) yield { line: held, number, isLast: true }
}

/** The version is looked at first: a later format may have another header. */
function headerOf(line: Buffer): BundleHeader {
  const { version } = parseLine(headerLine.pick({ format: true, version: true }).loose(), line, 'the header')
  if (version !== bundleVersion)
    throw bundleRefused(
      `it is of version ${version}, and this program reads version ${bundleVersion}`,
      version > bundleVersion ? 'Update Reverie where it is imported.' : 'Export it again with a newer Reverie.',
    )
  return parseLine(headerLine, line, 'the header')
}

/** Digests held in memory at once. */
const mostTexts = 2_000_000

/** What no single line can show: claims in order, nothing twice, nothing named that does not come, and the counts of the header. */
function consistency() {
  const counts = { claims: 0, summaries: 0, questions: 0, entries: 0 }
  let texts = 0
  const questions = new Set<string>()
  const answered = new Set<string>()
  const summaries = new Set<string>()
  const once = (seen: Set<string>, key: string, number: number, what: string): void => {
    if (seen.has(key)) throw bundleRefused(`line ${number} holds ${what} a second time`)
    seen.add(key)
  }
  const known = (claims: readonly number[], number: number): void => {
    if (claims.some((claim) => claim >= counts.claims)) throw bundleRefused(`line ${number} names a claim that was not given before`)
  }
  return {
    add(item: BundleItem, number: number): void {
      switch (item.kind) {
        case 'texts':
          texts += item.digests.length
          if (texts > mostTexts) throw bundleRefused(`it names more than ${mostTexts} passages`)
          return
        case 'claim':
          if (item.number !== counts.claims) throw bundleRefused(`line ${number} holds claim ${item.number}, expected ${counts.claims}`)
          counts.claims += 1
          return
        case 'summary':
          known(item.claims, number)
          once(summaries, item.level === 'topic' ? `topic ${item.topic}` : `${item.level} ${item.path}`, number, 'a summary')
          counts.summaries += 1
          return
        case 'question':
          if (item.about.kind === 'claim') known(item.about.claims, number)
          once(questions, normaliseQuestion(item.text), number, 'a question')
          counts.questions += 1
          return
        case 'entry':
          if (!questions.has(normaliseQuestion(item.question)))
            throw bundleRefused(`line ${number} answers a question that was not given before`)
          once(answered, normaliseQuestion(item.question), number, 'an answer')
          counts.entries += 1
      }
    },
    finish({ counts: wanted }: BundleHeader): void {
      for (const name of ['claims', 'summaries', 'questions', 'entries'] as const) {
        if (counts[name] !== wanted[name]) throw bundleRefused(`its header says ${wanted[name]} ${name}, it holds ${counts[name]}`)
      }
    },
  }
}
