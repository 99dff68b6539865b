import { describe, expect, it } from 'vitest'
import { digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { askedCallers, callersFirst } from './asked-callers.ts'
import { orderCodeEvidence } from './code-evidence-order.ts'

function unit(path: string, symbol: string, passageText: string): ScoredUnit {
  return {
    passage: digest('passage', path) as string as PassageId,
    version: digest(passageText),
    document: digest('document', path) as string as DocumentId,
    path,
    title: null,
    place: [symbol],
    kind: 'definition',
    symbol: { path: symbol, kind: 'function', signature: symbol, comment: '', exported: true },
    passageText,
    start: 0,
    end: passageText.length,
    text: passageText,
    score: 1,
    cosine: null,
    bm25: 1,
    modifiedAt: 0,
  }
}

describe('askedCallers', () => {
  it('finds the name whose callers are asked for', () => {
    expect(askedCallers('Who calls parseHeader when a reply arrives?')).toBe('parseHeader')
    expect(askedCallers('Which functions call `digest()`?')).toBe('digest')
    expect(askedCallers('Where is store.write called?')).toBe('store.write')
    expect(askedCallers('What are the callers of fold_text?')).toBe('fold_text')
  })

  it('takes no plain English for a name', () => {
    for (const question of [
      'Who calls home every day?',
      'Which functions use the cache?',
      'Where is it used?',
      'What does `digest()` do?',
    ]) {
      expect(askedCallers(question)).toBeNull()
    }
  })
})

describe('callersFirst', () => {
  const home = unit('a.ts', 'foldText', 'function foldText(text) { return text }')
  const caller = unit('b.ts', 'first', 'function first(x) { return foldText(x) }')
  const other = unit('c.ts', 'second', 'function second(x) { return x }')

  it('puts passages that call before the definition', () => {
    expect(callersFirst('Who calls foldText?', [home, other, caller])).toEqual([caller, home, other])
  })

  it('leaves other questions alone', () => {
    expect(callersFirst('What does foldText do?', [home, other, caller])).toEqual([home, other, caller])
  })
})

describe('orderCodeEvidence', () => {
  const source = unit('src/a.ts', 'foldText', 'function foldText(text) { return text }')
  const test = unit('src/a.test.ts', 'foldText', 'it("folds", () => { expect(foldText("a")) })')

  it('reads tests last, unless they are asked about', () => {
    expect(orderCodeEvidence('What does foldText do?', [test, source])).toEqual([source, test])
    expect(orderCodeEvidence('Which tests cover foldText?', [test, source])).toEqual([test, source])
  })
})
