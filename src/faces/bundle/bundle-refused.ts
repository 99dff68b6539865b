import { ReverieError } from '../../spec/errors.ts'

/** A bundle that is not read any further; nothing of it has been kept. */
export function bundleRefused(
  found: string,
  hint = 'Nothing was imported. Ask for the bundle again where it was made.',
  cause?: unknown,
): ReverieError {
  return new ReverieError('bundle-refused', `The bundle is refused: ${found}.`, { hint, ...(cause === undefined ? {} : { cause }) })
}
