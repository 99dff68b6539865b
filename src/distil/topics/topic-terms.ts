import type { SkillDocument } from '../../spec/skills.ts'
import { documentNames } from '../prose/document-names.ts'
import { isGenericHeading, plainHeading } from '../prose/heading.ts'
import type { TopicDocument } from './cluster-topics.ts'

const small =
  /^(?:the|an?|and|or|of|for|in|on|to|with|by|from|as|at|is|are|be|how|what|when|where|which|why|who|do|does|can|use|using|your|you|my|our|it|its|this|that|not|no|more|other|all|any|vs|via|into|without|example|examples|options?|usage|import|note|notes|overview|introduction|guide|page)$/

/** Words of a document's title (counted three times) and headings, in lower case, with how often they stand there. */
export function topicTerms(document: SkillDocument): ReadonlyMap<string, number> {
  const terms = new Map<string, number>()
  const add = (text: string, weight: number): void => {
    for (const word of text.replace(/[`()]/g, ' ').split(/[^\p{L}\p{N}.+#-]+/u)) {
      const term = word.toLowerCase().replace(/^[.-]+|[.-]+$/g, '')
      if (term.length > 1 && !small.test(term) && !/^\d+$/.test(term)) terms.set(term, (terms.get(term) ?? 0) + weight)
    }
  }
  add(document.title ?? '', 3)
  const seen = new Set<string>()
  for (const passage of document.passages) {
    const heading = plainHeading(passage.symbol?.path.replace(/\./g, ' ') ?? passage.place.at(-1) ?? '')
    if (seen.has(heading) || isGenericHeading(heading)) continue
    seen.add(heading)
    add(heading.replace(/:.*$/, ''), 1)
  }
  return terms
}

/** A document as {@link clusterTopics} takes it; `vector` is the mean of its units' vectors, or null while they are owed. */
export function topicDocument(document: SkillDocument, vector: Float32Array | null): TopicDocument {
  const { title } = documentNames(document)
  return { id: document.id, title, terms: topicTerms({ ...document, title }), vector }
}
