const combiningMarks = /[\u0300-\u036f]/g
const nonAscii = /[^\0-\x7f]/

/**
 * Text as the tokeniser compares it, case kept: NFKC, Latin and Greek accents removed (`Kraków` = `Krakow`), curly
 * apostrophes straightened. Vowel signs of other scripts stay, they are part of their words.
 */
export function foldText(text: string): string {
  if (!nonAscii.test(text)) return text
  return text
    .normalize('NFKD')
    .replace(combiningMarks, '')
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010\u2011\u2212]/g, '-')
}
