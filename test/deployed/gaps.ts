/** A journey that cannot hold on the emulator, for a reason that is the emulator's. */
export interface Gap {
  /** The file under test/ and the full name of the test. */
  readonly file: string;
  readonly test: string;
  readonly reason: string;
  /** It may hold by chance; one that is not so and holds fails the suite, since its line here is needless. */
  readonly sometimes?: true;
}

const SLASH =
  'MiniStack 1.5.33 decodes %2F before it matches a route; the embedded runtime takes it for a part of one path parameter, and AWS does not document it';

/** What MiniStack 1.5.33 lacks, each seen to fail there and looked up in its source. */
export const GAPS: readonly Gap[] = [
  { file: 'journeys/organizations-put.test.ts', test: 'an external id in the path may not be a%2Fb', reason: SLASH },
  { file: 'journeys/bad-input.test.ts', test: 'an encoded slash in an id is refused by its documented code', reason: SLASH },
];
