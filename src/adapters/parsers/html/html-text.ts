import { Parser } from 'htmlparser2'

const silent = new Set(['script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object'])
const inline = new Set(
  'a abbr b bdi bdo cite code data dfn em font i ins kbd mark q s samp small span strong sub sup time tt u var wbr del'.split(' '),
)

/** The text of a piece of HTML: entities decoded, tags, comments, scripts and styles gone, a space where a block ends. */
export function htmlText(html: string): string {
  const text: string[] = []
  let depth = 0
  const parser = new Parser(
    {
      onopentag(name) {
        if (silent.has(name)) depth++
        else if (!inline.has(name)) text.push(' ')
      },
      ontext(value) {
        if (depth === 0) text.push(value)
      },
      onclosetag(name) {
        if (silent.has(name)) depth--
        else if (!inline.has(name)) text.push(' ')
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return text.join('')
}
