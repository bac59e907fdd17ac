import { Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard as CloudWatchDashboard, GraphWidget, type IMetric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import { type DashboardParts, type Graph, graphsOf } from './dashboard-graphs.ts';

interface DashboardProps extends Omit<DashboardParts, 'functions' | 'queues'> {
  /** The one queue of the other stack, if there is one. */
  readonly busDeadLetters: DeadLetterQueue | undefined;
}

/** One page for an operator: the alarms, and a graph of each metric. */
export class Dashboard extends Construct {
  /** Its address in the console. */
  readonly url: string;

  constructor(scope: Construct, id: string, { busDeadLetters, ...parts }: DashboardProps) {
    super(scope, id);

    const stack = Stack.of(this);
    const constructs = [...stack.node.findAll(), ...(busDeadLetters?.node.findAll() ?? [])];
    const alarms = constructs.filter((part) => part instanceof RunbookAlarm).map(({ alarm }) => alarm);
    const graphs = graphsOf({
      ...parts,
      functions: constructs.filter((part) => part instanceof TenantryFunction),
      queues: constructs.filter((part) => part instanceof DeadLetterQueue),
    });
    const dashboard = new CloudWatchDashboard(this, 'Resource', {
      widgets: [
        [new TextWidget({ markdown: headerOf(parts, stack), width: WIDTH, height: 3 })],
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: WIDTH, height: 6 })],
        ...graphs.map((row) => row.map((graph) => widgetOf(graph, WIDTH / row.length))),
      ],
    });
    this.url = `${consoleOf(stack)}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}

const WIDTH = 24;

const widgetOf = ({ title, left, right = [], stacked }: Graph, width: number): GraphWidget =>
  new GraphWidget({ title, left: copyOf(left), right: copyOf(right), width, height: 6, liveData: true, ...(stacked && { stacked }) });

const copyOf = (metrics: readonly IMetric[]): IMetric[] => [...metrics];

const consoleOf = ({ region }: Stack): string => `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;

const headerOf = ({ api, configuration }: Pick<DashboardParts, 'api' | 'configuration'>, stack: Stack): string =>
  [
    `# ${configuration.installation}`,
    `API [${api.url}](${api.url}/healthz) · [logs](${consoleOf(stack)}#logsV2:log-groups) · [queries](${consoleOf(stack)}#logsV2:logs-insights)`,
    'What an alarm means, where to look and what to do is in `docs/runbook.md`; what each line of a graph counts is in `docs/monitoring.md`.',
  ].join('\n\n');
