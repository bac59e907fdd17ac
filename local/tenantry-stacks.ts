import { stackName } from '../lib/base/stack-names.ts';

/** The outputs of all stacks of a running system, by `<stack>.<key>`. */
type Outputs = Readonly<Record<string, string>>;

/** Returns an output of Tenantry's data stack; empty when there is none. */
export const dataOutput = (outputs: Outputs, name: string): string => {
  // A stack of the user may have an output of the same name, but hardly this one.
  const key = Object.keys(outputs).find((key) => key.endsWith('.SigningSecretArn'));
  return outputs[`${key?.split('.')[0]}.${name}`] ?? '';
};

/** Returns what tells the stacks of an installation from those of the user. */
export const stacksBeside = (installation: string) => {
  const stacks = (['Data', 'Api'] as const).map((part) => stackName(installation, part));
  return {
    /** Returns whether a function, by its name, is none of Tenantry's. */
    hasFunction: (name: string): boolean => !stacks.some((stack) => name.startsWith(`${stack}-`)),
    /** Returns the outputs of the user's stacks. */
    outputsIn: (outputs: Outputs): Outputs =>
      Object.fromEntries(
        Object.entries(outputs).filter(([key]) => !stacks.some((stack) => key.startsWith(`${stack}.`)) && !EXPORT.test(key)),
      ),
  };
};

/** An output that the CDK makes for another stack. */
const EXPORT = /\.ExportsOutput/;
