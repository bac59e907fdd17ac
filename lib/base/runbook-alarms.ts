import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { type AlarmDefinition, RunbookAlarm } from './runbook-alarm.ts';

/** The alarms of one part of the system, by their construct ids. */
export type Alarms = Readonly<Record<string, AlarmDefinition>>;

interface RunbookAlarmsProps {
  readonly configuration: Configuration;
  readonly alarms: Alarms;
}

/** Creates the alarms of one part of the system. */
export class RunbookAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, alarms }: RunbookAlarmsProps) {
    super(scope, id);

    for (const [name, alarm] of Object.entries(alarms)) new RunbookAlarm(this, name, { configuration, ...alarm });
  }
}
