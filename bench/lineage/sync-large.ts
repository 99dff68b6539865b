import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SyncReport } from './sync-child.ts'

const run = promisify(execFile)
const child = fileURLToPath(new URL('./sync-child.ts', import.meta.url))
const filesAFolder = 100
const rounds = 5
const quietGit = ['-c', 'core.fsmonitor=false', '-c', 'core.untrackedCache=false', '-c', 'gc.auto=0']

export interface LargeSyncMeasurement {
  readonly files: number
  /** First sync of everything, and one sync after it, which seals. */
  readonly firstSyncMs: number
  /** `git status` of the same tree; this and what follows are medians of whole commands. */
  readonly gitStatusMs: number
  /** `reverie sync` where nothing changed, in a plain folder and in a git work tree; then where one file was edited. */
  readonly plainMs: number
  readonly workTreeMs: number
  readonly oneFilePlainMs: number
  readonly oneFileWorkTreeMs: number
  /** Of a command's wall time what the library's `sync` took, median of the unchanged ones. */
  readonly inProcessMs: number
  /** The same of its processor time: other work on the machine weighs less on it. */
  readonly processorMs: number
  /** Largest of all measured syncs but the first, MB. */
  readonly peakMb: number
  readonly plainRatio: number
  readonly workTreeRatio: number
  readonly oneFilePlainRatio: number
  readonly oneFileWorkTreeRatio: number
}

/**
 * Generates a tree of small Markdown files, reads it once, then times whole `reverie sync` commands against `git status`
 * of the same tree, round by round in turn. The tree is removed afterwards. Takes about 1.5 ms a file the first time.
 */
export async function measureLargeSync({
  files,
  log,
}: {
  readonly files: number
  readonly log: (line: string) => void
}): Promise<LargeSyncMeasurement> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-sync-large-')))
  const tree = join(base, 'tree')
  const repository = join(base, 'repository.git')
  const git = (...words: readonly string[]) =>
    run('git', [...quietGit, `--git-dir=${repository}`, `--work-tree=${tree}`, ...words], { cwd: base })
  try {
    log(`writing ${files} files`)
    for (let at = 0; at < files; at++) writePage(tree, at, 0)
    await git('init', '-q')
    writeFileSync(join(repository, 'info', 'exclude'), '.reverie/\n/.git\n')
    await git('add', '-A')
    await git('-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '-qm', 'all')
    log('first sync')
    const first = await syncOnce(tree)
    await syncOnce(tree)
    const status = () => timed(() => git('status', '--porcelain'))
    const linked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      writeFileSync(join(tree, '.git'), `gitdir: ${repository}\n`)
      try {
        return await work()
      } finally {
        rmSync(join(tree, '.git'))
      }
    }
    const taken = {
      status: [] as Timed[],
      plain: [] as Timed[],
      workTree: [] as Timed[],
      onePlain: [] as Timed[],
      oneWorkTree: [] as Timed[],
    }
    for (let round = 1; round <= rounds; round++) {
      log(`round ${round} of ${rounds}`)
      taken.status.push(await status())
      taken.plain.push(await unchanged(() => syncOnce(tree)))
      taken.workTree.push(await unchanged(() => linked(() => syncOnce(tree))))
      writePage(tree, round * 7, round)
      taken.onePlain.push(await edited(() => syncOnce(tree)))
      writePage(tree, round * 11 + 1, round)
      taken.oneWorkTree.push(await edited(() => linked(() => syncOnce(tree))))
      // What was read within the stamps' grain is settled, and what git has of the edited files is brought up.
      await git('add', '-A')
      await syncOnce(tree)
    }
    const wall = (all: readonly Timed[]) => median(all.map((one) => one.wallMs))
    const gitStatusMs = wall(taken.status)
    const [plainMs, workTreeMs] = [wall(taken.plain), wall(taken.workTree)]
    const [oneFilePlainMs, oneFileWorkTreeMs] = [wall(taken.onePlain), wall(taken.oneWorkTree)]
    const syncs = [...taken.plain, ...taken.workTree, ...taken.onePlain, ...taken.oneWorkTree]
    return {
      files,
      firstSyncMs: first.wallMs,
      gitStatusMs,
      plainMs,
      workTreeMs,
      oneFilePlainMs,
      oneFileWorkTreeMs,
      inProcessMs: median([...taken.plain, ...taken.workTree].map((one) => one.report?.syncMs ?? 0)),
      processorMs: median([...taken.plain, ...taken.workTree].map((one) => one.report?.processorMs ?? 0)),
      peakMb: Math.max(...syncs.map((one) => one.report?.peakMb ?? 0)),
      plainRatio: plainMs / gitStatusMs,
      workTreeRatio: workTreeMs / gitStatusMs,
      oneFilePlainRatio: oneFilePlainMs / gitStatusMs,
      oneFileWorkTreeRatio: oneFileWorkTreeMs / gitStatusMs,
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

interface Timed {
  readonly wallMs: number
  readonly report: SyncReport | null
}

function writePage(tree: string, at: number, edition: number): void {
  const folder = join(tree, `part-${Math.floor(at / filesAFolder / 50)}`, `chapter-${Math.floor(at / filesAFolder)}`)
  if (at % filesAFolder === 0) mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `page-${at % filesAFolder}.md`), `# Page ${at}\n\nThe limit of item ${at} is ${at * 7 + edition}.\n`)
}

async function timed<Result>(work: () => Promise<Result>, reportOf: (result: Result) => SyncReport | null = () => null): Promise<Timed> {
  const began = performance.now()
  const report = reportOf(await work())
  return { wallMs: performance.now() - began, report }
}

function syncOnce(tree: string): Promise<Timed> {
  return timed(
    async () => {
      const { stdout } = await run(process.execPath, [child, tree], { maxBuffer: 1 << 26 })
      return JSON.parse(stdout) as SyncReport
    },
    (report) => report,
  )
}

async function unchanged(work: () => Promise<Timed>): Promise<Timed> {
  const one = await work()
  if (one.report?.written !== 0) throw new Error(`Expected a sync that writes nothing, found ${one.report?.written} documents written.`)
  return one
}

async function edited(work: () => Promise<Timed>): Promise<Timed> {
  const one = await work()
  if (one.report?.written !== 1) throw new Error(`Expected a sync of one document, found ${one.report?.written} documents written.`)
  return one
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
