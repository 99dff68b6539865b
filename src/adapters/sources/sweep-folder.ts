import { FolderSeal } from '../../spec/folder-seal.ts'
import type { SourceChange, Sweep, SweepOptions } from '../../spec/source.ts'

/** Compares a walk, batch by batch, with the seals of its folders; `pause` is awaited after each batch. */
export async function sweepFolder(
  batches: Iterable<readonly SourceChange[]>,
  seals: ReadonlyMap<string, string>,
  { onSkip, isLeftOut }: SweepOptions,
  pause: () => Promise<void> | null,
): Promise<Sweep> {
  const met = new Map<string, FolderSeal>()
  let documents = 0
  let folder = ''
  let seal: FolderSeal | null = null
  for (const batch of batches) {
    for (const change of batch) {
      if (change.kind === 'skipped') {
        onSkip?.(change.path, change.reason)
        continue
      }
      const { path, validator } = change.document
      if (isLeftOut?.(path) === true) continue
      const cut = path.lastIndexOf('/')
      if (seal === null || cut !== (folder === '' ? -1 : folder.length) || !path.startsWith(folder)) {
        folder = cut === -1 ? '' : path.slice(0, cut)
        seal = met.get(folder) ?? new FolderSeal()
        met.set(folder, seal)
      }
      seal.add(cut === -1 ? path : path.slice(cut + 1), validator)
      documents++
    }
    const turn = pause()
    if (turn !== null) await turn
  }
  const found = new Map([...met].map(([path, one]) => [path, one.text()]))
  const differing = [...found].filter(([path, text]) => seals.get(path) !== text).map(([path]) => path)
  for (const path of seals.keys()) if (!found.has(path)) differing.push(path)
  return { documents, differing, isWhole: true, seals: found }
}
