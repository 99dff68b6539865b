import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie, ReverieOptions } from '../reverie.ts'

const question = 'What is the largest discount of the lantern shop?'
const before =
  '# Discounts\n\nThe largest discount of the lantern shop is 15 percent.\n\n# Opening\n\nThe lantern shop opens at 9 in the morning.\n'
const after = before.replace('15', '20')
const mine = 'At most 15 percent discount, and only on lanterns.'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-review-'))
  writeFileSync(join(folder, 'shop.md'), before)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function opened(options: Partial<ReverieOptions> = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions }, ...options })
}

describe('a person’s answer', () => {
  it('outranks what is generated, goes stale with its source, waits on the review list, and is approved again by a revert', async () => {
    await using reverie = await opened()
    await reverie.sleep()
    const edited = await reverie.questions.edit(question, { text: mine, cite: ['shop.md:3'] })
    expect(edited).toMatchObject({ kind: 'edited', answer: mine, citations: [{ path: 'shop.md', startLine: 3, endLine: 3 }] })
    const served = await reverie.ask({ question })
    expect(served).toMatchObject({ served: 'hit', text: mine, preparedBy: 'person', approvedAt: edited.approvedAt })
    expect(served.citations).toMatchObject([
      { path: 'shop.md', startLine: 3, quote: 'The largest discount of the lantern shop is 15 percent.' },
    ])
    await reverie.sleep()
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(await reverie.ask({ question })).toMatchObject({ text: mine })
    expect(await reverie.questions.review()).toEqual([])

    writeFileSync(join(folder, 'shop.md'), after)
    expect(await reverie.ask({ question })).not.toMatchObject({ text: mine })
    expect(await reverie.questions.review()).toMatchObject([
      { text: question, why: 'changed', approved: { text: mine, kind: 'edited' }, changes: [{ path: 'shop.md', state: 'changed' }] },
    ])
    await reverie.sleep()
    const draft = await reverie.ask({ question })
    expect(draft).toMatchObject({ served: 'hit', approvedAt: null })
    expect(draft.text).toContain('20 percent')
    const [item] = await reverie.questions.review()
    expect(item).toMatchObject({ approved: { text: mine }, draft: { places: ['shop.md:3'] } })
    expect(item?.draft?.text).toContain('20 percent')

    writeFileSync(join(folder, 'shop.md'), before)
    await reverie.sync()
    expect(await reverie.ask({ question })).toMatchObject({ text: mine, preparedBy: 'person', approvedAt: edited.approvedAt })
    expect(await reverie.questions.review()).toEqual([])
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ text: mine })
  })

  it('comes back over a draft that cites another place, which still stands', async () => {
    writeFileSync(join(folder, 'other.md'), '# Lanterns\n\nLanterns are blue.\n')
    await using reverie = await opened()
    await reverie.sleep()
    await reverie.questions.edit(question, { text: 'None on blue lanterns.', cite: ['other.md:3'] })
    writeFileSync(join(folder, 'other.md'), '# Lanterns\n\nLamps have no colour.\n')
    await reverie.sleep()
    expect((await reverie.ask({ question })).text).toContain('15 percent')
    writeFileSync(join(folder, 'other.md'), '# Lanterns\n\nLanterns are blue.\n')
    await reverie.sync()
    expect(await reverie.ask({ question })).toMatchObject({ text: 'None on blue lanterns.', preparedBy: 'person' })
    expect(await reverie.sleep()).toMatchObject({ stoppedBy: 'done' })
    expect(await reverie.ask({ question })).toMatchObject({ text: 'None on blue lanterns.' })
  })

  it('keeps its approval while its lines move and its words stay', async () => {
    await using reverie = await opened()
    await reverie.questions.edit(question, { text: mine, cite: ['shop.md:3'] })
    const longer = before.replace('15 percent.', '15 percent. Ask at the till.')
    for (const text of [
      longer,
      `# Welcome

This is the shop.

${longer}`,
    ]) {
      writeFileSync(join(folder, 'shop.md'), text)
      await reverie.sync()
    }
    expect(await reverie.ask({ question })).toMatchObject({ text: mine, preparedBy: 'person', approvedAt: expect.any(Number) })
  })

  it('can be approved as it was prepared, by id or words, and taken back', async () => {
    await using reverie = await opened()
    await expect(reverie.questions.approve('Who is the king of nowhere at all?')).rejects.toMatchObject({ code: 'not-found' })
    await reverie.sleep()
    const live = await reverie.ask({ question })
    expect(live.approvedAt).toBeNull()
    const approved = await reverie.questions.approve(question)
    expect(approved).toMatchObject({ kind: 'approved' })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', approvedAt: approved.approvedAt })
    await reverie.questions.unapprove(approved.id.slice(0, 8))
    expect(await reverie.ask({ question })).toMatchObject({ approvedAt: null })
    await expect(reverie.questions.unapprove(question)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is removed when it is taken back: what was generated before it stands again, and its text never comes back', async () => {
    await using reverie = await opened()
    await reverie.sleep()
    const generated = await reverie.ask({ question })
    expect(generated).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
    const first = 'Fifteen percent, no more discount.'
    await reverie.questions.edit(question, { text: first, cite: ['shop.md:3'] })
    await reverie.questions.edit(question, { text: mine, cite: ['shop.md:3'] })
    // Approving one's own words anew does not make them generated.
    expect(await reverie.questions.approve(question)).toMatchObject({ kind: 'edited' })
    expect(await reverie.questions.unapprove(question)).toMatchObject({ kind: 'edited', takenBack: mine, approvedAt: null })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', preparedBy: 'sleep', text: generated.text, approvedAt: null })
    for (const text of [after, before]) {
      writeFileSync(join(folder, 'shop.md'), text)
      await reverie.sleep()
      const answer = await reverie.ask({ question })
      expect(answer).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
      expect([mine, first]).not.toContain(answer.text)
    }
    expect(await reverie.questions.review()).toEqual([])
  })

  it('is removed where it waits for its source, too, and where nothing was generated its question is owed', async () => {
    await using reverie = await opened()
    await reverie.questions.edit(question, { text: mine, cite: ['shop.md:3'] })
    writeFileSync(join(folder, 'shop.md'), after)
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', approvedAt: null })
    expect(await reverie.questions.unapprove(question)).toMatchObject({ takenBack: mine, state: 'prepared' })
    writeFileSync(join(folder, 'shop.md'), before)
    await reverie.sleep()
    expect((await reverie.ask({ question })).text).not.toBe(mine)

    const other = 'When does the lantern shop open?'
    await reverie.questions.edit(other, { text: 'At nine, but never on Mondays.', cite: ['shop.md:7'] })
    expect(await reverie.questions.unapprove(other)).toMatchObject({ answer: null, state: 'owed' })
    expect((await reverie.ask({ question: other })).text).not.toContain('Mondays')
    expect((await reverie.status()).owed.questions).toBe(1)
    await reverie.sleep()
    expect(await reverie.ask({ question: other })).toMatchObject({ served: 'hit', preparedBy: 'sleep' })
  })

  it('needs a citation: given, or of the answer before where that still says so', async () => {
    await using reverie = await opened()
    await expect(reverie.questions.edit('How blue is the moon?', { text: 'Very.' })).rejects.toMatchObject({ code: 'bad-argument' })
    for (const cite of ['shop.md', 'shop.md:1', 'shop.md:99', 'nowhere.md:3', 'shop.md:3-2', 'shop.md:0'])
      await expect(reverie.questions.edit(question, { text: mine, cite: [cite] }), cite).rejects.toMatchObject({ code: 'bad-argument' })
    await expect(reverie.questions.edit(question, { text: '  ', cite: ['shop.md:3'] })).rejects.toMatchObject({ code: 'bad-argument' })
    await reverie.questions.edit(question, { text: mine, cite: ['shop.md:3'] })
    expect(await reverie.questions.edit(question, { text: 'No discount above 15 percent.' })).toMatchObject({
      citations: [{ path: 'shop.md', startLine: 3 }],
    })
    await expect(reverie.questions.edit(question, { text: 'Zebras graze.' })).rejects.toMatchObject({ code: 'bad-argument' })
  })
})

describe.each(['hashed', 'off'] as const)('where asked words are kept %s', (askedText) => {
  it('what is known is listed, approved and edited by id, and the rest is a number', async () => {
    await using reverie = await opened({ serve: 'approvedOnly', askedText })
    await reverie.sleep()
    await reverie.ask({ question })
    const other = await reverie.ask({ question: 'Does the zebra lantern glow at midnight?' })
    expect(other.decision.detail).toContain('only where the question is known here')
    const [item, ...rest] = await reverie.questions.review()
    expect([item, rest]).toMatchObject([{ text: question, why: 'waiting', draft: { places: ['shop.md:3'] } }, []])
    expect(await reverie.questions.unlisted()).toBe(1)
    const id = (item?.id ?? '').slice(0, 8)
    expect(await reverie.questions.approve(id)).toMatchObject({ text: question, kind: 'approved' })
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', approvedAt: expect.any(Number) })
    writeFileSync(join(folder, 'shop.md'), after)
    const [stale] = await reverie.questions.review()
    expect(stale).toMatchObject({ id: expect.stringMatching(new RegExp(`^${id}`)), text: question, why: 'changed' })
    expect(await reverie.questions.edit(id, { text: mine, cite: ['shop.md:3'] })).toMatchObject({ kind: 'edited', text: question })
    expect(await reverie.questions.review()).toEqual([])
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', text: mine })
  })
})

describe('serve: approvedOnly', () => {
  it('serves only what a person approved, by near match too; everything else is none and counts as missed', async () => {
    await using reverie = await opened({ serve: 'approvedOnly' })
    await reverie.sleep()
    const texts: string[] = []
    for await (const event of reverie.askStream({ question })) if (event.type === 'text-delta') texts.push(event.delta)
    expect(texts).toEqual([])
    const none = await reverie.ask({ question })
    expect(none).toMatchObject({ served: 'none', text: '', citations: [], decision: { reason: 'not-approved' } })
    expect(none.decision.detail).toContain('asked and missed')
    expect(await reverie.ask({ question, mode: 'live' })).toMatchObject({ served: 'none', text: '' })
    expect(await reverie.ask({ question, scopes: ['default', 'elsewhere'] })).toMatchObject({ served: 'none', text: '' })
    expect(await reverie.questions.review()).toMatchObject([{ text: question, why: 'waiting', approved: null }])
    await reverie.sleep()
    expect(await reverie.ask({ question })).toMatchObject({ served: 'none' })
    await reverie.questions.approve(question)
    expect(await reverie.ask({ question })).toMatchObject({ served: 'hit', approvedAt: expect.any(Number) })
    expect(await reverie.questions.review()).toEqual([])
    const other = await reverie.ask({ question: 'When does the lantern shop open?' })
    expect(other).toMatchObject({ served: 'none', text: '', decision: { reason: 'not-approved' } })
    writeFileSync(join(folder, 'shop.md'), after)
    expect(await reverie.ask({ question })).toMatchObject({ served: 'none', text: '' })
    await reverie.sleep()
    expect(await reverie.ask({ question }), 'a generated one never').toMatchObject({ served: 'none', text: '' })
    expect((await reverie.questions.review()).map(({ why }) => why)).toContain('changed')
  })
})
