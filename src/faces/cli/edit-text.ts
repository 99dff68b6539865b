import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ReverieError } from '../../spec/errors.ts'
import type { Terminal } from './terminal.ts'

/** A text as a person leaves it in their editor. Throws `bad-argument` where there is no terminal, or no editor to be had. */
export async function editText({ stdin, stdout, environment, cwd }: Terminal, text: string): Promise<string> {
  const hint = 'Give the answer with --text "…" or --file answer.md.'
  if (stdin.isTTY !== true || stdout.isTTY !== true)
    throw new ReverieError('bad-argument', 'No answer was given, and there is no terminal to edit one in.', { hint })
  const editor = environment.VISUAL ?? environment.EDITOR ?? (process.platform === 'win32' ? 'notepad' : 'vi')
  const folder = await mkdtemp(join(tmpdir(), 'reverie-edit-'))
  const file = join(folder, 'answer.md')
  try {
    await writeFile(file, text)
    // The variable may hold arguments, too: `code --wait`.
    const { status, error } = spawnSync(`${editor} "${file}"`, { cwd, shell: true, stdio: 'inherit' })
    if (error !== undefined || status !== 0)
      throw new ReverieError('bad-argument', `The editor "${editor}" ended without an answer.`, {
        ...(error === undefined ? {} : { cause: error }),
        hint,
      })
    return await readFile(file, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
