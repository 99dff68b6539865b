import { DatabaseSync } from 'node:sqlite'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import type { QuestionAim } from '../spec/question.ts'

/** What a database holds that a rebuild must hold too, read with no code of the library. */
export interface ScopeState {
  /** Live passages of each document in order: version, place and kind. */
  readonly passages: ReadonlyMap<string, readonly string[]>
  /** Live claims of each document as sorted keys of type, text and quoted texts. */
  readonly claims: ReadonlyMap<string, readonly string[]>
  /** Servable answers prepared asleep, by their question. */
  readonly answers: ReadonlyMap<string, PreparedAnswer>
  /** Everything served that rests on what is not there, in words. */
  readonly unsupported: readonly string[]
}

export interface PreparedAnswer {
  readonly question: string
  readonly shape: string
  readonly alike: string
  readonly about: QuestionAim
  readonly body: AnswerBody
  /** Paths and versions its quotes rest on. */
  readonly rests: readonly { readonly path: string; readonly version: string }[]
}

export function readScopeState(database: string, scope = 'default'): ScopeState {
  const db = new DatabaseSync(database, { readOnly: true })
  const all = (query: string): readonly Record<string, unknown>[] => db.prepare(query).all(scope)
  try {
    const passages = new Map<string, string[]>()
    const current = new Map<string, { readonly path: string; readonly version: string; readonly text: string }>()
    for (const row of all(
      `select d.path, p.passage, p.version, p.place_digest, p.kind, v.text from passages p
       join documents d on d.scope = p.scope and d.document = p.document
       join versions v on v.scope = p.scope and v.digest = p.version
       where p.scope = ? and d.state = 'live' and p.version is not null order by d.path, p.ordinal`,
    )) {
      const [path, version] = [String(row.path), String(row.version)]
      push(passages, path, digest('passage', version, String(row.place_digest), String(row.kind)))
      current.set(String(row.passage), { path, version, text: String(row.text) })
    }
    const claims = new Map<string, string[]>()
    const fresh = new Set<string>()
    const unsupported: string[] = []
    for (const row of all(
      `select d.path, c.claim, c.type, c.text, c.quotes, c.stamp from claims c join documents d on d.scope = c.scope and d.document = c.document
       where c.scope = ? and c.state = 'fresh' and d.state = 'live'`,
    )) {
      const quotes = JSON.parse(String(row.quotes)) as readonly Quote[]
      fresh.add(String(row.claim))
      push(claims, String(row.path), claimKey(row))
      for (const quote of row.stamp === 'unverified' ? [] : quotes) {
        const problem = quoteProblem(quote, current)
        if (problem !== null) unsupported.push(`claim "${String(row.text).slice(0, 80)}": ${problem}`)
      }
    }
    for (const list of claims.values()) list.sort()
    for (const row of all(`select level, label, claims from distillates where scope = ? and state = 'fresh'`)) {
      const gone = (JSON.parse(String(row.claims)) as readonly string[]).filter((claim) => !fresh.has(claim))
      if (gone.length > 0) unsupported.push(`${String(row.level)} summary "${String(row.label)}" names ${gone.length} claims that are gone`)
    }
    for (const row of all(
      `select e.artefact_kind, e.artefact, e.reference, e.version from evidence e where e.scope = ? and e.role = 'cited' and (
         (e.artefact_kind = 'entry' and exists (select 1 from entries x where x.scope = e.scope and x.entry = e.artefact and x.state in ('fresh', 'suspect')))
         or (e.artefact_kind = 'claim' and exists (select 1 from claims x where x.scope = e.scope and x.claim = e.artefact and x.state = 'fresh')))
       and not exists (select 1 from passages p where p.scope = e.scope and p.passage = e.reference and p.version = e.version)`,
    )) {
      unsupported.push(`${String(row.artefact_kind)} ${String(row.artefact).slice(0, 12)} pins a version that is not current`)
    }
    const answers = new Map<string, PreparedAnswer>()
    for (const row of all(
      `select e.question, e.question_text, e.shape, e.alike, e.body, q.about from entries e join questions q on q.scope = e.scope and q.question = e.question
       where e.scope = ? and e.kind = 'answer' and e.status = 'verified' and e.state in ('fresh', 'suspect') and e.conversation = '' and q.dropped = 0`,
    )) {
      const body = JSON.parse(String(row.body)) as AnswerBody
      const question = String(row.question_text)
      const problems = body.quotes.map((quote) => quoteProblem(quote, current)).filter((problem) => problem !== null)
      if (body.quotes.length === 0) problems.push('it quotes nothing')
      for (const problem of problems) unsupported.push(`answer to "${question}": ${problem}`)
      answers.set(String(row.question), {
        question,
        shape: String(row.shape),
        alike: String(row.alike),
        about: JSON.parse(String(row.about)) as QuestionAim,
        body,
        rests: body.quotes.map((quote) => ({ path: current.get(quote.passage)?.path ?? '', version: quote.version })),
      })
    }
    return { passages, claims, answers, unsupported }
  } finally {
    db.close()
  }
}

/** Live claims by id, as the keys a rebuild is compared by. */
export function claimKeys(database: string, scope = 'default'): ReadonlyMap<string, string> {
  const db = new DatabaseSync(database, { readOnly: true })
  try {
    const rows = db.prepare(`select claim, type, text, quotes from claims where scope = ? and state = 'fresh'`).all(scope)
    return new Map(rows.map((row) => [String(row.claim), claimKey(row)]))
  } finally {
    db.close()
  }
}

function claimKey(row: Readonly<Record<string, unknown>>): string {
  const quotes = JSON.parse(String(row.quotes)) as readonly Quote[]
  return digest('claim', String(row.type), String(row.text), ...quotes.map((quote) => quote.text).sort())
}

function quoteProblem(quote: Quote, current: ReadonlyMap<string, { readonly version: string; readonly text: string }>): string | null {
  const passage = current.get(quote.passage)
  if (passage === undefined) return 'a quoted passage is gone'
  if (passage.version !== quote.version) return 'a quoted passage has another version'
  return passage.text.slice(quote.start, quote.end) === quote.text ? null : `"${quote.text.slice(0, 60)}" does not stand where it is quoted`
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
