import { Client, type ClientOptions } from './client.ts';
import { jsonCommand } from './command.ts';
import { ServiceException } from './errors.ts';
import { restJson, type Service } from './service.ts';

export class SESv2ServiceException extends ServiceException {}

const SES: Service = {
  id: 'SESv2',
  signingName: 'ses',
  hosts: { prefix: 'email' },
  protocol: restJson({ SendEmail: '/v2/email/outbound-emails' }),
  Exception: SESv2ServiceException,
};

/** Sends commands to SES; endpoints of several regions (`EndpointId`) are not known. */
export class SESv2Client extends Client {
  constructor(options?: ClientOptions) {
    super(SES, options);
  }
}

export const SendEmailCommand = /* @__PURE__ */ jsonCommand('SendEmail');
