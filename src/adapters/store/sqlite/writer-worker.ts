import { parentPort, workerData } from 'node:worker_threads'
import { openWriterConnection } from './open-writer-connection.ts'
import { performTask } from './perform-task.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { sqliteError } from './sqlite-error.ts'
import type { PlainError, WriterReply, WriterRequest } from './writer-messages.ts'

/** The thread that writes: opens its connection at the first task, then does one task after another. */
const path = String(workerData.path)
const port = parentPort
if (port === null) throw new Error('the writer runs only as a worker thread')

let connection: SqliteConnection | null = null
let queue: Promise<void> = Promise.resolve()

port.on('message', (request: WriterRequest) => {
  queue = queue.then(async () => {
    if (request === 'close') {
      // The last connection to close empties the log into the file and removes it; any other leaves it to the rest.
      connection?.close()
      port.close()
    } else port.postMessage(await answer(request))
  })
})

async function answer({ id, kind, takes }: Exclude<WriterRequest, 'close'>): Promise<WriterReply> {
  try {
    connection ??= openWriterConnection(path)
    return { id, ok: true, gives: await performTask(connection, kind, takes) }
  } catch (error) {
    return { id, ok: false, error: plain(error) }
  }
}

function plain(error: unknown): PlainError {
  const { code, message, hint, isRetryable } = sqliteError(error, path, 'a task of the writer')
  return { code, message, hint: hint ?? null, isRetryable }
}
