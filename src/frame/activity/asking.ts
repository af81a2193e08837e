import type { Group } from './groups.ts';

export type TimelineAsk =
  | { readonly ask: 'more' | 'seen' | 'clear' | 'retry' }
  | { readonly ask: 'filter'; readonly group: Group }
  | { readonly ask: 'search'; readonly words: string }
  | { readonly ask: 'whole'; readonly id: string };

/** Fired when the person wants something of a timeline that only its store can do. */
export class RscTimelineEvent extends Event {
  static readonly type = 'rsc-timeline-ask';
  readonly request: TimelineAsk;

  constructor(request: TimelineAsk) {
    super(RscTimelineEvent.type, { bubbles: true, composed: true });
    this.request = request;
  }
}
