import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { PlaceView } from './gaps-view.ts'

const shown = 200

/** Where a unit stands, with its words. */
export async function placeOfUnit(db: Kysely<Schema>, scope: ScopeId, unit: ScoredUnit): Promise<PlaceView> {
  const row = await db
    .selectFrom('passages')
    .select('start_line')
    .where('scope', '=', scope)
    .where('passage', '=', unit.passage)
    .executeTakeFirst()
  const startLine = (row?.start_line ?? 1) + linesIn(unit.passageText.slice(0, unit.start))
  const text = unit.text.replaceAll(/\s+/g, ' ').trim()
  return {
    path: unit.path,
    startLine,
    endLine: startLine + linesIn(unit.passageText.slice(unit.start, unit.end).trimEnd()),
    heading: unit.place.at(-1) ?? unit.title ?? '',
    text: text.length <= shown ? text : `${text.slice(0, shown).trimEnd()}…`,
    similarity: unit.cosine,
  }
}

function linesIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1
}
