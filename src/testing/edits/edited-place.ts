import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withWord } from './edit-case.ts'

/** The folder of one case as its edit sees it; paths are within it, `§` is the case's word. */
export interface EditedPlace {
  read(path: string): string
  write(path: string, content: string | Uint8Array): void
  /** Replaces the first occurrence; throws where there is none, because the case would test nothing. */
  change(path: string, from: string, to: string): void
  remove(path: string): void
  rename(path: string, to: string): void
  link(path: string, target: string): void
  /** Does the edit and puts the file's times back. */
  keepingTimes(path: string, edit: () => void): void
  touch(path: string): void
  /** Asks everything prepared for the case, as somebody does in between. */
  ask(): Promise<void>
  sleep(): Promise<void>
}

/** What the place needs of the library, so that a case names no more than asking and sleeping. */
export interface PlaceLibrary {
  ask(): Promise<void>
  sleep(): Promise<void>
}

export function openEditedPlace(folder: string, word: string, library: PlaceLibrary): EditedPlace {
  const at = (path: string): string => join(folder, path)
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), typeof content === 'string' ? withWord(content, word) : content)
  }
  const read = (path: string): string => readFileSync(at(path), 'utf8')
  return {
    ...library,
    read,
    write,
    change(path, from, to) {
      const text = read(path)
      const wanted = withWord(from, word)
      if (!text.includes(wanted)) throw new Error(`${path} has no ${JSON.stringify(wanted)} to change.`)
      write(
        path,
        text.replace(wanted, () => withWord(to, word)),
      )
    },
    remove: (path) => rmSync(at(path), { recursive: true }),
    rename(path, to) {
      mkdirSync(dirname(at(to)), { recursive: true })
      renameSync(at(path), at(to))
    },
    link(path, target) {
      if (existsSync(at(path))) rmSync(at(path))
      symlinkSync(target, at(path))
    },
    keepingTimes(path, edit) {
      const { atime, mtime } = statSync(at(path))
      edit()
      utimesSync(at(path), atime, mtime)
    },
    touch(path) {
      const now = new Date(statSync(at(path)).mtimeMs + 60_000)
      utimesSync(at(path), now, now)
    },
  }
}
