/** Replaces what changes from run to run, so that two runs of the demo have one shape: times, counts, ids, money. */
export function shapeOf(output: string): string {
  return output
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/why [a-z0-9]+/g, 'why ID')
        .replaceAll(/\((?:sync|embed|match|read|fresh)[^)]*\)/g, '(TIMES)')
        .replaceAll(/just now|\d+ s ago/g, 'WHEN')
        .replaceAll(/\$?\d[\d,.]*/g, 'N')
        .replaceAll(/N (?:ms|s|min)(?: N s)?/g, 'N s')
        .replaceAll(/ +/g, ' ')
        .trimEnd(),
    )
    .join('\n')
}
