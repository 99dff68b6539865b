import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicy, type Policy, policyDigest } from '../spec/policy.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

const question = 'What is the largest discount of the lantern shop?'
const near = 'How large is the largest discount of the lantern shop?'
const policies: readonly (readonly [string, Partial<Policy>])[] = [
  ['another language', { language: 'de' }],
  ['another format', { format: 'json' }],
  ['other instructions', { instructions: 'Answer in one word.' }],
  ['other tools', { tools: ['search'] }],
  ['two tools', { tools: ['search', 'code'] }],
  ['a tool that is named like two', { tools: ['search,code'] }],
  ['instructions that spell the next field', { instructions: 'textensearch' }],
]

describe('the policy of an ask', () => {
  let reverie: Reverie

  beforeAll(async () => {
    const { name, model, dimensions } = createHashingEmbedder()
    reverie = await openReverie({ folder: null, database: ':memory:', embedder: { name, model, dimensions } })
    await reverie.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n' })
    await reverie.sleep()
    await reverie.ask({ question })
    await reverie.sleep()
  })

  afterAll(() => reverie.close())

  it('has an answer prepared for the default', async () => {
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    expect(await reverie.ask({ question: near })).toMatchObject({ served: 'hit', preparedBy: 'sleep', decision: { reason: 'near' } })
  })

  it.each(policies)('with %s is served nothing prepared for the default, in the same words or near them', async (_, policy) => {
    expect((await reverie.ask({ question: near, policy })).served).toBe('live')
    expect((await reverie.ask({ question, policy })).served).toBe('live')
    await reverie.status()
    expect(await reverie.ask({ question, policy }), 'its own answer, filed by the ask').toMatchObject({ served: 'hit', preparedBy: 'ask' })
    expect(await reverie.ask({ question }), 'the default keeps its own').toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  it('is one policy however its tools are ordered and its instructions are padded', () => {
    const digestOf = (policy: Partial<Policy>) => policyDigest({ ...defaultPolicy, ...policy })
    expect(digestOf({ tools: ['b', 'a'], instructions: ' Be brief. ' })).toBe(digestOf({ tools: ['a', 'b'], instructions: 'Be brief.' }))
    expect(new Set([{}, ...policies.map(([, policy]) => policy)].map(digestOf)).size).toBe(policies.length + 1)
  })
})
