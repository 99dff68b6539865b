import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const page = (subject: string, payer: string): string =>
  `# The ${subject}\n\nThe ${subject} takes 10 minutes to boot.\n\n## How the ${subject} is paid\n\nThe ${subject} is paid by ${payer} within 30 days.\n\n- \`${subject}Limit\`: How many jobs the ${subject} runs. Defaults to \`4\`.\n`

let folder: string
const open = () => openReverie({ folder, embedder: { name, model, dimensions } })

/** The words that stand anywhere in the bytes of the state folder. */
function leaked(...words: readonly string[]): readonly string[] {
  const state = join(folder, '.reverie')
  const bytes = readdirSync(state).map((file) => readFileSync(join(state, file)).toString('latin1').toLowerCase())
  return words.filter((word) => bytes.some((text) => text.includes(word.toLowerCase())))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-forget-'))
  mkdirSync(join(folder, 'docs'))
  writeFileSync(join(folder, 'README.md'), page('badger', 'Marrowbone'))
  writeFileSync(join(folder, 'docs/plan.md'), page('xylograph', 'Throckmorton'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('what is forgotten', () => {
  it('leaves nothing of a folder in the bytes, though other asks weighed it, and stays away', async () => {
    await using reverie = await open()
    await reverie.sleep()
    for (const question of [
      'How long does it take the badger to boot?',
      'Who is the badger paid by within 30 days?',
      'What is Throckmorton?',
    ])
      await reverie.ask({ question })
    await reverie.sleep()
    expect(leaked('xylograph', 'throckmorton')).toHaveLength(2)
    expect(await reverie.forget({ path: 'docs' })).toMatchObject({ pending: false })
    await reverie.sleep()
    await reverie.ask({ question: 'How long does the badger take to boot?' })
    await reverie.status()
    expect(leaked('xylograph', 'docs/plan.md', 'is paid by throckmorton')).toEqual([])
    expect((await reverie.status()).documents).toBe(1)
  })

  it('leaves nothing of a question, however it was spelled, nor of those who weighed it', async () => {
    await using reverie = await open()
    await reverie.sleep()
    await reverie.ask({ question: 'Who is the nosy neighbour of the badger?' })
    await reverie.sleep()
    await reverie.ask({ question: '  who is the NOSY neighbour of the badger' })
    await reverie.ask({ question: 'Who is the nosy friend of the badger?' })
    await reverie.forget({ question: 'Who is the nosy neighbour of the badger?' })
    expect(leaked('nosy neighbour')).toEqual([])
  })

  it('is not served by another opening that was there before', async () => {
    await using other = await open()
    await using reverie = await open()
    await reverie.sleep()
    const question = 'Who is the xylograph paid by?'
    expect((await other.ask({ question })).citations[0]?.path).toBe('docs/plan.md')
    await other.status()
    await reverie.forget({ path: 'docs/plan.md' })
    const answer = await other.ask({ question })
    expect(answer.citations.filter(({ path }) => path === 'docs/plan.md')).toEqual([])
    await other.status()
    expect(leaked('throckmorton')).toEqual([])
  })

  it('does not come back with what a running sleep had in hand', async () => {
    await using sleeper = await open()
    await using reverie = await open()
    await reverie.sync()
    let forgotten: Promise<unknown> | null = null
    await sleeper.sleep({
      onProgress: ({ stage }) => {
        if (stage === 'pre-answer') forgotten ??= reverie.forget({ path: 'docs/plan.md' })
      },
    })
    expect(forgotten).not.toBeNull()
    await forgotten
    await reverie.forget({ path: 'README.md' })
    expect(leaked('throckmorton')).toEqual([])
  })

  it('keeps out a folder with what is put there later, until that is undone', async () => {
    await using reverie = await open()
    await reverie.sleep()
    await reverie.forget({ path: 'docs' })
    writeFileSync(join(folder, 'docs/later.md'), page('pangolin', 'Ashgrove'))
    await reverie.sync()
    expect((await reverie.status()).documents).toBe(1)
    expect(await reverie.undoForget({ path: 'docs' })).toMatchObject({ restored: 1 })
    await reverie.sync()
    expect((await reverie.status()).documents).toBe(3)
    expect((await reverie.ask({ question: 'Who is the xylograph paid by?' })).text).toContain('Throckmorton')
    await expect(reverie.undoForget({ path: 'docs' })).rejects.toMatchObject({ code: 'not-found' })
    await reverie.forget({ path: 'docs/plan.md' })
    await reverie.forget({ path: 'docs' })
    await reverie.undoForget({ path: 'docs' })
    await reverie.sync()
    expect((await reverie.status()).documents).toBe(2)
    expect(leaked('throckmorton')).toEqual([])
  })

  it('takes a pattern for what it matches now', async () => {
    mkdirSync(join(folder, 'docs/[id]'))
    writeFileSync(join(folder, 'docs/[id]/page.md'), page('pangolin', 'Ashgrove'))
    writeFileSync(join(folder, 'docs/plan.txt'), 'The quokka is paid by Nightingale.')
    await using reverie = await open()
    await reverie.sleep()
    await reverie.forget({ path: 'docs/*.md' })
    await reverie.sync()
    expect(leaked('throckmorton')).toEqual([])
    expect(leaked('ashgrove', 'nightingale')).toHaveLength(2)
    await reverie.forget({ path: 'docs/[id]/page.md' })
    expect(leaked('ashgrove', 'nightingale')).toEqual(['nightingale'])
    await expect(reverie.forget({ path: 'docs/*.rst' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('lets a question be asked and prepared again once that is undone', async () => {
    await using reverie = await open()
    const question = 'Who is the nosy neighbour of the badger?'
    await reverie.questions.pin(question)
    await reverie.forget({ question })
    expect(leaked('nosy neighbour')).toEqual([])
    await expect(reverie.questions.pin(question)).rejects.toMatchObject({ code: 'bad-argument' })
    await reverie.ask({ question })
    await reverie.sleep()
    expect(leaked('nosy neighbour')).toEqual([])
    await reverie.undoForget({ question })
    await reverie.questions.pin(question)
    expect((await reverie.questions.list()).map(({ text }) => text)).toContain(question)
  })

  it('is predicted no more, whatever changes in the file it came from', async () => {
    const options = '# Configuration\n\n## Options\n\n- `retries`: How often a failed job is tried again. Defaults to `3`.\n'
    writeFileSync(join(folder, 'docs/configuration.md'), options)
    await using reverie = await open()
    await reverie.sleep()
    const texts = async () => (await reverie.questions.list({ match: 'retries', limit: 100 })).map(({ text }) => text)
    const [question = ''] = await texts()
    expect(question).not.toBe('')
    await reverie.forget({ question })
    writeFileSync(join(folder, 'docs/configuration.md'), `${options}- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.\n`)
    await reverie.sleep()
    expect(await texts()).not.toContain(question)
    await reverie.undoForget({ question })
    writeFileSync(join(folder, 'docs/configuration.md'), `${options}\n`)
    await reverie.sleep()
    expect(await texts()).toContain(question)
  })

  it('is pending while another process reads the files, and says so until it is done', async () => {
    await using reverie = await open()
    await reverie.sleep()
    const reader = new DatabaseSync(join(folder, '.reverie/reverie.db'), { readOnly: true })
    reader.exec('begin')
    reader.prepare('select count(*) from passages').get()
    expect(await reverie.forget({ path: 'docs' })).toMatchObject({ pending: true })
    expect((await reverie.status()).forgotten).toMatchObject({ pending: true })
    reader.exec('rollback')
    reader.close()
    expect((await reverie.status()).forgotten).toEqual({ count: 1, pending: false })
    expect(leaked('throckmorton')).toEqual([])
  })

  it('of hundreds of documents goes in one go', async () => {
    for (let at = 0; at < 420; at++) writeFileSync(join(folder, `docs/n${at}.md`), `# Note ${at}\n\nThe wombat ${at} sleeps.\n`)
    await using reverie = await open()
    await reverie.sync()
    expect(await reverie.forget({ path: 'docs' })).toMatchObject({ erased: { documents: 421 } })
    expect(leaked('wombat')).toEqual([])
  })
})
