import { App, CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';
import { Tenantry } from '../../lib/tenantry.ts';
import type { SynthesizedStack } from './names.ts';

/** A finding that a construct lets stand. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly place: string;
}

export interface Sample {
  readonly stacks: readonly SynthesizedStack[];
  readonly acknowledged: readonly Acknowledgement[];
}

/** An installation as most are, with its own user pool and one operator endpoint. */
const configuration: StageConfiguration = {
  email: { from: 'accounts@acme.test', passwordUrl: 'https://id.acme.test/password#' },
  webhooks: [
    {
      name: 'billing',
      url: 'https://billing.acme.test/hooks',
      events: ['reseller.*'],
      auth: { type: 'api-key', header: 'X-Api-Key', secret: 'tenantry/billing' },
    },
  ],
};

/**
 * Synthesises the installation that documents describe, with more options if asked, without
 * bundling and checks.
 */
export const sampleInstallation = (options: Partial<StageConfiguration> = {}): Sample => {
  const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, builtinCloudFormationValidation: false });
  const { dataStack, apiStack } = new Tenantry(app, 'Tenantry', { stage: 'prod', ...configuration, ...options });
  const assembly = app.synth();
  const stacks = [dataStack, apiStack];

  return {
    stacks: stacks.map((stack) => ({ template: assembly.getStackArtifact(stack.artifactId).template, paths: pathsOf(stack) })),
    acknowledged: stacks.flatMap(acknowledgedIn),
  };
};

const pathsOf = (stack: Stack): ReadonlyMap<string, string> =>
  new Map(
    stack.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((resource) => [stack.resolve(resource.logicalId), placeOf(resource.node.path).replace(/(\/Resource)+$/, '')]),
  );

const acknowledgedIn = (stack: Stack): readonly Acknowledgement[] =>
  stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) =>
          Object.entries(data as Readonly<Record<string, string>>).map(([id, reason]) => ({ id, reason, place: placeOf(node.path) })),
        ),
    );

/** Without the installation and its stack. */
const placeOf = (path: string): string => path.split('/').slice(2).join('/');
