import { describe, expect, it } from 'vitest'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { connectionTarget } from './connection-target.ts'
import { loadPg } from './load-pg.ts'
import { openPostgresStore } from './open-postgres-store.ts'

describe('an address', () => {
  it('names the schema, which the driver is not told', () => {
    const target = connectionTarget('postgres://u@h:5433/d?sslmode=require&schema=docs')
    expect(target).toMatchObject({ schema: 'docs', connectionString: 'postgres://u@h:5433/d?sslmode=require' })
    expect(connectionTarget('postgresql://h/d').schema).toBe('reverie')
    expect(connectionTarget('postgres://h/d?schema=a', 'b').schema).toBe('b')
  })

  it('is never shown with its password', () => {
    expect(connectionTarget('postgres://u:hunter2@h/d?schema=docs').label).toBe('postgres://u:***@h/d?schema=docs')
    expect(connectionTarget('postgres://u@h/d?password=hunter2').label).not.toContain('hunter2')
  })

  it('of something else is refused without repeating it', () => {
    for (const wrong of ['mysql://u:hunter2@h/d', 'hunter2', 'postgres://u:hunter2@h:port/d']) {
      expect(() => connectionTarget(wrong)).toThrow(
        expect.objectContaining({ code: 'bad-argument', message: expect.not.stringContaining('hunter2') }),
      )
    }
    for (const schema of ['', 'pg_mine', 'x'.repeat(64)]) expect(() => connectionTarget('postgres://h/d', schema)).toThrow(/name a schema/)
  })

  it('where no server listens is said to be unreachable', async () => {
    const opening = openPostgresStore({ connection: 'postgres://u:hunter2@127.0.0.1:1/d', clock: scriptedClock() })
    await expect(opening).rejects.toMatchObject({
      code: 'database-unreachable',
      isRetryable: true,
      message: expect.not.stringContaining('hunter2'),
    })
  })
})

describe('the package pg', () => {
  const failing = (code: string, message: string) => loadPg(() => Promise.reject(Object.assign(new Error(message), { code })))

  it('is named where it is not installed', async () => {
    await expect(failing('ERR_MODULE_NOT_FOUND', "Cannot find package 'pg' imported from x")).rejects.toMatchObject({
      code: 'package-missing',
      hint: 'npm install pg',
    })
  })

  it('that fails by itself is not said to be missing', async () => {
    await expect(failing('ERR_MODULE_NOT_FOUND', "Cannot find package 'pg-types' imported from pg")).rejects.toThrow('pg-types')
  })
})
