import type { Kysely } from 'kysely'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import { keyRow } from '../../spec/key-row.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
import { thisRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { EditionBody } from './edition.ts'
import { basisOf, restsOnCited } from './edition-basis.ts'
import type { Settled } from './settle-edition.ts'

/** One edition as it becomes its entry again. */
export interface Revival {
  readonly edition: string
  readonly entry: EntryId
  readonly questionText: string
  readonly body: EditionBody
  /** Its quotations and pins as they are here and now. */
  readonly settled: Settled
  /** Whether a person approved it. */
  readonly isApproved: boolean
}

/**
 * Writes the entries with their keys, evidence and watches, and questions whose rows are gone. They stay out of service
 * until the event that tells the reducer that their support is back.
 */
export function restoreStatements(db: Kysely<Schema>, scope: ScopeId, revivals: readonly Revival[], at: number): readonly Statement[] {
  const ids = revivals.map((revival) => revival.entry)
  const revision = thisRevision(scope)
  const watches = revivals.flatMap(({ entry, body }) => (body.watch === null ? [] : [{ scope, entry, ...body.watch, revision }]))
  return [
    statement(
      db
        .insertInto('questions')
        .values(revivals.map((revival) => questionRow(scope, revival, at)))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    statement(
      db
        .insertInto('entries')
        .values(revivals.map((revival) => entryRow(scope, revival)))
        .onConflict((conflict) =>
          conflict.columns(['scope', 'entry']).doUpdateSet(({ ref }) => ({
            policy: ref('excluded.policy'),
            question: ref('excluded.question'),
            question_text: ref('excluded.question_text'),
            kind: ref('excluded.kind'),
            status: ref('excluded.status'),
            state: ref('excluded.state'),
            doubted: ref('excluded.doubted'),
            soft_since: null,
            shape: ref('excluded.shape'),
            body: ref('excluded.body'),
            alike: ref('excluded.alike'),
            effort: ref('excluded.effort'),
            verdict: ref('excluded.verdict'),
            prepared_by: ref('excluded.prepared_by'),
            region: ref('excluded.region'),
            prompt_tokens: ref('excluded.prompt_tokens'),
            spend: ref('excluded.spend'),
            model: ref('excluded.model'),
            recipe: ref('excluded.recipe'),
            made_at: ref('excluded.made_at'),
            revision,
          })),
        ),
    ),
    statement(db.deleteFrom('keys').where('scope', '=', scope).where('entry', 'in', ids)),
    ...inSlices(revivals.flatMap((revival) => keyRows(scope, revival))).map((rows) => statement(db.insertInto('keys').values(rows))),
    statement(db.deleteFrom('watches').where('scope', '=', scope).where('entry', 'in', ids)),
    ...(watches.length === 0 ? [] : [statement(db.insertInto('watches').values(watches))]),
    statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', ids)),
    ...inSlices(revivals.flatMap((revival) => pinRows(scope, revival))).map((rows) => statement(db.insertInto('evidence').values(rows))),
  ]
}

function questionRow(scope: ScopeId, { questionText, body: { entry, question } }: Revival, at: number) {
  return {
    scope,
    question: questionDigest(questionText),
    text: questionText,
    normalised: normaliseQuestion(questionText),
    origins: JSON.stringify(question?.origins ?? ['structure']),
    probability: question?.probability ?? 0.5,
    region: entry.region,
    about: question?.about ?? JSON.stringify({ kind: 'unknown' }),
    pinned: 0,
    dropped: 0,
    asked_count: 0,
    missed_count: 0,
    created_at: at,
    last_asked_at: null,
    skipped: null,
  }
}

function entryRow(scope: ScopeId, { entry: id, questionText, body: { entry }, settled }: Revival) {
  return {
    scope,
    entry: id,
    policy: entry.policy,
    conversation: '',
    question: questionDigest(questionText),
    question_text: questionText,
    kind: 'answer' as const,
    status: entry.status,
    state: 'stale' as const,
    // What came since it was retired, or what the exporter never had, was not held against it.
    doubted: 1,
    soft_since: null,
    shape: entry.body.shape,
    body: JSON.stringify(settled.body),
    alike: entry.alike,
    effort: entry.effort,
    verdict: entry.verdict,
    prepared_by: entry.preparedBy,
    region: entry.region,
    prompt_tokens: entry.promptTokens,
    spend: JSON.stringify(entry.spend),
    model: entry.model,
    recipe: entry.recipe,
    made_at: entry.madeAt,
    served_count: 0,
    last_served_at: null,
    revision: thisRevision(scope),
  }
}

function keyRows(scope: ScopeId, { entry: id, body: { entry, keys } }: Revival) {
  return keys.map((key) => keyRow(scope, { id, policy: entry.policy }, key))
}

function pinRows(scope: ScopeId, { entry, settled }: Revival) {
  return settled.pins
    .filter((pin) => basisOf([pin]).length === 0 && !restsOnCited([pin]))
    .map(({ role, reference, version, place, span }, ordinal) => ({
      scope,
      artefact: entry as string,
      artefact_kind: 'entry' as const,
      role,
      ordinal,
      reference,
      version,
      place,
      span: span ?? null,
    }))
}

const slice = 100

function inSlices<Row>(rows: readonly Row[]): readonly Row[][] {
  return Array.from({ length: Math.ceil(rows.length / slice) }, (_, at) => rows.slice(at * slice, (at + 1) * slice))
}
