/** Names a script exports apart from their definitions: `export { a, b }`, `export default a`, `module.exports = …`, `exports.a = a`. */
export function scriptExports(source: string): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (list: string): void => {
    for (const item of list.split(',')) {
      const name = /^\s*(?:type\s+)?([\w$]+)(?:\s*:\s*([\w$]+))?/.exec(item)
      const found = name?.[2] ?? name?.[1]
      if (found !== undefined) names.add(found)
    }
  }
  for (const found of source.matchAll(/\bexport\s*(?:type\s*)?\{([^}]*)\}(?!\s*from\b)/g)) add(found[1] ?? '')
  for (const found of source.matchAll(/\bmodule\.exports\s*=\s*\{([^{}]*)\}/g)) add(found[1] ?? '')
  for (const found of source.matchAll(
    /\b(?:export\s+default|module\.exports\s*=|(?:module\.)?exports\.[\w$]+\s*=)\s*([\w$]+)\s*;?[ \t]*(?:\/\/.*)?$/gm,
  ))
    add(found[1] ?? '')
  return names
}
