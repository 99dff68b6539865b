import type { Commit } from '../../spec/predictor.ts'

/** A file with the test files that go with it. */
export interface CoveredFile {
  readonly path: string
  readonly tests: readonly string[]
}

/** Commits of more files say nothing about which belong together. */
const mostTogether = 12
const fewestTogether = 2

/**
 * Tests of these files: named after them (`a.test.ts`, `test_a.py`, `a_test.go`, `ATest.java`), or changed with them in two
 * commits or more, in at least half of the file's commits. By path.
 */
export function coveringTests(commits: readonly Commit[], wanted: ReadonlySet<string>): readonly CoveredFile[] {
  const known = new Set(commits.flatMap(({ paths }) => paths))
  const tests = [...known].filter(isTest)
  const byStem = Map.groupBy(tests, testedStem)
  const touched = new Map<string, number>()
  const together = new Map<string, Map<string, number>>()
  for (const { paths } of commits) {
    if (paths.length > mostTogether) continue
    const changedTests = paths.filter(isTest)
    for (const path of paths) {
      if (isTest(path)) continue
      touched.set(path, (touched.get(path) ?? 0) + 1)
      const counts = together.get(path) ?? new Map<string, number>()
      for (const test of changedTests) counts.set(test, (counts.get(test) ?? 0) + 1)
      together.set(path, counts)
    }
  }
  return [...wanted]
    .filter((path) => !isTest(path) && isCode(path))
    .sort()
    .flatMap((path) => {
      const often = [...(together.get(path) ?? [])].flatMap(([test, count]) =>
        count >= fewestTogether && count * 2 >= (touched.get(path) ?? 0) ? [test] : [],
      )
      const named = (byStem.get(stemOf(path)) ?? []).filter((test) => goesWith(path, test))
      const found = [...new Set([...named, ...often])].sort()
      return found.length === 0 ? [] : [{ path, tests: found }]
    })
}

/** A test beside its file, or in a folder of tests: another folder's file of the same name has other tests. */
function goesWith(path: string, test: string): boolean {
  const [own, other] = [folderOf(path), folderOf(test)]
  if (own === other || other === `${own}/__tests__` || other === `${own}/tests` || other === `${own}/test`) return true
  // `src/a/b.ts` and `tests/a/b.test.ts`.
  return /^(?:tests?|spec|__tests__|src\/test)(?:\/|$)/.test(other) && own.split('/').slice(1).join('/') === restOf(other)
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}

function restOf(folder: string): string {
  return folder.replace(/^(?:src\/test|[^/]+)\/?/, '')
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs|php|swift|c|cc|cpp|scala|ex|exs)$/.test(path)
}

function isTest(path: string): boolean {
  return isCode(path) && /(?:[._-](?:test|spec)s?\.\w+$|(?:^|\/)test_[^/]+$|[a-z]Tests?\.\w+$)/.test(path)
}

/** File name without ending and without what makes it a test's. */
function testedStem(path: string): string {
  return stemOf(path.replace(/[._-](?:test|spec)s?(\.\w+)$/, '$1').replace(/(^|\/)test_([^/]+)$/, '$1$2')).replace(/([a-z])Tests?$/, '$1')
}

function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '').replace(/\.prop$/, '')
}
