/** A journey that cannot pass on the emulator, for a reason that is the emulator's. */
export interface Gap {
  /** The file under test/ and the full name of the test. */
  readonly file: string;
  readonly test: string;
  readonly reason: string;
  /**
   * The journey may pass by chance. Any other journey that passes fails the suite, since its line
   * here is needless.
   */
  readonly sometimes?: true;
}

const SLASH =
  'MiniStack 1.5.33 decodes %2F before it matches a route; the embedded runtime takes it for a part of one path parameter, and AWS does not document it';

const AT_ONCE =
  'requests at once are as many processes, and one emulator that answers them in turn: on a busy machine a function waits for the table in vain (503)';

/** The gaps of MiniStack 1.5.33, each seen to fail there and looked up in its source. */
export const GAPS: readonly Gap[] = [
  { file: 'journeys/organizations-put.test.ts', test: 'an external id in the path may not be a%2Fb', reason: SLASH },
  { file: 'journeys/bad-input.test.ts', test: 'an encoded slash in an id is refused by its documented code', reason: SLASH },
  {
    file: 'journeys/limits.test.ts',
    test: 'creates, deletes, restores and changes of the limit at once keep the count exact',
    ...{ reason: AT_ONCE, sometimes: true },
  },
  {
    file: 'journeys/concurrency.test.ts',
    test: '60 organizations at once under a limit of 25 are exactly 25',
    ...{ reason: AT_ONCE, sometimes: true },
  },
];

/** The gaps of MiniStack 1.5.33, looked up in its source. */
export const LIMITATIONS: readonly (readonly [what: string, reason: string])[] = [
  [
    'webhooks that fail: retries, dead letters, the delivery log, suspension',
    'the emulator sends to an API destination once and forgets what fails',
  ],
  ['a publisher that stops in the middle of a batch', 'the emulator does not read batchItemFailures of a DynamoDB stream'],
  ['the throttle of the API and the rate limit of an endpoint', 'the emulator keeps both settings and applies neither'],
  ['operator endpoints (`webhooks` in the configuration)', "the emulator's CloudFormation has no connections and API destinations"],
];
