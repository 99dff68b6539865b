import type { Writable } from 'node:stream'
import type { CallOptions } from '../reverie.ts'

export interface ExportOptions extends CallOptions {
  /** A file, which appears whole or not at all, or a stream, which is left open. */
  readonly to: string | Writable
  /** Also questions that only people asked, and that somebody asked at all. Default false. */
  readonly asked?: boolean
  /** Ed25519 private key in PEM that signs the content's digest. Default: not signed. */
  readonly sign?: string
}

export interface ExportReceipt {
  /** The file written, or null where it went to a stream. */
  readonly to: string | null
  /** As written, packed. */
  readonly bytes: number
  /** `sha256:` and 64 hexadecimal digits: what an import can be held to. */
  readonly digest: string
  readonly signed: boolean
  readonly counts: BundleCounts
  /** Left out: asked by people alone; of paths that stay on this machine; forgotten; not current now; not fit for a bundle. */
  readonly leftOut: Readonly<Record<'asked' | 'localOnly' | 'forgotten' | 'changed' | 'unfit', number>>
}

export interface BundleCounts {
  readonly claims: number
  readonly summaries: number
  readonly questions: number
  readonly entries: number
}

export interface ImportOptions extends CallOptions {
  /** A file, an http(s) address, or a stream of the bundle's bytes. */
  readonly from: string | URL | AsyncIterable<Uint8Array>
  /** Ed25519 public key in PEM: a bundle that is not signed with its other half is refused unread. Default: not asked for. */
  readonly verify?: string
  /** Digest the content must have, as `exportBundle` returned it. */
  readonly digest?: string
  /** Scope the bundle must be of. Default: the scope it is imported into. */
  readonly fromScope?: string
  /** What is larger is refused. Defaults: 64 MiB packed, 512 MiB unpacked, 1 MiB a line, 500,000 items. */
  readonly limits?: {
    readonly compressedBytes?: number
    readonly bytes?: number
    readonly lineBytes?: number
    readonly items?: number
  }
}

export interface ImportReceipt {
  readonly bundle: { readonly scope: string; readonly madeAt: number; readonly digest: string }
  /** True where its signature was asked for, and holds. */
  readonly isVerified: boolean
  readonly entries: {
    readonly total: number
    /** Served from now on: every text they cite is here. */
    readonly held: number
    /** This scope's own answers, or the same ones, that stand already. */
    readonly kept: number
    /** They wake when the texts they cite are here. */
    readonly waiting: number
    readonly refused: readonly { readonly reason: string; readonly count: number }[]
  }
  readonly summaries: {
    readonly total: number
    readonly held: number
    readonly kept: number
    /** Of files that are not what they were where the bundle was made. */
    readonly differ: number
    readonly refused: readonly { readonly reason: string; readonly count: number }[]
  }
  readonly questions: { readonly total: number; readonly added: number }
  /** Vectors of keys: those that came, and those the next sleep embeds. */
  readonly vectors: { readonly taken: number; readonly owed: number }
  /** False: made under other instructions, and served only to asks under those. */
  readonly isSamePolicy: boolean
  readonly isSameEmbedder: boolean
  readonly durationMs: number
}
