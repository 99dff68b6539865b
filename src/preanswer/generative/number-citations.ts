/** Renumbers an answer's marks as it streams in, in the order in which the evidence is first cited. */
export interface CitationNumbering {
  /** Takes raw text; returns what can be shown so far. */
  push(delta: string): string
  /** What was held back at the end. */
  end(): string
  /** Evidence numbers (1-based) in the order of their new numbers. */
  readonly cited: readonly number[]
}

/**
 * Turns marks into positions of the answer's quotes: `[7] … [2] … [7]` becomes `[1] … [2] … [1]`, `[2, 5]` two marks. A
 * mark of evidence that does not exist is dropped, so that its sentence counts as uncited.
 */
export function numberCitations(evidenceCount: number): CitationNumbering {
  const cited: number[] = []
  let held = ''

  function renumber(marks: string): string {
    const numbers = marks.match(/\d+/g) ?? []
    return numbers
      .map(Number)
      .filter((number) => number >= 1 && number <= evidenceCount)
      .map((number) => {
        if (!cited.includes(number)) cited.push(number)
        return `[${cited.indexOf(number) + 1}]`
      })
      .join('')
  }

  return {
    cited,
    push(delta) {
      held += delta
      // A mark that is not closed yet may still become one; it is held back whole.
      const open = /\[[\d,;\s]*$/.exec(held)
      const ready = open === null ? held : held.slice(0, open.index)
      held = open === null ? '' : held.slice(open.index)
      return ready.replace(mark, renumber)
    },
    end() {
      const rest = held
      held = ''
      return rest.replace(mark, renumber)
    },
  }
}

const mark = /\[\s*\d+(?:\s*[,;]\s*\d+)*\s*\]/g
