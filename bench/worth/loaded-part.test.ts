import { describe, expect, it } from 'vitest'
import { loadedPart } from './loaded-part.ts'

const options = { data: null, words: [], log: () => {}, full: false, reuse: false }

describe('a part loaded when it runs', () => {
  it('says that it was not measured where its file is missing', async () => {
    const { figures, notes } = await loadedPart({ name: 'nowhere', about: 'nothing', takes: 'no time' }).run(options)
    expect(figures.map(({ value }) => value)).toEqual([null])
    expect(notes).toEqual(['nowhere: not measured, bench/worth/nowhere.ts is not there'])
  })

  it('runs what its file exports by its name', async () => {
    await expect(loadedPart({ name: 'soak', about: '', takes: '' }).run(options)).rejects.toThrow('set REVERIE_DATA')
    await expect(loadedPart({ name: 'loaded-part', about: '', takes: '' }).run(options)).rejects.toThrow('exports no part named')
  })
})
