import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { findBinaries } from './find-binaries.ts'

test.skipIf(findBinaries() === null)('a server goes with the process that started it, even one that is killed', async () => {
  const code = `
    import { startServer } from ${JSON.stringify(new URL('./start-server.ts', import.meta.url).href)}
    console.log((await startServer()).url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line]: readonly unknown[] = await once(createInterface(child.stdout), 'line')
  const url = String(line)
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  const folder = decodeURIComponent(new URL(url).hostname)
  expect(existsSync(folder)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  await client.end().catch(() => {})
})
