import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Whether there is a git to test with. */
export const hasGit = spawnSync('git', ['--version']).status === 0

/** A git repository in a folder of its own, independent of the machine's configuration; removed when disposed of. */
export interface GitFixture extends Disposable {
  readonly root: string
  /** Runs git in it and gives what it wrote. */
  git(...args: readonly string[]): string
  /** Writes files, their folders where missing. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void
  /** Commits everything, ignored files too, and gives the commit's id. */
  commit(message: string): string
}

/** `root` where a repository is there already, as after a clone; it is removed all the same. */
export function createGitFixture(root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-git-')))): GitFixture {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  }
  const person = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgSign=false']
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...person, '-c', 'protocol.file.allow=always', ...args], {
      cwd: root,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  if (spawnSync('git', ['rev-parse', '--git-dir'], { cwd: root, env }).status !== 0) git('init', '--quiet', '--initial-branch=main')
  return {
    root,
    git,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), content)
      }
    },
    commit(message) {
      git('add', '--all', '--force', '--', '.', ':!.reverie')
      git('commit', '--quiet', '--allow-empty', '--message', message)
      return git('rev-parse', 'HEAD')
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}
