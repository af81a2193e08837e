/** A stand-in for LinkedIn, for development and tests. */
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { syntheticPeople, type PeopleOptions, type Person } from './state/people.ts';
export {
  type IntegrationType,
  type SandboxAccount,
  type SandboxApplication,
  type SandboxState,
} from './state/store.ts';
