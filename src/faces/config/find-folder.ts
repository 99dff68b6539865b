import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ReverieError } from '../../spec/errors.ts'

/** Our own package: only its `reverie` script moves to the checkout's root before it runs. */
const checkoutScript = { npm_package_name: '@reverie/reverie', npm_lifecycle_event: 'reverie' }

/**
 * The folder a person works in. npm runs a script in the package's root and keeps where the person was in `INIT_CWD`; that
 * counts only for the checkout's own `npm run reverie`, since other scripts mean the root they run in.
 */
export function workingFolder(cwd: string, environment: Readonly<Record<string, string | undefined>>): string {
  const fromCheckout = Object.entries(checkoutScript).every(([name, value]) => environment[name] === value)
  return fromCheckout ? (environment.INIT_CWD ?? cwd) : cwd
}

/** The absolute folder of `-C`, as in git. Throws `bad-argument` where it is not a folder. */
export function findFolder(from: string, given: string | undefined): string {
  const folder = resolve(from, given ?? '.')
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new ReverieError('bad-argument', `There is no folder ${folder}.`, { hint: 'Give -C an existing folder.' })
  }
  if (!found.isDirectory()) {
    throw new ReverieError('bad-argument', `-C takes a folder, and ${folder} is a file.`, {
      hint: 'Give its folder, and the file as an argument: reverie -C <folder> sleep <file>.',
    })
  }
  return folder
}
