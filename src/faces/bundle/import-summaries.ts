import type { DocumentSummary } from '../../corpus/documents.ts'
import { replaceClaimsStatements, toClaims } from '../../distil/claims-table.ts'
import { distillatesOf, putDistillateStatement } from '../../distil/distillates-table.ts'
import { documentInput } from '../../distil/document-input.ts'
import type { Claim, ClaimDraft } from '../../spec/claim.ts'
import type { Digest } from '../../spec/digest.ts'
import type { ClaimId, PassageId } from '../../spec/ids.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { type Expectation, type Statement, statement } from '../../spec/store.ts'
import type { BundleClaim, BundleSummary } from './bundle-format.ts'
import { loadTexts } from './document-texts.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import type { Refusals } from './import-tally.ts'
import type { RestoredSummaries } from './restored-summaries.ts'
import { type Surroundings, surroundings, whyUnfounded } from './rests-on.ts'

type FileSummary = Extract<BundleSummary, { readonly level: 'file' }>

export interface SummaryImport {
  addClaim(claim: BundleClaim): void
  addFile(summary: FileSummary): Promise<void>
  /** Commits what is held back. */
  finish(): Promise<RestoredSummaries>
}

interface Taken {
  readonly statements: readonly Statement[]
  readonly expect: Expectation
}

/** Rows of one transaction. */
const together = 1_000
/** Least share of a claim's telling words that its document must hold. */
const leastShared = 0.5

/**
 * Takes over summaries of files that are what they were where the bundle was made, with claims whose quotes stand there
 * word for word. A file distilled here keeps its own. Counts the rest.
 */
export async function createSummaryImport(context: ImportContext, refusals: Refusals): Promise<SummaryImport> {
  const { store, scope } = context
  const own = await distillatesOf(store.read, scope, 'file')
  const claims = new Map<number, ClaimId>()
  const passages = new Map<string, PassageId>()
  const files = new Set<string>()
  const counts = { held: 0, kept: 0, differ: 0 }
  let given: BundleClaim[] = []
  let waiting: Taken[] = []
  let rows = 0

  async function flush(): Promise<void> {
    const some = waiting
    waiting = []
    rows = 0
    if (some.length === 0) return
    const write = (taken: readonly Taken[]) =>
      commitImport(
        context,
        [bumpRevision(store.read, scope), ...taken.flatMap(({ statements }) => statements)],
        taken.map(({ expect }) => expect),
      )
    if (await write(some)) return
    // One of them changed meanwhile; the others are written without it.
    for (const one of some) await write([one])
  }

  return {
    addClaim(claim) {
      given.push(claim)
    },
    async addFile(summary) {
      const numbered = new Map(given.map((claim) => [claim.number, claim]))
      given = []
      const document = context.documents.get(summary.path)
      if (context.tombstones.hasPath(summary.path)) return refusals.refuse('it was forgotten here')
      if (document === undefined || documentInput(document) !== summary.input) {
        counts.differ += 1
        return
      }
      const mine = summary.claims.flatMap((number) => numbered.get(number) ?? [])
      const texts = await loadTexts(store, scope, document)
      const around = surroundings(texts.text)
      const why =
        whyHeadlineRefused(summary.headline, around) ?? (mine.length < summary.claims.length ? 'it names claims of another file' : null)
      if (why !== null) return refusals.refuse(why)
      const drafts: ClaimDraft[] = []
      for (const claim of mine) {
        const draft = draftOf(claim, summary.path, texts.passages, around)
        if (typeof draft === 'string') return refusals.refuse(draft)
        drafts.push(draft)
      }
      const made = toClaims(document.id, drafts)
      const ids = new Set<string>(made.map(({ id }) => id))
      const known = own.get(document.id)
      const isKept = known !== undefined && known.input === documentInput(document)
      const living = isKept ? new Set(JSON.parse(known.claims) as readonly string[]) : ids
      mine.forEach((claim, at) => {
        const draft = drafts[at]
        const id = draft === undefined ? undefined : toClaims(document.id, [draft])[0]?.id
        if (id !== undefined && living.has(id)) claims.set(claim.number, id)
      })
      for (const { version, id } of texts.passages) passages.set(`${summary.path}\n${version}`, id)
      files.add(summary.path)
      if (isKept) {
        counts.kept += 1
        return
      }
      counts.held += 1
      waiting.push(taken(context, document, summary, made))
      rows += made.length * 2 + 1
      if (rows >= together) await flush()
    },
    async finish() {
      await flush()
      return { claims, passages, files, ...counts }
    },
  }
}

function taken({ store, scope }: ImportContext, document: DocumentSummary, summary: FileSummary, claims: readonly Claim[]): Taken {
  const { headline, recipe, madeAt } = summary
  const db = store.read
  return {
    statements: [
      ...replaceClaimsStatements(db, { scope, document: document.id, claims, recipe: recipe as Digest, madeAt }),
      putDistillateStatement(db, {
        scope,
        level: 'file',
        subject: document.id,
        label: document.title ?? document.path,
        headline,
        claims: claims.map(({ id }) => id),
        input: documentInput(document),
        recipe,
        madeAt,
      }),
    ],
    expect: {
      statement: statement(db.selectFrom('documents').select('projection').where('scope', '=', scope).where('document', '=', document.id)),
      equals: document.projection,
    },
  }
}

/** A headline is in its maker's words; what code exports is counted in it. */
function whyHeadlineRefused(headline: string, around: Surroundings): string | null {
  return whyUnfounded(headline.replace(/ and \d+ more\.$/, ''), { quotes: [], around, leastShared: 0 })
}

/** A claim with its quotes taken from the passages here, or why it is refused. */
function draftOf(
  claim: BundleClaim,
  path: string,
  passages: readonly { readonly id: PassageId; readonly version: Digest; readonly text: string }[],
  around: Surroundings,
): ClaimDraft | string {
  const quotes: ClaimDraft['quotes'][number][] = []
  for (const { version, start, end, text, path: quoted } of claim.quotes) {
    const home = passages.find((passage) => passage.version === version && passage.text.slice(start, end) === text)
    if (home === undefined || quoted !== path) return 'it quotes words that are not there'
    quotes.push({ passage: home.id, version: home.version, start, end, text })
  }
  const { type, subject, text, value, salience, stamp } = claim
  const ground = { quotes: quotes.map((quote) => quote.text), around, leastShared }
  const why = whyUnfounded(`${text}\n${value ?? ''}`, ground) ?? whyUnfounded(subject, { quotes: [], around, leastShared: 0.5 })
  return why ?? { type, subject, text, value, salience, quotes, stamp }
}
