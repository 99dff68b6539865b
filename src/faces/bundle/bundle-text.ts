import { z } from 'zod'

/** What no text of a bundle may hold: control characters but tab and line ends (ANSI escapes begin with one), and marks that reorder text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafe = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u

/** Text that only ever is text: bounded, and free of anything a terminal would obey. */
export function bundleText(longest: number) {
  return z
    .string()
    .max(longest)
    .refine((text) => !unsafe.test(text), 'holds control characters')
}

/** As {@link bundleText}, on one line. */
export function bundleLine(longest: number) {
  return bundleText(longest).refine((text) => !/[\n\r\t]/.test(text), 'holds a line break')
}

/** A digest as Reverie makes them. */
export const bundleDigest = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is no digest')

/** A document's path or a folder's (`''` is the root): relative, with `/`, and never out of its root. */
export const bundlePath = bundleLine(1_024).refine((path) => path === '' || isInside(path), 'is no path inside the folder')

function isInside(path: string): boolean {
  if (path.includes('\\') || path.startsWith('/') || /^[A-Za-z]:/.test(path)) return false
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..')
}
