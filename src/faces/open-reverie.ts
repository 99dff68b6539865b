import { dirname, isAbsolute, join, resolve } from 'node:path'
import { embedderFromModel } from '../adapters/embedders/from-model.ts'
import { openMiniLmEmbedder } from '../adapters/embedders/minilm/minilm-embedder.ts'
import { openParserPool } from '../adapters/parsers/open-parser-pool.ts'
import { isPostgresAddress } from '../adapters/store/postgres/is-postgres-address.ts'
import { ask as askOnce } from '../ask/ask.ts'
import type { AskDependencies } from '../ask/ask-types.ts'
import { openCallEconomy } from '../ask/call-economy.ts'
import { listHolds } from '../ask/list-holds.ts'
import { createMatchMeans } from '../ask/match-means.ts'
import { priorOf } from '../cache/calibration/prior-of.ts'
import { alikeDigest } from '../cache/entry.ts'
import { featureNames, featuresOf } from '../cache/features/feature-names.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { corpusBytes } from '../corpus/corpus-revision.ts'
import { putDocument, removePushed } from '../corpus/put-document.ts'
import { capsFrom } from '../ledger/caps-from.ts'
import { storedFences } from '../ledger/fence.ts'
import { openLiveLatency } from '../ledger/live-latency.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import { nextCheaper, priceNow } from '../ledger/price-now.ts'
import { reviveEditions } from '../lineage/editions/revive-editions.ts'
import { createChangeHook } from '../lineage/mark-changes.ts'
import { fireWatches } from '../lineage/watches/fire-watches.ts'
import { tokenise } from '../retrieve/tokenise.ts'
import { createPauseGate } from '../sleep/idle/pause-gate.ts'
import { learnedProbability } from '../sleep/plan/learned-probability.ts'
import type { PlanTerms } from '../sleep/plan/open-planner.ts'
import { systemClock } from '../spec/clock.ts'
import type { DocumentId, ScopeId } from '../spec/ids.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import { systemRandom } from '../spec/random.ts'
import { askInput } from './ask-input.ts'
import { askScopes } from './ask-scopes.ts'
import { askSkills, type SkillParts } from './ask-skills.ts'
import { askStream } from './ask-stream.ts'
import { cleanUp } from './clean-up.ts'
import { configFileNames } from './config/config-file-names.ts'
import { giveFeedback } from './feedback.ts'
import { forgetTarget, undoForget } from './forget-target.ts'
import { openInstalledWords } from './installed-words.ts'
import { configuredMaxWrongHits } from './max-wrong-hits.ts'
import { memorySourceId, openCorpus, type ScopeSyncOptions } from './open-corpus.ts'
import { openKeptStore } from './open-kept-store.ts'
import { restingParser } from './resting-parser.ts'
import type { AskRequest, Reverie, ReverieOptions, SleepOptions, SyncOutcome } from './reverie.ts'
import { reviewApi } from './review/review-api.ts'
import { openSkillWorker } from './skill-worker/open-skill-worker.ts'
import { openReaderPromptCounter } from './token-count.ts'
import { createAskAnnouncer } from './up/announce-ask.ts'
import { upAddress } from './up/up-address.ts'
import { databaseView } from './views/database-view.ts'
import { ledgerView } from './views/ledger-view.ts'
import type { MatchSources } from './views/match-calibration.ts'
import { planView } from './views/plan-view.ts'
import { questionsApi } from './views/questions-view.ts'
import { statusView } from './views/status-view.ts'
import { summaryView } from './views/summary-view.ts'
import { whyView } from './views/why-view.ts'
import { answerEffects, effectsMark } from './watch/answer-effects.ts'
import { createWriteQueue } from './write-queue.ts'

/**
 * Opens Reverie over a folder. Everything has a default and no default reaches the network: SQLite in `.reverie/`, the
 * embedded MiniLM, the extractive skills. Throws ReverieError (`database-damaged`, `database-newer`, `bad-config`).
 */
export async function openReverie(options: ReverieOptions = {}): Promise<Reverie> {
  const clock = options.clock ?? systemClock
  const random = options.random ?? systemRandom
  const readsFolder = options.folder !== null
  const folder = resolve(options.folder ?? '.')
  const scope = (options.scope ?? 'default') as ScopeId
  const database = databasePath(folder, options.database)
  const policy = { ...defaultPolicy, ...options.policy }
  const { store, notKept } = await openKeptStore(database, clock)
  const parser = restingParser(openParserPool)
  const embedder = options.embedder === undefined ? openMiniLmEmbedder() : embedderFromModel(options.embedder)
  const ledger = openLedger({ store, clock, random })
  const fences = storedFences(store, random)
  const tokens = openReaderPromptCounter()
  const skillWorker = openSkillWorker()
  const paths = new Map<DocumentId, string>()
  const model = options.model ?? null
  const corpusContext: CorpusContext = {
    store,
    parser,
    clock,
    tokenise,
    onChange: createChangeHook({ db: store.read, clock, cutoff: options.cutoff ?? {}, alikeOf: alikeDigest, fireWatches }),
  }
  const corpus = openCorpus({
    context: corpusContext,
    folder: readsFolder ? folder : null,
    own: scope,
    clockFolder: notKept === null && isFile(database) ? dirname(database) : null,
    // Settings are no documents: no answer rests on them, and no model sees them.
    ignore: [...configFileNames.map((name) => `/${name}`), ...(options.ignore ?? [])],
    maxFileBytes: options.maxFileBytes,
    paths: options.paths,
    commits: { isOn: options.commits ?? true, localOnly: options.localOnly ?? [] },
  })
  const match = createMatchMeans({ store, prior: priorOf(embedder.name), openWords: openInstalledWords })
  const skillParts = (budget: SleepOptions['budget'] = options.budget): SkillParts => ({
    ledger,
    clock,
    random,
    fences,
    model,
    caps: capsFrom({ ...options, budget }, model?.price ?? null),
    priceWindows: options.priceWindows,
    onCap: options.onCap,
    localOnly: options.localOnly ?? [],
    guards: match.guards,
    pathOf: (document) => paths.get(document) ?? null,
  })
  const planTerms = (given?: SleepOptions['budget'], begun: SleepOptions['begun'] = 'hand'): PlanTerms => {
    const budget = given ?? options.budget
    const now = clock.now()
    const price = model?.price ?? null
    const flat = priceNow(price, { channel: 'direct', at: now })
    const paid = priceNow(price, { channel: options.channel ?? 'direct', at: now, windows: options.priceWindows })
    return {
      model: model === null ? null : { price },
      caps: capsFrom({ ...options, budget }, price).sleep,
      priceFactor: flat === null || paid === null || flat.input === 0 ? 1 : paid.input / flat.input,
      distil: options.distil ?? 'demand',
      mandate: given === undefined ? begun : 'budget',
      ...(options.valueOfSecond === undefined ? {} : { valueOfSecond: options.valueOfSecond }),
      ...(options.returnFloor === undefined ? {} : { returnFloor: options.returnFloor }),
    }
  }
  const livePrice = (at: number) => priceNow(model?.price ?? null, { channel: 'direct', at, windows: options.priceWindows })
  const queue = createWriteQueue(store, options.onRecordFailure ?? (() => {}))
  const scopes = askScopes({ store, embedder, parser, clock, corpus })
  const dependencies: AskDependencies = {
    notKept,
    store,
    clock,
    random,
    embedder,
    skillsFor: (id) => askSkills(skillParts(), { scope, cause: id, side: 'ask' }),
    match,
    listHolds: async (at, entry, overlay) => {
      const { distiller } = await skillWorker.skills()
      return listHolds({ store, scope: at, overlay, distiller }, entry)
    },
    softStaleMs: options.softStaleMs ?? defaultSoftStaleMs,
    openScope: scopes,
    serve: options.serve ?? 'all',
    askedText: options.askedText ?? 'kept',
    later: (write) => queue.add(write),
    countPromptTokens: tokens.count,
    ...(model === null ? {} : { economy: openCallEconomy({ store, clock, spender: scope, price: livePrice }) }),
    liveCost: {
      price: livePrice,
      latency: openLiveLatency(store),
    },
  }
  const matchSources: MatchSources = {
    prior: priorOf(embedder.name),
    features: { names: featureNames, version: featuresOf(embedder.name) },
    promise: configuredMaxWrongHits(options.maxWrongHits),
  }
  const flushed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await queue.flush()
    return work()
  }
  const gate = createPauseGate()
  const address = readsFolder && notKept === null ? upAddress(folder) : null
  const announcer = address === null ? null : createAskAnnouncer(address, clock.monotonic)
  const ask = async (request: AskRequest, onText?: (delta: string) => void) => {
    const defaults = { scope, policy, freshness: options.freshness ?? ('bounded' as const), maxWrongHits: matchSources.promise, onText }
    const input = askInput(request, defaults)
    // Whoever sleeps, here or in another process, lets it go before.
    const ended = [gate.close(), announcer?.begin()]
    try {
      return await askOnce(dependencies, input)
    } finally {
      for (const end of ended) end?.()
    }
  }
  const syncNow = async (given: ScopeSyncOptions): Promise<SyncOutcome> => {
    await queue.flush()
    const mark = await effectsMark(store.read, scope, clock.now())
    const receipt = await corpus.sync(scope, given)
    return { ...receipt, answers: await answerEffects(store.read, scope, mark) }
  }
  const closeAll = async (): Promise<void> => {
    announcer?.close()
    await queue.flush()
    await Promise.all([embedder.close(), parser.close(), tokens.close(), skillWorker.close()])
    await store.close()
  }

  const reverie: Reverie = {
    async put(document, { signal } = {}) {
      await putDocument(corpusContext, scope, memorySourceId, document, signal)
      await reviveEditions(store, scope, { clock })
    },
    async remove({ id }) {
      await removePushed(corpusContext, scope, memorySourceId, id)
    },
    sync: ({ signal, paths: wanted, onProgress } = {}) =>
      syncNow({
        ...(signal === undefined ? {} : { signal }),
        ...(wanted === undefined ? {} : { paths: wanted }),
        onProgress: ({ done, total, path }) => onProgress?.({ stage: 'sync', done, total, item: path, askable: true, prepared: 0 }),
      }),
    async watch(watch = {}) {
      const { watchFolder } = await import('./watch/watch-folder.ts')
      const source = async () => (await corpus.sourcesOf(scope))[0] ?? null
      await watchFolder({ folder: readsFolder ? folder : null, notKept, clock, source, sync: syncNow }, watch)
    },
    async up(up = {}) {
      const { upFolder } = await import('./up/up-folder.ts')
      await upFolder({ notKept, address, clock, random, gate, idle: options.idle, watches: readsFolder, reverie }, up)
    },
    sleep: (sleep = {}) =>
      flushed(async () => {
        // Loaded when first needed, as most openings only ask or sync.
        const { sleepOnce } = await import('./sleeper.ts')
        return sleepOnce(
          {
            store,
            notKept,
            clock,
            random,
            scope,
            embedder,
            corpus,
            corpusContext,
            policy,
            match: { maxWrongHits: matchSources.promise, prior: matchSources.prior, words: dependencies.match.words },
            keeping: { retention: options.retention, asked: { text: options.askedText ?? 'kept', random } },
            pause: gate.pass,
            cutoff: options.cutoff,
            countPromptTokens: tokens.count,
            openChannel: async () => {
              const { openSleepChannel } = await import('./sleep-channel.ts')
              return openSleepChannel({ store, scope, clock, random, model, channel: options.channel ?? 'direct' })
            },
            skills: async (run, budget, channel) => {
              const { sleepSkills } = await import('./sleep-skills.ts')
              return sleepSkills({ ...skillParts(budget), channel }, { scope, cause: run, side: 'sleep' }, skillWorker)
            },
            effort: async (run, budget) => {
              const { effortSkills } = await import('./sleep-skills.ts')
              return effortSkills(skillParts(budget), { scope, cause: run, side: 'sleep' })
            },
            terms: planTerms,
            history: async () => (await (await corpus.changesOf(scope))?.inputs()) ?? { commits: [], hasChangeDocuments: false },
            notePaths: (live) => {
              paths.clear()
              for (const [id, path] of live) paths.set(id, path)
            },
          },
          sleep,
        )
      }),
    ask: (request) => ask(request),
    askStream: (request) => askStream((onText) => ask(request, onText)),
    async summary(target) {
      await queue.flush()
      return summaryView(store.read, scope, target)
    },
    async why(id) {
      await queue.flush()
      return whyView(store.read, scope, id, matchSources)
    },
    feedback: (request, { signal } = {}) =>
      flushed(() =>
        giveFeedback({ store, notKept, scope, policy: policyDigest(policy), clock, maxWrongHits: matchSources.promise }, request, signal),
      ),
    async status() {
      await queue.flush()
      await cleanUp(store, scope, 'if-owed')
      const offers =
        model === null && options.findOffers !== undefined ? await options.findOffers(await corpusBytes(store.read, scope)) : []
      return statusView({
        store,
        scope,
        folder,
        policy: policyDigest(policy),
        embedder: embedder.name,
        database: await databaseView(database, store),
        model: model?.name ?? null,
        offers,
        now: clock.now(),
        match: matchSources,
        valueOfSecond: options.valueOfSecond,
        returnFloor: options.returnFloor,
        sleep: {
          reader: askSkills(skillParts(), { scope, cause: 'status', side: 'sleep' }).reader,
          terms: planTerms(),
          distiller: async () => {
            const { sleepSkills } = await import('./sleep-skills.ts')
            return (await sleepSkills(skillParts(), { scope, cause: 'status', side: 'sleep' }, skillWorker)).distiller
          },
        },
      })
    },
    async gaps(given = {}) {
      const { findGaps } = await import('./gaps/find-gaps.ts')
      const bringUpToDate = async (signal: AbortSignal | undefined) => {
        await syncNow(signal === undefined ? {} : { signal })
      }
      return findGaps({ store, scope, embedder: embedder.name, openScope: scopes, bringUpToDate }, given)
    },
    questions: {
      ...questionsApi(store, scope, policyDigest(policy), clock),
      ...reviewApi({
        store,
        notKept,
        scope,
        policy,
        clock,
        embedder,
        serve: options.serve ?? 'all',
        askedText: options.askedText ?? 'kept',
        random,
        openScope: scopes,
        bringUpToDate: async (signal) => {
          await syncNow(signal === undefined ? {} : { signal })
        },
        countPromptTokens: tokens.count,
      }),
    },
    async plan(sleep = {}) {
      const { sleepSkills } = await import('./sleep-skills.ts')
      return planView({
        store,
        scope,
        corpus,
        policy: policyDigest(policy),
        model,
        caps: capsFrom({ ...options, budget: sleep.budget ?? options.budget }, model?.price ?? null),
        skills: await sleepSkills(skillParts(sleep.budget), { scope, cause: 'plan', side: 'sleep' }, skillWorker),
        maxQuestions: sleep.maxQuestions,
        now: clock.now(),
        cheaper: nextCheaper(clock.now(), options.priceWindows ?? []),
        embedder: embedder.name,
        probability: await learnedProbability(store, scope, clock.now()),
        worth: planTerms(sleep.budget, sleep.begun),
      })
    },
    async ledger(request = {}) {
      await queue.flush()
      return ledgerView({ store, scope, model, now: clock.now() }, request)
    },
    async diff(diff = {}) {
      const { diffFolder } = await import('./diff/diff-folder.ts')
      return diffFolder(
        { store, parser, embedder, policy, corpus, scope, cutoff: options.cutoff ?? {}, distilling: () => skillWorker.skills() },
        diff,
      )
    },
    async forget(target) {
      await queue.flush()
      return forgetTarget({ store, scope, clock, random, corpus, corpusContext }, target)
    },
    undoForget: (target) => undoForget({ store, scope, clock, random, corpus, corpusContext }, target),
    async exportBundle(given) {
      await queue.flush()
      const { exportBundle } = await import('./bundle/export-bundle.ts')
      return exportBundle({ store, scope, clock, policy, embedder, localOnly: options.localOnly ?? [] }, given)
    },
    importBundle: (given) =>
      flushed(async () => {
        const { importBundle } = await import('./bundle/import-bundle.ts')
        return importBundle({ store, notKept, scope, clock, random, policy, embedder, corpus }, given)
      }),
    async warm() {
      const open = await scopes(scope)
      await Promise.all([embedder.warm(), open.refresh().then(() => open.keysFor(policyDigest(policy)))])
    },
    close: closeAll,
    [Symbol.asyncDispose]: closeAll,
  }
  return reverie
}

/** A day: what people read once a day is right by the next. */
const defaultSoftStaleMs = 24 * 3_600_000

function databasePath(folder: string, given: string | undefined): string {
  if (given !== undefined && !isFile(given)) return given
  if (given === undefined) return join(folder, '.reverie', 'reverie.db')
  return isAbsolute(given) ? given : join(folder, given)
}

function isFile(database: string): boolean {
  return database !== ':memory:' && !isPostgresAddress(database)
}
