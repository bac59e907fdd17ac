import type { Construct } from 'constructs';
import { nearestWord } from '../configuration/nearest-word.ts';

/**
 * Refuses a construct without a property that it needs: Node.js runs an app that no compiler has
 * checked.
 * @throws {Error} a sentence that names the property, and the one that was probably meant for it
 */
export const requireProps = <P extends object>({ node }: Construct, props: P, required: readonly (keyof P & string)[]): void => {
  const given = Object.keys(props).filter((name) => !(required as readonly string[]).includes(name));
  const faults = required
    .filter((name) => props[name] === undefined)
    .map((name) => {
      const nearest = nearestWord(name, given);
      return `${node.path}: the property ${name} is required${nearest === undefined ? '' : `; did you write ${nearest} for it?`}`;
    });
  if (faults.length > 0) throw new Error(faults.join('\n'));
};
