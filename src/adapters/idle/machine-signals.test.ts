import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMachineSignals } from './machine-signals.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-power-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function supply(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, name))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), `${text}\n`)
}

const onBattery = async () => (await createMachineSignals({ platform: 'linux', powerSupplies: folder }).read()).onBattery

describe('the battery on Linux', () => {
  it('is not known where there is none', async () => {
    expect(await onBattery()).toBe(null)
    rmSync(folder, { recursive: true })
    expect(await onBattery()).toBe(null)
  })

  it('discharges, or not', async () => {
    supply('BAT0', { type: 'Battery', status: 'Discharging' })
    supply('AC', { type: 'Mains', online: '0' })
    expect(await onBattery()).toBe(true)
    writeFileSync(join(folder, 'BAT0', 'status'), 'Full\n')
    expect(await onBattery()).toBe(false)
  })

  it('one of two that discharges is enough, unless the mains is there', async () => {
    supply('BAT0', { type: 'Battery', status: 'Unknown' })
    supply('BAT1', { type: 'Battery', status: 'Discharging' })
    expect(await onBattery()).toBe(true)
    supply('ADP1', { type: 'Mains', online: '1' })
    expect(await onBattery()).toBe(false)
  })

  it('charged over USB it is not on battery', async () => {
    supply('BAT0', { type: 'Battery', status: 'Discharging' })
    supply('ucsi-source-psy-1', { type: 'USB', online: '1' })
    expect(await onBattery()).toBe(false)
  })

  it("a mouse's battery is not the machine's, and what cannot be read counts for nothing", async () => {
    supply('hidpp_battery_0', { type: 'Battery', scope: 'Device', status: 'Discharging' })
    supply('odd', {})
    expect(await onBattery()).toBe(null)
  })
})

describe('load', () => {
  it('is told a core, and not where the system keeps none', async () => {
    expect((await createMachineSignals({ platform: 'linux', powerSupplies: folder }).read()).loadPerCore).toBeGreaterThanOrEqual(0)
    expect(await createMachineSignals({ platform: 'win32' }).read()).toEqual({ loadPerCore: null, onBattery: null })
  })
})
