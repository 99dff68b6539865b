import { cp, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MeasuredPart } from '../measured-part.ts'
import { measureFirstSleep } from './first-sleep.ts'
import { realSources } from './real-sources.ts'
import { repository, scopeFolder } from './scope-folder.ts'

const wantedFiles = 3_000

/** The first sleep over 3,000 real source files of the installed packages. */
export const largeSleep: MeasuredPart = {
  name: 'large',
  about: 'first and second sleep over 3,000 source files of the installed packages',
  takes: '20 to 40 minutes',
  isLong: true,
  async run({ log }) {
    const packages = join(repository, 'node_modules')
    const sources = await realSources(packages, wantedFiles)
    const scope = scopeFolder('large')
    await rm(dirname(scope.folder), { recursive: true, force: true })
    for (const path of sources) {
      // A folder named node_modules would be skipped, and a package's own ignore rules would apply.
      const target = join(scope.folder, path)
      await mkdir(dirname(target), { recursive: true })
      await cp(join(packages, path), target, { preserveTimestamps: true })
    }
    const measured = await measureFirstSleep(scope, {}, log)
    const missing = wantedFiles - sources.length
    return missing === 0 ? measured : { ...measured, notes: [...measured.notes, `large: only ${sources.length} files were found`] }
  },
}
