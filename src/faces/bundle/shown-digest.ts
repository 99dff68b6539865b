import { digest } from '../../spec/digest.ts'

/** A passage as searches see it: its text, the headings it stands under and its document's title. */
export function shownDigest({
  version,
  place,
  title,
}: {
  readonly version: string
  readonly place: string
  readonly title: string | null
}): string {
  return digest('shown', version, place, title ?? '')
}
