import { runGit } from './git-command.ts'

/** One file of a commit's tree. */
export interface GitFile {
  /** Relative to the folder with `/`; where the name is not UTF-8, as near as it can be written. */
  readonly path: string
  /** file: a regular one. link: a symbolic link. module: another repository's commit. */
  readonly kind: 'file' | 'link' | 'module'
  readonly object: string
  /** Bytes, or null where this clone does not have it. */
  readonly size: number | null
  /** False where the name is not UTF-8. */
  readonly isNamed: boolean
}

/** Every file that a commit has at or below a folder of its work tree. */
export async function listGitTree(folder: string, commit: string, signal?: AbortSignal): Promise<readonly GitFile[]> {
  const listing = await runGit(folder, ['ls-tree', '-r', '-z', '--long', commit], signal)
  const files: GitFile[] = []
  for (let start = 0; start < listing.length; ) {
    const end = listing.indexOf(0, start)
    const tab = listing.indexOf(tabulator, start)
    const [mode = '', , object = '', size = ''] = latin.decode(listing.subarray(start, tab)).split(/ +/)
    const name = listing.subarray(tab + 1, end)
    const path = utf8.decode(name)
    files.push({
      path,
      kind: mode === '120000' ? 'link' : mode === '160000' ? 'module' : 'file',
      object,
      size: /^\d+$/.test(size) ? Number(size) : null,
      isNamed: !path.includes('\ufffd'),
    })
    start = end + 1
  }
  return files
}

/** Paths that differ between a commit and the working tree, new files that are not ignored included; relative to the folder. */
export async function changedSinceCommit(folder: string, commit: string, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const tracked = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--relative', commit, '--']
  const others = ['ls-files', '--others', '--exclude-standard', '-z']
  const names = await Promise.all([tracked, others].map((args) => runGit(folder, args, signal)))
  return new Set(names.flatMap((listing) => utf8.decode(listing).split('\0')).filter((path) => path !== ''))
}

const tabulator = 9
const latin = new TextDecoder('latin1')
const utf8 = new TextDecoder()
