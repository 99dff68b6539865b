import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { addAncestorRules, addFolderRules, type IgnoreRules } from './ignore-rules.ts'

/** Files whose patterns hold in their folder; the later one wins. */
export const ignoreFileNames = ['.gitignore', '.reverieignore'] as const

/**
 * Adds what git would have in force at `root` from outside it: the work tree's `info/exclude` and the ignore files of the
 * folders above. Patterns that would ignore the root itself, or a folder on the way to it, do not: the user chose it.
 */
export function addGitAncestors(rules: IgnoreRules, root: string): IgnoreRules {
  const above: string[] = []
  for (let folder = root; ; folder = dirname(folder)) {
    above.push(folder)
    if (existsSync(join(folder, '.git'))) break
    if (dirname(folder) === folder) return rules
  }
  const top = above.at(-1) ?? root
  let result = addAt(rules, root, top, readPatterns(join(gitFolder(top), 'info', 'exclude')))
  for (const folder of above.slice(1).reverse()) {
    for (const name of ignoreFileNames) result = addAt(result, root, folder, readPatterns(join(folder, name)))
  }
  return result
}

function addAt(rules: IgnoreRules, root: string, folder: string, text: string): IgnoreRules {
  if (text === '') return rules
  if (folder === root) return addFolderRules(rules, '', text)
  const pieces: string[] = []
  for (let at = root; at !== folder; at = dirname(at)) pieces.unshift(basename(at))
  return addAncestorRules(rules, pieces.join('/'), text)
}

/** The common git folder: `.git` itself, or where the `.git` file of a linked work tree or submodule points. */
function gitFolder(top: string): string {
  const path = join(top, '.git')
  if (lstatSync(path).isDirectory()) return path
  const target = /^gitdir: (.+)$/m.exec(readPatterns(path))?.[1]
  if (target === undefined) return path
  const folder = isAbsolute(target) ? target : resolve(top, target)
  const common = readPatterns(join(folder, 'commondir')).trim()
  return common === '' ? folder : resolve(folder, common)
}

/** Text of an ignore file, or '' where there is none; a link is not followed, as in git. */
export function readPatterns(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats?.isFile() ? readFileSync(path, 'utf8').replace(/^\ufeff/, '') : ''
}
