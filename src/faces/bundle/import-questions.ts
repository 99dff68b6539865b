import { documentId } from '../../corpus/corpus-ids.ts'
import type { DocumentId } from '../../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../../spec/normalise-question.ts'
import type { QuestionAim } from '../../spec/question.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { type Statement, statement } from '../../spec/store.ts'
import { folderSourceId } from '../open-corpus.ts'
import type { BundleAim, BundleQuestion } from './bundle-format.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import type { RestoredSummaries } from './restored-summaries.ts'

/** A question of a bundle as this scope would have predicted it. */
export interface LocalQuestion {
  readonly text: string
  readonly origins: BundleQuestion['origins']
  readonly probability: number
  readonly region: string
  readonly about: QuestionAim
  readonly skipped: string | null
}

/** The question with what it is about under the ids of this scope. Claims that are not here leave an aim that nothing is prepared from. */
export function localQuestion(context: ImportContext, restored: RestoredSummaries, question: BundleQuestion): LocalQuestion {
  const { text, origins, probability, region, skipped } = question
  return { text, origins, probability, region, skipped, about: aimOf(context, restored, question.about) }
}

function aimOf({ scope, documents }: ImportContext, restored: RestoredSummaries, about: BundleAim): QuestionAim {
  if (about.kind === 'unknown') return about
  if (about.kind === 'list') {
    const { level, type, place } = about
    const document = (path: string): DocumentId => documents.get(path)?.id ?? documentId(scope, folderSourceId, path)
    return { kind: 'list', list: { level, subject: level === 'file' ? document(about.subject) : about.subject, type, place } }
  }
  const claims = about.claims.flatMap((number) => restored.claims.get(number) ?? [])
  const passages = about.passages.flatMap(({ path, version }) => restored.passages.get(`${path}\n${version}`) ?? [])
  return { kind: 'claim', claims, passages }
}

/** Questions of one statement. */
const slice = 100

/**
 * Adds the questions predicted of files whose summaries were taken over: a sleep that finds a file distilled predicts
 * nothing of it again. Questions that are here already stay as they are. Returns how many were new.
 */
export async function addQuestions(context: ImportContext, questions: readonly LocalQuestion[]): Promise<number> {
  const { store, scope, clock } = context
  const known = await knownQuestions(context, questions)
  const added = questions.filter(({ text }) => !known.has(questionDigest(text)))
  const statements: Statement[] = []
  for (let at = 0; at < added.length; at += slice) {
    const rows = added.slice(at, at + slice).map(({ text, origins, probability, region, about, skipped }) => ({
      scope,
      question: questionDigest(text),
      text,
      normalised: normaliseQuestion(text),
      origins: JSON.stringify(origins),
      probability,
      region,
      about: JSON.stringify(about),
      pinned: 0,
      dropped: 0,
      asked_count: 0,
      missed_count: 0,
      created_at: clock.now(),
      last_asked_at: null,
      skipped,
    }))
    statements.push(
      statement(
        store.read
          .insertInto('questions')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  for (let at = 0; at < statements.length; at += 5) {
    await commitImport(context, [bumpRevision(store.read, scope), ...statements.slice(at, at + 5)])
  }
  return added.length
}

async function knownQuestions({ store, scope }: ImportContext, questions: readonly LocalQuestion[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  const ids = questions.map(({ text }) => questionDigest(text))
  for (let at = 0; at < ids.length; at += 400) {
    const rows = await store.read
      .selectFrom('questions')
      .select('question')
      .where('scope', '=', scope)
      .where('question', 'in', ids.slice(at, at + 400))
      .execute()
    for (const row of rows) known.add(row.question)
  }
  return known
}
