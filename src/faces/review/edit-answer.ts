import { putVector } from '../../ask/record-match.ts'
import { putEntryStatements } from '../../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../../cache/entry.ts'
import { ensureScope } from '../../corpus/scopes.ts'
import { approveStatements } from '../../lineage/approvals.ts'
import { retireStatements } from '../../lineage/editions/retire.ts'
import { citedPins, evidenceStatements } from '../../lineage/evidence-pin.ts'
import { withdrawUnsupported } from '../../lineage/mark-changes.ts'
import { loadTombstones } from '../../lineage/tombstones.ts'
import { makeWatch, shownPassages } from '../../lineage/watches/make-watch.ts'
import { putWatchStatement } from '../../lineage/watches/watches-table.ts'
import { predictStatements } from '../../predict/questions-table.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { QuestionId } from '../../spec/ids.ts'
import type { KeyKind } from '../../spec/key-kind.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { noSpend } from '../../spec/ledger.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import { policyDigest } from '../../spec/policy.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { keptQuotes } from './kept-quotes.ts'
import { resolveCitation } from './resolve-citation.ts'
import { mustKeep, type ReviewParts } from './review-parts.ts'
import type { EditRequest } from './review-view.ts'
import { formerWrittenStatements } from './take-back-written.ts'

/** Units of the search that a person's answer is watched by, as many as a sleep shows. */
const units = 24
const longest = 50_000

/**
 * Makes a person's words the answer to a question, resting on the lines they cite: what was generated before is kept as a
 * former answer, its keys stay; what a person wrote before is not. Throws `bad-argument` for an empty text, or where no citation is left.
 */
export async function editAnswer(
  parts: ReviewParts,
  { id, text: question }: { readonly id: string | null; readonly text: string },
  edit: EditRequest,
  signal?: AbortSignal,
): Promise<void> {
  const { store, scope, clock, embedder } = parts
  mustKeep(parts)
  const text = edit.text.trim()
  if (text === '' || text.length > longest) {
    const found = text === '' ? 'nothing' : `${text.length} characters`
    throw new ReverieError('bad-argument', `An answer has 1 to ${longest} characters, found ${found}.`, {
      hint: 'Give it with --text "…" or --file.',
    })
  }
  const db = store.read
  if (id === null && (await loadTombstones(db, scope)).hasQuestion(question)) {
    throw new ReverieError('bad-argument', `"${question}" was forgotten here and is not answered again.`, {
      hint: 'Let it back in first: reverie forget --undo --question "…"',
    })
  }
  await ensureScope(store, clock, scope)
  await parts.bringUpToDate(signal)
  const entry = await entryOf(parts, question, text, await citedBy(parts, question, text, edit.cite ?? []))
  const vector = await embedder.embedQuestion(question, signal === undefined ? {} : { signal })
  const open = await parts.openScope(scope)
  await open.refresh()
  const evidence = await open.view.search({ question, vector, limit: units, overlay: null })
  const { watch, pins } = makeWatch({
    entry: entry.id,
    question,
    vector: { digest: keyVectorDigest(question), embedder: embedder.name },
    units: evidence,
    limit: units,
    passages: open.view.passageCount,
    k: shownPassages(evidence),
  })
  const promptTokens = await parts.countPromptTokens({ question, evidence, policy: parts.policy })
  const about = { kind: 'unknown' } as const
  const draft = { text: question, origin: 'pinned', probability: 1, region: '', about } as const
  const body = JSON.stringify(entry.body)
  await store.write([
    bumpRevision(db, scope),
    ...(id === null ? predictStatements(db, scope, [draft], clock.now()) : []),
    ...((await isWritten(parts, entry.id)) ? [] : await retireStatements(db, scope, [entry])),
    ...(await formerWrittenStatements(db, scope, entry.id)),
    ...putEntryStatements(db, { ...entry, promptTokens }, await keysOf(parts, entry)),
    putWatchStatement(db, scope, watch),
    ...evidenceStatements(db, scope, entry.id, 'entry', [...citedPins(entry.body), ...pins]),
    ...withdrawUnsupported(db, scope, [entry.id]),
    putVector({ store, embedder }, scope, question, vector),
    ...approveStatements(db, {
      scope,
      entry: entry.id,
      question: entry.question,
      question_text: question,
      kind: 'edited',
      body,
      approved_at: entry.madeAt,
    }),
  ])
}

/** Whether a person wrote what stands now. */
async function isWritten({ store, scope }: ReviewParts, entry: string): Promise<boolean> {
  const row = await store.read
    .selectFrom('entries')
    .select('prepared_by')
    .where('scope', '=', scope)
    .where('entry', '=', entry)
    .executeTakeFirst()
  return row?.prepared_by === 'person'
}

async function citedBy(
  { store, scope, policy }: ReviewParts,
  question: string,
  text: string,
  cite: readonly string[],
): Promise<readonly Quote[]> {
  const db = store.read
  if (cite.length > 0) {
    const quotes = (await Promise.all(cite.map((one) => resolveCitation(db, scope, one)))).flat()
    return [...new Map(quotes.map((quote) => [`${quote.passage} ${quote.start} ${quote.end}`, quote])).values()]
  }
  const id = entryId(scope, policyDigest(policy), '', question)
  const bodies = await Promise.all(
    (['entries', 'approvals'] as const).map((table) =>
      db.selectFrom(table).select('body').where('scope', '=', scope).where('entry', '=', id).executeTakeFirst(),
    ),
  )
  for (const row of bodies) {
    const kept = row === undefined ? [] : await keptQuotes(db, scope, JSON.parse(row.body) as AnswerBody, text)
    if (kept.length > 0) return kept
  }
  throw new ReverieError(
    'bad-argument',
    'An answer needs a citation: nothing that the former one cites is left that shares a word with yours.',
    {
      hint: 'Name where it stands: --cite docs/retries.md:12 (more than once for several places).',
    },
  )
}

async function entryOf(
  { store, scope, policy, clock }: ReviewParts,
  question: string,
  text: string,
  quotes: readonly Quote[],
): Promise<Entry> {
  const id = entryId(scope, policyDigest(policy), '', question)
  const former = await store.read
    .selectFrom('questions')
    .select('region')
    .where('scope', '=', scope)
    .where('question', '=', questionDigest(question))
    .executeTakeFirst()
  const body: AnswerBody = { shape: 'prose', text, quotes, notes: [] }
  return {
    id,
    scope,
    policy: policyDigest(policy),
    question: questionDigest(question) as string as QuestionId,
    questionText: question,
    kind: 'answer',
    status: 'verified',
    state: 'fresh',
    shape: body.shape,
    body,
    alike: alikeDigest(body),
    effort: 'person',
    verdict: 'written by a person',
    preparedBy: 'person',
    region: former?.region ?? '',
    promptTokens: 0,
    spend: noSpend,
    model: null,
    recipe: 'person',
    madeAt: clock.now(),
  }
}

/** The keys there were, and the question itself. */
async function keysOf(
  { store, scope }: ReviewParts,
  { id, questionText }: Entry,
): Promise<readonly { readonly text: string; readonly kind: KeyKind }[]> {
  const rows = await store.read
    .selectFrom('keys')
    .select(['text', 'kind'])
    .where('scope', '=', scope)
    .where('entry', '=', id)
    .where('active', '=', 1)
    .orderBy('no')
    .execute()
  const others = rows.filter(({ kind }) => kind !== 'question')
  return [{ text: questionText, kind: 'question' }, ...others]
}
