/** One line of `reverie doctor`. */
export interface CheckResult {
  readonly name: string
  readonly outcome: 'ok' | 'warn' | 'fail'
  readonly found: string
  /** What to do, where something is not ok. */
  readonly remedy?: string
}

/** A check by name; a throw counts as a failure with its message. */
export interface Check {
  readonly name: string
  /** What to do where the check throws. */
  readonly remedy: string
  run(signal: AbortSignal): Promise<Omit<CheckResult, 'name'>>
}
