import type { z } from 'zod'
import type { Claim } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import { policyDigest } from '../spec/policy.ts'
import type {
  Distiller,
  KeyWriter,
  QuestionGenerator,
  Reader,
  ScoredUnit,
  Skill,
  SkillDocument,
  Verdict,
  Verifier,
} from '../spec/skills.ts'
import type { Memos } from './memos-table.ts'
import { documentResult, groupResult, keysResult, questionsResult, readingResult, verdictResult } from './skill-results.ts'
import type { SleepSkills } from './sleep-context.ts'

/** Skills that pay for the same input once, and what tells a result that was remembered. */
export interface MemoisedSkills {
  readonly skills: SleepSkills
  readonly isRemembered: (result: object) => boolean
}

/**
 * Wraps the skills that cost something so that the same input under the same recipe never costs twice, whatever happened
 * in between: a branch switched and back, a file deleted and restored. Skills without a model are left as they are, and
 * failures are never kept. `onRemembered` is told of every call saved; `beforeCall` is awaited before one
 * that is not: what is sent goes on, what is not may wait.
 */
export function memoisedSkills(
  skills: SleepSkills,
  memos: Memos,
  onRemembered: () => void,
  beforeCall: () => Promise<void> = async () => {},
): MemoisedSkills {
  const remembered = new WeakSet<object>()

  async function once<Shape extends z.ZodType, Result extends object>(
    { name, skill, input, shape, revive, keep }: Call<Shape, Result>,
    call: () => Promise<Result>,
  ): Promise<Result> {
    const memo = digest('memo', name, skill.recipe, ...input)
    const kept = await memos.read(memo, shape)
    const known = kept === null ? null : revive(kept)
    if (known !== null) {
      remembered.add(known)
      onRemembered()
      return known
    }
    await beforeCall()
    const made = await call()
    const value = keep(made)
    if (value !== null) await memos.keep(memo, `${name} ${skill.recipe}`, value)
    return made
  }

  return {
    isRemembered: (result) => remembered.has(result),
    skills: {
      distiller: memoisedDistiller(skills.distiller, once),
      generator: memoisedGenerator(skills.generator, once),
      reader: memoisedReader(skills.reader, once),
      verifier: memoisedVerifier(skills.verifier, once, beforeCall),
      ...(skills.plain === undefined ? {} : { plain: skills.plain }),
      ...(skills.plainKeys === undefined ? {} : { plainKeys: skills.plainKeys }),
      ...(skills.seeds === undefined ? {} : { seeds: skills.seeds }),
      ...(skills.keyWriter === undefined ? {} : { keyWriter: memoisedKeyWriter(skills.keyWriter, once) }),
    },
  }
}

interface Call<Shape extends z.ZodType, Result> {
  readonly name: string
  readonly skill: Skill
  /** Everything the result depends on but the recipe. */
  readonly input: readonly (string | number)[]
  readonly shape: Shape
  /** The result a memo stands for; null where it does not fit what is there now. */
  readonly revive: (kept: z.infer<Shape>) => Result | null
  /** What is kept of a result; null where it must not be. */
  readonly keep: (made: Result) => unknown
}

type Once = <Shape extends z.ZodType, Result extends object>(call: Call<Shape, Result>, make: () => Promise<Result>) => Promise<Result>

function memoisedDistiller(skill: Distiller, once: Once): Distiller {
  if (skill.model === null) return skill
  return {
    recipe: skill.recipe,
    model: skill.model,
    distilDocument: (document, call) =>
      once(
        {
          name: 'distil document',
          skill,
          input: documentParts(document),
          shape: documentResult,
          revive: (kept) => ({ ...kept, spend: noSpend }),
          keep: ({ headline, claims }) => ({ headline, claims }),
        },
        () => skill.distilDocument(document, call),
      ),
    distilGroup: (group, call) => {
      const shown = new Map<string, Claim>(group.children.flatMap((child) => child.claims.map((claim) => [claim.id, claim])))
      const children = group.children.flatMap(({ label, headline, claims }) => [label, headline, digest(...claims.flatMap(claimParts))])
      return once(
        {
          name: 'distil group',
          skill,
          input: [group.level, group.label, ...children],
          shape: groupResult,
          revive: ({ headline, claims }) => {
            const chosen = claims.flatMap((id) => shown.get(id) ?? [])
            return chosen.length === claims.length ? { headline, claims: chosen, spend: noSpend } : null
          },
          keep: ({ headline, claims }) => ({ headline, claims: claims.map((claim) => claim.id) }),
        },
        () => skill.distilGroup(group, call),
      )
    },
  }
}

function memoisedGenerator(skill: QuestionGenerator, once: Once): QuestionGenerator {
  if (skill.model === null) return skill
  return {
    recipe: skill.recipe,
    model: skill.model,
    generate: (input, call) =>
      once(
        {
          name: 'generate questions',
          skill,
          input: [...documentParts(input.document), digest(...input.claims.flatMap(claimParts))],
          shape: questionsResult,
          revive: ({ questions }) => ({ questions, spend: noSpend }),
          keep: ({ questions }) => ({ questions }),
        },
        () => skill.generate(input, call),
      ),
  }
}

function memoisedReader(skill: Reader, once: Once): Reader {
  if (skill.model === null) return skill
  return {
    recipe: skill.recipe,
    model: skill.model,
    read: (request, call) =>
      once(
        {
          name: 'read',
          skill,
          input: [request.question, policyDigest(request.policy), request.region ?? '', ...evidenceParts(request.evidence)],
          shape: readingResult,
          revive: (kept) => ({ ...kept, spend: noSpend }),
          keep: ({ spend: _, ...reading }) => reading,
        },
        () => skill.read(request, call),
      ),
  }
}

function memoisedVerifier(skill: Verifier, once: Once, beforeCall: () => Promise<void>): Verifier {
  if (skill.model === null) return skill
  return {
    recipe: skill.recipe,
    model: skill.model,
    judgeAnswer: (input, call) => {
      const { shape, text, quotes, notes } = input.body
      const cited = quotes.flatMap((quote) => [quote.passage, quote.version, quote.start, quote.end])
      return once(
        {
          name: 'judge answer',
          skill,
          input: [input.question, input.region ?? '', shape, text, digest(...notes), digest(...cited), ...evidenceParts(input.evidence)],
          shape: verdictResult,
          revive: (kept): Verdict => ({ ...kept, spend: noSpend }),
          keep: ({ kind, reason, failure }) => (failure === undefined ? { kind, reason } : null),
        },
        () => skill.judgeAnswer(input, call),
      )
    },
    judgeMatch: async (input, call) => {
      await beforeCall()
      return skill.judgeMatch(input, call)
    },
    ...(skill.chooseMatch === undefined ? {} : { chooseMatch: skill.chooseMatch }),
  }
}

/** Neighbours change with every sleep and are told by whoever asks: what a model words does not rest on them. */
function memoisedKeyWriter(skill: KeyWriter, once: Once): KeyWriter {
  if (skill.model === null) return skill
  return {
    recipe: skill.recipe,
    model: skill.model,
    write: async (request, call) => {
      const { question, body, region = '', neighbours } = request
      const input = [question, region, body.text, digest(...body.quotes.flatMap((quote) => [quote.passage, quote.text]))]
      const written = await once(
        {
          name: 'write keys',
          skill,
          input,
          shape: keysResult,
          revive: (kept) => ({ ...kept, spend: noSpend }),
          keep: ({ paraphrases, nearMisses }) => ({ paraphrases, nearMisses }),
        },
        async () => await skill.write({ ...request, neighbours: [] }, call),
      )
      return { ...written, nearMisses: [...written.nearMisses, ...neighbours.map((text) => ({ text, edit: 'neighbour' as const }))] }
    },
  }
}

/** A document as skills are shown it; when it was modified changes nothing that they are told. */
function documentParts({ path, title, format, passages }: SkillDocument): readonly string[] {
  const parts = passages.flatMap(({ id, version, kind, language, place, symbol }) => [
    id,
    version,
    kind,
    language ?? '',
    digest(...place),
    symbol === null ? '' : digest(symbol.path, symbol.kind, symbol.signature, symbol.comment, symbol.exported ? 1 : 0),
  ])
  return [path, title ?? '', format, digest(...parts)]
}

function claimParts({ id, type, subject, text, value, salience, stamp, quotes }: Claim): readonly (string | number)[] {
  const cited = quotes.flatMap((quote) => [quote.passage, quote.version, quote.start, quote.end])
  return [id, type, subject, text, value ?? '', salience, stamp, digest(...cited)]
}

/** Evidence in its order; scores order it and tell nothing more. */
function evidenceParts(evidence: readonly ScoredUnit[]): readonly string[] {
  return [
    digest(
      ...evidence.flatMap((unit) => [
        unit.passage,
        unit.version,
        unit.start,
        unit.end,
        unit.path,
        unit.title ?? '',
        digest(...unit.place),
        digest(...[unit.previous, unit.next].map((beside) => (beside === undefined || beside === null ? '' : beside.version))),
      ]),
    ),
  ]
}
