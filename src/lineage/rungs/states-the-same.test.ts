import { describe, expect, it } from 'vitest'
import { statesTheSame } from './states-the-same.ts'

const same = (one: string, other: string) => statesTheSame(one, other, 0.8)

describe('two sentences that state the same', () => {
  it.each([
    ['A job may run for at most 15 minutes.', 'A job may run at most 15 minutes.'],
    ['By default, the server listens on port 3000.', 'The server listens on port 3000 by default.'],
    ['The queue holds 5000 jobs.', 'The queue holds 5,000 jobs.'],
    ['Set `retries` to raise how often a failed job is tried again.', 'Set `retries` to raise how often failed jobs are tried again.'],
    ["The worker doesn't restart by itself.", 'The worker does not restart by itself.'],
    ['`logFile`: Where the log is written.', '`logFile`: Where the logs are written.'],
  ])('%s | %s', (one, other) => {
    expect(same(one, other)).toBe(true)
    expect(same(other, one)).toBe(true)
  })

  it.each([
    ['another number', 'A job may run for at most 15 minutes.', 'A job may run for at most 20 minutes.'],
    ['another unit', 'A job may run for at most 15 minutes.', 'A job may run for at most 15 seconds.'],
    ['a negation', 'The worker restarts by itself after a crash.', 'The worker never restarts by itself after a crash.'],
    ['a contraction', 'The worker can restart by itself after a crash.', "The worker can't restart by itself after a crash."],
    ['another name', 'Set `retries` to raise how often a job is tried.', 'Set `attempts` to raise how often a job is tried.'],
    ['another path', 'The log is written to /var/log/lantern by default.', 'The log is written to /var/tmp/lantern by default.'],
    ['swapped roles', 'The client sends the token to the server.', 'The server sends the token to the client.'],
    [
      'swapped roles in a long sentence',
      'Requests are routed from the gateway to the worker by the balancer using tokens issued at login.',
      'Requests are routed from the worker to the gateway by the balancer using tokens issued at login.',
    ],
    ['swapped numbers', 'Retries go from 5 to 10 seconds.', 'Retries go from 10 to 5 seconds.'],
    ['another bound', 'Upload at least 4 files together in one request.', 'Upload at most 4 files together in one request.'],
    ['another duty', 'Callers may pass a token in the header.', 'Callers must pass a token in the header.'],
    ['another date', 'Support for the old format ends on 2026-01-01 for all.', 'Support for the old format ends on 2027-01-01 for all.'],
    ['another month', 'Support ends on March 3, 2026 for every user.', 'Support ends on April 3, 2026 for every user.'],
    ['the other side of time', 'Flush the queue before stopping the worker.', 'Flush the queue after stopping the worker.'],
    ['a condition', 'The queue holds 5000 jobs.', 'The queue holds 5000 jobs unless configured.'],
    ['another proper name', 'Deploy the worker to Amsterdam in the evening.', 'Deploy the worker to Rotterdam in the evening.'],
    ['a switch', 'Compression is enabled for the archive.', 'Compression is disabled for the archive.'],
    ['nothing in common', 'Cats sleep.', 'Dogs bark.'],
    ['a spelt number', 'The worker starts two threads on each core.', 'The worker starts three threads on each core.'],
    ['a percentage', 'Keep 10% of the disk free for logs.', 'Keep 20% of the disk free for logs.'],
  ])('not with %s', (_, one, other) => {
    expect(same(one, other)).toBe(false)
    expect(same(other, one)).toBe(false)
  })
})
