import type { Kit } from 'rsc-embed/backend';

/** What has to be done next for a customer, and by whom. */
export async function nextStep({ journeys }: Kit, id: string) {
  const { steps } = await journeys.of(id);
  const open = steps.find(({ done }) => !done);
  return open === undefined ? 'all done' : `${open.waitingFor}: ${open.next}`;
}

/** What operators look at each morning. */
export async function report(kit: Kit) {
  const { customers, rules } = await kit.journeys.partner();
  const checks = await kit.check();
  return {
    active: customers.active ?? 0,
    rules: rules.filter(({ done }) => done).map(({ rule }) => rule),
    failing: checks.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check),
  };
}
