import type { SourceId } from '../spec/ids.ts'

/**
 * The source whose documents tell of the commits of the repository the folder is in. They are made, not written by anybody:
 * nothing is distilled or summarised from them, they are counted nowhere, and only questions about changes search them.
 */
export const changeSourceId = 'git' as SourceId
