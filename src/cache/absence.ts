/** The verdict of an absence: it holds for the corpus it was found in, named by the revision at which a document last changed. */
export function absenceVerdict(corpus: number): string {
  return `nothing answered at corpus revision ${corpus}`
}
