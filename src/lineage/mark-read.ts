import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { PassageChange } from '../corpus/change-hook.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { MarkedChange } from './mark-cited.ts'
import { loadPinnedTexts } from './pinned-texts.ts'
import { samePrompt, shownSpans } from './rungs/same-prompt.ts'
import { verificationsStatement } from './verifications.ts'

const slice = 400

/**
 * What only read one of these passages: where the units it was shown are still there word for word, its evidence follows
 * them; where they are not, it is soft-stale from now on, until all it read is back.
 */
export async function markRead(change: MarkedChange, passages: readonly PassageChange[]): Promise<readonly Statement[]> {
  const { db, scope, cause, at } = change
  const ids = passages.map(({ passage }) => passage)
  const followed: Statement[] = []
  const texts: Statement[] = []
  for (let from = 0; from < ids.length; from += slice) {
    const some = ids.slice(from, from + slice)
    const pins = await pinsOf(db, change, some)
    const pinned = await loadPinnedTexts(db, scope, passages, pins)
    for (const { reference, version, place, span } of pins) {
      const after = pinned.after(reference)
      const before = pinned.at(reference, version)
      const shown = shownSpans(span)
      if (after == null || before === null || shown === null || after.version === version) continue
      const spans = samePrompt(shown, before, after)
      if (spans === null || (place !== null && place !== after.placeDigest)) continue
      const same = sql`scope = ${scope} and role = 'read' and reference = ${reference} and version = ${version} and span = ${span}`
      const artefacts = sql`select distinct artefact from evidence where ${same} and artefact_kind = 'entry'`
      const moved = sql`update evidence set version = ${after.version}, span = ${JSON.stringify(spans)} where ${same}`
      followed.push(
        verificationsStatement(db, { scope, kind: 'entry', rung: 'same-prompt', cause, by: 'sync', at }, artefacts),
        statement({ compile: () => moved.compile(db) }),
      )
    }
    texts.push(...soften(change, some))
  }
  return [...followed, ...texts]
}

function pinsOf(db: Kysely<Schema>, { scope }: MarkedChange, references: readonly string[]) {
  return db
    .selectFrom('evidence')
    .select(['reference', 'version', 'place', 'span'])
    .distinct()
    .where('scope', '=', scope)
    .where('role', '=', 'read')
    .where('reference', 'in', references)
    .execute()
}

function soften({ db, scope, cause, at }: MarkedChange, touched: readonly string[]): readonly Statement[] {
  const reading = sql`select artefact from evidence where scope = ${scope} and role = 'read' and reference in (${sql.join(touched)}) and artefact_kind = 'entry'`
  const differs = readOtherwise()
  const revision = sql`(select revision from scopes where scope = ${scope})`
  const hardened = sql`select entry as artefact from entries where scope = ${scope} and entry in (${reading}) and soft_since is null and ${differs}`
  const soft = sql`update entries set soft_since = cast(${at} as bigint), revision = ${revision}
    where scope = ${scope} and entry in (${reading}) and soft_since is null and ${differs}`
  const back = sql`update entries set soft_since = null, revision = ${revision}
    where scope = ${scope} and entry in (${reading}) and soft_since is not null and not ${differs}`
  return [
    verificationsStatement(db, { scope, kind: 'entry', rung: 'read-changed', cause, by: 'sync', at }, hardened),
    ...[soft, back].map((query) => statement({ compile: () => query.compile(db) })),
  ]
}

/** Whether an entry was shown a passage, as `read` evidence has it, at another version or under another heading than it stands now. */
export function readOtherwise(): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from evidence as e where e.scope = entries.scope and e.artefact = entries.entry and e.role = 'read'
    and not exists (select 1 from passages as p where p.scope = e.scope and p.passage = e.reference and p.version = e.version
      and (e.place is null or e.place = p.place_digest)))`
}
