import { execFile } from 'node:child_process'
import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { errorCode } from './file-error-reason.ts'
import { fileValidator } from './file-validator.ts'
import { gitEnvironment, gitSettings } from './git-command.ts'

/** Which commit is checked out, told without starting a process wherever git's own files tell it. */
export interface GitHead {
  /** Id of the commit; null outside a repository, before the first commit, or where nobody can tell. */
  commit(): Promise<string | null>
  /** Commits whose parents a shallow clone does not have: they look as if they had made everything. */
  boundary(): ReadonlySet<string>
}

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/
/** References that lead to references, at most. */
const mostSteps = 5
const timeoutMs = 5_000

/**
 * Watches the head of the repository a folder is in. Read anew from `HEAD`, loose and packed references as
 * `gitrepository-layout` has them, linked work trees and submodules included; a table of packed references is read again
 * only when its stats change. Where references are kept otherwise git is asked, once for each state of their table.
 */
export function openGitHead(folder: string): GitHead {
  const packed = new Map<string, { readonly validator: string; readonly ids: ReadonlyMap<string, string> }>()
  let told: { readonly key: string; readonly commit: Promise<string | null> } | null = null

  return {
    async commit() {
      const git = gitFolders(folder)
      if (git === null) return null
      const head = textOf(join(git.own, 'HEAD'))
      if (head === null) return null
      const found = follow(git, head)
      if (found !== 'unknown') return found
      const key = [head, stampOf(join(git.common, 'reftable', 'tables.list')), stampOf(join(git.own, 'reftable', 'tables.list'))].join('\n')
      if (told?.key !== key) told = { key, commit: askGit(folder) }
      return told.commit
    },
    boundary() {
      const git = gitFolders(folder)
      const text = git === null ? null : textOf(join(git.common, 'shallow'))
      return new Set(text === null || text === '' ? [] : text.split('\n'))
    },
  }

  function follow(git: GitFolders, head: string): string | null | 'unknown' {
    let text = head
    for (let step = 0; step < mostSteps; step++) {
      if (commitId.test(text)) return text
      const name = /^ref: (\S+)$/.exec(text)?.[1]
      if (name === undefined || name === 'refs/heads/.invalid') return 'unknown'
      // A reference is a name under the repository and nothing else.
      if (!name.startsWith('refs/') || name.split('/').includes('..')) return 'unknown'
      const loose = textOf(join(git.own, name)) ?? textOf(join(git.common, name))
      if (loose === null) return packedIds(join(git.common, 'packed-refs')).get(name) ?? null
      text = loose
    }
    return 'unknown'
  }

  function packedIds(path: string): ReadonlyMap<string, string> {
    const validator = stampOf(path)
    if (validator === '') return new Map()
    const known = packed.get(path)
    if (known?.validator === validator) return known.ids
    const lines = (textOf(path) ?? '').split('\n')
    const ids = new Map(
      lines.flatMap((line) =>
        /^[0-9a-f]{40,64} \S/.test(line) ? [[line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))] as const] : [],
      ),
    )
    packed.set(path, { validator, ids })
    return ids
  }
}

interface GitFolders {
  /** Of this work tree: holds its `HEAD`. */
  readonly own: string
  /** Of the whole repository: holds its references. */
  readonly common: string
}

/** Where git keeps what it knows of the work tree a folder is in, or null outside one. */
function gitFolders(folder: string): GitFolders | null {
  for (let at = realOf(folder); at !== null; at = dirname(at) === at ? null : dirname(at)) {
    const path = join(at, '.git')
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) continue
    const target = stats.isFile() ? /^gitdir: (.+)$/m.exec(textOf(path) ?? '')?.[1] : null
    if (target === undefined) return null
    const own = target === null ? path : resolve(at, target)
    const common = textOf(join(own, 'commondir'))
    return { own, common: common === null || common === '' ? own : resolve(own, common) }
  }
  return null
}

function realOf(folder: string): string | null {
  try {
    return realpathSync.native(folder)
  } catch (error) {
    if (errorCode(error) === null) throw error
    return null
  }
}

/** Text of a small file without the line's end, or null where it cannot be read. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd()
  } catch (error) {
    if (errorCode(error) === null) throw error
    return null
  }
}

function stampOf(path: string): string {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? '' : fileValidator(stats)
}

function askGit(folder: string): Promise<string | null> {
  const options = { cwd: folder, env: gitEnvironment(), encoding: 'utf8' as const, timeout: timeoutMs, windowsHide: true }
  return new Promise((done) => {
    execFile('git', [...gitSettings, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options, (error, stdout) => {
      done(error === null && commitId.test(stdout.trim()) ? stdout.trim() : null)
    })
  })
}
