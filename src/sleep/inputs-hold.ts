import { type RawBuilder, sql } from 'kysely'
import type { DocumentSummary } from '../corpus/documents.ts'
import { type Expectation, statement } from '../spec/store.ts'
import type { SleepContext } from './sleep-context.ts'

const slice = 200

/** Expects that the documents still are what was read of them. */
export function documentsHold({ store, scope }: SleepContext, documents: readonly DocumentSummary[]): readonly Expectation[] {
  return inSlices(documents).map((some) => {
    const same = some.map(({ id, projection }) => sql<boolean>`(document = ${id} and projection = ${projection})`)
    const query = store.read
      .selectFrom('documents')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scope', '=', scope)
      .where('state', '=', 'live')
      .where(anyOf(same))
    return { statement: statement(query), equals: some.length }
  })
}

/** Expects that the distillates a group is shown are still made from what they were. */
export function distillatesHold(
  { store, scope }: SleepContext,
  rows: readonly { readonly distillate: string; readonly input: string }[],
): readonly Expectation[] {
  return inSlices(rows).map((some) => {
    const same = some.map(({ distillate, input }) => sql<boolean>`(distillate = ${distillate} and input = ${input})`)
    const query = store.read
      .selectFrom('distillates')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scope', '=', scope)
      .where(anyOf(same))
    return { statement: statement(query), equals: some.length }
  })
}

function anyOf(tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(tests, sql` or `)})`
}

function inSlices<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / slice) }, (_, at) => items.slice(at * slice, (at + 1) * slice))
}
