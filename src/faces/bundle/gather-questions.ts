import { type StoredQuestion, toQuestion } from '../../predict/questions-table.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { QuestionAim } from '../../spec/question.ts'
import type { Store } from '../../spec/store.ts'
import type { BundleAim, BundleItem } from './bundle-format.ts'
import { type LeftOut, pathsLeftOut, type TravelRules, toldOrigins } from './what-travels.ts'

export interface QuestionSource {
  readonly store: Store
  readonly scope: ScopeId
  readonly rules: TravelRules
  /** Paths of live documents by id. */
  readonly paths: ReadonlyMap<string, string>
  /** The numbers of the claims that were written. */
  readonly claims: ReadonlyMap<string, number>
  readonly write: (item: BundleItem) => Promise<boolean>
  readonly leave: (why: LeftOut) => void
}

const page = 500

/** Writes the questions that may be told; returns those, by id. */
export async function gatherQuestions(source: QuestionSource): Promise<ReadonlyMap<string, StoredQuestion>> {
  const told = new Map<string, StoredQuestion>()
  for (let after = ''; ; ) {
    const rows = await source.store.read
      .selectFrom('questions')
      .selectAll()
      .where('scope', '=', source.scope)
      .where('dropped', '=', 0)
      .where('question', '>', after)
      .orderBy('question')
      .limit(page)
      .execute()
    for (const question of rows.map(toQuestion)) if (await gatherQuestion(source, question)) told.set(question.id, question)
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return told
    after = last.question
  }
}

async function gatherQuestion(source: QuestionSource, question: StoredQuestion): Promise<boolean> {
  const { rules } = source
  const origins = toldOrigins(rules, question.origins)
  const why: LeftOut | null =
    origins.length === 0
      ? 'asked'
      : rules.tombstones.hasQuestion(question.text)
        ? 'forgotten'
        : pathsLeftOut(rules, question.region.startsWith('topic ') ? [] : [question.region])
  if (why !== null) {
    source.leave(why)
    return false
  }
  const about = await aimOf(source, question.about)
  if (typeof about === 'string') {
    source.leave(about)
    return false
  }
  const { text, probability, region, skipped } = question
  const isWritten = await source.write({ kind: 'question', text, origins: [...origins], probability, region, about, skipped })
  if (!isWritten) source.leave('unfit')
  return isWritten
}

async function aimOf({ store, scope, claims, paths, rules }: QuestionSource, about: QuestionAim): Promise<BundleAim | LeftOut> {
  if (about.kind === 'unknown') return { kind: 'unknown' }
  if (about.kind === 'list') {
    const { level, type, place } = about.list
    const subject = level === 'file' ? paths.get(about.list.subject) : about.list.subject
    if (subject === undefined) return 'changed'
    const why = level === 'topic' ? null : pathsLeftOut(rules, [subject])
    return why ?? { kind: 'list', level, subject, type, place: place === null ? null : [...place] }
  }
  const rows =
    about.passages.length === 0
      ? []
      : await store.read
          .selectFrom('passages')
          .select(['document', 'version'])
          .where('scope', '=', scope)
          .where('passage', 'in', about.passages)
          .where('version', 'is not', null)
          .execute()
  const passages = rows.flatMap(({ document, version }) => {
    const path = paths.get(document)
    return path === undefined || version === null ? [] : [{ path, version }]
  })
  const why = pathsLeftOut(
    rules,
    passages.map(({ path }) => path),
  )
  return why ?? { kind: 'claim', claims: about.claims.flatMap((id) => claims.get(id) ?? []), passages }
}
