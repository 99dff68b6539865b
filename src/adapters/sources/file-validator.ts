import type { BigIntStats } from 'node:fs'

const raceMark = '~'

/** What `lstat` says about a file, as one string: size, mtime and ctime in nanoseconds, inode. Equal means untouched. */
export function fileValidator(stats: BigIntStats): string {
  return `${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.ino}`
}

/**
 * Marks a validator taken within the time stamps' grain: a later edit could leave the same numbers, so it must never
 * equal what a walk reports and its document is compared by digest until it has settled (git's "racy" index entries).
 */
export function racy(validator: string): string {
  return validator + raceMark
}

/** The validator without its mark, and whether it bore one. */
export function readValidator(validator: string): { readonly stats: string; readonly isRacy: boolean } {
  return validator.endsWith(raceMark) ? { stats: validator.slice(0, -1), isRacy: true } : { stats: validator, isRacy: false }
}
