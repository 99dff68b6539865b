import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { gitEnvironment, gitSettings } from './git-command.ts'

/** Reads blobs of one repository through one `git cat-file --batch`, which starts with the first read. */
export interface GitObjects extends AsyncDisposable {
  /** The blob's bytes, or null where this clone does not have it (a partial or damaged one). */
  read(object: string): Promise<Uint8Array | null>
}

interface Request {
  readonly object: string
  readonly resolve: (bytes: Uint8Array | null) => void
}

const newline = 10

/** One read at a time. A git that ends in the middle answers null for the blob asked for; the next read starts another. */
export function openGitObjects(folder: string): GitObjects {
  const queue: Request[] = []
  let child: ChildProcessWithoutNullStreams | null = null
  let current: Request | null = null
  let received: Buffer[] = []
  let length = 0
  let wanted: number | null = null

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn('git', [...gitSettings, 'cat-file', '--batch'], { cwd: folder, env: gitEnvironment(), windowsHide: true })
    const lost = () => {
      if (child !== started) return
      child = null
      settle(null)
    }
    started.stdout.on('data', (chunk: Buffer) => take(chunk))
    started.stderr.resume()
    // A pipe that broke tells nothing that the end of the process does not.
    started.stdin.on('error', () => {})
    started.on('error', lost)
    started.on('close', lost)
    return started
  }

  function next(): void {
    if (current !== null) return
    current = queue.shift() ?? null
    if (current === null) return
    child ??= start()
    child.stdin.write(`${current.object}\n`)
  }

  function settle(bytes: Uint8Array | null): void {
    const done = current
    current = null
    received = []
    length = 0
    wanted = null
    done?.resolve(bytes)
    next()
  }

  function take(chunk: Buffer): void {
    received.push(chunk)
    length += chunk.length
    if (wanted === null) {
      const head = Buffer.concat(received)
      const end = head.indexOf(newline)
      if (end < 0) return
      const size = /^[0-9a-f]+ blob (\d+)$/.exec(head.toString('latin1', 0, end))?.[1]
      // What is there and no blob ends the process: its content would have to be read past.
      if (size === undefined) {
        if (/ missing$/.test(head.toString('latin1', 0, end))) settle(null)
        else child?.kill()
        return
      }
      wanted = Number(size)
      received = [head.subarray(end + 1)]
      length = head.length - end - 1
    }
    // A line feed follows the content.
    if (length > wanted) settle(Uint8Array.from(Buffer.concat(received).subarray(0, wanted)))
  }

  return {
    read: (object) =>
      new Promise((resolve) => {
        queue.push({ object, resolve })
        next()
      }),
    async [Symbol.asyncDispose]() {
      const ending = child
      if (ending === null) return
      const closed = new Promise((resolve) => ending.once('close', resolve))
      ending.stdin.end()
      await closed
    },
  }
}
