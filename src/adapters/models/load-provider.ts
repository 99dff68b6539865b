import { ReverieError } from '../../spec/errors.ts'

/** The provider packages, each loaded only when a model of it is asked for. */
export interface ProviderPackages {
  readonly openai: () => Promise<Pick<typeof import('@ai-sdk/openai'), 'createOpenAI'>>
  readonly anthropic: () => Promise<Pick<typeof import('@ai-sdk/anthropic'), 'createAnthropic'>>
  readonly google: () => Promise<Pick<typeof import('@ai-sdk/google'), 'createGoogle'>>
  readonly compatible: () => Promise<Pick<typeof import('@ai-sdk/openai-compatible'), 'createOpenAICompatible'>>
}

export const installedPackages: ProviderPackages = {
  openai: () => import('@ai-sdk/openai'),
  anthropic: () => import('@ai-sdk/anthropic'),
  google: () => import('@ai-sdk/google'),
  compatible: () => import('@ai-sdk/openai-compatible'),
}

/** Loads an optional package; throws `model-missing-package` with the command that installs it where it is not there. */
export async function loadProvider<Package>(name: string, load: () => Promise<Package>): Promise<Package> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause
    throw new ReverieError('model-missing-package', `This model needs the package ${name}, which is not installed.`, {
      cause,
      hint: `npm install ${name}`,
    })
  }
}

function isMissing(cause: unknown, name: string): boolean {
  if (!(cause instanceof Error) || !('code' in cause)) return false
  return (cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND') && cause.message.includes(name)
}
