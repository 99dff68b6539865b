/** To a worker: texts to embed, ahead of others or not; or to drop what is still waiting of a job. */
export type ToWorker =
  | { readonly kind: 'embed'; readonly job: number; readonly texts: readonly string[]; readonly first: boolean }
  | { readonly kind: 'drop'; readonly job: number }

/** From a worker: one text of a job is done (in order), or it cannot go on. */
export type FromWorker =
  | { readonly kind: 'vector'; readonly job: number; readonly vector: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly missing: string | null; readonly message: string }

/** Packages a worker loads: the engine and the weights. */
export interface WorkerPackages {
  readonly engine: string
  readonly weights: string
}
