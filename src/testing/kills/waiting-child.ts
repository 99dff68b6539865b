import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KillNews, KillOrder } from './kill-order.ts'

const script = fileURLToPath(new URL(`./kill-child${extname(import.meta.url)}`, import.meta.url))

/** A child that has loaded everything and waits for its order. */
export interface WaitingChild {
  /** Sends the order and kills the child `killAfterMs` after it began; null lets it finish. */
  obey(order: KillOrder, killAfterMs: number | null): Promise<Ended>
  /** Ends it unused. */
  stop(): void
}

export interface Ended {
  readonly acknowledged: readonly string[]
  readonly isDone: boolean
  readonly failure: string | null
  /** From its beginning to its end. */
  readonly ms: number
}

/** Starts a child; loading takes half a second, so it is started while another one runs. */
export function startChild(): WaitingChild {
  const child: ChildProcess = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (news: KillNews) => {
      if (news.kind === 'ready') resolve()
    })
    child.once('exit', (code) => reject(new Error(`The child ended with code ${String(code)} before it was told anything.`)))
  })
  // Awaited once there is an order; until then a failure must not count as unhandled.
  ready.catch(() => {})
  return {
    async obey(order, killAfterMs) {
      await ready
      const acknowledged: string[] = []
      let isDone = false
      let failure: string | null = null
      let begun = performance.now()
      let timer: NodeJS.Timeout | undefined
      child.on('message', (news: KillNews) => {
        if (news.kind === 'begun') {
          begun = performance.now()
          if (killAfterMs !== null) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
        }
        if (news.kind === 'put') acknowledged.push(news.id)
        if (news.kind === 'done') isDone = true
        if (news.kind === 'failed') failure = news.reason
      })
      const ended = once(child, 'exit')
      child.send(order)
      await ended
      clearTimeout(timer)
      return { acknowledged, isDone, failure, ms: performance.now() - begun }
    },
    stop: () => {
      child.kill('SIGKILL')
    },
  }
}
