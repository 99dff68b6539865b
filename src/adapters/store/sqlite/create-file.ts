import { mkdir, open, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ReverieError } from '../../../spec/errors.ts'

/** The folder Reverie keeps in a project. */
const ownFolder = '.reverie'

/**
 * Creates the database file, readable by its owner alone (SQLite gives its log the same mode), and the folder that
 * holds it. A `.reverie` folder ignores itself in git; nothing outside the folder is written.
 */
export async function createFile(path: string): Promise<void> {
  const folder = dirname(path)
  try {
    await mkdir(folder, { recursive: true })
    if (basename(folder) === ownFolder) await writeOnce(join(folder, '.gitignore'), '*\n')
    await (await open(path, 'a', 0o600)).close()
  } catch (error) {
    throw new ReverieError(
      'database-read-only',
      `The database ${path} could not be created (${error instanceof Error ? error.message : error}).`,
      {
        cause: error,
        hint: 'Make the folder writable, or name another database.',
      },
    )
  }
}

async function writeOnce(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
