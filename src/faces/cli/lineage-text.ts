import type { LineageNode } from '../reverie.ts'
import { fitText } from './fit-text.ts'
import { formatAgo } from './format-time.ts'
import { printableLine } from './printable.ts'

/** What an artefact rests on, drawn as a tree, a line a node. */
export function lineageLines(root: LineageNode, now: number, width: number): readonly string[] {
  return [nodeText(root, now), ...childLines(root.children, '')].map((line) => fitText(line, width))

  function* childLines(children: readonly LineageNode[], indent: string): Generator<string> {
    for (const [at, child] of children.entries()) {
      const isLast = at === children.length - 1
      yield `${indent}${isLast ? '└─' : '├─'} ${nodeText(child, now)}`
      yield* childLines(child.children, `${indent}${isLast ? '   ' : '│  '}`)
    }
  }
}

const names: Readonly<Record<LineageNode['kind'], string>> = {
  entry: 'answer to',
  claim: 'claim',
  distillate: 'summary of',
  passage: 'passage',
  group: 'group',
  recipe: 'recipe',
}

function nodeText({ kind, role, label, state, path, startLine, verified }: LineageNode, now: number): string {
  const place = path === null ? '' : `${path}${startLine === null ? '' : `:${startLine}`}`
  const what = [place, printableLine(label)].filter((part) => part !== '').join(' · ')
  const checked = verified === null ? '' : ` (${verifiedText(verified, now)})`
  return `${role === '' ? names[kind] : role} ${what}${state === '' ? '' : `: ${state}`}${checked}`
}

/** The rung, what changed, and when by what: "quotes-unmoved after docs/a.md changed, 2 min ago by sync". */
export function verifiedText({ rung, cause, at, by }: NonNullable<LineageNode['verified']>, now: number): string {
  return `${rung}${cause === null ? '' : ` after ${printableLine(cause)} changed`}, ${formatAgo(at, now)} by ${by}`
}
