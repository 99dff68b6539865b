import { ReverieError } from '../../spec/errors.ts'
import { runGit } from './git-command.ts'

/** A commit: its full id and when it was made. */
export interface GitCommit {
  readonly id: string
  /** Epoch ms. */
  readonly committedAt: number
}

/** Two commits, or one and the working tree. */
export type GitRange =
  | { readonly kind: 'commits'; readonly from: GitCommit; readonly to: GitCommit }
  | { readonly kind: 'working-tree'; readonly from: GitCommit }

/**
 * Reads `A..B`, `A...B` (from where B left A) or one revision R (from R to the working tree), as `git diff` does; a side
 * left out is `HEAD`. Throws `bad-argument` for what git does not know, for options, and where the folder is no work tree.
 */
export async function readGitRange(folder: string, text: string, signal?: AbortSignal): Promise<GitRange> {
  const dots = /\.{2,3}/.exec(text)
  await runGit(folder, ['rev-parse', '--show-toplevel'], signal)
  if (dots === null) return { kind: 'working-tree', from: await findCommit(folder, text, signal) }
  const from = await findCommit(folder, text.slice(0, dots.index) || 'HEAD', signal)
  const to = await findCommit(folder, text.slice(dots.index + dots[0].length) || 'HEAD', signal)
  return { kind: 'commits', from: dots[0] === '...' ? await mergeBase(folder, from, to, signal) : from, to }
}

/** Whether git knows this revision here; false too where the folder is no work tree. */
export async function isGitRevision(folder: string, text: string): Promise<boolean> {
  try {
    await findCommit(folder, text)
    return true
  } catch (error) {
    if (error instanceof ReverieError && error.code !== 'aborted') return false
    throw error
  }
}

async function findCommit(folder: string, revision: string, signal?: AbortSignal): Promise<GitCommit> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (revision.startsWith('-') || /[\u0000-\u001f\u007f]/.test(revision)) {
    throw new ReverieError('bad-argument', `Expected a git revision, found "${revision}".`, {
      hint: 'For example: main, HEAD~1, v2.0.0..HEAD.',
    })
  }
  try {
    const found = await runGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], signal)
    const id = text(found)
    const committed = text(await runGit(folder, ['show', '--no-patch', '--no-show-signature', '--format=%ct', id], signal))
    return { id, committedAt: Number(committed) * 1000 }
  } catch (cause) {
    if (!(cause instanceof ReverieError) || cause.code !== 'bad-argument') throw cause
    await runGit(folder, ['rev-parse', '--show-toplevel'], signal)
    throw new ReverieError('bad-argument', `git knows no revision "${revision}" in ${folder}.`, { cause, hint: await unknownHint(folder) })
  }
}

async function mergeBase(folder: string, from: GitCommit, to: GitCommit, signal?: AbortSignal): Promise<GitCommit> {
  try {
    return await findCommit(folder, text(await runGit(folder, ['merge-base', from.id, to.id], signal)), signal)
  } catch (cause) {
    if (!(cause instanceof ReverieError) || cause.code !== 'bad-argument') throw cause
    throw new ReverieError('bad-argument', `The two sides of "..." share no commit that is here: ${short(from)} and ${short(to)}.`, {
      cause,
      hint: (await isShallow(folder)) ? deepen : 'Compare them directly, with two dots.',
    })
  }
}

const deepen = 'The clone is shallow: fetch the rest with git fetch --unshallow (in GitHub Actions: fetch-depth: 0).'

async function unknownHint(folder: string): Promise<string> {
  return (await isShallow(folder)) ? deepen : 'Write a folder as ./folder; list revisions with git log or git branch --all.'
}

async function isShallow(folder: string): Promise<boolean> {
  return text(await runGit(folder, ['rev-parse', '--is-shallow-repository'])) === 'true'
}

const short = ({ id }: GitCommit): string => id.slice(0, 8)

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim()
}
