import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { upVersion } from './up-messages.ts'

/** Tells the daemon of a folder, where one runs, that this process asks. */
export interface AskAnnouncer {
  /** An ask begins; call the result when it has ended. Never fails and waits for nothing. */
  begin(): () => void
  close(): void
}

/** How long an address at which nobody listened is left alone, ms. */
const absentMs = 2_000

/** Announces asks at `address`; the connection is kept from ask to ask, and holds no process open. */
export function createAskAnnouncer(address: string, monotonic: () => number): AskAnnouncer {
  let socket: Socket | null = null
  let absentUntil = 0
  const open = (): Socket | null => {
    if (socket !== null) return socket
    const now = monotonic()
    if (now < absentUntil) return null
    // A named pipe has no file to look for.
    if (!address.startsWith('\\\\') && !existsSync(address)) {
      absentUntil = now + absentMs
      return null
    }
    const opened = connect(address)
    opened.unref()
    const drop = () => {
      if (socket === opened) socket = null
      absentUntil = monotonic() + absentMs
    }
    opened.on('error', drop)
    opened.on('close', drop)
    opened.resume()
    socket = opened
    return opened
  }
  const tell = (to: Socket, kind: 'ask-began' | 'ask-ended') => {
    if (!to.destroyed) to.write(`${JSON.stringify({ v: upVersion, kind })}\n`)
  }
  return {
    begin() {
      const told = open()
      if (told === null) return () => {}
      tell(told, 'ask-began')
      return () => tell(told, 'ask-ended')
    },
    close() {
      socket?.destroy()
      socket = null
    },
  }
}
