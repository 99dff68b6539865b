import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../spec/answer.ts'
import { citationProblem } from '../testing/citation-problem.ts'
import { caseWord } from '../testing/edits/case-word.ts'
import { type EditCase, type EditKind, withWord } from '../testing/edits/edit-case.ts'
import { editCases } from '../testing/edits/edit-cases.ts'
import { type EditedPlace, openEditedPlace } from '../testing/edits/edited-place.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { QuestionView, Reverie } from './reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const words = new Map(editCases.map((one, at) => [one, caseWord(at)]))
const wordOf = (one: EditCase): string => words.get(one) ?? ''
const kinds: readonly EditKind[] = [...new Set(editCases.map((one) => one.kind))]

describe('the adversarial set', () => {
  it('has at least sixty cases, each with a name of its own', () => {
    expect(editCases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(editCases.map((one) => `${one.kind}: ${one.name}`)).size).toBe(editCases.length)
  })
})

describe.each(kinds)('edits of kind %s', (kind) => {
  const cases = editCases.filter((one) => one.kind === kind)
  let folder: string
  let reverie: Reverie
  let prepared: readonly QuestionView[]
  const touched: EditCase[] = []

  const ask = (question: string): Promise<Answer> => reverie.ask({ question })
  const preparedWith = (one: EditCase, part: string): readonly string[] =>
    prepared
      .filter((question) => question.answer?.includes(withWord(part, wordOf(one))) === true && ofCase(one, question))
      .map((question) => question.text)
  const ofCase = (one: EditCase, { text, citations }: QuestionView): boolean =>
    text.includes(wordOf(one)) || citations.every(({ path }) => path.startsWith(`${wordOf(one)}/`))

  function placeOf(one: EditCase): EditedPlace {
    const at = join(folder, wordOf(one))
    rmSync(at, { recursive: true, force: true })
    mkdirSync(at)
    const place = openEditedPlace(at, wordOf(one), {
      ask: async () => {
        for (const question of prepared.filter((each) => ofCase(one, each)).slice(0, 4))
          expect(citationProblem(folder, await ask(question.text))).toBeNull()
        await reverie.status()
      },
      sleep: async () => {
        await reverie.sleep()
      },
    })
    for (const [path, text] of Object.entries(one.files)) place.write(path, text)
    return place
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), `reverie-edits-${kind}-`))
    for (const one of cases) placeOf(one)
    reverie = await openReverie({ folder, embedder: { name, model, dimensions }, maxFileBytes: 20_000 })
    await reverie.sleep()
    for (const one of cases)
      for (const question of one.unanswered ?? []) expect((await ask(withWord(question, wordOf(one)))).served).toBe('none')
    await reverie.sleep()
    prepared = await reverie.questions.list({ state: 'prepared', limit: 100_000 })
  })

  afterAll(async () => {
    await reverie.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const named = (isGap: boolean) => cases.filter((one) => (one.gap !== undefined) === isGap).map((one) => [one.name, one] as const)
  it.each(named(false))('%s', (_, one) => run(one))
  it.fails.each(named(true))('%s (a gap: something goes that could stay)', (_, one) => run(one))

  async function run(one: EditCase): Promise<void> {
    await settle()
    const place = placeOf(one)
    if (one.costsNothing === true) await reverie.sleep()
    const before = new Map([...one.stays, ...one.goes, ...(one.doubted ?? [])].map((part) => [part, preparedWith(one, part)]))
    for (const [part, questions] of before) expect(questions.length, `nothing was prepared with "${part}"`).toBeGreaterThan(0)

    touched.push(one)
    await one.edit(place)
    await expectStays(one)
    await expectGoes(one)
    await expectLists(one)
    for (const question of one.unanswered ?? []) {
      const answer = await ask(withWord(question, wordOf(one)))
      expect(answer.served === 'none' ? 'still-unanswered' : 'answered', question).toBe(one.outcome)
    }
    await reverie.status()
    expectDoubted(one)
    if (one.costsNothing === true) expect(await reverie.sleep()).toMatchObject({ produced: {}, idle: true })
  }

  /** Puts back what cases before have done, so that none depends on another. */
  async function settle(): Promise<void> {
    for (const edited of touched.splice(0)) placeOf(edited)
    await reverie.sync()
  }

  /** Whatever comes back stands in its file as quoted. */
  async function askCurrent(question: string): Promise<Answer> {
    const answer = await ask(question)
    expect(citationProblem(folder, answer)).toBeNull()
    return answer
  }

  async function expectStays(one: EditCase): Promise<void> {
    for (const part of one.stays) {
      for (const question of preparedWith(one, part)) {
        const answer = await askCurrent(question)
        expect(answer.served, `"${question}" is ${answer.served}: ${answer.decision.reason}, ${answer.decision.detail}`).toBe('hit')
      }
    }
  }

  async function expectGoes(one: EditCase): Promise<void> {
    for (const part of one.goes) {
      for (const question of preparedWith(one, part)) {
        const answer = await askCurrent(question)
        if (answer.served === 'hit' && restsOn(one, answer)) expect(answer.text, question).not.toContain(withWord(part, wordOf(one)))
      }
    }
  }

  const restsOn = (one: EditCase, { citations }: Answer): boolean => citations.some(({ path }) => path.startsWith(`${wordOf(one)}/`))

  async function expectLists(one: EditCase): Promise<void> {
    const members = one.members?.map((member) => withWord(member, wordOf(one))) ?? []
    for (const question of members.length === 0 ? [] : listQuestions()) {
      const answer = await askCurrent(question)
      if (answer.served === 'hit')
        expect(
          members.filter((member) => !answer.text.includes(member)),
          `${question}\n${answer.text}`,
        ).toEqual([])
    }
  }

  function listQuestions(): readonly string[] {
    return rows(`select question_text as text from entries where shape = 'list'`).map(({ text }) => String(text))
  }

  /** A doubted entry is not fresh, or was last settled by a check. */
  function expectDoubted(one: EditCase): void {
    for (const question of (one.doubted ?? []).flatMap((part) => preparedWith(one, part))) {
      const [row] = rows(
        `select e.state, e.doubted, v.rung from entries e left join verifications v on v.artefact = e.entry where e.question_text = ? and e.prepared_by = 'sleep'`,
        question,
      )
      const isDoubted =
        row?.state !== 'fresh' || row.doubted === 1 || ['watch-fired', 'watch-held', 'place-changed', 'redone'].includes(String(row.rung))
      expect(isDoubted, `"${question}" was not doubted: ${JSON.stringify(row)}`).toBe(true)
    }
  }

  function rows(sql: string, ...values: readonly string[]): readonly Record<string, unknown>[] {
    const db = new DatabaseSync(join(folder, '.reverie/reverie.db'), { readOnly: true })
    try {
      return db.prepare(sql).all(...values)
    } finally {
      db.close()
    }
  }
})
