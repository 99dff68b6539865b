import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { parseUpReply, type UpMessage, type UpReply, upVersion } from './up-messages.ts'

const patienceMs = 1_000

/** Messages that are answered. */
type Asking = Extract<UpMessage['kind'], 'status' | 'sleep-now' | 'stop'>

/** Sends one message to the daemon at an address; null where none listens there or it does not answer within a second. */
export async function sendUp(address: string, kind: Asking): Promise<UpReply | null> {
  return (await reachUp(address, kind)).reply
}

/** The same, and whether anybody took the connection: whoever does is there, be it too busy to answer. */
export function reachUp(address: string, kind: Asking): Promise<{ readonly isThere: boolean; readonly reply: UpReply | null }> {
  return new Promise((resolve) => {
    const socket = connect(address)
    let isThere = false
    const end = (reply: UpReply | null) => {
      socket.destroy()
      resolve({ isThere, reply })
    }
    socket.setTimeout(patienceMs, () => end(null))
    socket.on('error', () => end(null))
    socket.on('close', () => end(null))
    socket.on('connect', () => {
      isThere = true
      socket.write(`${JSON.stringify({ v: upVersion, kind })}\n`)
    })
    // It passes on what the socket failed with, which is heard above.
    createInterface({ input: socket })
      .on('error', () => {})
      .on('line', (line) => end(parseUpReply(line)))
  })
}
