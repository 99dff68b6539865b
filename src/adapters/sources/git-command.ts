import { execFile } from 'node:child_process'
import { ReverieError } from '../../spec/errors.ts'

/** The largest listing that is read from git, bytes. */
const longestOutput = 1024 ** 3

/**
 * Runs git in a folder, without a shell, and resolves to what it wrote. It never reaches the network, never waits for an
 * answer and takes no locks. Throws `package-missing` where there is no git, `bad-argument` with git's own words where it
 * fails.
 */
export function runGit(folder: string, args: readonly string[], signal?: AbortSignal): Promise<Uint8Array> {
  const options = {
    cwd: folder,
    env: gitEnvironment(),
    encoding: 'buffer' as const,
    maxBuffer: longestOutput,
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  }
  return new Promise((resolve, reject) => {
    execFile('git', [...gitSettings, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(gitFailure(error, stderr.toString('utf8'), folder))
    })
  })
}

/** Settings of every call: no hook or program of the repository's configuration is run. */
export const gitSettings: readonly string[] = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', '--literal-pathspecs']

/** The process's environment for git: the folder alone says which repository, and missing objects are not fetched. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = process.env
  const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' }
  return { ...rest, ...quiet, LC_ALL: 'C' }
}

/** A failed call of git as ours. */
export function gitFailure(error: unknown, said: string, folder: string): ReverieError {
  if (error instanceof ReverieError) return error
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ABORT_ERR') return new ReverieError('aborted', 'Interrupted while git was read.', { cause: error })
  if (code === 'ENOENT') {
    return new ReverieError('package-missing', 'Expected `git` on the path, found none.', {
      cause: error,
      hint: 'Install git, or compare with a folder instead: reverie diff ./other-folder.',
    })
  }
  const words = (said.split('\n').find((line) => /^(?:fatal|error):/.test(line)) ?? said.split('\n')[0] ?? '').replace(/^\w+: /, '').trim()
  if (/not a git repository|must be run in a work tree/.test(said)) {
    return new ReverieError('bad-argument', `Expected a git work tree at ${folder}, found none.`, {
      cause: error,
      hint: 'Without a range, reverie diff compares the folder itself with what is stored.',
    })
  }
  return new ReverieError('bad-argument', `git could not be read in ${folder}: ${words === '' ? 'it gave no reason' : words}.`, {
    cause: error,
  })
}
