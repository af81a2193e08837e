/** What the inbox of exports needs, and what it can be asked for. */
import type { DecisionRequest } from '../../protocol/exports.ts';
import type { ConnectSession } from '../session.ts';
import type { ExportsState } from './state.ts';

export interface ExportsStoreOptions {
  readonly connect: ConnectSession;
  /** Starts the document over, where nothing less can help. */
  readonly reload: () => void;
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface ExportsStore {
  readonly state: ExportsState;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: ExportsState) => void): () => void;
  /** Connects to the host page; what fails is in the state. */
  start(): Promise<void>;
  /** The person asks for another try. */
  retry(): void;
  /** The connection is back, or the frame is looked at again. */
  wake(): void;
  /** Older exports. */
  more(): void;
  /** Shows what has waited. */
  showNew(): void;
  /** Somebody is at the list, which keeps still for as long. */
  hold(isHeld: boolean): void;
  /** Shows an export in detail, beside whom it may be, or no longer. */
  toggle(id: string): void;
  /** The candidates beside it did not come; the person asks again. */
  compareAgain(): void;
  decide(id: string, decision: DecisionRequest): void;
  /** The host page is to open a candidate. */
  open(candidateId: string): void;
  close(): void;
}
