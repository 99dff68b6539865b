import { putEntryStatements } from '../cache/entries-table.ts'
import { alikeDigest, type Entry, entryId } from '../cache/entry.ts'
import type { ChangeHook } from '../corpus/change-hook.ts'
import { ensureScope } from '../corpus/scopes.ts'
import { sync } from '../corpus/sync.ts'
import { citedPins, type EvidencePin, evidenceStatements } from '../lineage/evidence-pin.ts'
import { type ChangeMarks, createChangeHook } from '../lineage/mark-changes.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'
import type { EntryId, PassageId, QuestionId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'
import type { Parser } from '../spec/parser.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type CorpusFixture, createCorpusFixture } from './corpus-fixture.ts'

/** A folder synced into a database with the marks of lineage made in each change, and entries filed over it. */
export interface MarkedCorpus extends CorpusFixture {
  /** Writes the files, or removes those that are null, and syncs. */
  change(files: Readonly<Record<string, string | null>>): Promise<void>
  /** The passage that holds a text, and where. */
  quote(text: string): Promise<Quote>
  /** Files an entry that cites these texts; `pins` beside its citations. */
  file(name: string, texts: readonly string[], options?: FiledEntry): Promise<EntryId>
  entry(name: string): Promise<EntryState>
  /** The rung of an entry's last verification, or null. */
  rung(name: string): Promise<string | null>
}

export interface FiledEntry {
  readonly pins?: readonly EvidencePin[]
  readonly shape?: AnswerBody['shape']
}

export interface EntryState {
  readonly state: Entry['state']
  readonly doubted: number
  readonly softSince: number | null
  readonly body: AnswerBody
}

export async function createMarkedCorpus(
  options: { readonly parser?: Parser } & Pick<Partial<ChangeMarks>, 'cutoff' | 'fireWatches'> = {},
): Promise<MarkedCorpus> {
  const { cutoff = {}, fireWatches, parser } = options
  const fixture = await createCorpusFixture(parser === undefined ? {} : { parser })
  const { store, scope, context } = fixture
  const db = store.read
  const hook = createChangeHook({
    db,
    clock: context.clock,
    cutoff,
    alikeOf: alikeDigest,
    ...(fireWatches === undefined ? {} : { fireWatches }),
  })
  const onChange: ChangeHook = async (change) => {
    fixture.changes.push(change)
    return hook(change)
  }
  await ensureScope(store, context.clock, scope)
  const source = fixture.folder()
  const idOf = (name: string): EntryId => entryId(scope, 'policy', '', name)
  const rowOf = (name: string) =>
    db.selectFrom('entries').selectAll().where('scope', '=', scope).where('entry', '=', idOf(name)).executeTakeFirstOrThrow()

  async function quote(text: string): Promise<Quote> {
    const rows = await db
      .selectFrom('passages')
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
      )
      .select(['passages.passage', 'versions.digest', 'versions.text'])
      .where('passages.scope', '=', scope)
      .orderBy('passages.no')
      .execute()
    const row = rows.find((one) => one.text.includes(text))
    if (row === undefined) throw new Error(`no passage holds "${text}"`)
    const start = row.text.indexOf(text)
    return { passage: row.passage as PassageId, version: row.digest as Digest, start, end: start + text.length, text }
  }

  return {
    ...fixture,
    quote,
    async change(files) {
      for (const [path, text] of Object.entries(files)) text === null ? fixture.remove(path) : fixture.write(path, text)
      await sync({ ...context, onChange }, source)
    },
    async file(name, texts, { pins = [], shape = 'quotation' } = {}) {
      const quotes: Quote[] = []
      for (const text of texts) quotes.push(await quote(text))
      const body: AnswerBody = { shape, text: texts.join('\n'), quotes, notes: [] }
      const id = idOf(name)
      const entry: Entry = {
        id,
        scope,
        policy: 'policy',
        question: name as string as QuestionId,
        questionText: name,
        kind: 'answer',
        status: 'verified',
        state: 'fresh',
        shape,
        body,
        alike: alikeDigest(body),
        effort: '',
        verdict: '',
        preparedBy: 'sleep',
        region: '',
        promptTokens: 0,
        spend: noSpend,
        model: null,
        recipe: 'recipe',
        madeAt: 1,
      }
      await store.write([
        bumpRevision(db, scope),
        ...putEntryStatements(db, entry, []),
        ...evidenceStatements(db, scope, id, 'entry', [...citedPins(body), ...pins]),
      ])
      return id
    },
    async entry(name) {
      const row = await rowOf(name)
      return { state: row.state, doubted: row.doubted, softSince: row.soft_since, body: JSON.parse(row.body) as AnswerBody }
    },
    async rung(name) {
      const row = await db
        .selectFrom('verifications')
        .select('rung')
        .where('scope', '=', scope)
        .where('artefact', '=', idOf(name))
        .executeTakeFirst()
      return row?.rung ?? null
    },
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  }
}
