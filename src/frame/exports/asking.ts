/** What the view asks the store for. */
import type { DecisionRequest } from '../../protocol/exports.ts';

export type RowAsk =
  | { readonly kind: 'open'; readonly candidateId: string }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'compare-again' }
  | { readonly kind: 'decide'; readonly decision: DecisionRequest };

/** Fired when the person wants something of one export. */
export class RscRowEvent extends Event {
  static readonly type = 'rsc-row';
  readonly exportId: string;
  readonly ask: RowAsk;

  constructor(exportId: string, ask: RowAsk) {
    super(RscRowEvent.type, { bubbles: true, composed: true });
    this.exportId = exportId;
    this.ask = ask;
  }
}

/** Fired when the person wants older exports, or those that have waited. */
export class RscListEvent extends Event {
  static readonly type = 'rsc-list';
  readonly ask: 'more' | 'new';

  constructor(ask: RscListEvent['ask']) {
    super(RscListEvent.type, { bubbles: true, composed: true });
    this.ask = ask;
  }
}

/** Fired when somebody comes to the list, or leaves it: it keeps still in between. */
export class RscHoldEvent extends Event {
  static readonly type = 'rsc-hold';
  readonly isHeld: boolean;

  constructor(isHeld: boolean) {
    super(RscHoldEvent.type, { bubbles: true, composed: true });
    this.isHeld = isHeld;
  }
}

/** Fired when what had the focus inside is gone. */
export class RscFocusGoneEvent extends Event {
  static readonly type = 'rsc-focus-gone';

  constructor() {
    super(RscFocusGoneEvent.type, { bubbles: true, composed: true });
  }
}
