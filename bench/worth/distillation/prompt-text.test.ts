import { describe, expect, it } from 'vitest'
import { sampleClaim, sampleEvidence, samplePassage } from '../../../src/testing/skill-samples.ts'
import { claimsFound, holdsGold, type Layout, promptText, shipped } from './prompt-text.ts'

const passage = samplePassage('p', 'The port is 8080. Filler stands here and says little. The host is local.', ['Network'])
const other = samplePassage('q', 'Logs are kept for a week. They are small.', ['Logs'])
const units = sampleEvidence('guide.md', [passage, other], 'Guide')
const count = (text: string) => text.split(/\s+/).filter((word) => word !== '').length
const layout = (more: Partial<Layout>): Layout => ({ first: 'nothing', share: 0, context: 0, units: 80, ...more })

describe('evidence in a prompt', () => {
  it('stays within its tokens, best first, under its heading once', () => {
    const evidence = { units, claims: [] }
    const small = promptText(evidence, { budget: 26, layout: layout({}), count })
    expect(small.text).toContain('Guide › Network\nThe port is 8080.')
    expect(small.text).not.toContain('Logs')
    expect(small.tokens).toBeLessThanOrEqual(26)
    const whole = promptText(evidence, { budget: 200, layout: shipped, count })
    expect(whole.text.match(/Guide › Network/g)).toHaveLength(1)
    expect(whole.text.match(/The port is 8080/g)).toHaveLength(1)
    expect(whole.text).toContain('Logs are kept')
  })

  it('puts the claims of what was found first, in its order, within their share', () => {
    const claims = [sampleClaim('guide.md', other, 'Logs are kept for a week.'), sampleClaim('guide.md', passage, 'The host is local.')]
    const found = claimsFound(units, claims)
    expect(found.map(({ claim }) => claim.text)).toEqual(['The host is local.', 'Logs are kept for a week.'])
    const { text } = promptText({ units, claims: found }, { budget: 60, layout: layout({ first: 'claims', share: 0.5 }), count })
    expect(text.indexOf('The host is local.')).toBeLessThan(text.indexOf('The port is 8080.'))
    expect(text).toContain('The port is 8080.')
  })

  it('holds a gold answer as whole words only', () => {
    expect(holdsGold('The port is 8080, always.', ['8080'])).toBe(true)
    expect(holdsGold('The port is 18080.', ['8080'])).toBe(false)
    expect(holdsGold('anything', ['', '—'])).toBe(false)
  })
})
