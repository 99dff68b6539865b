import ignore, { type Ignore } from 'ignore'

/** Patterns of one folder, with how a path relative to the source's root becomes one relative to that folder. */
interface RuleLevel {
  readonly text: string
  readonly matcher: Ignore
  /** Root-relative; '' for the root and the folders above it. */
  readonly folder: string
  /** Characters to cut from the front of a root-relative path, for folders at or below the root. */
  readonly cut: number
  /** What to put before it, for folders above the root: `docs/` where the root is `docs` in that folder. */
  readonly before: string
}

/**
 * The ignore rules in force in one folder, as git has them: the deepest file that says anything decides; within a file
 * the last pattern. Immutable; descending gives new rules.
 */
export interface IgnoreRules {
  readonly matchers: MatcherCache
  readonly levels: readonly RuleLevel[]
  /** Patterns of the configuration; they win over every file. */
  readonly override: RuleLevel | null
}

/** Compiled patterns by their text and place; a matcher also remembers its decisions, so keeping it makes the next walk faster. */
export type MatcherCache = Map<string, Ignore>

const ignoresCase = process.platform === 'win32' || process.platform === 'darwin'

function level(matchers: MatcherCache, text: string, cut: number, before: string, folder: string): RuleLevel {
  const key = `${before}\0${folder}\0${text}`
  const matcher = matchers.get(key) ?? ignore({ ignoreCase: ignoresCase }).add(text)
  matchers.set(key, matcher)
  return { text, matcher, cut, before, folder }
}

/** No rules but the configuration's patterns, relative to the root. */
export function startRules(patterns: readonly string[], matchers: MatcherCache = new Map()): IgnoreRules {
  return { matchers, levels: [], override: patterns.length === 0 ? null : level(matchers, patterns.join('\n'), 0, '', '') }
}

/** Whether a text holds any pattern; git's own `info/exclude` is only comments, and asking it of every file costs as much as its `lstat`. */
const hasPattern = (text: string): boolean => /^(?!#)[^\n]*\S/m.test(text)

/** Adds the patterns of a folder at or below the root (`folder` is root-relative, '' the root itself). */
export function addFolderRules(rules: IgnoreRules, folder: string, text: string): IgnoreRules {
  if (!hasPattern(text)) return rules
  return { ...rules, levels: [...rules.levels, level(rules.matchers, text, folder === '' ? 0 : folder.length + 1, '', folder)] }
}

/** Adds the patterns of a folder above the root; `rootPath` is the root's path from there (`packages/docs`). */
export function addAncestorRules(rules: IgnoreRules, rootPath: string, text: string): IgnoreRules {
  if (!hasPattern(text)) return rules
  const added = level(rules.matchers, withoutIgnoring(text, rootPath), 0, `${rootPath}/`, '')
  return { ...rules, levels: [...rules.levels, added] }
}

/** Whether a file, or a folder with everything in it, is ignored. `path` is root-relative without a trailing slash. */
export function isIgnored(rules: IgnoreRules, path: string, isFolder: boolean): boolean {
  return decide(rules, path, isFolder).ignored
}

/**
 * The rules inside a folder that is walked although some level ignores it: because a deeper level or the configuration
 * takes it back, or because the user named it. Such levels go on applying to what is in it, as in git, where the matcher
 * would otherwise hold everything below an ignored folder ignored.
 */
export function enterFolder(rules: IgnoreRules, path: string): IgnoreRules {
  if (!rules.levels.some((one) => tests(one, path, true).ignored)) return rules
  const levels = rules.levels.map((one) => (tests(one, path, true).ignored ? allow(rules.matchers, one, path) : one))
  return { ...rules, levels }
}

/** The rules with every level overruled that ignores a path the user named, or a folder on the way to it. */
export function allowNamed(rules: IgnoreRules, path: string): IgnoreRules {
  const { matchers, levels, override } = rules
  return {
    matchers,
    levels: levels.map((one) => allow(matchers, one, path)),
    override: override === null ? null : allow(matchers, override, path),
  }
}

function allow(matchers: MatcherCache, one: RuleLevel, path: string): RuleLevel {
  return level(matchers, withoutIgnoring(one.text, one.before + path.slice(one.cut)), one.cut, one.before, one.folder)
}

function decide(rules: IgnoreRules, path: string, isFolder: boolean): { readonly ignored: boolean } {
  if (rules.override !== null) {
    const result = tests(rules.override, path, isFolder)
    if (result.ignored || result.unignored) return result
  }
  for (let at = rules.levels.length - 1; at >= 0; at--) {
    const one = rules.levels[at]
    if (one === undefined) continue
    const result = tests(one, path, isFolder)
    if (result.ignored || result.unignored) return result
  }
  return { ignored: false }
}

function tests(one: RuleLevel, path: string, isFolder: boolean): { readonly ignored: boolean; readonly unignored: boolean } {
  const local = one.before + path.slice(one.cut)
  return one.matcher.test(isFolder ? `${local}/` : local)
}

/** The patterns with the folders down to `path` taken back, each by an anchored negation at the end. */
function withoutIgnoring(text: string, path: string): string {
  const pieces = path.split('/')
  const negations = pieces.map((_, index) => `!/${escapePattern(pieces.slice(0, index + 1).join('/'))}`)
  return [text, ...negations].join('\n')
}

function escapePattern(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&').replace(/ $/, '\\ ')
}
