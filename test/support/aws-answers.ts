import { type Clients, openClients } from '../../cli/doctor/aws/clients.ts';
import type { DeployedResource, Installation } from '../../cli/doctor/aws/installation.ts';

type Input = Readonly<Record<string, unknown>>;

/** What a command is answered with: an output, an error that is thrown, or either by its input. */
export type AwsAnswer = object | Error | ((input: Input) => object | Error);

/**
 * The doctor's clients, whose commands are answered from a list, by their names without `Command`;
 * one that is not on it is refused.
 */
export const clientsAnswering = (answers: Readonly<Record<string, AwsAnswer>>): Clients => {
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
  const clients = openClients({ region: 'eu-west-1' });
  const answer = (command: string, input: Input): object => {
    const given = answers[command] ?? denied(command);
    const answered = typeof given === 'function' && !(given instanceof Error) ? (given as (input: Input) => object | Error)(input) : given;
    if (answered instanceof Error) throw answered;
    return answered;
  };
  for (const client of Object.values(clients) as readonly Stubbed[]) {
    client.middlewareStack.add(
      (_, { commandName = '' }) =>
        async ({ input }) => ({ response: {}, output: answer(commandName.replace(/Command$/, ''), input) }),
      { step: 'initialize' },
    );
  }
  return clients;
};

interface Stubbed {
  readonly middlewareStack: {
    add(
      middleware: (next: unknown, context: { readonly commandName?: string }) => (args: { readonly input: Input }) => Promise<object>,
      options: { readonly step: 'initialize' },
    ): void;
  };
}

/** The error that AWS answers when the credentials do not allow an action. */
export const denied = (action: string): Error =>
  Object.assign(new Error(`User: doctor is not authorized to perform: ${action}`), { name: 'AccessDeniedException' });

/** An error of AWS by its name. */
export const awsError = (name: string, message = name): Error => Object.assign(new Error(message), { name });

/** An installation with these resources, as `logical id of type: physical id`. */
export const installationWith = (
  resources: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, string>> = {},
): Installation => {
  const all = Object.entries(resources).map(([key, physicalId]): DeployedResource => {
    const [logicalId = '', type = ''] = key.split(' ');
    return { type, logicalId, physicalId };
  });
  return {
    ...{
      id: 'tenantry-dev',
      stage: 'dev',
      stacks: [{ name: 'Tenantry-dev-Api', status: 'UPDATE_COMPLETE', outputs, resources: all }],
      outputs,
    },
    ofType: (...types) => all.filter(({ type }) => types.includes(type)),
  };
};
