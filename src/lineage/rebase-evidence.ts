import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { PassageChange, PassageState } from '../corpus/change-hook.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { type Rung, rungs } from '../spec/evidence.ts'
import type { PassageId, ScopeId } from '../spec/ids.ts'
import { thisRevision } from '../spec/revision.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'
import { carryApproval } from './approvals.ts'
import type { MarkedChange } from './mark-cited.ts'
import { loadPinnedTexts, type PinnedTexts } from './pinned-texts.ts'
import type { Cutoff } from './rungs/cutoff.ts'
import { type FollowedQuote, followQuote } from './rungs/follow-quote.ts'
import { quotesUnmoved } from './rungs/quotes-unmoved.ts'
import { verificationStatement } from './verifications.ts'

export interface Ladder {
  readonly cutoff: Cutoff
  /** What tells answers alike apart, of a body whose quotes were re-written. */
  readonly alikeOf: (body: AnswerBody) => string
}

/** What moves evidence along, and the passages it came to. */
export interface Rebasing {
  readonly statements: readonly Statement[]
  readonly entered: ReadonlySet<PassageId>
}

const slice = 200

/**
 * Statements that move evidence along with passages whose cited words still stand: each quote climbs the cutoff ladder
 * from the version it was pinned at, in its own passage and then in those its text may have gone to, and where all quotes
 * of an artefact on changed passages hold, it gets their new places and versions and the rung is logged. The artefact's
 * own text stays. Runs before the marks.
 */
export async function rebaseEvidence(change: MarkedChange, changes: readonly PassageChange[], ladder: Ladder): Promise<Rebasing> {
  const { db, scope } = change
  const isRefilled = changes.some(({ kind, after }) => after !== null && kind !== 'moved')
  const wanted = new Set(isRefilled ? ['changed', 'revived', 'removed'] : [])
  const moved = changes.filter(({ kind }) => wanted.has(kind)).map(({ passage }) => passage)
  const statements: Statement[] = []
  const entered = new Set<PassageId>()
  for (let from = 0; from < moved.length; from += slice) {
    const pins = await pinsOn(db, scope, moved.slice(from, from + slice))
    if (pins.length === 0) continue
    const texts = await loadPinnedTexts(db, scope, changes, pins)
    const outdated = pins.filter(({ reference, version }) => texts.after(reference)?.version !== version)
    const follow = followerOf(texts, ladder.cutoff)
    for (const kind of ['entry', 'claim'] as const) {
      const own = Map.groupBy(
        outdated.filter((pin) => pin.artefact_kind === kind),
        (pin) => pin.artefact,
      )
      for await (const { artefact, stored } of bodiesOf(db, scope, kind, [...own.keys()])) {
        const step = kind === 'entry' ? rebasedEntry(stored, follow, ladder) : rebasedClaim(stored, follow)
        if (step === null) continue
        for (const { passage } of step.quotes) if (texts.after(passage) !== undefined) entered.add(passage)
        statements.push(...rewritten(change, { artefact, kind, stored, pins: own.get(artefact) ?? [] }, step))
      }
    }
  }
  return { statements, entered }
}

function pinsOn(db: Kysely<Schema>, scope: ScopeId, passages: readonly PassageId[]) {
  return db
    .selectFrom('evidence')
    .select(['artefact', 'artefact_kind', 'ordinal', 'reference', 'version'])
    .where('scope', '=', scope)
    .where('role', '=', 'cited')
    .where('reference', 'in', passages)
    .where('artefact_kind', 'in', ['entry', 'claim'])
    .execute()
}

type Follow = (quotes: readonly Quote[]) => { readonly quotes: readonly Quote[]; readonly rung: Rung } | null

/** Many artefacts quote the same sentence: each is looked for once. */
function followerOf(texts: PinnedTexts, cutoff: Cutoff): Follow {
  const known = new Map<string, FollowedQuote | null>()
  const followOne = (quote: Quote): FollowedQuote | 'same' | null => {
    const after = texts.after(quote.passage)
    if (after === undefined || after?.version === quote.version) return 'same'
    const key = `${quote.passage} ${quote.version} ${quote.start} ${quote.end}`
    const found = known.get(key)
    if (found !== undefined) return found
    const before = texts.at(quote.passage, quote.version)
    const stays = before === null || after === null ? null : followQuote(quote, before, after, cutoff)
    const followed = stays ?? (before === null ? null : elsewhere(quote, before, texts))
    known.set(key, followed)
    return followed
  }
  return (quotes) => {
    const next: Quote[] = []
    let rung = -1
    for (const quote of quotes) {
      const followed = followOne(quote)
      if (followed === null) return null
      next.push(followed === 'same' ? quote : followed.quote)
      if (followed !== 'same') rung = Math.max(rung, rungs.indexOf(followed.rung))
    }
    const last = rungs[rung]
    return last === undefined ? null : { quotes: next, rung: last }
  }
}

/** The quote in the one other passage under the same heading that holds its sentence now: a long list or table was cut anew. */
function elsewhere(quote: Quote, before: PassageState, texts: PinnedTexts): FollowedQuote | null {
  const found = texts.besides(before.placeDigest).flatMap(({ passage, state }) => {
    const moved = passage === quote.passage ? null : quotesUnmoved(quote, before, state)
    return moved === null ? [] : [{ ...moved, passage }]
  })
  const [only] = found
  return only === undefined || found.length > 1 ? null : { quote: only, rung: 'quotes-unmoved' }
}

async function* bodiesOf(db: Kysely<Schema>, scope: ScopeId, kind: 'entry' | 'claim', ids: readonly string[]) {
  for (let from = 0; from < ids.length; from += slice) {
    const some = ids.slice(from, from + slice)
    yield* kind === 'entry'
      ? await db
          .selectFrom('entries')
          .select(['entry as artefact', 'body as stored'])
          .where('scope', '=', scope)
          .where('entry', 'in', some)
          .execute()
      : await db
          .selectFrom('claims')
          .select(['claim as artefact', 'quotes as stored'])
          .where('scope', '=', scope)
          .where('claim', 'in', some)
          .execute()
    await nextTurn()
  }
}

interface Step {
  readonly next: string
  readonly rung: Rung
  readonly quotes: readonly Quote[]
  /** Of an entry. */
  readonly alike: string | null
}

function rebasedEntry(stored: string, follow: Follow, { alikeOf }: Ladder): Step | null {
  const body = JSON.parse(stored) as AnswerBody
  const followed = follow(body.quotes)
  if (followed === null) return null
  const next = { ...body, quotes: followed.quotes }
  return { ...followed, next: JSON.stringify(next), alike: alikeOf(next) }
}

function rebasedClaim(stored: string, follow: Follow): Step | null {
  const followed = follow(JSON.parse(stored) as readonly Quote[])
  return followed === null ? null : { ...followed, next: JSON.stringify(followed.quotes), alike: null }
}

interface Rebased {
  readonly artefact: string
  readonly kind: 'entry' | 'claim'
  /** As it was read: another process may have written it anew since. */
  readonly stored: string
  /** What it pinned of the changed passages. */
  readonly pins: readonly { readonly ordinal: number; readonly reference: string; readonly version: string }[]
}

function rewritten({ db, scope, cause, at }: MarkedChange, rebased: Rebased, { next, rung, quotes, alike }: Step): readonly Statement[] {
  const { artefact, kind, stored, pins } = rebased
  const row =
    alike === null
      ? sql`update claims set quotes = ${next} where scope = ${scope} and claim = ${artefact} and quotes = ${stored}`
      : sql`update entries set body = ${next}, alike = ${alike}, revision = ${thisRevision(scope)}
          where scope = ${scope} and entry = ${artefact} and body = ${stored}`
  const isWritten =
    alike === null
      ? sql`exists (select 1 from claims where scope = ${scope} and claim = ${artefact} and quotes = ${next})`
      : sql`exists (select 1 from entries where scope = ${scope} and entry = ${artefact} and body = ${next})`
  const own = sql`scope = ${scope} and artefact = ${artefact} and role = 'cited'`
  // The same passages at other versions keep their rows; else the rows are those of the quotes as they stand.
  const versions = new Map(quotes.map((quote) => [quote.passage as string, quote.version]))
  const stays = pins.every((pin) => versions.has(pin.reference)) && quotes.every((quote) => quote.version === versions.get(quote.passage))
  const queries = stays
    ? pins.map((pin) => {
        const version = versions.get(pin.reference) ?? ''
        return sql`update evidence set version = ${version} where ${own} and ordinal = ${pin.ordinal} and reference = ${pin.reference} and ${isWritten}`
      })
    : [sql`delete from evidence where ${own} and ${isWritten}`, ...citedRows(rebased, scope, quotes, isWritten)]
  return [
    ...[row, ...queries].map((query) => statement({ compile: () => query.compile(db) })),
    ...(kind === 'entry' ? [carryApproval(db, scope, artefact, stored, next)] : []),
    verificationStatement(db, { scope, artefact, kind, rung, cause, by: 'sync', at }),
  ]
}

/** Each passage at each version quoted once, after all rows of other roles; where an entry stands is pinned with it. */
function citedRows({ artefact, kind }: Rebased, scope: ScopeId, quotes: readonly Quote[], isWritten: RawBuilder<unknown>) {
  const cited = new Map(quotes.map((quote) => [`${quote.passage} ${quote.version}`, quote]))
  return [...cited.values()].map(({ passage, version }, ordinal) => {
    const text = (value: string) => sql`cast(${value} as text)`
    const place = kind === 'claim' ? sql`null` : sql`(select place_digest from passages where scope = ${scope} and passage = ${passage})`
    return sql`insert into evidence (scope, artefact, artefact_kind, role, ordinal, reference, version, place, span)
      select ${text(scope)}, ${text(artefact)}, ${text(kind)}, 'cited', cast(${ordinal} as bigint), ${text(passage)}, ${text(version)}, ${place}, null
      where ${isWritten}`
  })
}
