import { actionVerbs } from '../../distil/english/action-verbs.ts'
import { tagWords } from '../../distil/english/tagged-words.ts'

const mass =
  /^(?:access|advice|authentication|authorization|caching|cache|code|compression|configuration|content|control|cors|data|debugging|deployment|documentation|encryption|equipment|evidence|feedback|hardware|help|html|http|https|information|infrastructure|input|installation|javascript|json|jsx|knowledge|logging|maintenance|metadata|middleware|money|monitoring|output|performance|permission|progress|proof|research|routing|scaling|security|serialization|software|source|storage|streaming|support|testing|text|time|traffic|training|typescript|usage|validation|versioning|work|xml|yaml)$/i
const makers =
  /^(?:create|add|write|build|define|make|implement|generate|register|declare|construct|develop|open|start|request|schedule|submit)$/

/**
 * Puts the article that headings leave out into a task: "change port number" → "change the port number", "create plugin"
 * → "create a plugin". Nothing where the object has a determiner, is plural, a name, code or uncountable.
 */
export function withArticle(task: string): string {
  const space = task.indexOf(' ')
  const verb = task.slice(0, space)
  if (space < 0 || !actionVerbs.has(verb)) return task
  const words = tagWords(`They ${task}`).slice(2)
  let end = 0
  while (
    end < words.length &&
    end < 4 &&
    /^(?:[a-z][a-z-]+|API|URL|URI|CLI|SDK|ID|PR)$/.test(words[end]?.text ?? '') &&
    !stops(words[end]?.lower ?? '')
  ) {
    end++
    if (/[,;:(]/.test(words[end - 1]?.after ?? '')) break
  }
  const head = words[end - 1]
  const first = words[0]
  if (head === undefined || first === undefined || end === 0) return task
  if (/[`\p{Lu}]/u.test(words[end]?.text.slice(0, 1) ?? '')) return task
  if (
    !head.tags.has('Noun') ||
    head.tags.has('Plural') ||
    (/s$/.test(head.lower) && !/ss$/.test(head.lower)) ||
    mass.test(head.lower) ||
    /ing$/.test(head.lower)
  )
    return task
  if (
    first.tags.has('Determiner') ||
    first.tags.has('Possessive') ||
    first.tags.has('Value') ||
    first.tags.has('Preposition') ||
    first.tags.has('Adverb') ||
    first.tags.has('Verb') ||
    first.tags.has('Pronoun')
  )
    return task
  if (/^(?:multiple|several|many|more|all|both|some|any|no|each|every|one|only|another|other)$/.test(first.lower)) return task
  const article = makers.test(verb) ? indefiniteArticle(first.lower) : 'the'
  return `${verb} ${article} ${task.slice(space + 1)}`
}

/** "a" or "an" by the sound the word starts with, as far as its spelling shows. */
export function indefiniteArticle(word: string): 'a' | 'an' {
  const bare = word.toLowerCase().replace(/^[`"'(]+/, '')
  if (/^(?:hour|honest|heir|honou?r|html|http|mp3|sql\b|ssh|ssl|xml|rss|ftp|npm|nfc|lts|mx)/.test(bare)) return 'an'
  if (/^(?:uni(?!n)|us[ei]|util|url|uri|uuid|ui\b|eu|one\b|once)/.test(bare)) return 'a'
  return /^[aeiou]/.test(bare) ? 'an' : 'a'
}

function stops(word: string): boolean {
  return /^(?:with|in|on|for|to|of|from|by|using|as|at|into|and|or|via|without|when|if|that|which|before|after|between|is|are|a|an|the|my|your|this|per|through|over|under|inside|outside|during|within|up|down|out|off|about)$/.test(
    word,
  )
}
