import type { exactSearch as ExactSearch, MetricKind } from 'usearch'

export interface Neighbour {
  readonly row: number
  /** Inner product of the two int8 vectors. */
  readonly product: number
  /** Cosine, from the inner product, to about 0.01: as if both vectors were of length 127. */
  readonly similarity: number
}

/** What scans: the native library, or plain JavaScript where it does not load on this platform (about 20 times slower). */
export type VectorEngine = 'usearch' | 'javascript'

const unitDot = 127 * 127
/** Rows of one native scan, so that its size in bytes stays within 32 bits. */
const rowsAScan = 1_000_000
const innerProduct = 'ip' as MetricKind.IP

const native = await import('usearch').then(
  (module): { readonly search: typeof ExactSearch } => ({ search: module.exactSearch ?? module.default.exactSearch }),
  () => null,
)

/** Which engine this process scans with, for status and records. */
export const vectorEngine: VectorEngine = native === null ? 'javascript' : 'usearch'

/**
 * The `count` rows of an int8 matrix nearest to a query by inner product, nearest first, ties by row. Exact, one thread,
 * on the calling thread: 0.7 ms for 50,000 rows of 384. `matrix` may be longer than `rows * dimensions`.
 */
export function exactNearest(
  matrix: Int8Array,
  rows: number,
  dimensions: number,
  query: Int8Array,
  count: number,
  engine: VectorEngine = vectorEngine,
): readonly Neighbour[] {
  const found: Neighbour[] = []
  // usearch reads a subarray from its buffer's start, whatever its offset.
  const own = query.byteOffset === 0 && query.byteLength === query.buffer.byteLength ? query : query.slice()
  for (let from = 0; from < rows; from += rowsAScan) {
    const until = Math.min(rows, from + rowsAScan)
    const wanted = Math.min(count, until - from)
    if (wanted <= 0) break
    if (engine === 'usearch' && native !== null) scanNative(native.search, matrix, from, until, dimensions, own, wanted, found)
    else scanPlain(matrix, from, until, dimensions, own, wanted, found)
  }
  return found.sort((a, b) => b.product - a.product || a.row - b.row).slice(0, Math.max(0, count))
}

/** Cosine of one row to a query. */
export function rowSimilarity(matrix: Int8Array, row: number, dimensions: number, query: Int8Array): number {
  return dotAt(matrix, row * dimensions, dimensions, query) / unitDot
}

function dotAt(matrix: Int8Array, offset: number, dimensions: number, query: Int8Array): number {
  let dot = 0
  for (let at = 0; at < dimensions; at++) dot += (matrix[offset + at] ?? 0) * (query[at] ?? 0)
  return dot
}

function scanNative(
  search: typeof ExactSearch,
  matrix: Int8Array,
  from: number,
  until: number,
  dimensions: number,
  query: Int8Array,
  wanted: number,
  found: Neighbour[],
): void {
  const start = from * dimensions
  const end = until * dimensions
  const slice = start === 0 && matrix.byteOffset === 0 ? matrix.subarray(0, end) : matrix.slice(start, end)
  const { keys, distances } = search(slice, query, dimensions, wanted, innerProduct, 1)
  keys.forEach((key: bigint, index: number) => {
    const product = 1 - (distances[index] ?? 1)
    found.push({ row: from + Number(key), product, similarity: product / unitDot })
  })
}

function scanPlain(
  matrix: Int8Array,
  from: number,
  until: number,
  dimensions: number,
  query: Int8Array,
  wanted: number,
  found: Neighbour[],
): void {
  const best: Neighbour[] = []
  let bar = Number.NEGATIVE_INFINITY
  for (let row = from; row < until; row++) {
    const product = dotAt(matrix, row * dimensions, dimensions, query)
    if (best.length >= wanted && product <= bar) continue
    let at = best.length
    while (at > 0 && (best[at - 1]?.product ?? 0) < product) at--
    best.splice(at, 0, { row, product, similarity: product / unitDot })
    if (best.length > wanted) best.pop()
    if (best.length === wanted) bar = best[best.length - 1]?.product ?? bar
  }
  found.push(...best)
}
