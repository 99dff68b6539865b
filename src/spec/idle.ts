/** Signs of whether the machine has time to spare. */
export interface IdleSignal {
  read(): Promise<IdleReading>
}

export interface IdleReading {
  /** Processes that want to run for each core, over the last minute; null where it is not known. */
  readonly loadPerCore: number | null
  /** Null where it is not known, as on a machine without one. */
  readonly onBattery: boolean | null
}
