import { sql } from 'kysely'

/** What a hash that stands for a question begins with; no person begins one so. */
export const hashMark = '#asked:'

/** Whether what a record holds of its question is no wording of it: a hash, or nothing. */
export function isWordless(question: string): boolean {
  return question === '' || question.startsWith(hashMark)
}

/** The same in a query over `records`: whether a row holds its question's words. */
export const keepsWords = sql<boolean>`(records.question <> '' and substr(records.question, 1, ${sql.lit(hashMark.length)}) <> ${sql.lit(hashMark)})`
