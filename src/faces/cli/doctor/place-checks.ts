import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { isPostgresAddress } from '../../../adapters/store/postgres/is-postgres-address.ts'
import { databaseLabel } from '../../views/database-view.ts'
import type { CommandContext } from '../command-context.ts'
import { formatBytes, formatThings } from '../format-number.ts'
import type { Check } from './check.ts'

const wantedNode = 24

/** What the machine and the folder bring: Node, write access, database, sources. */
export function placeChecks(context: CommandContext): readonly Check[] {
  const { folder, config } = context.loaded
  const state = join(folder, '.reverie')
  const database = config.database ?? join(state, 'reverie.db')
  const isServer = isPostgresAddress(database)
  const isMissing = !isServer && !existsSync(database)
  return [
    {
      name: 'node',
      remedy: '',
      async run() {
        const major = Number(process.versions.node.split('.')[0])
        const found = `${process.version} on ${process.platform}-${process.arch}`
        return major >= wantedNode
          ? { outcome: 'ok', found }
          : { outcome: 'fail', found, remedy: `Install Node ${wantedNode} or newer: https://nodejs.org` }
      },
    },
    {
      name: 'write access',
      remedy: `Make ${folder} writable, or set database to a file elsewhere; until then answers are live and nothing is kept.`,
      async run() {
        if (isServer) return { outcome: 'ok', found: 'nothing is written to the folder: state is on a server' }
        const place = existsSync(state) ? state : folder
        accessSync(place, constants.W_OK)
        return { outcome: 'ok', found: place }
      },
    },
    {
      name: 'database',
      remedy: 'Run it again with --verbose; nothing was overwritten.',
      async run(signal) {
        if (database === ':memory:')
          return { outcome: 'warn', found: 'in memory: nothing outlives the command', remedy: 'Set database to a file.' }
        if (isMissing) return { outcome: 'ok', found: `none yet; the first sleep makes ${database}` }
        await using reverie = await context.open()
        const { writable, reason, bytes } = (await reverie.status({ signal })).database
        const found = `${databaseLabel(database)}, ${formatBytes(bytes)}`
        if (writable) return { outcome: 'ok', found }
        return {
          outcome: 'warn',
          found: `${found}, cannot be written: ${reason ?? 'reason unknown'}`,
          remedy: 'Answers are served, and nothing new is kept.',
        }
      },
    },
    {
      name: 'sources',
      remedy: 'Check that the folder can be read.',
      async run(signal) {
        if (database === ':memory:' || isMissing) return { outcome: 'ok', found: `${folder}, not read yet` }
        await using reverie = await context.open()
        const { documents, owed } = await reverie.status({ signal })
        if (documents === 0)
          return { outcome: 'warn', found: 'no documents', remedy: 'Run reverie sleep; .gitignore and .reverieignore may hide everything.' }
        return { outcome: 'ok', found: `${formatThings(documents, 'document')}, ${owed.documents} owed` }
      },
    },
  ]
}
