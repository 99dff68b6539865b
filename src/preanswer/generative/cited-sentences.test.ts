import { describe, expect, it } from 'vitest'
import { citedSentences } from './cited-sentences.ts'

const of = (text: string) => citedSentences(text).map((sentence) => [sentence.text, sentence.citations])

describe('citedSentences', () => {
  it('gives each sentence the marks in it or right behind it', () => {
    expect(of('The port is 3000 [1]. Set `PORT` to change it.[2][3] It is fast.')).toEqual([
      ['The port is 3000.', [1]],
      ['Set `PORT` to change it.', [2, 3]],
      ['It is fast.', []],
    ])
  })

  it('does not let one mark cover the sentence before it', () => {
    expect(of('A is 3. B is 4 [1].')).toEqual([
      ['A is 3.', []],
      ['B is 4.', [1]],
    ])
  })

  it('keeps numbers, versions, names and abbreviations whole', () => {
    expect(of('Version 1.5.2 calls c.req.param() e.g. Node 24 does [1]. Others, i.e. Deno, wait [2].')).toEqual([
      ['Version 1.5.2 calls c.req.param() e.g. Node 24 does.', [1]],
      ['Others, i.e. Deno, wait.', [2]],
    ])
  })

  it('reads lists line by line; a bare introduction states nothing', () => {
    expect(of('The modes are:\n- fast [1]\n- slow [2]\n3. never')).toEqual([
      ['fast', [1]],
      ['slow', [2]],
      ['never', []],
    ])
    expect(of('There are 3 modes:\n- fast [1]')[0]).toEqual(['There are 3 modes:', []])
  })

  it('attaches marks on a line of their own, and reads JSON', () => {
    expect(of('It waits.\n[1]')).toEqual([['It waits.', [1]]])
    expect(of('{"answer": "It waits [1]. Then it goes [2]."}')).toEqual([
      ['It waits.', [1]],
      ['Then it goes.', [2]],
    ])
    expect(of('{not JSON [1].')).toEqual([['{not JSON.', [1]]])
    expect(of(' \n')).toEqual([])
  })
})
