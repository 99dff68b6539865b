/** What a child is told to do until it is killed. */
export interface KillOrder {
  readonly folder: string
  readonly database: string
  /** Milliseconds its wall clock is ahead, past the lease of whoever was killed before. */
  readonly aheadMs: number
  /** Documents to push before it sleeps. */
  readonly puts: readonly { readonly id: string; readonly text: string }[]
}

/** What it says on its way. */
export type KillNews =
  /** Everything is loaded; an order is awaited. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun' }
  /** The push was acknowledged. */
  | { readonly kind: 'put'; readonly id: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }
