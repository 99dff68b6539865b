import type { CorpusContext } from '../corpus/corpus-context.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import { liveDocuments } from '../corpus/documents.ts'
import { addSpends } from '../ledger/add-spends.ts'
import type { MeterChannel } from '../ledger/channels/meter-channel.ts'
import { ledgerTotals } from '../ledger/ledger-totals.ts'
import type { Cutoff } from '../lineage/rungs/cutoff.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import { breathe } from '../sleep/breathe.ts'
import { memoisedSkills } from '../sleep/memoised-skills.ts'
import { openMemos } from '../sleep/memos-table.ts'
import { runSleep, type SleepRun } from '../sleep/run-sleep.ts'
import { type SleepContext, type SleepSkills, throwIfAborted } from '../sleep/sleep-context.ts'
import { SleepTally } from '../sleep/sleep-tally.ts'
import type { Spend } from '../spec/answer.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import { ReverieError } from '../spec/errors.ts'
import type { DocumentId, ScopeId } from '../spec/ids.ts'
import type { Policy } from '../spec/policy.ts'
import type { Random } from '../spec/random.ts'
import { type Lease, type Store, statement } from '../spec/store.ts'
import { keepLease, leaseMs } from './keep-lease.ts'
import type { OpenCorpus } from './open-corpus.ts'
import type { SleepOptions, SleepReceipt } from './reverie.ts'
import { closeSleepChannel, isBatchIdle, type SleepChannel } from './sleep-channel.ts'
import { scopeCounts, syncCutShort } from './sync-cut-short.ts'
import { timeLimit } from './time-limit.ts'
import { servableEntries } from './views/servable-entries.ts'

export interface SleeperParts {
  readonly store: Store
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly clock: Clock
  readonly random: Random
  readonly scope: ScopeId
  readonly embedder: Embedder
  readonly corpus: OpenCorpus
  readonly corpusContext: CorpusContext
  readonly policy: Policy
  readonly match: NonNullable<SleepRun['match']>
  /** What is kept, and of the words people asked. */
  readonly keeping: NonNullable<SleepRun['keeping']>
  /** Resolves once nobody asks in this process. */
  readonly pause: (signal?: AbortSignal) => Promise<void>
  /** Rungs that are switched off. */
  readonly cutoff?: Cutoff | undefined
  /** Tokens of the prompt a model would be sent for this request; counted, not spent. */
  readonly countPromptTokens: SleepContext['countPromptTokens']
  /** How this sleep's calls are sent. */
  readonly openChannel: () => Promise<SleepChannel>
  readonly skills: (run: string, budget: SleepOptions['budget'], channel: MeterChannel | null) => Promise<SleepSkills>
  /** What compares prepared answers with live ones, or null without a model. */
  readonly effort: (run: string, budget: SleepOptions['budget']) => Promise<NonNullable<SleepRun['effort']> | null>
  /** What decides whether work pays. */
  readonly terms: (budget: SleepOptions['budget'], begun: SleepOptions['begun']) => NonNullable<SleepRun['terms']>
  readonly history: NonNullable<SleepRun['history']>
  /** Told every live document's path, so that models are shown only what may be shown. */
  readonly notePaths: (paths: ReadonlyMap<DocumentId, string>) => void
}

/** More questions than this a sleep are not worth their embedding without being told so. */
const defaultMaxQuestions = 3_000

/** Runs one sleep under the scope's lease and leaves its receipt. */
export async function sleepOnce(parts: SleeperParts, given: SleepOptions): Promise<SleepReceipt> {
  const limit = timeLimit(given, parts.clock)
  const { signal: _, ...same } = given
  try {
    return await sleepLeased(parts, limit.signal === undefined ? same : { ...same, signal: limit.signal }, limit.isOver)
  } finally {
    limit.clear()
  }
}

async function sleepLeased(parts: SleeperParts, options: SleepOptions, isOver: () => boolean): Promise<SleepReceipt> {
  const { store, clock, random, scope } = parts
  if (!isOver()) throwIfAborted(options.signal)
  if (parts.notKept !== null) {
    throw new ReverieError('database-read-only', `Nothing can be prepared because nothing can be kept: ${parts.notKept}.`, {
      hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
    })
  }
  const run = random.id()
  const lease = await claim(store, scope, run)
  const kept = keepLease(store, lease, { scope })
  const signal = options.signal === undefined ? kept.lost : AbortSignal.any([options.signal, kept.lost])
  const began = clock.monotonic()
  const startedAt = clock.now()
  const tally = new SleepTally(options.onProgress, () => clock.monotonic() - began)
  try {
    await closeAbandoned(parts)
    await noteRun(parts, { run, state: 'running', startedAt, endedAt: null, receipt: {} })
    const ended = await sleepUnderLease(parts, { run, lease, tally, began, options: { ...options, signal }, isOver })
    const why = kept.whyLost()
    if (ended.stoppedBy === 'aborted' && why !== null) throw why
    const receipt: SleepReceipt = ended.stoppedBy === 'aborted' && isOver() ? { ...ended, stoppedBy: 'time' } : ended
    await noteRun(parts, { run, state: receipt.stoppedBy === 'done' ? 'done' : 'stopped', startedAt, endedAt: clock.now(), receipt })
    return receipt
  } catch (failure) {
    const cause = kept.whyLost() ?? failure
    const reason = cause instanceof Error ? cause.message : String(cause)
    // What failed is told, also where that cannot be noted: a full disk takes no note either.
    await noteRun(parts, { run, state: 'failed', startedAt, endedAt: clock.now(), receipt: { reason } }).catch(() => undefined)
    throw cause
  } finally {
    await kept.letGo()
  }
}

interface Under {
  readonly run: string
  readonly lease: Lease
  readonly tally: SleepTally
  readonly began: number
  readonly options: SleepOptions
  /** Whether its time is over. */
  readonly isOver: () => boolean
}

async function sleepUnderLease(parts: SleeperParts, { run, lease, tally, began, options, isOver }: Under): Promise<SleepReceipt> {
  const { store, clock, scope, embedder, corpus, policy } = parts
  const before = await servableEntries(store.read, scope)
  tally.prepared = before
  const view = openScopeView({ store, scope, embedder })
  const channel = await parts.openChannel()
  await channel.batch?.collect(options.signal)
  const memos = openMemos({ store, scope, clock, fence: lease })
  const { skills, isRemembered } = memoisedSkills(
    await parts.skills(run, options.budget, channel.meter),
    memos,
    () => tally.keep('model calls'),
    () => breathe({ signal: options.signal, pause: () => parts.pause(options.signal) }),
  )
  const context: SleepContext = {
    store,
    scope,
    run,
    lease,
    clock,
    embedder,
    view,
    skills,
    isRemembered,
    ...(parts.cutoff === undefined ? {} : { cutoff: parts.cutoff }),
    policy,
    tally,
    signal: options.signal,
    pause: () => parts.pause(options.signal),
    countPromptTokens: parts.countPromptTokens,
  }
  if ((await corpusRevision(store.read, scope)) > 0) tally.nowAskable()
  let withdrawn = 0
  const sync = async () => {
    const there = await scopeCounts(store, scope)
    const reading = corpus.sync(
      scope,
      {
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.paths === undefined ? {} : { paths: options.paths }),
        onProgress: ({ done, total, path }) => {
          tally.nowAskable()
          tally.progress('sync', done, total, path)
        },
      },
      { ...parts.corpusContext, fence: lease },
    )
    const receipt = await reading.catch(async (cause: unknown) => {
      if (!isOver()) throw cause
      return syncCutShort(there, await scopeCounts(store, scope), clock.monotonic() - began)
    })
    parts.notePaths(new Map((await liveDocuments(store, scope)).map((document) => [document.id, document.path])))
    await view.refresh()
    withdrawn = before - (await servableEntries(store.read, scope))
    tally.prepared = before - withdrawn
    return receipt
  }
  const effort = await parts.effort(run, options.budget)
  const outcome = await runSleep({
    context,
    sync,
    maxQuestions: options.maxQuestions ?? defaultMaxQuestions,
    match: parts.match,
    keeping: parts.keeping,
    terms: parts.terms(options.budget, options.begun),
    history: parts.history,
    ...(effort === null ? {} : { effort }),
  })
  const { stoppedBy, batch } = await closeSleepChannel(channel, outcome.stoppedBy, options.signal)
  const made = (tally.produced.entries ?? 0) + (tally.produced.lists ?? 0)
  return {
    run,
    sync: outcome.sync,
    produced: tally.produced,
    reused: tally.reused,
    skipped: [...tally.skipped].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    failed: tally.failed,
    ...(tally.hints.size === 0 ? {} : { hints: [...tally.hints] }),
    withdrawn: Math.max(0, withdrawn),
    redone: Math.min(made, Math.max(0, withdrawn)),
    servable: await servableEntries(store.read, scope),
    spend: await spendOf(store, scope, run),
    stoppedBy,
    ...outcome.worth,
    ...(batch === null ? {} : { batch }),
    idle: Object.keys(tally.produced).length === 0 && tally.failed.length === 0 && stoppedBy === 'done' && isBatchIdle(batch),
    durationMs: clock.monotonic() - began,
    askableAfterMs: tally.askableAfterMs,
    preparedAfterMs: before > 0 ? null : tally.preparedAfterMs,
  }
}

/** What the ledger counts for the run: calls that failed or were asked for twice, too. */
async function spendOf(store: Store, scope: ScopeId, run: string): Promise<Spend> {
  const totals = await ledgerTotals(store, scope, { side: 'sleep', cause: run })
  return addSpends(totals)
}

async function claim(store: Store, scope: ScopeId, run: string): Promise<Lease> {
  const lease = await store.claimLease(`sleep:${scope}`, run, leaseMs)
  if (lease !== null) return lease
  throw new ReverieError('lease-held', `Another sleep, or an import, is running over scope "${scope}".`, {
    hint: 'Wait for it, or stop it: what it finished is kept. After a crash its lease ends by itself within 30 seconds.',
    isRetryable: true,
  })
}

/** Whoever holds the lease knows that no other run is alive. */
async function closeAbandoned({ store, scope }: SleeperParts): Promise<void> {
  await store.write([
    statement(
      store.read
        .updateTable('runs')
        .set({ state: 'stopped' })
        .where('scope', '=', scope)
        .where('kind', '=', 'sleep')
        .where('state', '=', 'running'),
    ),
  ])
}

interface RunNote {
  readonly run: string
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  readonly startedAt: number
  readonly endedAt: number | null
  readonly receipt: object
}

async function noteRun({ store, scope }: SleeperParts, { run, state, startedAt, endedAt, receipt }: RunNote): Promise<void> {
  const row = { scope, run, kind: 'sleep' as const, state, started_at: startedAt, ended_at: endedAt, receipt: JSON.stringify(receipt) }
  await store.write([
    statement(
      store.read
        .insertInto('runs')
        .values(row)
        .onConflict((conflict) => conflict.columns(['scope', 'run']).doUpdateSet(row)),
    ),
  ])
}
