import { openReverie } from '../../src/faces/open-reverie.ts'
import { watchLoop } from './loop-stop.ts'
import type { SleepOrder, SleepReport, StageMemory } from './sleep-report.ts'

// Forked by sleep-apart.ts: one sleep in a process of its own, so that memory and processor time are the sleep's alone.
process.once('message', (order: SleepOrder) => {
  sleepOnce(order).then(
    (report) => process.send?.(report, () => process.disconnect()),
    (cause: unknown) => {
      console.error(cause)
      process.exit(1)
    },
  )
})

async function sleepOnce({ folder, database, stopAfterMs }: SleepOrder): Promise<SleepReport> {
  const stages = new Map<string, StageMemory>()
  const loop = watchLoop()
  const reverie = await openReverie({ folder, database })
  const receipt = await reverie.sleep({
    ...(stopAfterMs === undefined ? {} : { signal: AbortSignal.timeout(stopAfterMs) }),
    onProgress: ({ stage }) => {
      const { rss, heapUsed } = process.memoryUsage()
      const before = stages.get(stage)
      if (before === undefined || rss / 1e6 > before.peakMb) {
        stages.set(stage, { stage, firstMb: before?.firstMb ?? rss / 1e6, peakMb: rss / 1e6, heapMb: heapUsed / 1e6 })
      }
    },
  })
  const stops = loop.read()
  await reverie.close()
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const processorMs = (userCPUTime + systemCPUTime) / 1e3
  return { receipt, peakRssMb: (maxRSS * 1024) / 1e6, processorMs, stages: [...stages.values()], stops }
}
