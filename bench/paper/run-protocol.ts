import { ReverieError } from '../../src/spec/errors.ts'
import type { ScopeId } from '../../src/spec/ids.ts'
import type { MeteredModel, SpendContext } from '../../src/spec/ledger.ts'
import { isCorrect, type Problem } from './problem.ts'
import { type Level, sleepLevel, sleepPrompt, testPrompt } from './prompts.ts'

/** One problem asked at one level, with or without the sleeping pass. */
export interface Trial {
  readonly level: string
  readonly isSlept: boolean
  readonly isCorrect: boolean
  readonly testTokens: number
}

/** Everything about one problem. */
export interface ProblemRun {
  readonly problem: string
  readonly sleepTokens: number
  readonly trials: readonly Trial[]
}

export interface ProtocolOutcome {
  /** Problems whose every trial was made; one that the cap cut short is left out. */
  readonly runs: readonly ProblemRun[]
  /** Why it ended before the last problem, or null. */
  readonly stoppedBy: string | null
}

export interface ProtocolOptions {
  readonly model: MeteredModel
  readonly problems: readonly Problem[]
  readonly levels: readonly Level[]
  readonly log: (line: string) => void
}

/**
 * The protocol of Lin et al., "Sleep-time Compute" (arXiv 2504.13171): each context is first thought about without its
 * question; then the question is answered at every level from the raw context, and from what the sleeping pass made. Ends
 * cleanly at the cap, or where the model fails, with the problems finished by then.
 */
export async function runProtocol({ model, problems, levels, log }: ProtocolOptions): Promise<ProtocolOutcome> {
  const runs: ProblemRun[] = []
  for (const problem of problems) {
    try {
      runs.push(await runProblem(model, problem, levels))
    } catch (cause) {
      if (!(cause instanceof ReverieError)) throw cause
      return { runs, stoppedBy: cause.message }
    }
    if (runs.length % 10 === 0) log(`paper: ${runs.length} of ${problems.length} problems`)
  }
  return { runs, stoppedBy: null }
}

async function runProblem(model: MeteredModel, { id, context, question, answer }: Problem, levels: readonly Level[]): Promise<ProblemRun> {
  const sleeping = await model.generate(
    { prompt: sleepPrompt(context), maxOutputTokens: sleepLevel.maxOutputTokens },
    spending('sleep', id),
  )
  const trials: Trial[] = []
  for (const level of levels) {
    for (const isSlept of [false, true]) {
      const known = isSlept ? sleeping.text : context
      const { text, spend } = await model.generate(
        { ...level.settings, prompt: testPrompt(known, question, level), maxOutputTokens: level.maxOutputTokens },
        spending('ask', id),
      )
      trials.push({
        level: level.name,
        isSlept,
        isCorrect: isCorrect(text, answer),
        testTokens: spend.inputTokens + spend.outputTokens,
      })
    }
  }
  return { problem: id, sleepTokens: sleeping.spend.inputTokens + sleeping.spend.outputTokens, trials }
}

function spending(side: SpendContext['side'], cause: string): SpendContext {
  return { scope: 'paper' as ScopeId, cause, side, purpose: 'bench' }
}
