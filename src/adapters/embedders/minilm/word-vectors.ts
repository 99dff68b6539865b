import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { WordVectors } from '../../../spec/word-vectors.ts'

/** Where a weights package keeps its model, as its default export says. */
export interface WeightsFiles {
  readonly id: string
  readonly dimensions: number
  readonly weightsPath: string
  readonly tokenizerPath: string
}

const table = 'embeddings.word_embeddings.weight'
/** Ordinary words of the vocabulary, whose mean is taken out: every vector holds the same large common part. */
const sampled = { first: 2_000, count: 1_000 } as const
const keptWords = 20_000

/**
 * The model's own vectors of word pieces, read from its weights row by row as they are needed: no model runs, and a word
 * costs some 20 µs the first time. A word of several pieces is their mean. Throws what reading the files throws.
 */
export function openWordVectors(files: WeightsFiles): WordVectors {
  const pieces = vocabularyOf(files.tokenizerPath)
  const descriptor = openSync(files.weightsPath, 'r')
  try {
    const place = placeOf(descriptor)
    if (place.columns !== files.dimensions)
      throw new Error(`${files.weightsPath}: expected ${files.dimensions} columns, found ${place.columns}.`)
    const read = (row: number, rows: number): Float32Array => readRows(descriptor, place, row, rows)
    const common = meanOf(read(sampled.first, Math.min(sampled.count, place.rows - sampled.first)), place.columns)
    return cosines(files.id, { pieces, common, rowsOf: rowsReader(files.weightsPath, place) })
  } finally {
    closeSync(descriptor)
  }
}

interface TablePlace {
  /** Byte offset of the first row. */
  readonly start: number
  readonly rows: number
  readonly columns: number
}

interface Words {
  readonly pieces: Vocabulary
  readonly common: Float32Array
  readonly rowsOf: (rows: readonly number[]) => readonly Float32Array[]
}

function cosines(name: string, { pieces, common, rowsOf }: Words): WordVectors {
  const known = new Map<string, Float32Array | null>()
  function learn(words: Iterable<string>): void {
    const missing = [...new Set(words)].filter((word) => !known.has(word)).map((word) => ({ word, rows: piecesOf(word, pieces) }))
    if (missing.length === 0) return
    if (known.size + missing.length > keptWords) known.clear()
    const read = rowsOf(missing.flatMap(({ rows }) => rows ?? []))
    let at = 0
    for (const { word, rows } of missing) {
      known.set(word, rows === null ? null : unit(read.slice(at, at + rows.length), common))
      at += rows?.length ?? 0
    }
  }
  function vector(word: string): Float32Array | null {
    if (!known.has(word)) learn([word])
    return known.get(word) ?? null
  }
  return {
    name: `words of ${name}`,
    learn,
    similarity(one, other) {
      if (one === other) return 1
      const [a, b] = [vector(one), vector(other)]
      if (a === null || b === null) return 0
      let dot = 0
      for (let at = 0; at < a.length; at++) dot += (a[at] ?? 0) * (b[at] ?? 0)
      return dot
    },
  }
}

/** Longest pieces first, as WordPiece cuts (Wu et al. 2016, arXiv 1609.08144); null where a part is in no piece. */
function piecesOf(word: string, pieces: Vocabulary): readonly number[] | null {
  const rows: number[] = []
  for (let from = 0; from < word.length; ) {
    let until = word.length
    let row: number | undefined
    for (; until > from; until--) {
      row = rowOf(pieces, from === 0 ? word.slice(0, until) : `##${word.slice(from, until)}`)
      if (row !== undefined) break
    }
    if (row === undefined) return null
    rows.push(row)
    from = until
  }
  return rows.length === 0 ? null : rows
}

function unit(rows: readonly Float32Array[], common: Float32Array): Float32Array | null {
  const sum = new Float32Array(common.length)
  for (const row of rows) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (row[at] ?? 0) - (common[at] ?? 0)
  const length = Math.hypot(...sum)
  return length === 0 ? null : sum.map((value) => value / length)
}

/** Rows one by one; the file is open only while they are read. */
function rowsReader(path: string, place: TablePlace): (rows: readonly number[]) => readonly Float32Array[] {
  return (rows) => {
    if (rows.length === 0) return []
    const descriptor = openSync(path, 'r')
    try {
      return rows.map((row) => readRows(descriptor, place, row, 1))
    } finally {
      closeSync(descriptor)
    }
  }
}

function readRows(descriptor: number, { start, columns }: TablePlace, row: number, rows: number): Float32Array {
  const bytes = Buffer.alloc(rows * columns * 2)
  readSync(descriptor, bytes, 0, bytes.length, start + row * columns * 2)
  const halves = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const values = new Float32Array(rows * columns)
  for (let at = 0; at < values.length; at++) values[at] = halfToNumber(halves.getUint16(at * 2, true))
  return values
}

/** 2 to the power of each exponent of half precision, which is written 15 too high. */
const powers = Array.from({ length: 32 }, (_, exponent) => 2 ** (exponent - 15))

/** IEEE 754 half precision. */
function halfToNumber(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const size = (exponent === 0 ? fraction / 1024 : 1 + fraction / 1024) * (powers[Math.max(1, exponent)] ?? 1)
  return bits & 0x8000 ? -size : size
}

function meanOf(values: Float32Array, columns: number): Float32Array {
  const mean = new Float32Array(columns)
  const rows = values.length / columns
  for (let at = 0; at < values.length; at++) mean[at % columns] = (mean[at % columns] ?? 0) + (values[at] ?? 0) / rows
  return mean
}

/** The table's place in a safetensors file: eight bytes of length, a JSON header, then the tensors. */
function placeOf(descriptor: number): TablePlace {
  const size = Buffer.alloc(8)
  readSync(descriptor, size, 0, 8, 0)
  const header = Buffer.alloc(Number(size.readBigUInt64LE()))
  readSync(descriptor, header, 0, header.length, 8)
  const tensors: unknown = JSON.parse(header.toString('utf8'))
  const found = isRecord(tensors) ? tensors[table] : undefined
  if (!isRecord(found) || found.dtype !== 'F16' || !isNumbers(found.shape) || !isNumbers(found.data_offsets)) {
    throw new Error(`The weights hold no ${table} in half precision.`)
  }
  const [rows = 0, columns = 0] = found.shape
  return { start: 8 + header.length + (found.data_offsets[0] ?? 0), rows, columns }
}

/** Rows by piece, as the tokenizer's file has them: a map of them would take longer to fill than all else. */
type Vocabulary = Readonly<Record<string, unknown>>

function rowOf(pieces: Vocabulary, piece: string): number | undefined {
  const row = Object.hasOwn(pieces, piece) ? pieces[piece] : undefined
  return typeof row === 'number' ? row : undefined
}

function vocabularyOf(path: string): Vocabulary {
  const tokenizer: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const vocabulary = isRecord(tokenizer) && isRecord(tokenizer.model) ? tokenizer.model.vocab : undefined
  if (!isRecord(vocabulary)) throw new Error(`${path} holds no WordPiece vocabulary.`)
  return vocabulary
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}
