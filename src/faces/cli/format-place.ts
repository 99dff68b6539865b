import { printableLine } from './printable.ts'

/** `docs/a.md:12` or `docs/a.md:12-15`; the path alone where no line is known. */
export function formatPlace(place: { readonly path: string; readonly startLine: number | null; readonly endLine: number | null }): string {
  const { path, startLine, endLine } = place
  if (startLine === null) return printableLine(path)
  return `${printableLine(path)}:${startLine}${endLine === null || endLine === startLine ? '' : `-${endLine}`}`
}
