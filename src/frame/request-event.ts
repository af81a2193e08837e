/** Fired when the person asks for something only the store can do. */
export class RscRequestEvent extends Event {
  static readonly type = 'rsc-request';
  readonly request: 'retry' | 'refresh';

  constructor(request: 'retry' | 'refresh') {
    super(RscRequestEvent.type, { bubbles: true, composed: true });
    this.request = request;
  }
}
