import { stacksOf, templatesOf } from '../infra/installation-template.ts';
import type { InstallationName } from '../infra/installations.ts';
import type { StatefulStack } from './stack-rules.ts';

/** Returns the stateful stack of an installation that has been synthesised. */
export const statefulStack = (installation: InstallationName): StatefulStack => {
  const { data, api } = templatesOf(installation);
  const [[stackName] = ['']] = stacksOf(installation);
  return { stackName, template: data, imported: [...new Set(importsIn(api))] };
};

const importsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === 'Fn::ImportValue' ? [String(member)] : importsIn(member)));
};
