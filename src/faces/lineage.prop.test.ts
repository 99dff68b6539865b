import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citationProblem } from '../testing/citation-problem.ts'
import { counterSubjects, statedCounters } from '../testing/concurrency/counter-corpus.ts'
import type { StoryStep } from '../testing/stories/folder-story.ts'
import { openStoryTeller, type StoryTeller } from '../testing/stories/story-teller.ts'

/** What soft staleness is bounded by unless said otherwise. */
const softStaleMs = 24 * 3_600_000

const page = fc.nat(20)
const value = fc.integer({ min: 101, max: 999 })
const step: fc.Arbitrary<StoryStep> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('edit-number' as const, 'contradict' as const), page, value }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'insert' as const,
        'delete' as const,
        'move' as const,
        'rename' as const,
        'reformat' as const,
        'swap-paragraphs' as const,
      ),
      page,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('revert' as const), back: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'sleep' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), after: fc.nat(25) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), page }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
)

const questions = counterSubjects
  .slice(0, 5)
  .flatMap((subject) => [
    `How many jobs does the ${subject} queue hold?`,
    `How do I restart the ${subject} worker?`,
    `What is the default value of the \`${subject}Limit\` option?`,
  ])
  .concat('Which options are there?')

describe('whatever is done to the documents, step by step', () => {
  it('no answer is stale (G1), nothing rests on what was deleted or forgotten (G2), soft staleness is bounded (G4)', async () => {
    let hits = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const place = mkdtempSync(join(tmpdir(), 'reverie-lineage-'))
        try {
          await using teller = await openStoryTeller(place)
          await teller.tell({ kind: 'sleep' })
          let changedAt = teller.now()
          for (const [at, one] of steps.entries()) {
            const after = `step ${at}, ${JSON.stringify(one)}`
            if (one.kind === 'forget') await expectForgotten(teller, one, after)
            else await teller.tell(one)
            if (one.kind !== 'wait' && one.kind !== 'sleep') changedAt = teller.now()
            hits += await expectCurrent(teller, after, changedAt)
            await expectNothingOfTheDeleted(teller, after)
          }
        } finally {
          rmSync(place, { recursive: true, force: true })
        }
      }),
      { seed: 20_261, numRuns: 5, endOnFailure: true },
    )
    expect(hits).toBeGreaterThan(100)
  }, 300_000)
})

/** G1 and G4: every citation stands in its file now, every number is one that is there now, soft staleness has an end. */
async function expectCurrent({ reverie, folder, story, now }: StoryTeller, after: string, changedAt: number): Promise<number> {
  let hits = 0
  const stated = new Set(
    story.paths().flatMap((path) => statedCounters(story.text(path)).map(({ subject, value }) => `${subject} ${value}`)),
  )
  for (const [at, question] of questions.entries()) {
    const strict = at % 4 === 0
    const answer = await reverie.ask({ question, freshness: strict ? 'strict' : 'bounded' })
    if (answer.served === 'hit') hits += 1
    expect(citationProblem(folder, answer), after).toBeNull()
    for (const { subject, value } of statedCounters(answer.text))
      expect(stated, `${answer.served} after ${after}`).toContain(`${subject} ${value}`)
    if (answer.freshness.state !== 'soft-stale') continue
    expect(strict, `a strict answer is soft-stale after ${after}`).toBe(false)
    expect(now() - changedAt, `soft-stale for too long after ${after}`).toBeLessThanOrEqual(softStaleMs)
  }
  return hits
}

/** G2: nothing listed, summarised or prepared names a page that is gone. */
async function expectNothingOfTheDeleted({ reverie, story }: StoryTeller, after: string): Promise<void> {
  await reverie.status()
  const paths = new Set(story.paths())
  const { children, claims } = await reverie.summary()
  expect(
    children.flatMap(({ level, label }) => (level === 'file' && !paths.has(label) ? [label] : [])),
    `summaries after ${after}`,
  ).toEqual([])
  expect(
    claims.flatMap(({ path }) => (paths.has(path) ? [] : [path])),
    `claims after ${after}`,
  ).toEqual([])
  const prepared = await reverie.questions.list({ state: 'prepared', limit: 1_000 })
  expect(
    prepared.flatMap(({ citations }) => citations.flatMap(({ path }) => (paths.has(path) ? [] : [path]))),
    `prepared after ${after}`,
  ).toEqual([])
}

/** G2: a word that stood in the forgotten page alone is nowhere in the database's bytes. */
async function expectForgotten(teller: StoryTeller, one: StoryStep, after: string): Promise<void> {
  const path = teller.story.apply(one)
  if (path === null || teller.story.paths().length <= 2) return
  const word = teller.story.markerOf(path)
  await teller.tell(one)
  expect(await teller.isInDatabase(word), `${word} of ${path} after ${after}`).toBe(false)
  teller.story.bury(path)
}
