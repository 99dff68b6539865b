import { cpSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** The repository's own documents and exported signatures. */
const demoParts: readonly string[] = ['docs', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'src/spec', 'src/faces/reverie.ts']

/** Copies what the demo reads into a temporary folder, so that it can edit a line without touching the repository. */
export function copyCorpus(parts: readonly string[] = demoParts): string {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-demo-'))
  for (const part of parts) {
    const from = join(root, part)
    if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.test.ts') })
  }
  return folder
}
