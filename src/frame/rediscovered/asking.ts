/** What the view asks the store for. */
import type { RediscoveredAction } from '../../protocol/rediscovered.ts';

/** Fired when the person wants something of one candidate. */
export class RscCardEvent extends Event {
  static readonly type = 'rsc-card';
  readonly candidateId: string;
  readonly ask: 'open' | RediscoveredAction;

  constructor(candidateId: string, ask: RscCardEvent['ask']) {
    super(RscCardEvent.type, { bubbles: true, composed: true });
    this.candidateId = candidateId;
    this.ask = ask;
  }
}

/** Fired when the person wants more of the list, or another part of it. */
export class RscListEvent extends Event {
  static readonly type = 'rsc-list';
  readonly ask: 'more' | 'suggested' | 'dismissed';

  constructor(ask: RscListEvent['ask']) {
    super(RscListEvent.type, { bubbles: true, composed: true });
    this.ask = ask;
  }
}
