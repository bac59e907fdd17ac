// Jest sequencer: what takes longest begins first, also where no run before has told how long it takes. Otherwise one worker is left with it at the end.
import Sequencer from '@jest/test-sequencer';

/** Milliseconds that a file is taken to need by its place. */
const GUESSES = [
  [/journeys\/grants\./, 60_000],
  [/journeys\/|infra\/(bundle|checks)\./, 10_000],
  [/integration\//, 3000],
  [/local\/|packages\/|cli\//, 1000],
];

// Journeys of a worker share a system that is running, as long as they follow each other.
const isJourney = ({ path }) => Number(path.includes('/journeys/'));

const needOf = ({ path, duration }) => duration ?? GUESSES.find(([place]) => place.test(path))?.[1] ?? 200;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => isJourney(other) - isJourney(one) || needOf(other) - needOf(one));
  }
}
