/** Claims longer than this are told by their beginning; the claim itself is untouched. */
const longest = 600

/** A text as a prompt tells it: on one line, and cut where it is long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
