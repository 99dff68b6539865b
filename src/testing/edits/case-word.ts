const starts = ['zo', 'ki', 'ma', 'ru', 'te', 'bo', 'li', 'na', 'vu', 'ge']
const middles = ['rbel', 'ndra', 'lkom', 'spit', 'gmor', 'xtan', 'ftel', 'wnik', 'bros', 'ppal']

/** A made-up word that only this number has; it stands in no dictionary, so that cases share no rare term. */
export function caseWord(number: number): string {
  const [start, middle, end] = [starts[number % 10], middles[Math.floor(number / 10) % 10], starts[Math.floor(number / 100) % 10]]
  return `${start}${middle}${end}${middle}`
}
