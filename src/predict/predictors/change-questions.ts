import type { Commit, PredictionInputs } from '../../spec/predictor.ts'
import { coveringTests } from './covering-tests.ts'
import { dayMs, decay, weekMs } from './time-spans.ts'

/** A question about recent commits with the lines that answer it. */
export interface ChangeQuestion {
  readonly kind: 'folder' | 'document' | 'tests' | 'why'
  readonly question: string
  /** One sentence, so that a quotation holds all of it. */
  readonly answer: string
  /** Folder or path it is about. */
  readonly region: string
  readonly probability: number
}

const mostFolders = 30
const mostDocuments = 60
const mostSymbols = 60
/** Characters of the commits told of in one sentence. */
const longestList = 480

/**
 * What the commits of the last seven days answer: what changed in each folder, titled document and file of no folder, and which tests cover the
 * files changed, by all of them, whatever their subject; and why a function was changed, by those whose subject may tell,
 * where few commits touched it.
 */
export function changeQuestions({
  commits,
  changes,
  now,
}: Pick<PredictionInputs, 'commits' | 'changes' | 'now'>): readonly ChangeQuestion[] {
  const recent = commits.filter(({ at }) => at > now - weekMs && at <= now)
  if (recent.length === 0) return []
  const titles = new Map(changes.flatMap(({ path, title }) => (title === null || title === '' ? [] : [[path, title] as const])))
  return [
    ...ofPlaces(recent, now, {
      kind: 'folder',
      placesOf: (path) => foldersOf(path),
      nameOf: (folder) => `\`${folder}\``,
      most: mostFolders,
    }),
    ...ofPlaces(recent, now, {
      kind: 'document',
      // A file of no folder has no other place to be told of.
      placesOf: (path) => (titles.has(path) || !path.includes('/') ? [path] : []),
      nameOf: (path) => titles.get(path) ?? `\`${path}\``,
      most: mostDocuments,
    }),
    ...ofTests(commits, recent, now),
    ...ofSymbols(recent, now),
  ]
}

/** Whether a subject may tell why: it is not empty, a version or an excuse. */
function saysWhy(subject: string): boolean {
  const excuse = /^(?:merge\b|revert ".*"$|bump\b|release\b|v?\d+\.\d+|wip\b|work in progress|fixup!|squash!|amend!|initial commit)/i
  return /\p{L}{2}/u.test(subject) && !excuse.test(subject.trim())
}

interface Places {
  readonly kind: 'folder' | 'document'
  readonly placesOf: (path: string) => readonly string[]
  readonly nameOf: (place: string) => string
  readonly most: number
}

function ofPlaces(commits: readonly Commit[], now: number, { kind, placesOf, nameOf, most }: Places): readonly ChangeQuestion[] {
  const byPlace = new Map<string, Commit[]>()
  for (const commit of commits)
    for (const place of new Set(commit.paths.flatMap(placesOf))) byPlace.set(place, [...(byPlace.get(place) ?? []), commit])
  return [...byPlace]
    .map(
      ([place, touched]): ChangeQuestion => ({
        kind,
        question: `What changed in ${nameOf(place)} last week?`,
        answer: `In the last week ${nameOf(place)} was changed by ${counted(touched.length)}: ${listed(touched)}.`,
        region: place,
        probability: (kind === 'folder' ? 0.06 : 0.04) * freshness(touched, now) * Math.min(1, 0.4 + 0.2 * touched.length),
      }),
    )
    .sort(likelier)
    .slice(0, most)
}

function ofTests(all: readonly Commit[], recent: readonly Commit[], now: number): readonly ChangeQuestion[] {
  return coveringTests(all, new Set(recent.flatMap(({ paths }) => paths)))
    .slice(0, mostDocuments)
    .map(({ path, tests }) => ({
      kind: 'tests',
      question: `Which tests cover \`${path}\`?`,
      answer: `\`${path}\` is covered by ${tests.map((test) => `\`${test}\``).join(', ')}.`,
      region: path,
      probability:
        0.02 *
        freshness(
          recent.filter((commit) => commit.paths.includes(path)),
          now,
        ),
    }))
}

function ofSymbols(commits: readonly Commit[], now: number): readonly ChangeQuestion[] {
  const bySymbol = new Map<string, Commit[]>()
  for (const commit of commits.filter(explains))
    for (const symbol of commit.symbols) bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), commit])
  // A question is read without regard to case: two names that differ in nothing else cannot both be asked about.
  const cases = new Map<string, number>()
  for (const symbol of bySymbol.keys()) cases.set(symbol.toLowerCase(), (cases.get(symbol.toLowerCase()) ?? 0) + 1)
  return [...bySymbol]
    .filter(
      ([symbol, touched]) =>
        cases.get(symbol.toLowerCase()) === 1 && touched.length <= 3 && /^[\p{L}_$][\p{L}\p{N}_$]{3,59}$/u.test(symbol),
    )
    .map(
      ([symbol, touched]): ChangeQuestion => ({
        kind: 'why',
        question: `Why was \`${symbol}\` changed?`,
        answer: `\`${symbol}\` was changed by ${counted(touched.length)}: ${listed(touched)}.`,
        region: touched[0]?.paths[0] ?? '',
        probability: 0.015 * freshness(touched, now),
      }),
    )
    .sort(likelier)
    .slice(0, mostSymbols)
}

function likelier(one: ChangeQuestion, other: ChangeQuestion): number {
  return other.probability - one.probability || (one.question < other.question ? -1 : 1)
}

function freshness(commits: readonly Commit[], now: number): number {
  return Math.max(0, ...commits.map(({ at }) => decay(now - at, 2 * dayMs)))
}

/** Whether a commit is small enough for its subject to tell why each thing in it was changed, and the subject may. */
function explains({ subject, paths, symbols }: Commit): boolean {
  return paths.length <= 8 && symbols.length <= 12 && saysWhy(subject)
}

function counted(commits: number): string {
  return commits === 1 ? 'one commit' : `${commits} commits`
}

/** Commits, newest first, inside one sentence that a quotation can hold. */
function listed(commits: readonly Commit[]): string {
  const told: string[] = []
  for (const { at, id, subject } of commits) {
    const words = inside(subject)
    const item = `${words === '' ? 'without a subject' : `“${words}”`} (${dateOf(at)}, ${id.slice(0, 9)})`
    if (told.length > 0 && told.join('; ').length + item.length > longestList) break
    told.push(item)
  }
  return [...told, ...(commits.length > told.length ? [`and ${commits.length - told.length} more`] : [])].join('; ')
}

/** A subject on one line, without what would end the sentence it stands in. */
function inside(subject: string): string {
  return subject
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!?]+$/, '')
    .replace(/[.!?]+ /g, ', ')
    .slice(0, 140)
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** The folder a file is in and the one above that, without the root. */
function foldersOf(path: string): readonly string[] {
  const pieces = path.split('/').slice(0, -1)
  return [pieces.join('/'), pieces.slice(0, -1).join('/')].filter((folder) => folder !== '')
}
