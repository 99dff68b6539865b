import { execFile } from 'node:child_process'
import type { Commit } from '../../spec/predictor.ts'
import { gitEnvironment, gitSettings } from './git-command.ts'
import { changedSymbols } from './git-symbols.ts'

export interface GitLogOptions {
  /** Newest commits read. Default 200. */
  readonly newest?: number
  /** After this git is ended and what it was to tell is left out. Default 10,000. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface GitLog {
  /** Newest first; paths relative to the folder, commits that touch nothing in it left out. */
  readonly commits: readonly Commit[]
  /** Why there are none, or why symbols are missing; null where all was read. */
  readonly reason: string | null
}

const longestList = 16 * 1024 ** 2
const longestPatch = 64 * 1024 ** 2
const mostPaths = 500

/** Nothing of the repository's configuration runs a program or changes what is written. */
const settings = [
  ...['log.showSignature=false', 'log.follow=false', 'log.showRoot=true', 'color.ui=false', 'core.pager=cat', 'diff.external='],
  ...['i18n.logOutputEncoding=UTF-8', 'core.hooksPath=/dev/null'],
].flatMap((setting) => ['-c', setting])
const shape = [
  ...['--no-ext-diff', '--no-textconv', '--no-color', '--no-show-signature', '--no-notes', '--no-decorate', '--no-merges'],
  ...['--no-renames', '--ignore-submodules=all', '--submodule=short', '--encoding=UTF-8', '--relative'],
]

/**
 * The newest commits of the repository a folder is in, as far as they touch the folder: read by `git` in a process of its
 * own that reaches no network, runs no hook, pager, external diff, text conversion, signature check or file-system monitor.
 * Empty, with the reason, where there is no repository, no commit, no git, or git does not answer in time. Throws only when
 * `signal` aborts, with its reason.
 */
export async function readGitLog(folder: string, options: GitLogOptions = {}): Promise<GitLog> {
  const { newest = 200, timeoutMs = 10_000, signal } = options
  const log = (args: readonly string[], longest: number) =>
    git(folder, ['log', `--max-count=${newest}`, ...shape, ...args, '--', '.'], { timeoutMs, longest, signal })
  const listed = await log(['-z', '--name-only', '--format=%x01%H%x1f%ct%x1f%s'], longestList)
  signal?.throwIfAborted()
  if (!listed.ok) return { commits: [], reason: listed.reason }
  const commits = parseList(listed.output)
  if (commits.length === 0) return { commits, reason: 'no commit touches this folder' }
  const patches = await log(['--patch', '--unified=0', '--format=%x01%H'], longestPatch)
  signal?.throwIfAborted()
  if (!patches.ok) return { commits, reason: `names of what was changed are missing: ${patches.reason}` }
  const symbols = changedSymbols(patches.output)
  return { commits: commits.map((commit) => ({ ...commit, symbols: symbols.get(commit.id) ?? [] })), reason: null }
}

/** `\x01id\x1ftime\x1fsubject`, then its paths, all ended by NUL; the first path stands after a line break. */
function parseList(output: string): readonly Commit[] {
  const commits: (Commit & { readonly paths: string[] })[] = []
  for (const piece of output.split('\0')) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what separates the fields.
    const header = /^\n?\u0001([0-9a-f]{40,64})\u001f(\d+)\u001f([\s\S]*)$/.exec(piece)
    const [, id, seconds, subject] = header ?? []
    if (id !== undefined && seconds !== undefined && subject !== undefined) {
      commits.push({ at: Number(seconds) * 1000, id, subject: subject.trim(), paths: [], symbols: [] })
      continue
    }
    const path = piece.startsWith('\n') ? piece.slice(1) : piece
    const last = commits.at(-1)
    if (path !== '' && last !== undefined && last.paths.length < mostPaths) last.paths.push(path)
  }
  return commits.filter(({ paths }) => paths.length > 0)
}

type Output = { readonly ok: true; readonly output: string } | { readonly ok: false; readonly reason: string }

interface Limits {
  readonly timeoutMs: number
  readonly longest: number
  readonly signal: AbortSignal | undefined
}

function git(folder: string, args: readonly string[], { timeoutMs, longest, signal }: Limits): Promise<Output> {
  const limits = { timeout: timeoutMs, maxBuffer: longest, killSignal: 'SIGKILL' as const, windowsHide: true }
  const options = { cwd: folder, env: gitEnvironment(), encoding: 'utf8' as const, ...limits, ...(signal === undefined ? {} : { signal }) }
  return new Promise((resolve) => {
    execFile('git', ['--no-pager', ...gitSettings, ...settings, ...args], options, (error, stdout, stderr) => {
      resolve(error === null ? { ok: true, output: stdout } : { ok: false, reason: reasonOf(error, stderr, timeoutMs) })
    })
  })
}

function reasonOf(error: Error & { readonly code?: unknown; readonly killed?: boolean }, said: string, timeoutMs: number): string {
  if (error.code === 'ENOENT') return 'no git on the path, or no such folder'
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'git wrote more than is read'
  if (error.killed === true) return `git did not answer within ${Math.round(timeoutMs / 1000)} s`
  if (/not a git repository/.test(said)) return 'not in a git repository'
  if (/does not have any commits/.test(said)) return 'the repository has no commits'
  if (/dubious ownership/.test(said)) return 'git does not trust the repository: another user owns it'
  const words = said.split('\n').find((line) => /^(?:fatal|error):/.test(line)) ?? ''
  return `git failed${words === '' ? '' : `: ${words.replace(/^\w+: /, '').slice(0, 200)}`}`
}
