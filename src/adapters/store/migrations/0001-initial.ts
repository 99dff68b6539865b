import type { Kysely } from 'kysely'
import { answerTables } from './0001-answer-tables.ts'
import { corpusTables } from './0001-corpus-tables.ts'
import { historyTables } from './0001-history-tables.ts'
import { knowledgeTables } from './0001-knowledge-tables.ts'
import type { ColumnTypes } from './column-types.ts'

/** Every table of the first schema. */
export async function initial(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await corpusTables(db, types)
  await knowledgeTables(db, types)
  await answerTables(db, types)
  await historyTables(db, types)
}
