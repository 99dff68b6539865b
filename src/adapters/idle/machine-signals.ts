import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { IdleSignal } from '../../spec/idle.ts'

export interface MachineOptions {
  readonly platform?: NodeJS.Platform
  /** Where Linux lists its power supplies. */
  readonly powerSupplies?: string
}

const run = promisify(execFile)

/** Load and battery of this machine, as its system tells them. What cannot be told is null, and refuses nothing. */
export function createMachineSignals({
  platform = process.platform,
  powerSupplies = '/sys/class/power_supply',
}: MachineOptions = {}): IdleSignal {
  return {
    async read() {
      const [load = 0] = loadavg()
      return {
        // Windows keeps no load average and reports zeros.
        loadPerCore: platform === 'win32' ? null : load / availableParallelism(),
        onBattery: await onBattery(platform, powerSupplies),
      }
    },
  }
}

async function onBattery(platform: NodeJS.Platform, powerSupplies: string): Promise<boolean | null> {
  try {
    if (platform === 'linux') return await onLinuxBattery(powerSupplies)
    if (platform !== 'darwin') return null
    const { stdout } = await run('pmset', ['-g', 'batt'], { timeout: 2_000 })
    return stdout.includes("'Battery Power'") ? true : stdout.includes("'AC Power'") ? false : null
  } catch {
    return null
  }
}

/** On battery where one discharges and nothing that feeds it, mains or USB, is online. */
async function onLinuxBattery(folder: string): Promise<boolean | null> {
  let discharges: boolean | null = null
  for (const name of await readdir(folder)) {
    const read = async (file: string) => (await readFile(join(folder, name, file), 'utf8').catch(() => '')).trim()
    const type = await read('type')
    if ((type === 'Mains' || type === 'USB') && (await read('online')) === '1') return false
    if (type === 'Battery' && (await read('scope')) !== 'Device')
      discharges = discharges === true || (await read('status')) === 'Discharging'
  }
  return discharges
}
