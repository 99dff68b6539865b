import { AsyncLocalStorage } from 'node:async_hooks'

/** What a call is made for, beside its purpose. */
export interface Attribution {
  /** Predictors of the question it prepares, joined by `+`; '' where it is for none. */
  readonly predictor: string
  /** Document or folder it is for, or ''. */
  readonly region: string
  /** Id of the question it prepares; absent or '' where it is for none. */
  readonly question?: string
}

const current = new AsyncLocalStorage<Required<Attribution>>()
const nothing = { predictor: '', region: '', question: '' }

/** Runs `work`: every model call that it makes, however deep and however late, is booked to the predictor, region and question. */
export function attributed<Result>({ predictor, region, question = '' }: Attribution, work: () => Result): Result {
  return current.run({ predictor, region, question }, work)
}

/** What calls are booked to at this point; empty outside of {@link attributed}. */
export function currentAttribution(): Required<Attribution> {
  return current.getStore() ?? nothing
}
