import { expect, it } from 'vitest'
import { prepareAtLevel } from '../../sleep/plan/prepare-at-level.ts'
import { createPlannedScope } from '../../testing/planned-scope.ts'
import { servableEntries } from './servable-entries.ts'

it('counts drafts of the sleep with what is verified, and not what asks filed', async () => {
  await using planned = await createPlannedScope()
  const { store, scope } = planned.corpus
  await planned.write({ 'guide.md': '# Lantern\n\nThe lantern is lit with a match.\n' })
  await planned.predict(['How is it lit?', 'What lights the lantern?', 'Who lights it?'])
  const owed = await planned.owed()
  const levels = [3, 2, 2] as const
  for (const [at, question] of owed.entries()) await prepareAtLevel(planned.sleeping, [{ question, level: levels[at] ?? 0 }], 1)
  expect(await servableEntries(store.read, scope)).toBe(3)
  const last = owed[2]?.id ?? ''
  await store.write([{ sql: "update entries set prepared_by = 'ask' where question = ?", parameters: [last] }])
  expect(await servableEntries(store.read, scope)).toBe(2)
})
