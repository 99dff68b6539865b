import type { Nodes, Root } from 'mdast'
import type { DraftLink } from '../draft.ts'
import { offsets } from './offsets.ts'
import { readingText } from './prose-units.ts'

/** Every link in reading order, references resolved; images and links without text are left out. */
export function markdownLinks(roots: readonly Root[], source: string): readonly DraftLink[] {
  const targets = new Map<string, string>()
  const links: DraftLink[] = []
  const pending: { readonly link: DraftLink; readonly reference: string | null }[] = []
  const walk = (node: Nodes): void => {
    if (node.type === 'definition') {
      if (!targets.has(node.identifier)) targets.set(node.identifier, node.url)
    } else if (node.type === 'link' || node.type === 'linkReference') {
      const link = { text: readingText(node.children, source), target: node.type === 'link' ? node.url : '', offset: offsets(node).start }
      pending.push({ link, reference: node.type === 'link' ? null : node.identifier })
    } else if ('children' in node) node.children.forEach(walk)
  }
  for (const root of roots) walk(root)
  for (const { link, reference } of pending) {
    const target = reference === null ? link.target : (targets.get(reference) ?? '')
    if (link.text !== '' && target !== '') links.push({ ...link, target })
  }
  return links
}
