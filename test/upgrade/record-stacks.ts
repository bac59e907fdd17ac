import { createHash } from 'node:crypto';
import type { Resource, Template } from '../infra/installation-template.ts';
import setUp from '../infra/setup.ts';
import tearDown from '../infra/teardown.ts';
import { RECORDED, templateFile } from './releases.ts';
import { statefulStack } from './stateful-stack.ts';

/** Synthesises the installations that are recorded; returns their files by name. */
export const recordStacks = async (): Promise<Readonly<Record<string, unknown>>> => {
  await setUp();
  try {
    const stacks = RECORDED.map((name) => ({ name, ...statefulStack(name) }));
    return {
      'stacks.json': Object.fromEntries(stacks.map(({ name, stackName, imported }) => [name, { stackName, imported }])),
      ...Object.fromEntries(stacks.map(({ name, template }) => [templateFile(name), abridged(template)])),
    };
  } finally {
    await tearDown();
  }
};

/** Returns a template without what no update goes by. */
const abridged = ({ Resources, Outputs }: Template) => {
  const resources = Object.entries(Resources).map(([id, resource]) => {
    const { Metadata: _, ...kept }: Resource & { readonly Metadata?: unknown } = resource;
    return [id, shortened(kept)] as const;
  });
  return { Resources: Object.fromEntries(resources), Outputs };
};

const LONGEST = 500;

/** Tags replace nothing. */
const TAGS = ['Tags', 'UserPoolTags'];

/** Replaces long texts, such as the schemas of events, by their digests. */
const shortened = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > LONGEST ? `sha256:${createHash('sha256').update(value).digest('hex')}` : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (TAGS.includes(name) ? [] : [[name, shortened(member)]])));
};
