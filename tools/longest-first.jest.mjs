// Jest sequencer: the files that take longest begin first, also where no earlier run has measured
// them. Otherwise one worker is left with them at the end.
import Sequencer from '@jest/test-sequencer';

/** Milliseconds that a file probably needs, by its folder. */
const GUESSES = [
  [/journeys\/grants\./, 60_000],
  [/\/test\/(journeys\/|infra\/(bundle|checks)\.|tools\/supply-chain\.)/, 10_000],
  [/\/test\/integration\//, 3000],
  [/\/(test\/(local|cli|tools)|packages\/[^/]+\/test)\//, 1000],
];

// Journeys of a worker share a system that is running, as long as they follow each other.
const isJourney = ({ path }) => Number(path.includes('/journeys/'));

const needOf = ({ path, duration }) => duration ?? GUESSES.find(([place]) => place.test(path))?.[1] ?? 200;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => isJourney(other) - isJourney(one) || needOf(other) - needOf(one));
  }
}
