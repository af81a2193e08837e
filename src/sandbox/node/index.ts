/** The sandbox on Node: listening, with connections that faults can break. */
export type { Connection } from '../controls/connection.ts';
export {
  listenOn,
  PortInUseError,
  type Answer,
  type Listener,
  type ListenOptions,
} from './listen.ts';
