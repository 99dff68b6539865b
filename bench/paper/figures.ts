import type { Figure } from '../measurement.ts'
import type { ProblemRun, Trial } from './run-protocol.ts'

/** A token at test time is taken to cost this many asleep: somebody waits for it (arXiv 2504.13171, §5.3). */
export const testTokenCost = 10
const sharing = [1, 2, 5, 10] as const

/** One level with or without the sleeping pass. */
export interface Cell {
  readonly level: string
  readonly isSlept: boolean
  readonly accuracy: number
  readonly testTokens: number
}

export function cellsOf(runs: readonly ProblemRun[]): readonly Cell[] {
  const trials = runs.flatMap((run) => run.trials)
  return [...Map.groupBy(trials, ({ level, isSlept }) => `${level}/${isSlept}`).values()].flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [{ ...pick(first), accuracy: mean(group, (one) => (one.isCorrect ? 1 : 0)), testTokens: mean(group, (one) => one.testTokens) }]
  })
}

/** Accuracy against test-time tokens, how many fewer tokens the same accuracy takes, and the cost where questions share a context. */
export function paperFigures(runs: readonly ProblemRun[]): readonly Figure[] {
  if (runs.length === 0) return []
  const cells = cellsOf(runs)
  const sleepTokens = mean(runs, (run) => run.sleepTokens)
  const rows = cells.map(
    (cell): Figure => ({
      name: `${cell.isSlept ? 'slept' : 'not slept'}, ${cell.level} (n = ${runs.length})`,
      value: `${(cell.accuracy * 100).toFixed(1)} % ${wilson(cell.accuracy, runs.length)} at ${Math.round(cell.testTokens)} test-time tokens`,
      unit: '',
    }),
  )
  const plain = cells.filter(({ isSlept }) => !isSlept)
  const fewer = plain.map((cell): Figure => {
    const cheapest = least(cells.filter((other) => other.isSlept && other.accuracy >= cell.accuracy))
    return {
      name: `accuracy of "not slept, ${cell.level}" with the sleeping pass: times fewer test-time tokens`,
      value: cheapest === null ? 'not reached' : `${(cell.testTokens / cheapest.testTokens).toFixed(2)} × ("${cheapest.level}")`,
      unit: '',
    }
  })
  const best = least(plain.filter((cell) => cell.accuracy >= Math.max(...plain.map(({ accuracy }) => accuracy))))
  const slept = best === null ? null : least(cells.filter((cell) => cell.isSlept && cell.accuracy >= best.accuracy))
  const shared = sharing.map((questions): Figure => {
    const cost = slept === null ? null : sleepTokens / questions + testTokenCost * slept.testTokens
    const without = best === null ? null : testTokenCost * best.testTokens
    return {
      name: `cost a question where ${questions} share a context, at the best accuracy without sleep (a test-time token counts ${testTokenCost})`,
      value:
        cost === null || without === null
          ? 'not reached with the sleeping pass'
          : `${Math.round(cost)} slept, ${Math.round(without)} not slept`,
      unit: '',
    }
  })
  return [...rows, { name: 'tokens of the sleeping pass a context', value: Math.round(sleepTokens), unit: '' }, ...fewer, ...shared]
}

function pick({ level, isSlept }: Trial): Pick<Trial, 'level' | 'isSlept'> {
  return { level, isSlept }
}

function least(cells: readonly Cell[]): Cell | null {
  return cells.toSorted((one, other) => one.testTokens - other.testTokens)[0] ?? null
}

function mean<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.length === 0 ? 0 : items.reduce((sum, item) => sum + of(item), 0) / items.length
}

/** The 95 % interval of a share (E. B. Wilson, 1927). */
function wilson(share: number, count: number): string {
  const z = 1.96
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count)
  const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / (1 + z ** 2 / count)
  return `[${((middle - half) * 100).toFixed(1)}–${((middle + half) * 100).toFixed(1)}]`
}
