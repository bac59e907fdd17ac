import { AwsError, notFound } from '../base/aws-error.ts';

/** The path of Lambda's `Invoke`. */
export const INVOKE_PATH = '/2015-03-31/functions/:name/invocations';

interface InvokeOptions {
  readonly region: string;
  readonly account: string;
  /** Queues an event for a function; rejects when there is no such function. */
  readonly invokeFunction: (arn: string, event: unknown) => Promise<void>;
}

interface InvokeInput {
  /** The ARN of the function. */
  readonly FunctionName: string;
  readonly InvocationType: string;
  readonly Payload: unknown;
}

interface InvokeRequest {
  readonly param: (name: string) => string;
  readonly header: (name: string) => string | undefined;
  readonly body: unknown;
}

/** Serves Lambda's `Invoke` of the type `Event`, for functions by their names or ARNs. */
export const invokeOperation = ({ region, account, invokeFunction }: InvokeOptions) => ({
  service: 'lambda',
  action: 'InvokeFunction',
  read: ({ param, header, body }: InvokeRequest): InvokeInput => ({
    FunctionName: `arn:aws:lambda:${region}:${account}:function:${param('name').replace(/^arn:.*:function:/, '')}`,
    InvocationType: header('x-amz-invocation-type') ?? 'RequestResponse',
    Payload: body,
  }),
  async run(input: unknown) {
    const { FunctionName, InvocationType, Payload } = input as InvokeInput;
    if (InvocationType !== 'Event')
      throw new AwsError('InvalidParameterValueException', 'The embedded runtime only takes invocations of the type Event.');
    await invokeFunction(FunctionName, Payload).catch(() => {
      throw notFound(`Function not found: ${FunctionName}`);
    });
  },
});
