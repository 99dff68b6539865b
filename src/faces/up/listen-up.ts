import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { ReverieError } from '../../spec/errors.ts'
import { reachUp } from './send-up.ts'
import { parseUpMessage, type UpReply } from './up-messages.ts'

export interface UpHandlers {
  /** Another process begins to ask; the result is called when it has its answer, or is gone. */
  readonly askBegan: () => () => void
  readonly sleepNow: () => void
  readonly stop: () => void
  readonly status: () => UpReply
}

const longestLine = 4_096

/**
 * Listens for other processes of the folder. A socket that a dead process left is replaced; where another daemon listens,
 * throws `lease-held` with its process id.
 */
export async function listenUp(address: string, handlers: UpHandlers): Promise<AsyncDisposable> {
  const isFile = !address.startsWith('\\\\')
  if (isFile) makeFolder(dirname(address))
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    serve(socket, handlers)
    socket.on('close', () => open.delete(socket))
  })
  if ((await tryListen(server, address)) === 'taken') {
    const other = await reachUp(address, 'status')
    if (other.isThere) throw alreadyUp(other.reply?.pid ?? null)
    if (isFile) rmSync(address, { force: true })
    if ((await tryListen(server, address)) === 'taken') throw alreadyUp(null)
  }
  if (isFile) chmodSync(address, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      if (isFile) rmSync(address, { force: true })
    },
  }
}

/** `.reverie` stays as it is; a folder among the temporary files, which everybody may write, must be the user's alone. */
function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (basename(folder) === '.reverie') return
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new ReverieError('source-unreadable', `Other processes cannot be heard: ${folder} is not a folder of this user.`, {
      hint: 'Remove it, or set TMPDIR to a folder of your own.',
    })
  }
  chmodSync(folder, 0o700)
}

function tryListen(server: Server, address: string): Promise<'listening' | 'taken'> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => {
      server.off('listening', listening)
      if (cause.code === 'EADDRINUSE') resolve('taken')
      else
        reject(
          new ReverieError('source-unreadable', `Other processes cannot be heard at ${address}: ${cause.message}.`, {
            cause,
            hint: 'Make its folder writable.',
          }),
        )
    }
    const listening = () => {
      server.off('error', failed)
      resolve('listening')
    }
    server.once('error', failed)
    server.once('listening', listening)
    server.listen(address)
  })
}

/** One process: an ask that it began ends with its connection at the latest. */
function serve(socket: Socket, handlers: UpHandlers): void {
  const running: (() => void)[] = []
  let held = 0
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
  socket.on('data', (part) => {
    held = part.includes(10) ? 0 : held + part.length
    if (held > longestLine) socket.destroy()
  })
  for (const one of [socket, lines]) one.on('error', () => socket.destroy())
  socket.on('close', () => {
    for (const end of running.splice(0)) end()
  })
  lines.on('line', (line) => {
    const message = parseUpMessage(line)
    if (message === null) return socket.destroy()
    if (message.kind === 'ask-began') return void running.push(handlers.askBegan())
    if (message.kind === 'ask-ended') return running.shift()?.()
    if (message.kind === 'sleep-now') handlers.sleepNow()
    if (message.kind === 'stop') handlers.stop()
    socket.write(`${JSON.stringify(handlers.status())}\n`)
  })
}

function alreadyUp(pid: number | null): ReverieError {
  return new ReverieError('lease-held', `Reverie is up for this folder already${pid === null ? '' : ` (process ${pid})`}.`, {
    hint: 'Stop that one first, or leave it: every process that asks here is heard by it.',
  })
}
