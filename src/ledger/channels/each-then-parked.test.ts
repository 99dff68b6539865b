import { expect, it } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import { eachThenParked } from './each-then-parked.ts'

const parked = new ReverieError('parked', 'waits')
const failed = new ReverieError('model-failed', 'broke')

it('lets every item be sent before it says that one of them waits', async () => {
  const seen: number[] = []
  const work = async (item: number) => {
    seen.push(item)
    if (item === 2) throw parked
    return item * 10
  }
  await expect(eachThenParked([1, 2, 3], work)).rejects.toBe(parked)
  expect(seen).toEqual([1, 2, 3])
  expect(await eachThenParked([1, 3], work)).toEqual([10, 30])
})

it('ends at once with what is a failure', async () => {
  const seen: number[] = []
  const work = async (item: number) => {
    seen.push(item)
    throw item === 1 ? parked : failed
  }
  await expect(eachThenParked([1, 2, 3], work)).rejects.toBe(failed)
  expect(seen).toEqual([1, 2])
})
