import { styleText } from 'node:util'
import type { Screen, Terminal } from './terminal.ts'

type Paint = (text: string) => string

/** Colours for one stream; plain where it is no screen or where NO_COLOR or TERM=dumb ask for none. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly careful: Paint
  readonly bad: Paint
  readonly place: Paint
}

export function createStyle(stream: Screen, environment: Terminal['environment']): Style {
  const plain = stream.isTTY !== true || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb'
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      plain || text === '' ? text : styleText(format, text, { validateStream: false })
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    careful: paint('yellow'),
    bad: paint('red'),
    place: paint('cyan'),
  }
}
