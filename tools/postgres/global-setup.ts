import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startServer } from './start-server.ts'

/**
 * For vitest: one PostgreSQL for the whole run, started when the first test asks for it, so that runs without such a test
 * pay nothing. Tests run in processes of their own and ask over a socket; see `src/testing/test-postgres.ts`.
 */
export async function setup(): Promise<() => Promise<void>> {
  let starting: ReturnType<typeof startServer> | null = null
  const folder = mkdtempSync(join(tmpdir(), 'reverie-ask-pg-'))
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\reverie-pg-${process.pid}` : join(folder, 'socket')
  const asked = createServer((socket) => {
    socket.on('error', () => {})
    starting ??= startServer()
    starting.then(
      (server) => socket.end(JSON.stringify('url' in server ? { url: server.url } : { missing: server.missing })),
      (error: unknown) => socket.end(JSON.stringify({ failed: String(error) })),
    )
  })
  await new Promise<void>((resolve) => asked.listen(address, resolve))
  process.env.REVERIE_TEST_POSTGRES = address
  return async () => {
    asked.close()
    const server = await starting?.catch(() => null)
    if (isRunning(server)) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function isRunning(server: Awaited<ReturnType<typeof startServer>> | null | undefined): server is PostgresServer {
  return server !== null && server !== undefined && 'stop' in server
}
