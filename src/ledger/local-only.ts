import ignore from 'ignore'

/** Whether a path may never be shown to a model. */
export type LocalOnly = (path: string) => boolean

/** Patterns as in `.gitignore`, relative to the source's root. A path that cannot be matched is kept local. */
export function localOnlyPaths(patterns: readonly string[]): LocalOnly {
  if (patterns.length === 0) return () => false
  const rules = ignore().add([...patterns])
  return (path) => {
    const relative = path.replace(/^(\.?\/)+/, '')
    return !ignore.isPathValid(relative) || rules.ignores(relative)
  }
}

/** Splits evidence into what a model may be shown and what it may not, each in the order given. */
export function splitLocalOnly<Item extends { readonly path: string }>(
  evidence: readonly Item[],
  isLocal: LocalOnly,
): { readonly shown: readonly Item[]; readonly kept: readonly Item[] } {
  return { shown: evidence.filter(({ path }) => !isLocal(path)), kept: evidence.filter(({ path }) => isLocal(path)) }
}
