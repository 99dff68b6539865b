/** How much of a bundle is read before it is refused. */
export interface BundleLimits {
  /** As it lies on disk or comes over the network. Default 64 MiB. */
  readonly compressedBytes: number
  /** Unpacked. Default 512 MiB. */
  readonly bytes: number
  /** One line. Default 1 MiB. */
  readonly lineBytes: number
  /** Lines. Default 500,000. */
  readonly items: number
}

const mebibyte = 1024 * 1024

export const defaultBundleLimits: BundleLimits = {
  compressedBytes: 64 * mebibyte,
  bytes: 512 * mebibyte,
  lineBytes: mebibyte,
  items: 500_000,
}
