import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../spec/clock.ts'
import { spenderCaps } from './spender-cap.ts'

export interface SpendersOutcome {
  readonly rounds: number
  readonly processes: number
  /** Rounds in which more was sent than the cap allows. */
  readonly passed: number
  /** Calls sent, and reservations that a kill left open. */
  readonly sent: number
  readonly open: number
}

/** Real processes that spend from one database file at once until a cap refuses them, another kind each round; the first is killed after some calls. */
export async function runSpenders(options: {
  readonly folder: string
  readonly rounds: number
  readonly processes: number
}): Promise<SpendersOutcome> {
  const { folder, rounds, processes } = options
  const totals = { passed: 0, sent: 0, open: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const cap = round % spenderCaps.length
    const most = spenderCaps[cap]?.tokens ?? 0
    const path = join(folder, `spenders-${round}.db`)
    const log = join(folder, `spenders-${round}.log`)
    await (await openSqliteStore({ path, clock: systemClock })).close()
    const children = Array.from({ length: processes }, (_, index) => start([path, log, `process ${index}`, String(cap)]))
    await Promise.all(children.map((child, index) => (index === 0 ? killSoon(child, round) : ended(child))))
    const tokens = (await readFile(log, 'utf8').catch(() => '')).split('\n').reduce((sum, line) => sum + Number(line), 0)
    const store = await openSqliteStore({ path, clock: systemClock })
    const rows = await store.read.selectFrom('ledger').select(['state', 'reserved_tokens']).execute()
    await store.close()
    const counted = rows.filter(({ state }) => state !== 'released').length * 10
    if (tokens > most || counted > most || tokens > counted) totals.passed += 1
    totals.sent += tokens / 10
    totals.open += rows.filter(({ state }) => state === 'reserved').length
  }
  return { rounds, processes, ...totals }
}

function start(given: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL('./spender.ts', import.meta.url))
  return spawn(process.execPath, [script, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function killSoon(child: ChildProcess, round: number): Promise<void> {
  const exit = once(child, 'exit')
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), exit])
  for (let turn = 0; turn < 20 + 30 * round; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  child.kill('SIGKILL')
  await exit
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`A spender ended with ${code}.`)
}
