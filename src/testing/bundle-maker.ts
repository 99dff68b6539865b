import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { textDigests } from '../corpus/passage-digests.ts'
import type { BundleEntry, BundleHeader, BundleQuestion } from '../faces/bundle/bundle-format.ts'

/** A header as an export writes it; override what a test is about. */
export function bundleHeader(over: Partial<BundleHeader> = {}): BundleHeader {
  return {
    format: 'reverie-bundle',
    version: 1,
    madeAt: 1_800_000_000_000,
    scope: 'default',
    policy: { instructions: '', format: 'text', language: 'en', tools: [] },
    embedder: { name: 'hashing-64', dimensions: 64 },
    counts: { claims: 0, summaries: 0, questions: 0, entries: 0 },
    ...over,
  }
}

export function bundleQuestion(text: string, over: Partial<BundleQuestion> = {}): BundleQuestion {
  return {
    kind: 'question',
    text,
    origins: ['structure'],
    probability: 0.5,
    region: '',
    about: { kind: 'unknown' },
    skipped: null,
    ...over,
  }
}

/** An answer that quotes a whole passage of one paragraph under the given headings. */
export function bundleEntry(question: string, { path, text, place }: Quoted, over: Partial<BundleEntry> = {}): BundleEntry {
  return {
    kind: 'entry',
    question,
    shape: 'quotation',
    status: 'verified',
    preparedBy: 'sleep',
    text,
    quotes: [{ path, version: textDigests('prose', text).exact, start: 0, end: text.length, text, place }],
    notes: [],
    effort: 'hybrid',
    verdict: 'supported',
    model: null,
    recipe: 'r',
    promptTokens: 100,
    madeAt: 1_700_000_000_000,
    watch: null,
    shown: [],
    keys: [{ text: question, kind: 'question', vector: null }],
    ...over,
  }
}

export interface Quoted {
  readonly path: string
  readonly text: string
  /** Digest of the headings it stands under. */
  readonly place: string
}

/** The bytes of a bundle with these lines after its header, whatever they hold, and the right end. Texts and bytes are taken as lines as they are. */
export function makeBundle(lines: readonly (object | string)[], header: object = headerOver(lines), end: object = {}): Uint8Array {
  const content = Buffer.concat(
    [header, ...lines].flatMap((line) => [
      line instanceof Uint8Array ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
      Buffer.from('\n'),
    ]),
  )
  const sum = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return gzipSync(Buffer.concat([content, Buffer.from(`${JSON.stringify({ kind: 'end', digest: sum, signature: null, ...end })}\n`)]))
}

function headerOver(lines: readonly (object | string)[]): BundleHeader {
  const count = (kind: string) => lines.filter((line) => typeof line === 'object' && 'kind' in line && line.kind === kind).length
  return bundleHeader({
    counts: { claims: count('claim'), summaries: count('summary'), questions: count('question'), entries: count('entry') },
  })
}
