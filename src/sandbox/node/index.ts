/** The sandbox on Node: a server of its own, with connections that faults can break. */
export type { Connection } from '../controls/connection.ts';
export { HostError } from './addresses.ts';
export {
  listenOn,
  PortInUseError,
  type Answer,
  type Listener,
  type ListenOptions,
} from './listen.ts';
export { serveSandbox, type ServedSandbox, type ServeSandboxOptions } from './serve.ts';
