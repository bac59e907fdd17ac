import type { EventBridgeEvent } from 'aws-lambda';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { sendDeps } from './mail.ts';
import { welcome } from './welcome.ts';

const deps = once(sendDeps);

/** Sends the welcome e-mail of a new contact, or another one, from its event. */
export const handler = backgroundHandler(async ({ detail }: EventBridgeEvent<string, EventDetail>) => welcome(detail, deps()));
