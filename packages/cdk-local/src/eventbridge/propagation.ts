import type { EventBus, Registry, Rule } from './resources.ts';

/**
 * The calls that take effect some time later, and where each names its rule. Source: EventBridge
 * API reference, PutRule and PutTargets.
 */
const NAMED_BY: Readonly<Record<string, 'Name' | 'Rule'>> = {
  PutRule: 'Name',
  EnableRule: 'Name',
  DisableRule: 'Name',
  DeleteRule: 'Name',
  PutTargets: 'Rule',
  RemoveTargets: 'Rule',
};

type Input = { readonly EventBusName?: string; readonly Name?: string; readonly Rule?: string };

/**
 * A rule before a change, absent when there was none, and until when it still applies in
 * milliseconds.
 */
type Former = { readonly rule: Rule | undefined; readonly until: number };

type PropagationOptions = {
  readonly registry: Registry;
  /** Real milliseconds until a change takes effect. */
  readonly delayMs: number;
  readonly now: () => number;
};

const snapshot = (rule: Rule | undefined): Rule | undefined => rule && { ...rule, targets: new Map(rule.targets) };

/** Lets changes of rules and targets take effect some time after they were answered. */
export const propagation = ({ registry, delayMs, now }: PropagationOptions) => {
  const formers = new Map<string, Map<string, readonly Former[]>>();

  const stillInEffect = (bus: string, name: string): readonly Former[] => {
    const left = (formers.get(bus)?.get(name) ?? []).filter(({ until }) => until > now());
    if (left.length === 0) formers.get(bus)?.delete(name);
    return left;
  };

  const note = (bus: string, name: string, rule: Rule | undefined): void => {
    const ofBus = formers.get(bus) ?? new Map<string, readonly Former[]>();
    ofBus.set(name, [...stillInEffect(bus, name), { rule, until: now() + delayMs }]);
    formers.set(bus, ofBus);
  };

  return {
    /** Runs a call of the control plane; what it changes takes effect later. */
    run(action: string, input: Input, call: () => unknown): unknown {
      const member = NAMED_BY[action];
      if (member === undefined || delayMs === 0) return call();
      const { EventBusName: bus = 'default', [member]: name = '' } = input;
      const before = snapshot(registry.buses.get(bus)?.rules.get(name));
      const answer = call();
      note(bus, name, before);
      return answer;
    },

    /** Returns the rules of a bus that are in effect now. */
    rulesOf({ name: bus, rules }: EventBus): readonly Rule[] {
      const changed = [...(formers.get(bus)?.keys() ?? [])];
      const inEffect = new Map<string, Rule | undefined>(rules);
      for (const name of changed) {
        const [oldest] = stillInEffect(bus, name);
        if (oldest) inEffect.set(name, oldest.rule);
      }
      return [...inEffect.values()].filter((rule) => rule !== undefined);
    },
  };
};
