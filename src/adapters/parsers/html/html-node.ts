import type { parseDocument } from 'htmlparser2'

/** The tree's node types, taken from the parser so that they are of its own version. */
export type HtmlNode = ReturnType<typeof parseDocument>['children'][number]
export type HtmlElement = Extract<HtmlNode, { readonly attribs: unknown }>
