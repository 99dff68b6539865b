import type { ModelPrice } from '../../spec/ledger.ts'
import type { Reverie, ReverieOptions } from '../reverie.ts'

export interface ModelRequest {
  /** `provider/model`. */
  readonly name: string
  readonly baseUrl?: string
  /** Dollars per million tokens, where configured. */
  readonly price?: ModelPrice
}

/** What the command line calls; each is loaded when first used, so that help and errors need no library. */
export interface CliDependencies {
  openReverie(options: ReverieOptions): Promise<Reverie>
  /** Opens a named model without sending anything. Throws `model-unknown`, `model-missing-package` or `bad-config`. */
  openModel(request: ModelRequest): Promise<NonNullable<ReverieOptions['model']>>
}
