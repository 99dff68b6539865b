import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { CurvePoint } from './curve-points.ts'

export interface ChartSeries {
  readonly name: string
  readonly points: readonly CurvePoint[]
  /** Single bars on it, by their label. */
  readonly marks: readonly (CurvePoint & { readonly label: string })[]
}

export interface PrecisionChart {
  readonly title: string
  readonly about: string
  readonly series: readonly ChartSeries[]
}

const size = { width: 760, height: 460, left: 70, right: 24, top: 64, bottom: 92 }
/** Okabe and Ito's palette, told apart by everybody; dashes tell the lines apart in print. */
const looks = [
  { colour: '#0072b2', dash: '6 4' },
  { colour: '#d55e00', dash: 'none' },
  { colour: '#009e73', dash: '2 3' },
  { colour: '#cc79a7', dash: '9 3 2 3' },
] as const
const leastPrecision = 0.9
const promised = 0.99

/** A precision–coverage chart as SVG: precision of hits from 90 to 100 %, coverage of the answerable from 0 to 100 %. */
export function precisionChart({ title, about, series }: PrecisionChart): string {
  const x = scaleLinear([0, 1], [size.left, size.width - size.right])
  const y = scaleLinear([leastPrecision, 1], [size.height - size.bottom, size.top])
  const [left, right] = [x(0), x(1)]
  const [bottom, top] = [y(leastPrecision), y(1)]
  const path = line<CurvePoint>(
    (point) => round(x(point.coverage)),
    (point) => round(y(point.precision)),
  )
  const look = (at: number) => looks[at % looks.length] ?? looks[0]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    `<text x="${left}" y="26" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    `<text x="${left}" y="46" fill="#555">${escaped(about)}</text>`,
    `<clipPath id="plot"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath>`,
    ...x.ticks(10).map((tick) => gridLine([x(tick), bottom], [x(tick), top], percent(tick), 'middle', [0, 18])),
    ...y.ticks(10).map((tick) => gridLine([left, y(tick)], [right, y(tick)], percent(tick), 'end', [-8, 4])),
    `<text x="${(left + right) / 2}" y="${bottom + 40}" text-anchor="middle">answerable questions answered from the cache, %</text>`,
    `<text transform="translate(18 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">right among the hits, %</text>`,
    `<path d="M${left} ${round(y(promised))}H${right}" stroke="#000" stroke-width="1.2"/>`,
    `<text x="${right - 4}" y="${round(y(promised)) - 5}" text-anchor="end">promised: 99 %</text>`,
    ...series.flatMap(({ points, marks }, at) => [
      `<path clip-path="url(#plot)" d="${path(points) ?? ''}" fill="none" stroke="${look(at).colour}" stroke-width="2" stroke-dasharray="${look(at).dash}"/>`,
      ...marks
        .filter((mark) => mark.precision >= leastPrecision)
        .map((mark) =>
          markOf(round(x(mark.coverage)), round(y(mark.precision)), mark.label, look(at).colour, at % 2 === 0 ? 'start' : 'end'),
        ),
    ]),
    ...legend(
      series.map(({ name }, at) => ({ name, ...look(at) })),
      left,
      size.height - 22,
    ),
    '</svg>',
    '',
  ].join('\n')
}

function gridLine(from: readonly number[], to: readonly number[], label: string, anchor: string, shift: readonly [number, number]): string {
  const [fromX = 0, fromY = 0] = from
  const [toX = 0, toY = 0] = to
  const drawn = `<path d="M${round(fromX)} ${round(fromY)}L${round(toX)} ${round(toY)}" stroke="#ddd"/>`
  return `${drawn}<text x="${round(fromX + shift[0])}" y="${round(fromY + shift[1])}" text-anchor="${anchor}">${label}</text>`
}

/** Labels of every other line stand on the other side of their marks, so that those of two lines do not meet. */
function markOf(x: number, y: number, label: string, colour: string, anchor: 'start' | 'end'): string {
  const labelX = round(anchor === 'start' ? x + 8 : x - 8)
  const halo = 'paint-order="stroke" stroke="#fff" stroke-width="3"'
  const circle = `<circle cx="${x}" cy="${y}" r="4.5" fill="#fff" stroke="${colour}" stroke-width="2"/>`
  return `${circle}<text x="${labelX}" y="${round(y + 15)}" text-anchor="${anchor}" fill="${colour}" ${halo}>${escaped(label)}</text>`
}

function legend(
  entries: readonly { readonly name: string; readonly colour: string; readonly dash: string }[],
  left: number,
  y: number,
): readonly string[] {
  const width = 170
  return entries.map(({ name, colour, dash }, at) => {
    const x = left + at * width
    return `<path d="M${x} ${y - 4}h34" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/><text x="${x + 42}" y="${y}">${escaped(name)}</text>`
  })
}

function percent(share: number): string {
  return String(Math.round(share * 100))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
