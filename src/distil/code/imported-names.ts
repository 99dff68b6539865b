import type { CodeSubject } from './code-subject.ts'

/** Names a file takes from its own project: local name → name where it is defined, `*` for a whole module. */
export function importedNames(subjects: readonly CodeSubject[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { passage, surface, family } of subjects) {
    if (family === 'script') readScript(surface.text, names)
    else if (family === 'python') readPython(passage.text, names)
  }
  return names
}

function readScript(text: string, names: Map<string, string>): void {
  for (const match of text.matchAll(/\bimport\s+(type\s+)?([^;'"]*?)\s+from\s+["'](\.[^"']*)["']/g)) {
    const [, isType, clause = ''] = match
    if (isType !== undefined) continue
    const space = /\*\s+as\s+([\w$]+)/.exec(clause)?.[1]
    if (space !== undefined) names.set(space, '*')
    for (const item of (/\{([^}]*)\}/.exec(clause)?.[1] ?? '').split(',')) add(item, names)
  }
  for (const match of text.matchAll(/\bconst\s+\{([^}]*)\}\s*=\s*require\(["']\.[^"']*["']\)/g)) {
    for (const item of (match[1] ?? '').split(',')) add(item.replace(':', ' as '), names)
  }
}

function readPython(text: string, names: Map<string, string>): void {
  for (const match of text.matchAll(/^[ \t]*from\s+(\.[\w.]*|\w+(?:\.\w+)+)\s+import\s+(\([^)]*\)|[^\n#]+)/gm)) {
    for (const item of (match[2] ?? '').replace(/[()]/g, '').split(',')) add(item, names)
  }
}

function add(item: string, names: Map<string, string>): void {
  const match = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(item)
  const name = match?.[1]
  if (name === undefined || /^\s*type\s/.test(item)) return
  names.set(match?.[2] ?? name, name)
}
