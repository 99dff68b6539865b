import type { Rung } from '../../spec/evidence.ts'
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
  return `${rung}: ${meanings[rung]}${cause === null ? '' : ` after ${printableLine(cause)} changed`}, ${formatAgo(at, now)} by ${by}`
}

/** The rungs in a reader's words. */
const meanings: Readonly<Record<Rung, string>> = {
  'same-normal': 'only white space changed',
  'same-projection': 'only layout changed',
  'same-prompt': 'what was shown is what it was',
  'quotes-unmoved': 'the quoted sentence stands',
  'claims-supported': 'the same is said in other words',
  'no-operation': 'nothing was to be done',
  'same-output': 'made again, it came out the same',
  'same-claims': 'made again with the same facts',
  redone: 'made anew',
  withdrawn: 'not served until it is made anew',
  'watch-fired': 'a passage came that may matter, to be checked',
  'watch-held': 'checked, it still holds',
  'place-changed': 'under another heading, to be checked',
  'list-held': 'checked, it has the same members',
  revived: 'its text is back',
  'read-changed': 'something it was shown changed',
}
