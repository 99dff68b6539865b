/** Names kept of one commit. */
const most = 40

/**
 * Names of what each commit's hunks lie in or declare, by commit id: read from a patch without context in which a line
 * `\x01<id>` begins each commit. Headings of Markdown are named as they stand.
 */
export function changedSymbols(patch: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  let names = new Set<string>()
  let isProse = false
  for (const line of patch.split('\n')) {
    if (line.startsWith('\u0001')) {
      names = new Set()
      found.set(line.slice(1).trim(), names)
    } else if (line.startsWith('diff --git ')) isProse = /\.(?:md|mdx|markdown)"?$/.test(line)
    else if (names.size < most) {
      const name = nameIn(line, isProse)
      if (name !== null) names.add(name)
    }
  }
  return new Map([...found].map(([id, all]) => [id, [...all]]))
}

function nameIn(line: string, isProse: boolean): string | null {
  if (line.startsWith('@@')) {
    const place = /^@@ [^@]+ @@ (.+)$/.exec(line)?.[1]
    return place === undefined || isProse ? null : (declared(place) ?? called(place))
  }
  if (!/^[+-](?![+-]{2} )/.test(line)) return null
  const text = line.slice(1)
  return isProse ? (/^#{1,6}\s+(.{2,80}?)\s*#*\s*$/.exec(text)?.[1] ?? null) : declared(text)
}

/** The name a line declares; names inside of functions begin further in and are left out. */
function declared(line: string): string | null {
  const rest = line.replace(
    /^(?:export |default |declare |abstract |public |private |protected |static |async |final |pub(?:\([^)]*\))? )*/,
    '',
  )
  return (
    /^(?:function\*?|class|interface|type|enum|struct|trait|module|namespace|const|fn|def)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(rest)?.[1] ??
    /^func\s*(?:\([^)]*\)\s*)?([\p{L}_]\w*)/u.exec(rest)?.[1] ??
    null
  )
}

/** Where a hunk's place is no declaration by a word: a method or a C function, by the name before its bracket. */
function called(place: string): string | null {
  const nested = declared(place.trim())
  if (nested !== null) return nested
  const name = /(?:^|[\s*&.:])([\p{L}_$][\p{L}\p{N}_$]*)\s*\(/u.exec(place)?.[1]
  return name === undefined || /^(?:if|for|while|switch|return|catch|describe|it|test|expect)$/.test(name) ? null : name
}
