import type { Generated } from 'kysely'
import type { ArtefactKind, EvidenceRole, Rung } from './evidence.ts'
import type { KeyKind } from './key-kind.ts'
import type { LeasesTable, LedgerTable, QuarantineTable, RecordsTable, RunsTable, TombstonesTable } from './schema-history.ts'
import type {
  ApprovalsTable,
  AskDaysTable,
  BatchCallsTable,
  BatchesTable,
  EffortsTable,
  PredictionsTable,
  SavingsTable,
  SpeculationsTable,
  YieldsTable,
} from './schema-worth.ts'

/**
 * The one schema, portable between SQLite and PostgreSQL. Every table but `meta` and `leases` carries `scope`.
 * Booleans are 0/1, times epoch ms, structured columns JSON text. A row an asker caches carries the scope's `revision`
 * that last changed it; a removal is a change of state (a passage without a version, a `dormant` document), never a bare
 * delete, until no asker can need it.
 */
export interface Schema {
  readonly meta: MetaTable
  readonly scopes: ScopesTable
  readonly sources: SourcesTable
  readonly documents: DocumentsTable
  readonly versions: VersionsTable
  readonly passages: PassagesTable
  readonly units: UnitsTable
  readonly vectors: VectorsTable
  readonly claims: ClaimsTable
  readonly distillates: DistillatesTable
  readonly topic_members: TopicMembersTable
  readonly evidence: EvidenceTable
  readonly watches: WatchesTable
  readonly editions: EditionsTable
  readonly memos: MemosTable
  readonly verifications: VerificationsTable
  readonly questions: QuestionsTable
  readonly entries: EntriesTable
  readonly keys: KeysTable
  readonly labels: LabelsTable
  readonly calibrations: CalibrationsTable
  readonly gates: GatesTable
  readonly policies: PoliciesTable
  readonly predictions: PredictionsTable
  readonly yields: YieldsTable
  readonly savings: SavingsTable
  readonly ask_days: AskDaysTable
  readonly approvals: ApprovalsTable
  readonly batches: BatchesTable
  readonly batch_calls: BatchCallsTable
  readonly efforts: EffortsTable
  readonly speculations: SpeculationsTable
  readonly records: RecordsTable
  readonly ledger: LedgerTable
  readonly runs: RunsTable
  readonly quarantine: QuarantineTable
  readonly tombstones: TombstonesTable
  readonly leases: LeasesTable
}

export interface MetaTable {
  key: string
  value: string
}

export interface ScopesTable {
  scope: string
  /** Small integer that names the scope's lexical table. */
  no: Generated<number>
  /** Bumped by one in every transaction that changes a row an asker caches. */
  revision: number
  created_at: number
}

export interface SourcesTable {
  scope: string
  source: string
  /** git: what the commits of the repository the folder is in tell, as documents. */
  kind: 'folder' | 'memory' | 'git'
  /** Relative to the folder that holds `.reverie`; '' for memory and git. */
  root: string
  /** JSON array of paths under root; [] is the whole root. */
  paths: string
  /** When a walk last completed, epoch ms. */
  walked_at: number | null
}

export interface DocumentsTable {
  scope: string
  document: string
  source: string
  path: string
  /** Digest of the bytes; null while dormant. */
  digest: string | null
  validator: string
  title: string | null
  format: 'markdown' | 'text' | 'html' | 'data' | 'code'
  language: string | null
  size: number
  modified_at: number
  /** Smaller comes first in a sleep. */
  rank: number
  state: 'live' | 'dormant'
  /** Parser version digest the passages were made with. */
  recipe: string
  /** Digest of the ordered passage versions and places, what distilling this document depends on; null while dormant. */
  projection: string | null
  /** Full text of memory documents (JSON `{text, version}`), null for folders. */
  content: string | null
  /** JSON array of ParsedLink. */
  links: string
  committed_at: number
  /** Changes of its text since it is known, faded as of `committed_at`. */
  changes: Generated<number>
  /** When it was first committed, epoch ms; 0 where that is not known. */
  first_at: Generated<number>
  revision: number
}

export interface VersionsTable {
  scope: string
  /** Digest of the exact text. */
  digest: string
  /** Digest of the text with white space folded (prose only; else equal to digest). */
  normal: string
  text: string
}

export interface PassagesTable {
  /** Row id in the scope's lexical table. */
  no: Generated<number>
  scope: string
  passage: string
  document: string
  ordinal: number
  /** Current version, or null once removed. */
  version: string | null
  /** The version it has or last had: what a revival looks for. */
  last_version: string
  kind: 'prose' | 'list' | 'table' | 'code' | 'definition' | 'data'
  language: string | null
  /** JSON array: heading or symbol path. */
  place: string
  place_digest: string
  start_line: number
  end_line: number
  /** UTF-16 offset in the decoded document. */
  start_offset: number
  /** JSON PassageSymbol or null. */
  symbol: string | null
  revision: number
}

export interface UnitsTable {
  scope: string
  passage: string
  ordinal: number
  start_offset: number
  end_offset: number
  /** Reading form; null where it equals the slice of the version. */
  text: string | null
  /** Digest of the exact text embedded (title, newline, unit), or null where it is not embedded. */
  vector: string | null
}

export interface VectorsTable {
  scope: string
  /** Embedder's name; vectors of two embedders never mix. */
  embedder: string
  /** Digest of the exact text embedded. */
  digest: string
  /** Normalised int8, one byte a dimension. */
  vector: Uint8Array
  revision: number
}

export interface ClaimsTable {
  scope: string
  claim: string
  document: string
  type: string
  basis: 'quoted' | 'derived'
  stamp: 'exact' | 'fuzzy' | 'unverified'
  subject: string
  text: string
  value: string | null
  salience: number
  /** JSON Quote[]. */
  quotes: string
  recipe: string
  state: string
  made_at: number
}

export interface DistillatesTable {
  scope: string
  distillate: string
  level: 'file' | 'module' | 'topic'
  /** Document id, folder path ('' is the root) or topic id. */
  subject: string
  label: string
  headline: string
  /** JSON array of claim ids, most needed first. */
  claims: string
  /** Digest of everything it was shown. */
  input: string
  recipe: string
  state: string
  made_at: number
}

export interface TopicMembersTable {
  scope: string
  topic: string
  document: string
  weight: number
}

export interface EvidenceTable {
  scope: string
  artefact: string
  artefact_kind: ArtefactKind
  role: EvidenceRole
  ordinal: number
  /** Passage id (cited, read, and the passages a watch found); or what is listed; or the recipe's name. */
  reference: string
  /** Version digest, digest of the list's membership, or recipe digest. */
  version: string
  /** Digest of the passage's place when pinned, or null where the place does not matter. */
  place: string | null
  /** JSON array of `[start, end]`, the units shown of a `read` or `watched` passage at that version; else null. */
  span: string | null
}

/** The stored search an entry relied on: a passage that would have been among its results fires it. One an entry. */
export interface WatchesTable {
  scope: string
  entry: string
  /** Digest of the question's vector in `vectors`; null where it was ranked by words alone. */
  vector: string | null
  /** Name of the embedder of that vector, or null. */
  embedder: string | null
  /** JSON array of `[term, weight]`, the question's terms under the statistics of then, rarest first. */
  terms: string
  /** Passages the scope had when the weights were taken: their version. */
  passages: number
  /** Passages wanted. */
  k: number
  /** Score of the k-th passage, its best unit's; 0 where fewer were found. */
  score: number
  revision: number
}

/** A former or imported body of an entry, served again as soon as every digest it cites is current. */
export interface EditionsTable {
  scope: string
  edition: string
  entry: string
  question_text: string
  origin: 'replaced' | 'withdrawn' | 'imported'
  /** JSON of the entry as it was, with its keys. */
  body: string
  retired_at: number
}

/** What a paid skill call returned for an input, by the digest of recipe and input: the same input never costs twice. */
export interface MemosTable {
  scope: string
  memo: string
  skill: string
  /** JSON as the skill returned it. */
  value: string
  made_at: number
}

/** How the last change that reached an artefact ended, or what confirmed it last. One row an artefact. */
export interface VerificationsTable {
  scope: string
  artefact: string
  artefact_kind: ArtefactKind
  /** The rung the change stopped at, or what happened to the artefact. */
  rung: Rung
  /** Path of the document whose change it was, or ''. */
  cause: string
  by: 'sync' | 'sleep' | 'ask' | 'import'
  at: number
}

export interface QuestionsTable {
  scope: string
  question: string
  text: string
  normalised: string
  /** JSON array of QuestionOrigin. */
  origins: string
  probability: number
  region: string
  /** JSON QuestionAim. */
  about: string
  pinned: number
  dropped: number
  asked_count: number
  missed_count: number
  created_at: number
  last_asked_at: number | null
  /** Why no pre-answer was made from it last time, or null. */
  skipped: string | null
}

export interface EntriesTable {
  scope: string
  /** Digest of (scope, policy, conversation, normalised question). */
  entry: string
  policy: string
  conversation: string
  question: string
  question_text: string
  kind: 'answer' | 'absence'
  status: 'verified' | 'candidate'
  state: 'fresh' | 'suspect' | 'stale' | 'dormant'
  /** 1 where it must be checked before it is served again: state suspect, or what it becomes once its support is back. */
  doubted: number
  /** When something it read without citing changed, epoch ms: served with a mark for a bounded time. Null: nothing has. */
  soft_since: number | null
  shape: 'quotation' | 'several' | 'list' | 'prose'
  /** JSON AnswerBody; absences hold an empty one. */
  body: string
  /** Digest of the normalised set of cited quotes; equal means answered alike. */
  alike: string
  effort: string
  verdict: string
  prepared_by: 'sleep' | 'ask' | 'person'
  region: string
  /** Tokens of the prompt a live answer by a model is sent, counted when made. */
  prompt_tokens: number
  /** JSON Spend. */
  spend: string
  model: string | null
  recipe: string
  made_at: number
  served_count: number
  last_served_at: number | null
  revision: number
}

export interface KeysTable {
  no: Generated<number>
  scope: string
  policy: string
  entry: string
  text: string
  normalised: string
  kind: KeyKind
  /** Digest of the text embedded: a vector of this digest makes the key matchable by nearness. */
  vector: string
  /** 0 once withdrawn. */
  active: number
  revision: number
}

/** Whether an entry's answer also answers a question that was asked or made: what the match decision learns from. */
export interface LabelsTable {
  scope: string
  /** Digest of source kind, entry and normalised question asked. */
  label: string
  entry: string
  /** Digest of the answer judged, as in `entries`: the same answer under another question is judged with it. */
  alike: string
  question: string
  normalised: string
  prepared_for: string
  /** 1 where the answer answers it. */
  same: number
  /** `feedback` and `shadow` are real and certify; `verifier` and `synthetic` fit, and never certify. */
  source: 'feedback' | 'shadow' | 'verifier' | 'synthetic'
  /** What class of question it is, as gates tell them apart. */
  class: string
  /** JSON numbers in the order of the features, or null where they were not kept. */
  features: string | null
  /** Version of the features. */
  recipe: string
  /** Whether it was served as a hit or adapted when it was asked, 0 or 1: only those count towards the rate served. */
  served: number
  /** The ask it is about, or null. */
  ask: string | null
  at: number
}

/** One fit of the match decision; the newest active one decides. */
export interface CalibrationsTable {
  scope: string
  /** Rises with every fit. */
  version: number
  /** Digest of everything it was fitted on: nothing new, no new fit. */
  input: string
  /** JSON Calibration. */
  body: string
  fitted_at: number
  active: number
  revision: number
}

/** Whether near matches of a class of question are served without being judged anew. */
export interface GatesTable {
  scope: string
  /** '' is every class. */
  class: string
  state: 'open' | 'closed'
  /** Why it is closed, in words, or ''. */
  reason: string
  /** JSON state of the monitor. */
  monitor: string
  at: number
  revision: number
}

/** Policies that were asked under, other than the default: a sleep prepares for those asked under most. */
export interface PoliciesTable {
  scope: string
  /** Its digest. */
  policy: string
  /** JSON Policy. */
  body: string
  asked_count: number
  first_at: number
  last_at: number
}
