import type { OnRound } from './measure.ts';

/** Says how many rounds are done, and how long the others will take. The clock has milliseconds. */
export const sayRounds =
  (say: (line: string) => void, clock: () => number = () => performance.now()) =>
  (name: string): OnRound => {
    const began = clock();
    return (round, rounds) => {
      const seconds = ((clock() - began) / round / 1000) * (rounds - round);
      const left = round === rounds ? '' : `, about ${Math.ceil(seconds)} s more`;
      say(`${name}: round ${round} of ${rounds}${left}`);
    };
  };
