/** What a rank is made from. */
export interface RankInput {
  readonly path: string
  readonly modifiedAt: number
  /** Documents changed after this count as recent; null where the times tell nothing. See {@link recentBoundary}. */
  readonly recentAfter: number | null
  /** Whether it defines exported symbols; null before it is parsed. */
  readonly hasExports: boolean | null
}

const documentation = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt)$/i
const readme = /(?:^|\/)readme(?:\.[^/]*)?$/i
const code = /\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|php|cs|kt|swift|scala|c|h|cc|cpp|hpp|vue|svelte)$/i
const secondary =
  /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|fixtures?|__fixtures__|__snapshots__|__mocks__|mocks?|testdata|benchmarks?|vendor|third[-_]party|generated)\/|[._-](?:test|spec|bench|stories|snap)\.[^/]+$|(?:^|\/)test_[^/]+\.py$|_test\.(?:go|py)$/i
const record =
  /(?:^|\/)(?:changelog|changes|history|news|licen[cs]e|copying|notice|authors|contributors|code[-_]of[-_]conduct|third[-_]party[-_]notices)(?:[-._][^/]*)?$/i

/**
 * In which order documents are worth a sleep's time, smaller first: 0 README and docs, 1 recently changed, 2 code with
 * exported symbols, 3 the rest, 4 tests, fixtures, changelogs and licences. Deeper paths come later within a rank.
 */
export function rankDocument(input: RankInput): number {
  const depth = Math.min(9, input.path.split('/').length - 1) / 100
  return rankClass(input) + (readme.test(input.path) ? depth / 10 : depth)
}

function rankClass({ path, modifiedAt, recentAfter, hasExports }: RankInput): number {
  if (record.test(path) || secondary.test(path)) return 4
  if (documentation.test(path) || readme.test(path)) return 0
  if (recentAfter !== null && modifiedAt > recentAfter) return 1
  return (hasExports ?? code.test(path)) ? 2 : 3
}

const recentMs = 3 * 24 * 60 * 60 * 1000
const mostRecent = 0.2

/**
 * The time after which a document counts as recently changed: three days before the newest, in the source's own times.
 * Null where more than a fifth would count, as after a fresh checkout.
 */
export function recentBoundary(modifiedAt: readonly number[]): number | null {
  const newest = modifiedAt.reduce((latest, one) => Math.max(latest, one), Number.NEGATIVE_INFINITY)
  const boundary = newest - recentMs
  const recent = modifiedAt.filter((one) => one > boundary).length
  return recent === 0 || recent > Math.max(1, modifiedAt.length * mostRecent) ? null : boundary
}
