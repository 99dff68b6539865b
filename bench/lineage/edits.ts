import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { printed } from '../loop/figures.ts'
import type { MeasuredPart, PartOptions } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { editFigures, type PricedStep } from './edit-figures.ts'
import type { EditStep } from './edit-step.ts'
import { entriesOf, verificationsSince } from './entries-of.ts'
import { type HeuristicError, heuristicErrors } from './heuristic-errors.ts'
import { checkOut, type HistoryName, histories, type Revision, readHistory } from './history.ts'
import { createCountingModel } from './history-model.ts'
import { type MeasuredRebuild, measureRebuild } from './measured-rebuild.ts'
import { openCounted } from './open-counted.ts'
import { type UnderInvalidation, underInvalidation } from './under-invalidation.ts'

const revisionsPerRebuild = 10

interface EditedHistory {
  readonly steps: readonly PricedStep[]
  readonly under: readonly UnderInvalidation[]
  readonly errors: readonly HeuristicError[]
}

/** What the commits of real histories cost, beside a rebuild and two rivals. */
export const edits: MeasuredPart = {
  name: 'edits',
  about: 'work after each commit of two real histories, against a rebuild, a memo by file digest and voiding everything',
  takes: '15 minutes',
  isLong: true,
  async run(options) {
    const figures: Figure[] = []
    const notes: string[] = []
    const detail: Record<string, unknown> = {}
    const all: PricedStep[] = []
    for (const name of chosen(options)) {
      const history = await runHistory(name, options)
      if (history === null) {
        notes.push(`edits: the history of ${name} is not here`)
        continue
      }
      all.push(...history.steps)
      detail[name] = history
      figures.push(...editFigures(name, history.steps), ...checkFigures(name, history))
      notes.push(
        ...history.under.flatMap(({ missed }) => missed.map((question) => `edits: ${name}: left fresh wrongly: ${question}`)).slice(0, 5),
      )
    }
    notes.push('edits: four characters count as a token; the scripted model asks at most six questions of a document')
    return { figures: [...editFigures('both', all), ...figures], notes, detail }
  },
}

function checkFigures(name: string, { under, errors }: EditedHistory): readonly Figure[] {
  const sum = (of: (one: UnderInvalidation) => number): number => under.reduce((total, one) => total + of(one), 0)
  const missed = sum((one) => one.missed.length)
  return [
    printed(
      `${name}: entries left fresh whose search was rerun`,
      sum((one) => one.watched),
    ),
    printed(
      `${name}: of those, with another top k`,
      sum((one) => one.otherTop.length),
    ),
    {
      name: `${name}: under-invalidated (another top k and another rebuilt answer)`,
      value: missed,
      unit: '',
      target: '0',
      met: missed === 0,
    },
    ...[...new Set(errors.map(({ rung }) => rung))].map((rung) => {
      const own = errors.filter((error) => error.rung === rung)
      const [held, wrong] = [own.reduce((total, error) => total + error.held, 0), own.reduce((total, error) => total + error.wrong, 0)]
      return printed(`${name}: heuristic rung ${rung}: held; of those the rebuild has it otherwise`, `${held}; ${wrong}`)
    }),
  ]
}

function chosen({ words }: PartOptions): readonly HistoryName[] {
  const at = words.indexOf('--history')
  return at < 0 ? histories : histories.filter((name) => (words[at + 1] ?? '').split(',').includes(name))
}

async function runHistory(name: HistoryName, { data, words, log }: PartOptions): Promise<EditedHistory | null> {
  const history = readHistory(data, name)
  if (history === null) return null
  const limit = words.includes('--revisions') ? Number(words[words.indexOf('--revisions') + 1]) : history.length
  const revisions = history.slice(0, limit)
  const place = mkdtempSync(join(tmpdir(), `reverie-bench-edits-${name}-`))
  const [folder, database] = [join(place, 'files'), join(place, 'carried.db')]
  mkdirSync(folder)
  const embedder = createHashingEmbedder()
  const counting = createCountingModel()
  try {
    await using reverie = await openCounted({ folder, database, embedder, counting })
    const known = new Set<string>()
    const steps: EditStep[] = []
    const priced: PricedStep[] = []
    const under: UnderInvalidation[] = []
    const errors: HeuristicError[] = []
    for (const revision of revisions) {
      checkOut(folder, revision)
      const path = editedPath(revision, known)
      for (const one of revision.set.keys()) known.add(one)
      const before = revision.number === 0 ? new Map() : entriesOf(database)
      counting.clear()
      const embedded = embedder.embedded.length
      const [since, started] = [Date.now(), performance.now()]
      await reverie.sync()
      const fired = verificationsSince(database, since).filter(({ rung }) => rung === 'watch-fired').length
      await reverie.sleep()
      const ms = performance.now() - started
      const redone = [...entriesOf(database)].filter(([id, { madeAt }]) => before.has(id) && before.get(id)?.madeAt !== madeAt)
      const rungs: Record<string, number> = {}
      for (const { kind, rung } of verificationsSince(database, since)) rungs[`${rung} (${kind})`] = (rungs[`${rung} (${kind})`] ?? 0) + 1
      steps.push({
        revision: revision.number,
        subject: revision.subject,
        path,
        tokens: counting.calls.reduce((sum, call) => sum + call.tokens, 0),
        embeddings: embedder.embedded.length - embedded,
        ms,
        redone: redone.length,
        redoneAlike: redone.filter(([id, { alike, text }]) => before.get(id)?.alike === alike && before.get(id)?.text === text).length,
        watchesFired: fired,
        rungs,
      })
      const isLast = revision.number === revisions.length - 1
      if (revision.number % revisionsPerRebuild !== revisionsPerRebuild - 1 && !isLast) continue
      const rebuild: MeasuredRebuild = await measureRebuild(folder, join(place, `rebuilt-${revision.number}.db`))
      under.push(await underInvalidation(database, embedder, rebuild.state))
      errors.push(...heuristicErrors(database, rebuild.state))
      // A step is priced by the next rebuild, which holds what it edited.
      for (const step of steps.splice(0)) if (step.revision > 1) priced.push(price(step, rebuild))
      log(
        `edits: ${name} ${revision.number + 1} of ${revisions.length}: a rebuild takes ${rebuild.tokens} tokens, ${Math.round(rebuild.ms)} ms`,
      )
    }
    return { steps: priced, under, errors }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** The one file a commit edits, where it does no more. The second revision is months at once. */
function editedPath({ number, set, removed }: Revision, known: ReadonlySet<string>): string | null {
  const [path] = set.keys()
  return number > 1 && set.size === 1 && removed.length === 0 && path !== undefined && known.has(path) ? path : null
}

function price(step: EditStep, rebuild: MeasuredRebuild): PricedStep {
  const fileTokens = step.path === null ? 0 : rebuild.tokensOf(step.path)
  const parentTokens = step.path === null ? 0 : rebuild.parentTokensOf(step.path)
  return { ...step, fileTokens, parentTokens, rebuild: { tokens: rebuild.tokens, embeddings: rebuild.embeddings, ms: rebuild.ms } }
}
