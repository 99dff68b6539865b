import { afterAll, describe, expect, test } from 'vitest'
import { openMiniLmEmbedder } from '../adapters/embedders/minilm/minilm-embedder.ts'
import { createParser } from '../adapters/parsers/create-parser.ts'
import { unitEmbedText } from '../corpus/embed-text.ts'
import type { MemoryPassage } from '../retrieve/memory-segment.ts'
import { openScopeView, type ScopeView } from '../retrieve/scope-view.ts'
import { digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { Reading, ScoredUnit } from '../spec/skills.ts'
import { createExtractiveReader } from './extractive-reader.ts'
import { createExtractiveVerifier } from './extractive-verifier.ts'
import { isVerbatim } from './reading/find-cited.ts'

const embedder = openMiniLmEmbedder({ workers: 1 })
const parser = createParser()
const reader = createExtractiveReader()
const verifier = createExtractiveVerifier()
afterAll(async () => {
  await embedder.close()
  await parser.close()
})

/** A corpus in memory, newest last. */
async function viewOf(files: Readonly<Record<string, string>>): Promise<ScopeView> {
  const passages: MemoryPassage[] = []
  for (const [at, [path, text]] of Object.entries(files).entries()) {
    const { document } = await parser.parse({ path, bytes: new TextEncoder().encode(text) })
    for (const [ordinal, passage] of document.passages.entries()) {
      const vectors = await embedder.embedMany(passage.units.map((unit) => unitEmbedText(document.title, unit.text)))
      passages.push({
        id: `${path}#${ordinal}` as PassageId,
        version: digest(passage.text),
        document: path as DocumentId,
        path,
        title: document.title,
        ordinal,
        kind: passage.kind,
        text: passage.text,
        place: passage.place,
        symbol: passage.symbol,
        modifiedAt: at,
        units: passage.units,
        vectors: passage.units.map((unit, index) => (unit.embed ? (vectors[index] ?? null) : null)),
      })
    }
  }
  const view = openScopeView({ store: null, scope: 'test' as ScopeId, embedder })
  await view.setOverlay({ hiddenDocuments: new Set(), passages })
  return view
}

const docs = viewOf({
  'server.md': `# Server

The server starts with \`serve()\`. It listens on port 3000.

## Limits

The body limit is 100 kB by default. Larger requests are refused with status 413.

Each client may open five connections.

## Deploying

To deploy, build the project and run the start script:

\`\`\`sh
npm run build && npm start
\`\`\`

## Runtimes

The server runs on these runtimes:

- Node.js
- Deno
- Bun
`,
  'cookies.md': `# Cookies

Use \`setCookie\` to set a cookie. Cookies are signed with a secret.

Signed cookies are **never** readable by other sites.
`,
  'old-proxy.md': '# Proxy\n\nThe proxy timeout is 10 seconds.\n',
  'proxy.md': '# Proxy\n\nThe proxy timeout is 30 seconds.\n',
})

async function evidenceFor(question: string): Promise<readonly ScoredUnit[]> {
  return (await docs).search({ question, vector: await embedder.embedQuestion(question), limit: 24 })
}

async function read(question: string): Promise<Reading> {
  return reader.read({ question, evidence: await evidenceFor(question), policy: defaultPolicy })
}

async function textOf(question: string): Promise<string> {
  const reading = await read(question)
  return reading.kind === 'answer' ? reading.body.text : `none: ${reading.reason}`
}

describe('extractive reader', () => {
  test('quotes the smallest span that answers, word for word', async () => {
    const question = 'How large can a request body be?'
    const evidence = await evidenceFor(question)
    const reading = await reader.read({ question, evidence, policy: defaultPolicy })
    expect(reading).toMatchObject({ kind: 'answer', body: { shape: 'quotation', text: 'The body limit is 100 kB by default.', notes: [] } })
    if (reading.kind !== 'answer') return
    for (const quote of [...reading.body.quotes, ...(reading.alternatives ?? [])]) expect(isVerbatim(quote, evidence)).toBe(true)
    expect(reading.alternatives?.length).toBeGreaterThanOrEqual(2)
    expect(reading.confidence).toBeGreaterThan(0.07)
    expect(reading.spend).toEqual({ inputTokens: 0, outputTokens: 0, usd: 0 })
  })

  test('a sentence that leans on the one before brings it along', async () => {
    expect(await textOf('Which port does the server listen on?')).toBe('The server starts with `serve()`. It listens on port 3000.')
  })

  test('an instruction brings the code it leads to, an introduction its list', async () => {
    expect(await textOf('How do I deploy the server?')).toContain('npm run build && npm start')
    expect(await textOf('Which runtimes does the server run on?')).toMatch(/Node\.js[\s\S]*Deno[\s\S]*Bun/)
  })

  test('passages that differ are each quoted, newest first, and it says so', async () => {
    const reading = await read('What is the proxy timeout?')
    expect(reading).toMatchObject({
      body: {
        shape: 'several',
        text: 'The proxy timeout is 30 seconds.\n\nThe proxy timeout is 10 seconds.',
        notes: ['2 files give different values, newest first.'],
      },
    })
  })

  test('markup stays as written', async () => {
    expect(await textOf('Can other sites read signed cookies?')).toContain('**never**')
  })

  test.each([
    'What is the capital of France?',
    'How do I train a neural network?',
    'What does frobnicate() return?',
    '',
  ])('nothing answers %j', async (question) => {
    expect((await read(question)).kind).toBe('none')
  })

  test('without evidence, and aborted', async () => {
    expect(await reader.read({ question: 'x', evidence: [], policy: defaultPolicy })).toMatchObject({
      kind: 'none',
      reason: 'nothing retrieved',
    })
    await expect(reader.read({ question: 'x', evidence: [], policy: defaultPolicy }, { signal: AbortSignal.abort() })).rejects.toThrow()
  })

  test('streams what it answers; the same question reads the same', async () => {
    const evidence = await evidenceFor('How do I set a cookie?')
    const heard: string[] = []
    const request = { question: 'How do I set a cookie?', evidence, policy: defaultPolicy }
    const first = await reader.read(request, { onText: (delta) => heard.push(delta) })
    expect(first.kind === 'answer' && heard.join('')).toBe(first.kind === 'answer' && first.body.text)
    expect(await reader.read(request)).toEqual(first)
    expect(reader.recipe).toBe(createExtractiveReader().recipe)
    expect(reader.recipe).not.toBe(createExtractiveReader({ leastConfidence: 0.2 }).recipe)
  })

  test('reads on words alone while every vector is owed', async () => {
    const question = 'What is the body limit by default?'
    const evidence = await (await docs).search({ question, vector: null, limit: 24 })
    expect(await reader.read({ question, evidence, policy: defaultPolicy })).toMatchObject({
      body: { text: 'The body limit is 100 kB by default.' },
    })
  })
})

describe('extractive verifier', () => {
  async function prepared(question: string) {
    const evidence = await evidenceFor(question)
    const reading = await reader.read({ question, evidence, policy: defaultPolicy })
    if (reading.kind !== 'answer') throw new Error(reading.reason)
    return { body: reading.body, evidence }
  }

  async function match(asked: string, preparedFor: string) {
    const { body } = await prepared(preparedFor)
    return verifier.judgeMatch({ question: asked, preparedFor, body, live: await evidenceFor(asked) })
  }

  test('supports its own quotations and refuses altered ones', async () => {
    const question = 'How large can a request body be?'
    const { body, evidence } = await prepared(question)
    expect(await verifier.judgeAnswer({ question, body, evidence })).toMatchObject({ kind: 'supported' })
    const altered = { ...body, quotes: body.quotes.map((quote) => ({ ...quote, text: quote.text.replace('100', '900') })) }
    expect(await verifier.judgeAnswer({ question, body: altered, evidence })).toMatchObject({ kind: 'unsupported' })
    expect(await verifier.judgeAnswer({ question, body: { ...body, quotes: [] }, evidence })).toMatchObject({ kind: 'unsupported' })
    expect(await verifier.judgeAnswer({ question, body, evidence: [] })).toMatchObject({ kind: 'unsure' })
  })

  test('other words for the same question match', async () => {
    expect(await match('What is the maximum size of the body of a request?', 'How large can a request body be?')).toMatchObject({
      kind: 'supported',
    })
    expect(await match('Which port does the server use?', 'What port does the server listen on?')).toMatchObject({ kind: 'supported' })
  })

  test.each([
    ['What happens above 10 MB of request body?', 'What happens above 100 kB of request body?', 'guard numbers'],
    ['Which cookies are not signed with a secret?', 'Which cookies are signed with a secret?', 'guard negation'],
    ['What does c.cookie() set?', 'What does setCookie set?', 'guard identifiers'],
    ['Why is a cookie signed with a secret?', 'When is a cookie signed with a secret?', 'guard wh-type'],
  ])('%s is not %s: %s', async (asked, preparedFor, reason) => {
    const verdict = await match(asked, preparedFor)
    expect(verdict.kind).toBe('unsupported')
    expect(verdict.reason).toContain(reason)
  })

  test('an answer the live reader would not find is no match', async () => {
    const verdict = await match('How do I set a cookie?', 'How do I deploy the server?')
    expect(verdict).toMatchObject({ kind: 'unsupported', reason: expect.stringContaining('reader') })
  })

  test('a list follows the words of the questions', async () => {
    const { body } = await prepared('Which runtimes does the server run on?')
    const list = { ...body, shape: 'list' as const }
    const judge = async (asked: string) =>
      verifier.judgeMatch({ question: asked, preparedFor: 'Which runtimes are supported?', body: list, live: await evidenceFor(asked) })
    expect(await judge('What are the supported runtimes?')).toMatchObject({ kind: 'supported' })
    expect(await judge('What are the supported commands?')).toMatchObject({ kind: 'unsupported' })
  })
})
