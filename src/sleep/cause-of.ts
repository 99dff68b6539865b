import type { SleepContext } from './sleep-context.ts'

/** Path of the document whose change reached an artefact last, as the log has it; '' where it tells none. */
export async function causeOf({ store, scope }: SleepContext, artefact: string): Promise<string> {
  const row = await store.read
    .selectFrom('verifications')
    .select('cause')
    .where('scope', '=', scope)
    .where('artefact', '=', artefact)
    .executeTakeFirst()
  return row?.cause ?? ''
}
