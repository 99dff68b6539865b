/** Whether a path is one of tests, fixtures or benchmarks, by the conventions of the languages read. */
export function isTestPath(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|__mocks__|fixtures?|testdata|benchmarks?|benches)\//i.test(path) ||
    /(?:[._-](?:test|tests|spec|bench|test-d|prop)\.[a-z]+|_test\.(?:go|py|rs)|(?:^|\/)(?:test_[^/]*|conftest)\.py|Tests?\.java)$/.test(
      path,
    )
  )
}
