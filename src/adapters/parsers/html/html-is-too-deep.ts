const openOrClose = /<(\/?)([a-zA-Z][\w-]*)/g
const neverNests = new Set(
  'area base br col embed hr img input link meta source track wbr p li td th tr dt dd option thead tbody tfoot'.split(' '),
)
const deepest = 400

/** Whether elements nest deeper than any page does; walking such a tree would exhaust the stack. Linear. */
export function htmlIsTooDeep(text: string): boolean {
  let depth = 0
  for (const [, close, name = ''] of text.matchAll(openOrClose)) {
    if (neverNests.has(name.toLowerCase())) continue
    depth = close === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) return true
  }
  return false
}
