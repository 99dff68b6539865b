import { leftToSpend } from '../../ledger/left-to-spend.ts'
import { microsPerDollar } from '../../ledger/money.ts'
import { runCap, type SideCaps } from '../../ledger/spend-cap.ts'
import type { StoredQuestion } from '../../predict/questions-table.ts'
import { fileRecipe } from '../../sleep/file-recipe.ts'
import { keysThatPay } from '../../sleep/keys-that-pay.ts'
import { limitsOf } from '../../sleep/make-keys-limits.ts'
import { countOwedKeys } from '../../sleep/make-keys-owed.ts'
import { type OwedQuestion, owedQuestions } from '../../sleep/owed-questions.ts'
import { breakEvenProbability } from '../../sleep/plan/break-even.ts'
import { distilByDemand, loadDemand } from '../../sleep/plan/distil-by-demand.ts'
import { distilCost } from '../../sleep/plan/distil-cost.ts'
import { enoughAsks } from '../../sleep/plan/enough-asks.ts'
import { loadPlanFacts, type PlanFacts, type PlanSettings } from '../../sleep/plan/plan-facts.ts'
import { type PlannedQuestion, planQuestions } from '../../sleep/plan/plan-questions.ts'
import type { SleepSkills } from '../../sleep/sleep-context.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { OpenCorpus } from '../open-corpus.ts'
import type { PlanView, ReverieOptions } from '../reverie.ts'
import { freshQuestions } from './plan-fresh.ts'
import { planRegions } from './plan-regions.ts'
import { anotherRecipe, type PlannedDocument, planSource } from './plan-source.ts'
import { planWhole } from './plan-whole.ts'

export interface PlanInput {
  readonly store: Store
  readonly scope: ScopeId
  readonly corpus: OpenCorpus
  readonly policy: string
  readonly model: ReverieOptions['model'] | null
  readonly caps: SideCaps
  /** Of the sleep planned: what another recipe made is owed. */
  readonly skills: SleepSkills
  /** At most this many questions. */
  readonly maxQuestions: number | undefined
  /** Epoch ms. */
  readonly now: number
  /** Whose vectors tell which asks came again; absent: only their words do. */
  readonly embedder?: string
  /** What is set of the value rule; absent: its defaults. */
  readonly worth?: Omit<PlanSettings, 'model' | 'budget'> & { readonly distil?: 'demand' | 'all' }
  /** P(asked before it expires), as the sleep takes it. Default: what the question was predicted with. */
  readonly probability?: (question: StoredQuestion) => number
  /** When calls next cost less. */
  readonly cheaper?: PlanView['cheaper']
}

/** What the next sleep would do, before anything is spent. Reads the sources' listing and the store; writes nothing. */
export async function planView(input: PlanInput): Promise<PlanView> {
  const { store, scope, corpus, policy, caps, skills, maxQuestions, now, embedder, worth = {} } = input
  const model = input.model ?? null
  const source = await planSource(store, scope, corpus, fileRecipe(skills))
  const cap = runCap(caps.sleep)
  // Of a run that has spent nothing yet.
  const left = await leftToSpend(store.read, caps.sleep, { scope, cause: '', side: 'sleep', purpose: 'pre-answer' }, now)
  const settings = { ...worth, model: model === null ? null : { price: model.price ?? null }, budget: left }
  const all = (await owedQuestions({ store, scope, skills }, policy)).filter(({ about }) => about.kind !== 'list')
  const facts = await loadPlanFacts({ store, scope, policy, now, settings, owed: all, ...(embedder === undefined ? {} : { embedder }) })
  const most = maxQuestions ?? Number.POSITIVE_INFINITY
  const plan = planQuestions(facts, all, input.probability ?? ((question) => question.probability))
  const chosen = plan.chosen.slice(0, most)
  const distil = await documentsFor(input, facts, source.toDistil)
  // What extraction distilled and is left to it is done.
  const toDistil = source.toDistil.filter((document) => document.why !== anotherRecipe || distil.includes(document))
  const fresh = freshQuestions(facts, { documents: distil, chosen, most })
  const planned = [...fresh.values()].reduce((sum, count) => sum + count, 0)
  const answers = chosen.filter(({ level }) => level === 3).length + planned
  const keys = await plannedKeys(input, facts, answers)
  const isGrouping =
    distil.length === source.toDistil.length || (source.documents - source.toDistil.length + distil.length) * 2 > source.documents
  const distilled = distil.map(({ path }) => path)
  const whole = model === null ? null : await planWhole({ store, scope, skills, distilled, isGrouping, answers, keys }, model.price ?? null)
  const regions = planRegions({ facts, documents: distil, chosen, fresh: model === null ? new Map() : fresh, whole })
  const total = totalOf(regions)
  return {
    documents: { toRead: source.toRead, toDistil: toDistil.length },
    questions: { planned: model === null ? 0 : planned, owed: chosen.length },
    keys: { answers: keys.answers },
    ...total,
    cap,
    regions,
    worth: worthOf(facts, chosen),
    skipped: plan.skipped.map(({ reason, questions }) => ({ reason, count: questions.length })),
    nothing: distil.length === 0 && chosen.length === 0 ? nothingText(facts, all.length, plan.stopped) : null,
    cheaper: model === null ? null : (input.cheaper ?? null),
    note: [beyondText(total, left), noteOf(facts, source.toDistil.length - distil.length)].filter((text) => text !== '').join(' '),
  }
}

function totalOf(regions: PlanView['regions']): Pick<PlanView, 'calls' | 'tokens' | 'usd'> {
  const sum = (of: (region: PlanView['regions'][number]) => number) => regions.reduce((total, region) => total + of(region), 0)
  const isPriced = regions.every(({ usd }) => usd !== null)
  return { calls: sum(({ calls }) => calls), tokens: sum(({ tokens }) => tokens), usd: isPriced ? sum(({ usd }) => usd ?? 0) : null }
}

/** Says so where the estimate is more than the caps leave, that others and other sleeps have drawn on; else ''. */
function beyondText({ tokens, usd }: Pick<PlanView, 'tokens' | 'usd'>, left: PlanSettings['budget']): string {
  const beyond = [
    ...(left.micros !== null && usd !== null && usd * microsPerDollar > left.micros
      ? [`$${(left.micros / microsPerDollar).toFixed(2)}`]
      : []),
    ...(left.tokens !== null && tokens > left.tokens ? [`${left.tokens} tokens`] : []),
  ]
  if (beyond.length === 0) return ''
  return `This is more than the caps leave (${beyond.join(', ')}): the sleep ends there, and the next one goes on.`
}

/** The documents that would be distilled by what the sleep is run with; without a model all are. */
async function documentsFor(
  { store, scope, model, worth }: PlanInput,
  facts: PlanFacts,
  documents: readonly PlannedDocument[],
): Promise<readonly PlannedDocument[]> {
  if (model === null) return documents
  const demand = await loadDemand(store.read, scope)
  // What the model distilled stays with it where somebody asks for the sleep.
  const kept = documents.filter(({ isByModel }) => isByModel)
  const others = documents.filter(({ isByModel }) => !isByModel)
  const { byModel } = distilByDemand(others, { demand, asks: facts.asks, mode: worth?.distil ?? 'demand', ...distilCost(facts) })
  return [...kept, ...byModel]
}

function worthOf({ asks, terms }: PlanFacts, chosen: readonly PlannedQuestion<OwedQuestion>[]): PlanView['worth'] {
  const sum = (of: (one: PlannedQuestion<OwedQuestion>) => number) => chosen.reduce((total, one) => total + of(one), 0)
  const usd = (micros: number) => (terms.costs.isPriced ? micros / microsPerDollar : null)
  return {
    expectedAsks: sum(({ value }) => value.asks),
    saving: {
      tokens: Math.round(sum(({ value }) => value.savedTokens)),
      seconds: sum(({ value }) => value.savedMs) / 1000,
      usd: usd(sum(({ value }) => value.benefit)),
    },
    net: usd(sum(({ value }) => value.net)),
    isLearned: asks >= enoughAsks,
  }
}

function nothingText(facts: PlanFacts, owed: number, stopped: string | null): string {
  if (owed === 0) return 'Nothing is worth doing: no document changed and no question is owed.'
  if (stopped !== null) return `Nothing is worth doing: ${stopped}.`
  const least = breakEvenProbability(facts)
  const change =
    least === null
      ? 'at these costs no question would be, however likely'
      : `a question would have to be ${Number((least * 100).toPrecision(2))} % likely to be asked within ${facts.terms.horizonDays} days`
  return `Nothing is worth doing: ${owed} owed question${owed === 1 ? ' is' : 's are'} worth less than preparing costs; ${change}.`
}

function noteOf({ settings: { model }, asks, terms: { costs } }: PlanFacts, left: number): string {
  if (model === null) return 'No model is named: everything is done on this machine and costs nothing.'
  const notes = ['An estimate from sizes; the cap is what holds.']
  if (!costs.isPriced) notes.push('The price of the model is unknown: worth is counted as a millionth of a dollar a token.')
  if (asks < enoughAsks) notes.push(`Too little was asked yet to tell what is worth it (${asks} of ${enoughAsks} asks).`)
  if (left > 0)
    notes.push(
      `${left} ${left === 1 ? 'document is' : 'documents are'} left to extraction, which is free: a model’s distillates of them would not pay.`,
    )
  return notes.join(' ')
}

/** A neighbour's question is judged with the keys. */
const neighbours = 1

/** For how many answers keys would be worded, those that are still to be made among them, and how many keys are judged for each at most. */
async function plannedKeys(input: PlanInput, facts: PlanFacts, toAnswer: number) {
  const { store, scope, policy, skills } = input
  const { keyWriter: writer, plainKeys, verifier } = skills
  if (writer === undefined) return { answers: 0, keysEach: 0 }
  const { entries, paraphrases, nearMisses } = limitsOf(writer, verifier)
  const owed = (await countOwedKeys(store.read, scope, policy, writer)) + toAnswer
  const left = plainKeys === undefined ? null : (facts.purse?.left ?? null)
  const { costEach, leastAsked } = keysThatPay(facts, paraphrases + nearMisses)
  const paid = left === null || costEach === 0 ? owed : Math.min(Math.floor(left / costEach), await askedSoOften(input, leastAsked))
  return { answers: Math.min(entries, owed, paid), keysEach: paraphrases + nearMisses + neighbours }
}

async function askedSoOften({ store, scope }: Pick<PlanInput, 'store' | 'scope'>, times: number): Promise<number> {
  const { count } = await store.read
    .selectFrom('questions')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('scope', '=', scope)
    .where(({ eb }) => eb(eb('asked_count', '+', eb.ref('missed_count')), '>=', times))
    .executeTakeFirstOrThrow()
  return Number(count)
}
