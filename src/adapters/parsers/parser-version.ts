/**
 * Name and version of everything that decides passages: ours, then the syntax libraries'. A change queues what was made
 * from the old ones, so the number rises with every change of what a file is cut into.
 */
export const parserVersion = 'reverie-parsers-1/mdast-2/web-tree-sitter-0.27/tree-sitter-wasm-0.3/htmlparser2-10'
