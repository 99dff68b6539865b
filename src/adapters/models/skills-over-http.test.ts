import { afterEach, describe, expect, it } from 'vitest'
import { createGenerativeDistiller } from '../../distil/generative-distiller.ts'
import { keyedFences } from '../../ledger/fence.ts'
import { ledgerTotals } from '../../ledger/ledger-totals.ts'
import { localOnlyPaths } from '../../ledger/local-only.ts'
import { meterModel } from '../../ledger/meter-model.ts'
import { openLedger } from '../../ledger/open-ledger.ts'
import { createGenerativeReader } from '../../preanswer/generative-reader.ts'
import { createGenerativeVerifier } from '../../preanswer/generative-verifier.ts'
import { createGenerativeQuestionGenerator } from '../../predict/generative-question-generator.ts'
import type { Claim } from '../../spec/claim.ts'
import { digest } from '../../spec/digest.ts'
import type { ClaimId } from '../../spec/ids.ts'
import { defaultPolicy } from '../../spec/policy.ts'
import type { Distiller, QuestionGenerator, Reader, Verifier } from '../../spec/skills.ts'
import { type OpenAiRequest, type OpenAiServer, startOpenAiServer } from '../../testing/openai-server.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { scriptedTimer } from '../../testing/scripted-timer.ts'
import { seededRandom } from '../../testing/seeded-random.ts'
import { sampleDocument, sampleEvidence, samplePassage, sampleScope } from '../../testing/skill-samples.ts'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { openModel } from './open-model.ts'

const unused = () => Promise.reject(new Error('the floor was not expected'))
const floor: Distiller & QuestionGenerator & Reader & Verifier = {
  recipe: digest('floor'),
  model: null,
  distilDocument: unused,
  distilGroup: unused,
  generate: unused,
  read: unused,
  judgeAnswer: unused,
  judgeMatch: unused,
}

const passage = samplePassage('p', 'The server listens on port 3000 by default. Set PORT to change it.', ['Running'])
const document = sampleDocument('README.md', [passage], 'Server')
const evidence = sampleEvidence('README.md', [passage], 'Server')

/** What a model that does its job would answer, by what the request asks for. */
function goodModel({ body }: OpenAiRequest): { readonly kind: 'text'; readonly text: string } {
  const answers: Record<string, object> = {
    claims: {
      headline: 'How to run the server.',
      claims: [
        {
          type: 'default',
          subject: 'server port',
          text: 'The server listens on port 3000 by default.',
          value: '3000',
          salience: 1,
          quotes: [{ passage: 1, text: 'listens on port 3000 by default' }],
        },
      ],
    },
    questions: { questions: [{ text: 'Which port does the server listen on by default?', claims: [1], likelihood: 0.9 }] },
    verdicts: { sentences: [{ number: 1, verdict: 'supported', reason: 'same words' }], answers: 'yes' },
    verdict: { difference: 'TLS', verdict: 'different' },
  }
  const name = body.response_format?.json_schema?.name
  return { kind: 'text', text: name === undefined ? 'It listens on port 3000 by default [1].' : JSON.stringify(answers[name]) }
}

let server: OpenAiServer
afterEach(() => server.close())

async function skills(script: Parameters<typeof startOpenAiServer>[0]['script'], budget: number | null = null) {
  server = await startOpenAiServer({ script })
  const clock = scriptedClock()
  const random = seededRandom()
  const store = await openSqliteStore({ path: ':memory:', clock })
  const opened = await openModel('openai-compatible/scripted', {
    baseUrl: server.baseUrl,
    env: {},
    priceOf: () => ({ input: 1, output: 2 }),
  })
  const caps = { sleep: [{ tokens: budget, usd: null, per: 'cause' }], ask: [] } as const
  const model = meterModel({ ...opened, ledger: openLedger({ store, clock, random }), caps, clock, random, timer: scriptedTimer() })
  const shared = {
    model,
    spend: { scope: sampleScope, cause: 'run', side: 'sleep' as const },
    fences: keyedFences('secret'),
    local: floor,
    isLocal: localOnlyPaths([]),
  }
  return {
    store,
    distiller: createGenerativeDistiller({ ...shared, pathOf: () => 'README.md' }),
    generator: createGenerativeQuestionGenerator(shared),
    reader: createGenerativeReader(shared),
    verifier: createGenerativeVerifier({ ...shared, pathOf: () => 'README.md' }),
  }
}

describe('the generative skills over HTTP', () => {
  it('distil, ask, read, verify and match, every call in the ledger', async () => {
    const { store, distiller, generator, reader, verifier } = await skills((request) => goodModel(request))
    const { claims } = await distiller.distilDocument(document)
    expect(claims).toMatchObject([{ stamp: 'exact', value: '3000', quotes: [{ text: 'listens on port 3000 by default' }] }])
    const made = claims.map(
      (claim): Claim => ({ ...claim, id: digest(claim.text) as string as ClaimId, document: document.id, basis: 'quoted' }),
    )
    const { questions } = await generator.generate({ document, claims: made })
    const question = questions[0]?.text ?? ''
    expect(question).toBe('Which port does the server listen on by default?')
    const deltas: string[] = []
    const reading = await reader.read({ question, evidence, policy: defaultPolicy }, { onText: (delta) => deltas.push(delta) })
    if (reading.kind !== 'answer') throw new Error(reading.reason)
    expect(deltas.join('')).toBe(reading.body.text)
    expect(await verifier.judgeAnswer({ question, body: reading.body, evidence })).toMatchObject({ kind: 'supported' })
    const match = { question: 'Which port does TLS use?', preparedFor: question, body: reading.body, live: evidence }
    expect(await verifier.judgeMatch(match)).toMatchObject({ kind: 'unsupported', reason: 'TLS' })
    const totals = await ledgerTotals(store, sampleScope, { cause: 'run' })
    expect(totals.map(({ purpose, calls }) => [purpose, calls]).sort()).toEqual([
      ['distil', 1],
      ['pre-answer', 1],
      ['predict', 1],
      ['verify', 2],
    ])
    expect(totals.every(({ openTokens, usd }) => openTokens === 0 && usd !== null && usd > 0)).toBe(true)
  })

  it('come through the faults of a bad day', async () => {
    let calls = 0
    const { distiller, verifier } = await skills((request) => {
      calls += 1
      if (calls === 1) return { kind: 'status', status: 429, headers: { 'retry-after': '1' } }
      if (calls === 2) return { kind: 'text', text: '{"headline": "cut', finishReason: 'length' }
      if (calls === 3) return { kind: 'cut', text: '{' }
      if (calls === 4) return goodModel(request)
      return { kind: 'refusal', text: 'No.' }
    })
    expect((await distiller.distilDocument(document)).headline).toBe('How to run the server.')
    const quotes = evidence.slice(0, 1).map(({ passage: id, version, start, end, text }) => ({ passage: id, version, start, end, text }))
    const body = { shape: 'quotation' as const, text: quotes[0]?.text ?? '', quotes, notes: [] }
    expect(await verifier.judgeAnswer({ question: 'Which port?', body, evidence })).toMatchObject({ kind: 'unsure' })
  })

  it('stop at the budget with nothing sent', async () => {
    const { distiller } = await skills([], 1000)
    await expect(distiller.distilDocument(document)).rejects.toMatchObject({ code: 'budget-refused' })
    expect(server.requests).toEqual([])
  })
})
