import { parentPort, workerData } from 'node:worker_threads'
import type { ModelManifest } from '@lat.md/embed'
import type { FromWorker, ToWorker, WorkerPackages } from './worker-messages.ts'

type Engine = { embed(texts: string[]): Promise<number[][]> }
type Job = { readonly job: number; readonly texts: string[] }

const packages = workerData as WorkerPackages
const waiting: Job[] = []
let running = false

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

/** Loads one package; a missing one is named, so that the reader knows what to install. */
async function load<Module>(name: string): Promise<Module> {
  try {
    return (await import(name)) as Module
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? name : null
    send({ kind: 'failed', missing, message: String(error) })
    throw error
  }
}

async function loadEngine(): Promise<Engine> {
  const { createEmbedder } = await load<{ createEmbedder(options: { model: ModelManifest }): Promise<Engine> }>(packages.engine)
  const { default: model } = await load<{ default: ModelManifest }>(packages.weights)
  return await createEmbedder({ model })
}

/** One text a turn, then back to the event loop: that is where a question's message gets ahead of a batch. */
async function run(engine: Engine): Promise<void> {
  if (running) return
  running = true
  try {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const text = next.texts.shift()
      if (text === undefined) waiting.shift()
      else {
        const [values] = await engine.embed([text])
        const vector = Float32Array.from(values ?? [])
        send({ kind: 'vector', job: next.job, vector }, [vector.buffer])
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    running = false
  }
}

const engine = loadEngine()
engine.catch((error) => send({ kind: 'failed', missing: null, message: String(error) }))

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'drop') {
    const at = waiting.findIndex(({ job }) => job === message.job)
    if (at >= 0) waiting[at]?.texts.splice(0)
    return
  }
  const job = { job: message.job, texts: [...message.texts] }
  if (message.first) waiting.unshift(job)
  else waiting.push(job)
  engine.then(run).catch((error) => send({ kind: 'failed', missing: null, message: String(error) }))
})
