import { createHash } from 'node:crypto';
import { Client, type ClientOptions } from './client.ts';
import { jsonCommand } from './command.ts';
import { ServiceException } from './errors.ts';
import { queryCompatibleJson, type Service } from './service.ts';
import type { HttpResponse } from './transport.ts';
import type { Members } from './wire.ts';

/** The codes of the query protocol whose errors the model names otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExist',
  'AWS.SimpleQueueService.UnsupportedOperation': 'UnsupportedOperation',
  'KMS.AccessDeniedException': 'KmsAccessDenied',
  'KMS.DisabledException': 'KmsDisabled',
  'KMS.InvalidKeyUsageException': 'KmsInvalidKeyUsage',
  'KMS.InvalidStateException': 'KmsInvalidState',
  'KMS.NotFoundException': 'KmsNotFound',
  'KMS.OptInRequired': 'KmsOptInRequired',
  'KMS.ThrottlingException': 'KmsThrottled',
};

export class SQSServiceException extends ServiceException {
  constructor({ name = '', ...fields }: ConstructorParameters<typeof ServiceException>[0]) {
    super({ ...fields, name: NAMES[name] ?? name });
  }
}

/** Adds the error as the query protocol says it, by which older code tells errors apart. */
const errorOf = (body: Members, { headers }: HttpResponse): Members => {
  const said = headers['x-amzn-query-error'];
  const RequestId = headers['x-amzn-requestid'];
  if (said === undefined) return { ...body, Error: { Message: body.Message }, RequestId };
  const [Code, Type] = said.split(';');
  const { __type, message, ...rest } = body;
  return { ...body, Code, Type, Error: { Code, Type, ...rest, ...(message !== undefined && { Message: message }) }, RequestId };
};

const SQS: Service = {
  id: 'SQS',
  signingName: 'sqs',
  hosts: { prefix: 'sqs', isFips: (region, isDualStack) => !isDualStack && region.startsWith('us-gov-') },
  protocol: queryCompatibleJson('AmazonSQS'),
  Exception: SQSServiceException,
  errorOf,
  originOf: ({ QueueUrl }) => originOf(String(QueueUrl)),
};

// An address that has no host has the origin `null`.
const originOf = (queueUrl: string): string | undefined => {
  const origin = URL.parse(queueUrl)?.origin;
  return origin === 'null' ? undefined : origin;
};

export class SQSClient extends Client {
  constructor(options?: ClientOptions) {
    super(SQS, options);
  }
}

const md5 = (text: unknown): string =>
  createHash('md5')
    .update(String(text || ''))
    .digest('hex');

/** Sends a message. It throws when the service got another body. */
export const SendMessageCommand = /* @__PURE__ */ jsonCommand('SendMessage', {
  check: ({ MessageBody }, { MD5OfMessageBody }) => {
    if (MD5OfMessageBody !== md5(MessageBody)) throw new Error('InvalidChecksumError');
  },
});
