/** Lets asks go before the sleeper: it stands closed while one runs. */
export interface PauseGate {
  /** An ask begins; call the result once, when it has ended. */
  close(): () => void
  /** Resolves at once while nobody asks, else when nobody does any more, or rejects with the signal's reason. */
  pass(signal?: AbortSignal): Promise<void>
  /** Asks that run now. */
  readonly asks: number
  /** Hears when the first ask begins and the last one ends. Returns how to stop hearing. */
  onChange(listener: (asks: number) => void): () => void
}

/** A gate that counts whoever closed it. */
export function createPauseGate(): PauseGate {
  let asks = 0
  const waiting = new Set<() => void>()
  const listeners = new Set<(asks: number) => void>()
  const told = () => {
    for (const listener of listeners) listener(asks)
  }
  return {
    get asks() {
      return asks
    },
    close() {
      asks += 1
      if (asks === 1) told()
      let isOpen = false
      return () => {
        if (isOpen) return
        isOpen = true
        asks -= 1
        if (asks > 0) return
        const released = [...waiting]
        waiting.clear()
        for (const release of released) release()
        told()
      }
    },
    async pass(signal) {
      while (asks > 0) {
        signal?.throwIfAborted()
        await new Promise<void>((resolve, reject) => {
          const release = () => {
            signal?.removeEventListener('abort', stop)
            resolve()
          }
          const stop = () => {
            waiting.delete(release)
            reject(signal?.reason)
          }
          signal?.addEventListener('abort', stop, { once: true })
          waiting.add(release)
        })
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
