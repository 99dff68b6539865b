/** What the demo asks about this repository. The test that regenerates the README's block fails when one no longer holds. */
export const script = {
  /** Prepared by the sleep, asked before it too. */
  prepared: 'What does the `localOnly` option of `ReverieOptions` do?',
  /** The same in other words. */
  rephrased: 'What is the `localOnly` option of ReverieOptions for?',
  /** No single passage answers it. */
  list: 'Which options does `ReverieOptions` take?',
  /** One word away from a prepared question, and answered differently. */
  trapOf: 'What is the default of the `maxFileBytes` option of `ReverieOptions`?',
  trap: 'What is the default of the `maxLineBytes` option of `ReverieOptions`?',
  unanswerable: 'What is the capital of Australia?',
  /** Nobody predicted it. */
  missed: 'Are links that lead out of the folder followed?',
  missedRephrased: 'Are links followed that point outside the folder?',
  /** A line whose edit must withdraw what was prepared from it. */
  edit: {
    path: 'src/faces/reverie.ts',
    from: 'Default 2 MiB',
    to: 'Default 4 MiB',
    withdraws: 'What is the default of the `maxFileBytes` option of `ReverieOptions`?',
  },
} as const
