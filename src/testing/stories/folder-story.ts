import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { counterSubjects } from '../concurrency/counter-corpus.ts'

/** What may happen to a folder, and to whoever reads it. */
export type StoryStep =
  | { readonly kind: 'insert' | 'delete' | 'move' | 'rename' | 'reformat' | 'swap-paragraphs' | 'forget'; readonly page: number }
  | { readonly kind: 'edit-number' | 'contradict'; readonly page: number; readonly value: number }
  | { readonly kind: 'revert'; readonly back: number }
  | { readonly kind: 'sleep' }
  /** A sleep is cut off after some of its commits, and everything is opened again. */
  | { readonly kind: 'crash'; readonly after: number }
  | { readonly kind: 'wait'; readonly hours: number }

/** The pages of a story as they are on disk, and what became of them. */
export interface FolderStory {
  /** Pages there are, in order. */
  paths(): readonly string[]
  /** The word that stands in one page alone, by path. */
  markerOf(path: string): string
  /** Does a step that changes files; the others change nothing here. Gives the path it was about, or null. */
  apply(step: StoryStep): string | null
  /** Takes a page away for good: no step brings it back. */
  bury(path: string): void
  text(path: string): string
}

export function createFolderStory(folder: string): FolderStory {
  const pages = new Map<string, string>()
  const former: ReadonlyMap<string, string>[] = []
  const buried = new Set<string>()
  let made = 0

  const write = (path: string, text: string): void => {
    const at = join(folder, path)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, text)
    pages.set(path, text)
  }
  const remove = (path: string): void => {
    rmSync(join(folder, path), { force: true })
    pages.delete(path)
  }
  const pick = (number: number): string | null => {
    const all = [...pages.keys()].sort()
    return all[number % Math.max(1, all.length)] ?? null
  }
  const markerOf = (text: string): string => /qz\w+/.exec(text)?.[0] ?? ''

  for (const subject of counterSubjects.slice(0, 5)) write(`${subject}.md`, storyPage(subject, 100))
  former.push(new Map(pages))

  function change(path: string, step: StoryStep): void {
    const text = pages.get(path) ?? ''
    if (step.kind === 'insert') write(path, text.replace('\n\n', `\n\nNews number ${++made} of the day. `))
    if (step.kind === 'edit-number') write(path, text.replace(/holds \d+ jobs/, `holds ${step.value} jobs`))
    if (step.kind === 'delete' && pages.size > 2) remove(path)
    if (step.kind === 'reformat') write(path, text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n'))
    if (step.kind === 'swap-paragraphs') {
      const [title = '', one = '', two = '', ...rest] = text.split(/\r?\n\r?\n/)
      write(path, [title, two, one, ...rest].join('\n\n'))
    }
    if (step.kind === 'contradict') {
      const subject = counterSubjects.find((word) => text.includes(`The ${word} queue`)) ?? 'lantern'
      write(
        `news-${++made}.md`,
        `# News of ${subject}\n\nThe ${subject} queue holds ${step.value} jobs. It is called qz${subject}news${made}.\n`,
      )
    }
    if (step.kind === 'move' || step.kind === 'rename') {
      const to =
        step.kind === 'rename' ? path.replace(/(\w+)\.md$/, `$1-${++made}.md`) : path.startsWith('moved/') ? path.slice(6) : `moved/${path}`
      if (pages.has(to)) return
      mkdirSync(dirname(join(folder, to)), { recursive: true })
      renameSync(join(folder, path), join(folder, to))
      pages.delete(path)
      pages.set(to, text)
    }
  }

  return {
    paths: () => [...pages.keys()].sort(),
    markerOf: (path) => markerOf(pages.get(path) ?? ''),
    text: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : ''),
    apply(step) {
      if (step.kind === 'revert') {
        const then = former[former.length - 1 - (step.back % former.length)] ?? new Map<string, string>()
        for (const path of [...pages.keys()]) if (!then.has(path)) remove(path)
        for (const [path, text] of then) if (!buried.has(markerOf(text)) && pages.get(path) !== text) write(path, text)
        return null
      }
      if (!('page' in step)) return null
      const path = pick(step.page)
      if (path !== null && step.kind !== 'forget') {
        change(path, step)
        former.push(new Map(pages))
      }
      return path
    },
    bury(path) {
      buried.add(markerOf(pages.get(path) ?? ''))
      remove(path)
    },
  }
}

/** A page with a number, a command and a word that no other page has. */
function storyPage(subject: string, value: number): string {
  return `# The ${subject} worker\n\nIt runs on every machine. The ${subject} queue holds ${value} jobs. It is emptied at night.\n\nThe ${subject} worker is called qz${subject}. It has been called so since the beginning.\n\n## Restarting the ${subject} worker\n\nStop the ${subject} worker with \`stop-${subject}\`, then start it again.\n\n## Options\n\n- \`${subject}Limit\`: How many ${subject} jobs run at once. Defaults to \`12\`.\n`
}
