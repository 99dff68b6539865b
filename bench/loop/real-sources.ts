import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const endings = /\.(?:[cm]?[jt]sx?|md|py|go|rs|java)$/
const leftOut = /\.min\.|\.d\.[cm]?ts$|(?:^|\/)(?:node_modules|dist|build|umd|esm|cjs|lib-esm|bundle)\//
const fewestBytes = 400
const mostBytes = 60_000

/**
 * Source and documentation files of the installed packages, by path: written by people rather than built, as far as names
 * and sizes tell. The same installation gives the same list.
 */
export async function realSources(packages: string, count: number): Promise<readonly string[]> {
  const entries = await readdir(packages, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => relative(packages, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !leftOut.test(path))
    .sort()
  const chosen: string[] = []
  for (const path of paths) {
    if (chosen.length >= count) break
    const { size } = await stat(join(packages, path))
    if (size >= fewestBytes && size <= mostBytes) chosen.push(path)
  }
  return chosen
}
