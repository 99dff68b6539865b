import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel, type ModelCall, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const page = '# Limits\n\nA job may run for at most 15 minutes on the server. The queue holds 5000 jobs before it refuses more.\n'
const things = [
  'printer',
  'laptop',
  'tablet',
  'router',
  'kiosk',
  'phone',
  'watch',
  'camera',
  'drone',
  'robot',
  'plotter',
  'fridge',
  'toaster',
  'lamp',
]

let folder = ''
let isMalformed = false
const calls: (string | null)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-economy-'))
  writeFileSync(join(folder, 'limits.md'), page)
  calls.length = 0
  isMalformed = false
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Never finds two questions the same, never edits, never rewrites. */
function reply(call: ModelCall): string {
  calls.push(call.format)
  if (call.format === 'verdict') return JSON.stringify({ difference: 'another thing', verdict: 'different' })
  if (call.format === 'adapted') return JSON.stringify({ change: '', sentences: [] })
  if (isMalformed && call.format === 'rewriting') return 'no json'
  if (call.format === 'rewriting') return JSON.stringify({ meant: '', question: null })
  return handbookModel(call)
}

async function open(options: ReverieOptions = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  const scripted = createScriptedModel((given) => ({ text: reply(modelCall(given)) }))
  const named = { name: 'scripted/one', model: scripted, price: { input: 1, output: 2 } }
  return openReverie({ folder, embedder: { name, model, dimensions }, model: named, ...options })
}

const count = (format: string) => calls.filter((one) => one === format).length

describe('calls of a model that an ask can do without', () => {
  it('are tried a few times where none spares a live answer, and then no more, here or in another process', async () => {
    await using reverie = await open()
    await reverie.sleep()
    calls.length = 0
    let last = ''
    for (const thing of things) {
      const answer = await reverie.ask({ question: `Which rule says that a job may run for at most 15 minutes on the ${thing}?` })
      expect(answer.served).not.toBe('adapted')
      last = answer.decision.detail
    }
    expect(count('adapted')).toBe(4)
    expect(last).toContain('an edit was not worth its cost')
    await reverie.close()
    await using again = await open()
    const answer = await again.ask({ question: 'Which rule says that a job may run for at most 15 minutes on the loom?' })
    expect(count('adapted')).toBe(4)
    const why = await again.why(answer.id)
    expect(why.decision?.detail).toContain('an edit was not worth its cost')
  })

  it('do not rewrite a question that leans where rewriting spared nothing: it is answered live as it stands', async () => {
    await using reverie = await open()
    await reverie.sleep()
    calls.length = 0
    const history = [{ role: 'user' as const, text: 'How many jobs does the queue hold?' }]
    let last = await reverie.ask({ question: 'And the spool?', history })
    for (const thing of things) last = await reverie.ask({ question: `And the ${thing}?`, history })
    // Eight, and what was asked before the last of them was told of.
    expect(count('rewriting')).toBeGreaterThanOrEqual(8)
    expect(count('rewriting')).toBeLessThanOrEqual(10)
    expect(last.decision).toMatchObject({
      reason: 'leans-on-conversation',
      detail: expect.stringContaining('a rewriting was not worth its cost'),
    })
  })

  it('count as tried where the model gives what nobody can use', async () => {
    await using reverie = await open()
    await reverie.sleep()
    calls.length = 0
    isMalformed = true
    const history = [{ role: 'user' as const, text: 'How many jobs does the queue hold?' }]
    for (const thing of things) await reverie.ask({ question: `And the ${thing}?`, history })
    // Each is asked for twice.
    expect(count('rewriting')).toBeGreaterThanOrEqual(16)
    expect(count('rewriting')).toBeLessThanOrEqual(20)
  })

  it('are all made where only what a person approved is served: no live answer can be had for less', async () => {
    await using reverie = await open({ serve: 'approvedOnly' })
    await reverie.sleep()
    calls.length = 0
    const history = [{ role: 'user' as const, text: 'How many jobs does the queue hold?' }]
    for (const thing of things) await reverie.ask({ question: `And the ${thing}?`, history })
    expect(count('rewriting')).toBe(things.length)
  })
})
