/** What a conformance suite asks of a test runner; Vitest, Jest and `bun:test` have it as it is. */
export interface TestRegistrar {
  describe(name: string, body: () => void): void
  it(name: string, body: () => Promise<void>): void
  expect(actual: unknown): {
    toBe(expected: unknown): void
    toEqual(expected: unknown): void
  }
}
