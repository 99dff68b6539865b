import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinaries } from './find-binaries.ts'

/** A server of this process's own, on a socket in a folder of its own. */
export interface PostgresServer {
  /** Address of its maintenance database, as a user who may do everything. */
  readonly url: string
  /** Stops it and removes its folder. */
  stop(): Promise<void>
}

/**
 * Runs as long as its standard input is open: whatever ends the process that holds the other end, the server goes with it
 * and its folder too. Signals meant for that process alone reach both where a terminal sends them.
 */
const script = `
trap '' INT TERM HUP
bin=$1; folder=$2
"$bin/initdb" -D "$folder/data" -U reverie -A trust -E UTF8 --locale=C --no-sync > "$folder/log" 2>&1 &&
  "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "$3" start > /dev/null 2>> "$folder/log" &&
  echo ready || echo failed
cat > /dev/null
"$bin/pg_ctl" -D "$folder/data" -m immediate -w stop > /dev/null 2>&1
rm -rf "$folder"
`

/** Nothing here outlives the run, so nothing needs to be on the disk. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'listen_addresses=',
  'max_connections=100',
  'shared_buffers=64MB',
]

/** Starts a server; resolves with why not where there is none to start. Rejects where one that is there does not start. */
export async function startServer(): Promise<PostgresServer | { readonly missing: string }> {
  if (process.platform === 'win32') return { missing: 'the tests start PostgreSQL on Linux and macOS only' }
  const binaries = findBinaries()
  if (binaries === null) return { missing: 'PostgreSQL (initdb, pg_ctl, postgres) is not installed' }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-pg-')))
  const user = serverUser()
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const options = [...settings, `unix_socket_directories=${folder}`].map((setting) => `-c ${setting}`).join(' ')
  const child = spawn('sh', ['-c', script, 'sh', binaries, folder, options], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(user ?? {}),
  })
  const stop = async (): Promise<void> => {
    const ended = once(child, 'close')
    child.stdin.end()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const [said]: readonly unknown[] = await once(child.stdout, 'data')
  if (String(said).trim() !== 'ready') {
    const log = readFileSync(join(folder, 'log'), 'utf8')
    await stop()
    throw new Error(`PostgreSQL did not start:\n${log}`)
  }
  return { url: `postgres://reverie@${encodeURIComponent(folder)}/postgres`, stop }
}

/** PostgreSQL refuses to run as root: then another user does. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (kind: '-u' | '-g', name: string) => Number(spawnSync('id', [kind, name], { encoding: 'utf8' }).stdout?.trim() || Number.NaN)
  const name = ['postgres', 'nobody'].find((one) => Number.isInteger(id('-u', one)))
  return name === undefined ? { uid: 65_534, gid: 65_534 } : { uid: id('-u', name), gid: id('-g', name) }
}
