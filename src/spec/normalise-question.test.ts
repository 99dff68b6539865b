import { describe, expect, it } from 'vitest'
import { normaliseQuestion, questionDigest } from './normalise-question.ts'

describe('the normal form of a question', () => {
  it.each([
    ['case', 'Which PORT is used?', 'which port is used'],
    ['white space', 'which\u00a0port\t is\n used', 'which port is used?'],
    ['the mark at the end', 'Which port is used ?', 'Which port is used...'],
    ['quotes around it', '“Which port is used?”', 'which port is used'],
    ['curly quotes', 'What’s the port?', "what's the port"],
    ['composed letters', 'Was ist der gro\u0308ßte Wert?', 'was ist der gr\u00f6ßte wert'],
    ['wide letters', 'Ｗｈｉｃｈ　ｐｏｒｔ？', 'which port'],
    ['ligatures', 'Where is the con\ufb01g?', 'where is the config'],
    ['zero-width characters', 'Wh\u200bich p\u2060ort i\ufeffs us\u00aded?\u200d', 'which port is used'],
    ['direction marks', '\u200eWhich port\u200f is used?', 'which port is used'],
    ['hidden tag characters', `Which port is used?${String.fromCodePoint(0xe0069, 0xe0067, 0xe006e)}`, 'which port is used'],
    ['control characters', 'Which\u0000 port\u0007 is used?', 'which port is used'],
    ['halves of a character', 'Which port \ud83d?', 'Which port \ud83e?'],
  ])('is the same whatever the %s', (_, one, other) => {
    expect(normaliseQuestion(one)).toBe(normaliseQuestion(other))
    expect(questionDigest(one)).toBe(questionDigest(other))
  })

  it.each([
    ['a superscript', 'What is 10² in the table?', 'What is 102 in the table?'],
    ['a fraction', 'Is 2½ allowed?', 'Is 21/2 allowed?'],
    ['a circled number', 'What is step 1①?', 'What is step 11?'],
    ['a letter of another script', 'Who is аdmin?', 'Who is admin?'],
    ['text that is shown in another order', 'Is \u202e0005\u202c allowed?', 'Is 0005 allowed?'],
    ['a joiner that spells', 'می\u200cخواهم چیست', 'میخواهم چیست'],
    ['a flag in the other case', 'What does tar -X do?', 'What does tar -x do?'],
    ['a name in code in the other case', 'What is `Map`?', 'What is `map`?'],
    ['an operator', 'What is the operator !', 'What is the operator ?'],
    ['a factorial', 'What is 5!', 'What is 5?'],
    ['an identifier', 'What is C++?', 'What is C?'],
  ])('is another for %s', (_, one, other) => {
    expect(normaliseQuestion(one)).not.toBe(normaliseQuestion(other))
  })

  it('is its own normal form', () => {
    for (const text of ['«Wie?»', 'What is 5!!', "it's 'x'?", '`A`?', 'a\u0301\u200b b ?', '"?"', ' ? ', 'K\u212a', 'İ?', '-V? -v!']) {
      expect(normaliseQuestion(normaliseQuestion(text))).toBe(normaliseQuestion(text))
    }
  })
})
