/** What the API of every resource needs to talk to LinkedIn for one application. */
import type { BudgetGroup } from './budgets.ts';
import type { Generation } from './form.ts';
import type { KeyStyle } from './restli.ts';
import type { Send } from './transport.ts';

export interface Platform {
  readonly generation: Generation;
  /** How keys and lists are written in this generation. */
  readonly style: KeyStyle;
  /** Bytes of the API's base URL. */
  readonly baseUrlBytes: number;
  /** Most records of one request, by group. */
  maxRecords(group: BudgetGroup): number;
  readonly send: Send;
}
