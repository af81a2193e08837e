/** Fired by a view after each change that can change its height. */
export class RscRenderedEvent extends Event {
  static readonly type = 'rsc-rendered';

  constructor() {
    super(RscRenderedEvent.type, { bubbles: true, composed: true });
  }
}
