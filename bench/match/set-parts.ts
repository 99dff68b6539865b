import type { MeasuredPart } from '../measured-part.ts'
import { calibratedMatcher } from './matchers/calibrated-matcher.ts'
import { cosineMatcher } from './matchers/cosine-matcher.ts'
import type { Matcher } from './matchers/matcher.ts'
import { ownLabelsMatcher } from './matchers/own-labels-matcher.ts'
import { priorMatcher } from './matchers/prior-matcher.ts'
import { type SetPart, setPart } from './set-part.ts'
import { allIntents } from './sets/intents.ts'
import { allPairs } from './sets/pairs.ts'
import { stackFaqSets } from './sets/stackfaq.ts'

/** Where there are no documents: the decision fitted on questions alone. */
const questionMatchers: readonly Matcher[] = [cosineMatcher, calibratedMatcher]

const parts: readonly SetPart[] = [
  {
    name: 'stackfaq',
    about: 'StackFAQ rephrasings with foreign questions among them',
    takes: '10 s',
    notes: [
      'the best bar is the one that covers most at 99 % precision on the half measured, as the figures to beat were made; the bar from training is chosen before that half is looked at',
      'the cosine of 72 % to beat asks the rephrasings of all FAQs, as "stackfaq all" does; nothing of it may be fitted on, so it is fitted on the pairs and the intents',
      '"stackfaq within" asks them within each half, so that the other half can be fitted on',
      '"stackfaq documents" is a scope as people have it: the FAQs that are not prepared are among its documents; the decision as shipped never saw StackFAQ but for choosing its bar',
    ],
    async sets(data) {
      const { plain, all, within, documents, documentsWithin } = await stackFaqSets(data)
      const others = [...(await allPairs(data)), ...(await allIntents(data))].flatMap((set) => set.split(1).halves.flat())
      return [
        { set: plain, matchers: questionMatchers },
        { set: all, train: others, matchers: questionMatchers },
        { set: within, matchers: questionMatchers },
        { set: documents, train: [], matchers: [cosineMatcher, priorMatcher] },
        { set: documentsWithin, matchers: [cosineMatcher, priorMatcher, ownLabelsMatcher] },
      ]
    },
  },
  {
    name: 'pairs',
    about: 'question pairs of COVID-FAQ, medical and QQP',
    takes: '10 s',
    notes: [
      'the pairs have no documents: only the two questions are compared',
      'the best bar is over all pairs, each scored by a fit on the other half',
      'QQP is labelled by people who disagree: several of its 20 nearest pairs are labelled different',
    ],
    sets: async (data) => (await allPairs(data)).map((set) => ({ set, matchers: questionMatchers })),
  },
  {
    name: 'intents',
    about: 'traffic by intent with requests out of scope: HINT3, CLINC150, Banking77',
    takes: '10 s',
    notes: ['halves are cut by intent, with all intents prepared in both; "unanswerable served" is the share of requests out of scope'],
    sets: async (data) => (await allIntents(data)).map((set) => ({ set, matchers: questionMatchers })),
  },
]

/** The parts that are measured set by set. */
export const setParts: readonly MeasuredPart[] = parts.map(setPart)
