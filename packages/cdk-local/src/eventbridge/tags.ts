import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { required } from './input-checks.ts';
import type { Registry } from './resources.ts';

/**
 * Tags of rules are kept; those of other resources are taken and forgotten, since nothing here
 * reads them.
 */
export const tagActions = (registry: Registry) => {
  const tagsOf = (arn: string | undefined): Map<string, string> => {
    const wanted = required(arn, 'resourceARN');
    const rules = [...registry.buses.values()].flatMap((bus) => [...bus.rules.values()]);
    return rules.find((rule) => rule.arn === wanted)?.tags ?? new Map();
  };

  return {
    tagResource(input: TagResourceRequest): Record<string, never> {
      const tags = tagsOf(input.ResourceARN);
      for (const { Key = '', Value = '' } of input.Tags ?? []) tags.set(Key, Value);
      return {};
    },

    untagResource(input: UntagResourceRequest): Record<string, never> {
      const tags = tagsOf(input.ResourceARN);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },

    listTagsForResource: (input: ListTagsForResourceRequest): ListTagsForResourceResponse => ({
      Tags: [...tagsOf(input.ResourceARN)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
};
