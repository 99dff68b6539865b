import type { SkillDocument } from '../../spec/skills.ts'
import { callFacts } from './call-facts.ts'
import type { CodeFact } from './code-fact.ts'
import { type CodeSubject, codeSubjects } from './code-subject.ts'
import { constantFacts } from './constant-facts.ts'
import { defaultFacts } from './default-facts.ts'
import { docFacts } from './doc-facts.ts'
import { environmentFacts } from './environment-facts.ts'
import { errorClassFacts } from './error-class-facts.ts'
import { exitFacts } from './exit-facts.ts'
import { flagFacts } from './flag-facts.ts'
import { isTestPath } from './is-test-path.ts'
import { memberFacts } from './member-facts.ts'
import { owedFacts } from './owed-facts.ts'
import { returnFacts } from './return-facts.ts'
import { throwFacts } from './throw-facts.ts'
import { whyFacts } from './why-facts.ts'

/** Every fact the passages of a file state, in the order of the file. Of tests only environment variables are read. */
export function codeFacts(document: SkillDocument): readonly CodeFact[] {
  const subjects = codeSubjects(document)
  if (isTestPath(document.path)) return subjects.flatMap(environmentFacts).map((fact) => ({ ...fact, salience: 0.05 }))
  return [...subjects.flatMap(factsOf), ...callFacts(subjects)]
}

function factsOf(subject: CodeSubject): readonly CodeFact[] {
  return [...(subject.continues ? [] : headFacts(subject)), ...bodyFacts(subject)]
}

function headFacts(subject: CodeSubject): readonly CodeFact[] {
  const docs = docFacts(subject)
  return [
    ...docs,
    ...memberFacts(subject),
    ...(subject.symbol?.kind === 'constant' && docs.some((fact) => fact.detail.kind === 'purpose') ? [] : constantFacts(subject)),
    ...(subject.isCut ? [] : returnFacts(subject)),
    ...errorClassFacts(subject),
  ]
}

function bodyFacts(subject: CodeSubject): readonly CodeFact[] {
  return [
    ...defaultFacts(subject),
    ...throwFacts(subject),
    ...environmentFacts(subject),
    ...flagFacts(subject),
    ...exitFacts(subject),
    ...whyFacts(subject),
    ...owedFacts(subject),
  ]
}
