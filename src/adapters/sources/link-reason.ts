import { realpathSync } from 'node:fs'
import { sep } from 'node:path'

/** Why a symbolic link is not read: what it points at lies outside the root, is read under its own name, or is not there. */
export function linkReason(root: string, path: string): 'outside-root' | 'ignored' | 'unreadable' {
  try {
    return isInside(root, realpathSync.native(`${root}/${path}`)) ? 'ignored' : 'outside-root'
  } catch {
    return 'unreadable'
  }
}

/** Whether a real path is the root or below it. */
export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}
