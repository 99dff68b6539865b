import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'
import type { Span } from '../split-sentences.ts'

/** Definitions are given to every piece, up to this many characters of them. */
const longestDefinitions = 4_000

/** The syntax tree of each piece, with offsets of the whole document. Reference definitions hold across pieces. */
export function markdownTrees(text: string, pieces: readonly Span[]): readonly Root[] {
  if (pieces.length === 1) return [parse(text, true)]
  const definitions = [...text.matchAll(/^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S.*$/gm)].map((found) => found[0])
  const shared = `\n\n${definitions.join('\n').slice(0, longestDefinitions)}\n`
  return pieces.map(({ start, end }, index) => {
    const tree = parse(text.slice(start, end) + (definitions.length === 0 ? '' : shared), index === 0)
    tree.children = tree.children.filter((node) => (node.position?.start.offset ?? 0) < end - start)
    move(tree, start)
    return tree
  })
}

function parse(text: string, isFirst: boolean): Root {
  return fromMarkdown(text, {
    extensions: [gfm(), ...(isFirst ? [frontmatter(['yaml', 'toml'])] : [])],
    mdastExtensions: [gfmFromMarkdown(), ...(isFirst ? [frontmatterFromMarkdown(['yaml', 'toml'])] : [])],
  })
}

function move(node: Nodes, by: number): void {
  const { position } = node
  if (position !== undefined) {
    position.start.offset = (position.start.offset ?? 0) + by
    position.end.offset = (position.end.offset ?? 0) + by
  }
  if ('children' in node) for (const child of node.children) move(child, by)
}
