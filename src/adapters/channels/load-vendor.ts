import { ReverieError } from '../../spec/errors.ts'

/** The vendors' own packages, each loaded only when a batch is first made. */
export interface VendorPackages {
  readonly openai: () => Promise<Pick<typeof import('openai'), 'OpenAI'>>
  readonly anthropic: () => Promise<Pick<typeof import('@anthropic-ai/sdk'), 'Anthropic'>>
}

export const installedVendors: VendorPackages = {
  openai: () => import('openai'),
  anthropic: () => import('@anthropic-ai/sdk'),
}

/** Loads an optional package; throws `package-missing` with the command that installs it where it is not there. */
export async function loadVendor<Package>(name: string, load: () => Promise<Package>): Promise<Package> {
  try {
    return await load()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    throw new ReverieError('package-missing', `Batches of this provider need the package ${name}, which is not installed.`, {
      cause,
      hint: `npm install ${name}, or set the channel to "direct".`,
    })
  }
}
