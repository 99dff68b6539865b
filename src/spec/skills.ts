import type { AnswerBody, Spend } from './answer.ts'
import type { Claim, ClaimDraft, Quote } from './claim.ts'
import type { Digest } from './digest.ts'
import type { ReverieError } from './errors.ts'
import type { DocumentId, PassageId } from './ids.ts'
import type { PassageKind, PassageSymbol } from './parser.ts'
import type { Policy } from './policy.ts'
import type { QuestionDraft } from './question.ts'

/** A passage as the skills see it. */
export interface SkillPassage {
  readonly id: PassageId
  readonly version: Digest
  readonly kind: PassageKind
  readonly text: string
  readonly place: readonly string[]
  readonly symbol: PassageSymbol | null
  readonly language: string | null
  /** Offsets count in `text`; `text` of a unit is its reading form. */
  readonly units: readonly { readonly start: number; readonly end: number; readonly text: string }[]
}

export interface SkillDocument {
  readonly id: DocumentId
  readonly path: string
  readonly title: string | null
  readonly format: 'markdown' | 'text' | 'html' | 'data' | 'code'
  readonly modifiedAt: number
  readonly passages: readonly SkillPassage[]
}

/** Every skill names its recipe: kind, implementation version, model, parameters, prompt and schema as one digest. */
export interface Skill {
  readonly recipe: Digest
  /** `extractive`, or the model's `provider/model`. */
  readonly model: string | null
}

export interface SkillCall {
  readonly signal?: AbortSignal | undefined
  /** Asked before a model is called; where it says no, the skill is unsure instead of calling. Absent: it always is. */
  readonly isWorth?: (() => Promise<boolean>) | undefined
}

/** Makes claims. */
export interface Distiller extends Skill {
  distilDocument(document: SkillDocument, call?: SkillCall): Promise<DocumentDistillate>
  /** Chooses from the children what a reader of the folder or topic needs. */
  distilGroup(group: GroupInput, call?: SkillCall): Promise<GroupDistillate>
}

export interface DocumentDistillate {
  /** One line: what this file is. */
  readonly headline: string
  readonly claims: readonly ClaimDraft[]
  readonly spend: Spend
}

export interface GroupInput {
  readonly level: 'module' | 'topic'
  readonly subject: string
  readonly label: string
  readonly children: readonly { readonly label: string; readonly headline: string; readonly claims: readonly Claim[] }[]
}

export interface GroupDistillate {
  readonly headline: string
  /** Claims of the children, most needed first. */
  readonly claims: readonly Claim[]
  readonly spend: Spend
}

/** Words questions. */
export interface QuestionGenerator extends Skill {
  generate(input: GeneratorInput, call?: SkillCall): Promise<{ readonly questions: readonly QuestionDraft[]; readonly spend: Spend }>
}

export interface GeneratorInput {
  readonly document: SkillDocument
  readonly claims: readonly Claim[]
}

/** A unit that retrieval brought, best first. */
export interface ScoredUnit {
  readonly passage: PassageId
  readonly version: Digest
  readonly document: DocumentId
  readonly path: string
  readonly title: string | null
  readonly place: readonly string[]
  readonly kind: PassageKind
  readonly symbol: PassageSymbol | null
  /** The whole passage. */
  readonly passageText: string
  /** Span of the unit in the passage's text and its reading form. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly score: number
  /** Cosine of the unit to the question, or null while either vector is owed. */
  readonly cosine: number | null
  readonly bm25: number
  readonly modifiedAt: number
  /** All units of the passage in order, for readers that need a sentence's neighbours. */
  readonly passageUnits?: readonly PassageUnit[]
  /** The passages before and after it in the document under the same heading, or null (a code block and what introduces it). */
  readonly previous?: NeighbourPassage | null
  readonly next?: NeighbourPassage | null
  /** The question's terms with their weights in the corpus searched (inverse document frequency), the same for all units. */
  readonly termWeights?: ReadonlyMap<string, number>
}

/** Offsets count in the passage's text; `text` is the reading form. */
export interface PassageUnit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Tokens of the unit, the title and the place with their counts, where retrieval has counted them. */
  readonly terms?: ReadonlyMap<string, number>
}

export interface NeighbourPassage {
  readonly passage: PassageId
  readonly version: Digest
  readonly kind: PassageKind
  readonly text: string
  readonly units: readonly PassageUnit[]
}

export interface ReadRequest {
  readonly question: string
  readonly evidence: readonly ScoredUnit[]
  readonly policy: Policy
  /** Document or folder the question was predicted from; it tells of it, so where no model may see that path, none sees the question. */
  readonly region?: string
}

export type Reading =
  | {
      readonly kind: 'answer'
      readonly body: AnswerBody
      readonly confidence: number
      readonly spend: Spend
      /** Further quotations the reader would offer, best first, the answer's own not among them. */
      readonly alternatives?: readonly Quote[]
    }
  | { readonly kind: 'none'; readonly reason: string; readonly confidence: number; readonly spend: Spend }

/** Answers from passages. `onText` receives text as it is made, where the reader streams. */
export interface Reader extends Skill {
  read(request: ReadRequest, call?: SkillCall & { readonly onText?: (delta: string) => void }): Promise<Reading>
}

export interface Verdict {
  readonly kind: 'supported' | 'unsupported' | 'unsure'
  readonly reason: string
  readonly spend: Spend
  /** What kept the verifier from deciding, where it failed; the kind is `unsure` then. */
  readonly failure?: ReverieError
  /** Whether no model was asked, because that was not worth its cost; the kind is `unsure` then. */
  readonly isSpared?: boolean
}

/** Judges an answer against its evidence, or whether a prepared answer also answers another question. Unsure counts as no. */
export interface Verifier extends Skill {
  judgeAnswer(
    input: {
      readonly question: string
      readonly body: AnswerBody
      readonly evidence: readonly ScoredUnit[]
      /** As in {@link ReadRequest}. */
      readonly region?: string
    },
    call?: SkillCall,
  ): Promise<Verdict>
  judgeMatch(input: MatchInput, call?: SkillCall): Promise<Verdict>
  /**
   * Judges several prepared answers to one question at once, in their order: at most one is supported, the others are unsure then.
   * Absent: each is judged alone. Null where these cannot be judged together.
   */
  chooseMatch?(input: ChoiceInput, call?: SkillCall): Promise<readonly Verdict[] | null>
}

/** Prepared answers that may answer the question asked. */
export interface ChoiceInput extends Pick<MatchInput, 'question' | 'live'> {
  readonly candidates: readonly Pick<MatchInput, 'preparedFor' | 'body' | 'region'>[]
}

export interface MatchInput {
  readonly question: string
  readonly preparedFor: string
  readonly body: AnswerBody
  /** What live retrieval brings for the question asked, best first. */
  readonly live: readonly ScoredUnit[]
  /** Region of the question prepared for, as in {@link ReadRequest}. */
  readonly region?: string
}

/** What a near-miss was made by changing; `neighbour` is what another entry was prepared for. */
export const nearMissEdits = [
  'number',
  'unit',
  'entity',
  'negation',
  'antonym',
  'direction',
  'role',
  'time',
  'aspect',
  'neighbour',
] as const

export type NearMissEdit = (typeof nearMissEdits)[number]

/** A question that reads like another and wants another answer. */
export interface NearMiss {
  readonly text: string
  readonly edit: NearMissEdit
}

/** A prepared answer as whoever words keys for it sees it. */
export interface KeyRequest {
  readonly question: string
  readonly body: AnswerBody
  /** What it cites, in the order of its quotes; one that is not known is left out. */
  readonly cited: readonly {
    readonly path: string
    readonly title: string | null
    readonly place: readonly string[]
    readonly symbol: string | null
  }[]
  /** Questions of other entries that are answered differently, nearest first. */
  readonly neighbours: readonly string[]
  /** Names and code that stand beside those of the question: other symbols, other pages of the folder. */
  readonly siblings: readonly string[]
  /** Abbreviations that the corpus spells out. */
  readonly abbreviations: readonly { readonly short: string; readonly long: string }[]
  /** As in {@link ReadRequest}. */
  readonly region?: string
}

export interface WrittenKeys {
  /** Other wordings of the question, best first. */
  readonly paraphrases: readonly string[]
  readonly nearMisses: readonly NearMiss[]
  readonly spend: Spend
}

/** Words further keys of a prepared answer; each is judged before it is kept. */
export interface KeyWriter extends Skill {
  write(request: KeyRequest, call?: SkillCall): Promise<WrittenKeys>
}

export interface RewriteInput {
  readonly question: string
  /** Earlier turns, oldest first. */
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
}

export type Rewriting =
  | { readonly kind: 'rewritten'; readonly question: string; readonly spend: Spend }
  /** `failure`: what kept the rewriter from trying, where it failed. */
  | { readonly kind: 'unsure'; readonly reason: string; readonly spend: Spend; readonly failure?: ReverieError }

/**
 * Rewrites a question that leans on its conversation so that it stands alone. What it returns is a proposal: whoever calls
 * it checks that nothing was added that neither the question nor the conversation says.
 */
export interface Rewriter extends Skill {
  rewrite(input: RewriteInput, call?: SkillCall): Promise<Rewriting>
}
