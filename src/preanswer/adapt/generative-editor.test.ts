import { describe, expect, it } from 'vitest'
import { keyedFences } from '../../ledger/fence.ts'
import { localOnlyPaths } from '../../ledger/local-only.ts'
import { ReverieError } from '../../spec/errors.ts'
import { meteredScript } from '../../testing/metered-script.ts'
import { type ModelScript, promptText } from '../../testing/scripted-model.ts'
import { sampleEvidence, samplePassage, sampleScope } from '../../testing/skill-samples.ts'
import type { NearAnswer } from './adaptation.ts'
import { newInEdit } from './edit-holds.ts'
import { createGenerativeEditor } from './generative-editor.ts'

const passage = samplePassage('a', 'The server listens on port 3000. Set `PORT` to change it. Restart the server after a change.', [
  'Ports',
])
const live = sampleEvidence('docs/run.md', [passage], 'Server')
const quotes = live.map((unit) => ({ passage: unit.passage, version: unit.version, start: unit.start, end: unit.end, text: unit.text }))
const answer: NearAnswer = {
  id: 'port',
  preparedFor: 'How do I configure the port of the server?',
  similarity: 0.8,
  body: { shape: 'prose', text: 'It is 3000 [1]; `PORT` changes it [2], after a restart [3].', quotes, notes: [] },
}
const question = 'What do I set to change the port of the server?'

function editor(script: ModelScript, localOnly: readonly string[] = []) {
  const model = meteredScript(script)
  const spend = { scope: sampleScope, cause: 'a', side: 'ask' } as const
  return { model, skill: createGenerativeEditor({ model, spend, fences: keyedFences('secret'), isLocal: localOnlyPaths(localOnly) }) }
}
const says = (sentences: readonly { text: string; cites: readonly number[] }[], change = 'kept only how to change it') => ({
  text: JSON.stringify({ change, sentences }),
})

describe('an edit by a model', () => {
  it('keeps the sentences it cites, its marks counted anew, and says what it changed', async () => {
    const { skill, model } = editor([says([{ text: 'Set `PORT` to change the port.', cites: [2] }])])
    expect(await skill.edit({ question, answer, live })).toMatchObject({
      kind: 'edited',
      body: { shape: 'prose', text: 'Set `PORT` to change the port. [1]', quotes: [{ text: 'Set `PORT` to change it.' }] },
      what: `edited from the answer to “${answer.preparedFor}”: kept only how to change it`,
      spend: { usd: 0.01 },
    })
    const prompt = promptText(model.model.calls[0] ?? { prompt: [] })
    expect(prompt).toMatch(/<<<\w+ quote 2\n\(Server › Ports\)\nSet `PORT` to change it\./)
    expect(model.contexts[0]?.purpose).toBe('adapt')
  })

  it.each([
    ['cites nothing', [{ text: 'Set `PORT`.', cites: [] }], 'a sentence of the edit cites nothing'],
    ['cites what is not there', [{ text: 'Set `PORT`.', cites: [9] }], 'a sentence of the edit cites nothing'],
    ['adds a number', [{ text: 'Set `PORT` to 8080.', cites: [2] }], 'the edit adds the number 8080'],
    ['takes a number from another quote', [{ text: 'Set `PORT` to change 3000.', cites: [2] }], 'the edit adds the number 3000'],
    ['adds a name out of code', [{ text: 'Set `SERVER_PORT` to change it.', cites: [2] }], 'the edit adds the name server_port'],
    ['adds a named thing', [{ text: 'Set `PORT` in Docker to change it.', cites: [2] }], 'the edit adds the name docker'],
    ['denies what is not denied', [{ text: 'Do not set `PORT` to change it.', cites: [2] }], 'the edit adds a denial'],
    ['gives up', [], 'its quotations do not state what is asked'],
  ])('that %s is refused', async (_, sentences, reason) => {
    expect(await editor([says(sentences)]).skill.edit({ question, answer, live })).toMatchObject({ kind: 'none', reason })
  })

  it('is refused where its citations leave a guard open', async () => {
    const { skill } = editor([says([{ text: 'Set `PORT` to change it.', cites: [2] }])])
    expect(await skill.edit({ question: 'What do I set to change port 9000 of the server?', answer, live })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('guard numbers'),
    })
  })

  it('is not asked for where the quotes were not found live, or no model may see them', async () => {
    const { skill, model } = editor([])
    expect(await skill.edit({ question, answer, live: [] })).toMatchObject({ kind: 'none' })
    const moved = { ...answer, body: { ...answer.body, quotes: quotes.map((quote) => ({ ...quote, start: quote.start + 1 })) } }
    expect(await skill.edit({ question, answer: moved, live })).toMatchObject({ kind: 'none' })
    expect(model.model.calls).toHaveLength(0)
    const local = editor([], ['docs/**'])
    expect(await local.skill.edit({ question, answer, live })).toMatchObject({ kind: 'none', reason: 'no model may see what it quotes' })
    expect(local.model.model.calls).toHaveLength(0)
  })

  it('gives none where the model fails, and passes on that it was stopped', async () => {
    expect(await editor([{ text: 'no json' }, { text: 'no json' }]).skill.edit({ question, answer, live })).toMatchObject({ kind: 'none' })
    const stopped = editor(() => {
      throw new ReverieError('aborted', 'stopped')
    })
    await expect(stopped.skill.edit({ question, answer, live })).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('what an edit says beyond its citations', () => {
  it('is a value written otherwise in neither direction', () => {
    expect(newInEdit({ text: 'At most 10 kB.', cited: 'The limit is 10240 bytes.', place: '' })).toBeNull()
    expect(newInEdit({ text: 'At most 10 MB.', cited: 'The limit is 10 kB.', place: '' })).toContain('number')
  })

  it('is no name that only its headings give', () => {
    expect(newInEdit({ text: 'It is set for Deno.', cited: 'Set it.', place: 'Deno' })).toBeNull()
  })
})
