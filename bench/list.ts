/** Every benchmark by the name of its file, with what it measures. */
export const BENCHES = {
  peers: 'a create cold and warm, beside frameworks, the bare SDK and no SDK',
  cost: 'the round trips and capacity units of each operation',
  scale: 'the tables of docs/scale.md, from what a create is counted to use',
  partners: 'partner operations in a tree of 100,000 beside a chain of nine',
  organizations: 'operations of a reseller with a million organizations beside one with a thousand',
  delivery: 'the time from a 201 to its webhook at 1, 50 and 200 creates a second',
  'hot-reseller': 'creates of one reseller beside the same spread over many',
  webhooks: 'a thousand self-service endpoints: losses, duplicates, wrong tenants',
  start: 'npm start, beside the synthesis alone',
  publisher: 'events a second on a slow bus, beside one call after another',
  metrics: 'the log line of a request, beside a plain line',
  deadline: 'a call of the table with a deadline, beside one without',
  gate: "a call through the local runtime's check of rights, beside the table itself",
} as const;

export type Bench = keyof typeof BENCHES;

/** The benchmarks that take an option; all take `--quick`. */
export const TAKES: Readonly<Record<'--against' | '--record' | 'Sizes', readonly Bench[]>> = {
  '--against': ['peers', 'delivery', 'start'],
  '--record': ['cost', 'scale'],
  Sizes: ['peers', 'partners', 'organizations', 'webhooks', 'start', 'publisher'],
};
