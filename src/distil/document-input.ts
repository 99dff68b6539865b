import { type Digest, digest } from '../spec/digest.ts'

/** Everything a file's distillate is made from but its recipe: passages with their places, in order, and the title. */
export function documentInput(document: { readonly projection: string; readonly title: string | null }): Digest {
  return digest('document', document.projection, document.title ?? '')
}
