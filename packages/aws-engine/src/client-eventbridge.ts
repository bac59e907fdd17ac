import { Client, type ClientOptions } from './client.ts';
import { jsonCommand } from './command.ts';
import { namedException, ServiceException } from './errors.ts';
import { awsJson, type Service } from './service.ts';
import { byName, timeOf } from './wire.ts';

export class EventBridgeServiceException extends ServiceException {}

export const ResourceNotFoundException = /* @__PURE__ */ namedException(EventBridgeServiceException, 'ResourceNotFoundException');

const EVENTBRIDGE: Service = {
  id: 'EventBridge',
  signingName: 'events',
  hosts: { prefix: 'events', isFips: (region, isDualStack) => (isDualStack ? /^us-gov-/ : /^us-gov-(?:east|west)-1$/).test(region) },
  protocol: awsJson('1.1', 'AWSEvents'),
  Exception: EventBridgeServiceException,
  conversion: byName({ CreationTime: timeOf, LastModifiedTime: timeOf, LastAuthorizedTime: timeOf }),
};

/** Sends commands to EventBridge; endpoints of several regions (`EndpointId`) are not known. */
export class EventBridgeClient extends Client {
  constructor(options?: ClientOptions) {
    super(EVENTBRIDGE, options);
  }
}

export const PutEventsCommand = /* @__PURE__ */ jsonCommand('PutEvents');
export const CreateConnectionCommand = /* @__PURE__ */ jsonCommand('CreateConnection');
export const DescribeConnectionCommand = /* @__PURE__ */ jsonCommand('DescribeConnection');
export const UpdateConnectionCommand = /* @__PURE__ */ jsonCommand('UpdateConnection');
export const DeleteConnectionCommand = /* @__PURE__ */ jsonCommand('DeleteConnection');
export const CreateApiDestinationCommand = /* @__PURE__ */ jsonCommand('CreateApiDestination');
export const DescribeApiDestinationCommand = /* @__PURE__ */ jsonCommand('DescribeApiDestination');
export const UpdateApiDestinationCommand = /* @__PURE__ */ jsonCommand('UpdateApiDestination');
export const DeleteApiDestinationCommand = /* @__PURE__ */ jsonCommand('DeleteApiDestination');
export const DescribeRuleCommand = /* @__PURE__ */ jsonCommand('DescribeRule');
export const PutRuleCommand = /* @__PURE__ */ jsonCommand('PutRule');
export const DeleteRuleCommand = /* @__PURE__ */ jsonCommand('DeleteRule');
export const PutTargetsCommand = /* @__PURE__ */ jsonCommand('PutTargets');
export const RemoveTargetsCommand = /* @__PURE__ */ jsonCommand('RemoveTargets');
