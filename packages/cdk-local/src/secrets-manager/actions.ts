import { modelled } from '../aws-model/modelled.ts';
import { AwsError, notFound, unknownOperation } from '../base/aws-error.ts';
import { CURRENT, type Secret, type SecretVersion } from './secret.ts';
import type { Secrets } from './secrets.ts';

type OfSecret = { readonly SecretId: string };
type GetInput = OfSecret & { readonly VersionId?: string; readonly VersionStage?: string };
type PutInput = OfSecret & {
  readonly SecretString?: string;
  readonly ClientRequestToken?: string;
  readonly VersionStages?: readonly string[];
};

type StageInput = OfSecret & { readonly VersionStage: string; readonly RemoveFromVersionId?: string; readonly MoveToVersionId?: string };

const versionOf = ({ versions }: Secret, { VersionId, VersionStage }: GetInput): SecretVersion => {
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const found = versions.find(({ id, stages }) => (VersionId ?? id) === id && (stage === undefined || stages.includes(stage)));
  if (found !== undefined) return found;
  const wanted = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
  throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
};

const described = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  CreatedDate: new Date(secret.createdAt),
  LastChangedDate: new Date(Math.max(secret.createdAt, ...secret.versions.map(({ createdAt }) => createdAt))),
  VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages])),
});

const actionsOf = (secrets: Secrets) => ({
  GetSecretValue(input: GetInput) {
    const secret = secrets.get(input.SecretId);
    const { id, value, stages, createdAt } = versionOf(secret, input);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      SecretString: value,
      VersionStages: stages,
      CreatedDate: new Date(createdAt),
    };
  },

  PutSecretValue(input: PutInput) {
    const { arn, name } = secrets.get(input.SecretId);
    if (typeof input.SecretString !== 'string') throw new AwsError('InvalidParameterException', 'Only SecretString is kept locally.');
    const { id, stages } = secrets.put(arn, input.SecretString, { id: input.ClientRequestToken, stages: input.VersionStages });
    return { ARN: arn, Name: name, VersionId: id, VersionStages: stages };
  },

  /**
   * API reference: the label has to be taken from the very version that has it, or the call fails.
   */
  UpdateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }: StageInput) {
    const { arn, name, versions } = secrets.get(SecretId);
    const holder = versions.find(({ stages }) => stages.includes(VersionStage))?.id;
    for (const id of [RemoveFromVersionId, MoveToVersionId])
      if (id !== undefined && !versions.some((version) => version.id === id))
        throw notFound(`Secrets Manager can't find the specified secret version: ${id}.`);
    if (holder !== RemoveFromVersionId && holder !== MoveToVersionId)
      throw new AwsError(
        'InvalidParameterException',
        `The staging label ${VersionStage} is attached to another version than RemoveFromVersionId.`,
      );
    if (MoveToVersionId === undefined && VersionStage === CURRENT)
      throw new AwsError('InvalidParameterException', `The staging label ${CURRENT} can only be moved.`);
    secrets.moveLabel(arn, VersionStage, MoveToVersionId);
    return { ARN: arn, Name: name };
  },

  DescribeSecret: (input: OfSecret) => described(secrets.get(input.SecretId)),
});

/**
 * Serves the Secrets Manager API by the names of its actions, with AWS's inputs, outputs and
 * errors; texts only, no `SecretBinary`.
 */
export const secretsManager = (secrets: Secrets) => {
  const actions = modelled('secretsmanager', actionsOf(secrets));
  return async (action: string, input: unknown): Promise<unknown> => {
    const run = Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : undefined;
    if (run === undefined) throw unknownOperation(action);
    return run((input ?? {}) as never);
  };
};
