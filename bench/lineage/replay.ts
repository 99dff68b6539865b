import { atMost, printed } from '../loop/figures.ts'
import type { MeasuredPart, PartOptions } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { differenceClasses } from './compare-states.ts'
import { type HistoryName, histories, readHistory } from './history.ts'
import { type Checkpoint, replayRevisions } from './replay-revisions.ts'

const everyRevisions = 10

/** G3: a real history carried through sync and sleep, compared with rebuilds from nothing. */
export const replay: MeasuredPart = {
  name: 'replay',
  about: 'every revision of two real histories through sync and sleep, compared with rebuilds from nothing',
  takes: '8 minutes (`--full`: 30)',
  isLong: true,
  async run(options) {
    const figures: Figure[] = []
    const detail: Record<string, readonly Checkpoint[]> = {}
    const notes: string[] = []
    for (const name of chosen(options)) {
      const checkpoints = await replayOne(name, options)
      if (checkpoints === null) {
        notes.push(`replay: the history of ${name} is not here`)
        continue
      }
      detail[name] = checkpoints
      figures.push(printed(`${name}: rebuilds compared with`, checkpoints.length))
      for (const kind of differenceClasses) {
        const all = checkpoints.flatMap(({ revision, differences }) => differences[kind].map((what) => `revision ${revision}: ${what}`))
        figures.push(atMost(`${name}: differences, ${kind}`, all.length, '', 0))
        notes.push(...all.slice(0, 3).map((one) => `replay: ${name}, ${kind}: ${one}`))
      }
      const last = checkpoints.at(-1)
      figures.push(
        printed(
          `${name}: prepared answers at the end; in the rebuild`,
          last === undefined ? null : `${last.answers}; ${last.rebuiltAnswers}`,
        ),
      )
    }
    return { figures, notes, detail }
  },
}

/** `--history hono` replays one of them. */
function chosen({ words }: PartOptions): readonly HistoryName[] {
  const at = words.indexOf('--history')
  return at < 0 ? histories : histories.filter((name) => (words[at + 1] ?? '').split(',').includes(name))
}

async function replayOne(name: HistoryName, { data, full, words, log }: PartOptions): Promise<readonly Checkpoint[] | null> {
  const history = readHistory(data, name)
  if (history === null) return null
  const limit = words.includes('--revisions') ? Number(words[words.indexOf('--revisions') + 1]) : history.length
  const revisions = history.slice(0, limit)
  return replayRevisions(revisions, {
    every: full ? 1 : everyRevisions,
    onCheckpoint: ({ revision, differences }) =>
      log(
        `replay: ${name} ${revision + 1} of ${revisions.length}: ${differenceClasses.map((kind) => `${kind} ${differences[kind].length}`).join(', ')}`,
      ),
  })
}
