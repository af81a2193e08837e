/** One timeline of all sources: pages in both directions, filters, and search. */
import type {
  TimelineAnswer,
  TimelineItem,
  TimelineKind,
  TimelineRequest,
} from '../../../protocol/timeline.ts';
import { cutText } from './cut-text.ts';
import type { Boundary, Direction, TimelineScope, TimelineSource } from './source.ts';

export interface Timeline {
  page(scope: TimelineScope, request: TimelineRequest): Promise<Omit<TimelineAnswer, 'revision'>>;
  /** An item with its whole text; null if there is none that the viewer may see. */
  item(scope: TimelineScope, id: string): Promise<TimelineItem | null>;
}

const defaultLimit = 50;
/** Items a search looks at in one request: texts are sealed, and have to be opened to be searched. */
const maxScanned = 2_000;
const searchStep = 250;

/** A place between items: time, source and id. */
interface Place {
  readonly atMs: number;
  /** Of a source, with its name. */
  readonly id: string;
}

/** @throws TypeError if two sources have one name, or a name cannot stand in an id */
export function createTimeline(sources: readonly TimelineSource[]): Timeline {
  const byName = new Map(sources.map((source) => [source.name, source]));
  if (byName.size !== sources.length) throw new TypeError('sources must have names of their own');
  for (const name of byName.keys()) {
    if (!/^[a-z]{1,20}$/.test(name)) throw new TypeError('the name of a source must be a to z');
  }

  /** The next items of all sources together. */
  async function step(
    scope: TimelineScope,
    direction: Direction,
    place: Place | null,
    kinds: ReadonlySet<TimelineKind> | null,
    limit: number,
  ): Promise<TimelineItem[]> {
    const wanted = sources.filter((source) =>
      source.kinds.some((kind) => kinds?.has(kind) ?? true),
    );
    const pages = await Promise.all(
      wanted.map(async (source) => {
        const boundary = boundaryOf(place, source.name, direction);
        const items = await source.page(scope, { direction, boundary, kinds, limit });
        return items.map((item) => ({ ...item, id: `${source.name}.${item.id}` }));
      }),
    );
    const sign = direction === 'older' ? 1 : -1;
    return pages
      .flat()
      .sort((a, b) => sign * compare(b, a))
      .slice(0, limit);
  }

  return {
    async page(scope, { kinds, words, before, after, limit = defaultLimit }) {
      const direction: Direction = after === undefined ? 'older' : 'newer';
      const start = after ?? before;
      const wanted = kinds === undefined ? null : new Set(kinds);
      const matches = matcherOf(words);
      const size = words === undefined ? limit + 1 : searchStep;
      const found: TimelineItem[] = [];
      let place = start === undefined ? null : placeOf(start);
      let scanned = 0;
      let isAtEnd = false;
      while (found.length <= limit && scanned < maxScanned && !isAtEnd) {
        const items = await step(scope, direction, place, wanted, size);
        for (const item of items) {
          // What is beyond the page may be looked at again.
          if (found.length > limit) break;
          scanned += 1;
          place = item;
          if (matches(item)) found.push(item);
        }
        isAtEnd = items.length < size && found.length <= limit;
      }
      const shown = found.slice(0, limit);
      const isPartial = !isAtEnd && found.length <= limit;
      const last = found.length > limit ? (shown.at(-1) ?? null) : isAtEnd ? null : place;
      const edge = last === null ? null : cursorOf(last);
      const [first] = shown;
      const items = (direction === 'older' ? shown : shown.reverse()).map(cutText);
      const newest = items[0];
      const oldest = direction === 'older' ? undefined : first;
      return {
        items,
        older:
          direction === 'older' ? edge : oldest === undefined ? (after ?? null) : cursorOf(oldest),
        newer:
          direction === 'newer'
            ? (edge ?? (newest === undefined ? (after ?? null) : cursorOf(newest)))
            : newest === undefined
              ? (before ?? null)
              : cursorOf(newest),
        ...(isPartial ? { isPartial: true } : {}),
      };
    },

    async item(scope, id) {
      const dot = id.indexOf('.');
      const source = byName.get(id.slice(0, dot));
      const item = (await source?.item(scope, id.slice(dot + 1))) ?? null;
      return item === null ? null : { ...item, id };
    },
  };
}

/** Newer items are greater; of one millisecond the greater id. */
const compare = (a: Place, b: Place): number =>
  a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const cursorOf = ({ atMs, id }: Place): string => `${String(atMs)}.${id}`;

function placeOf(cursor: string): Place {
  const dot = cursor.indexOf('.');
  return { atMs: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) };
}

/** A place between all items as one source has to see it. */
function boundaryOf(place: Place | null, name: string, direction: Direction): Boundary | null {
  if (place === null) return null;
  const { atMs, id } = place;
  const dot = id.indexOf('.');
  const own = id.slice(0, dot);
  if (own === name) return { atMs, id: id.slice(dot + 1), isInclusive: false };
  // The dot is smaller than any letter, so that names alone decide.
  const isOlder = name < own;
  return { atMs, id: null, isInclusive: isOlder === (direction === 'older') };
}

/** Texts that only look different are found alike. */
const plainOf = (text: string): string => text.normalize('NFKC').toLowerCase();

function matcherOf(words: string | undefined): (item: TimelineItem) => boolean {
  const wanted = plainOf(words ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return () => true;
  return ({ subject, text, author, contact, facts = [] }) => {
    const { emailAddresses = [], phoneNumbers = [] } = contact ?? {};
    const all = [
      subject,
      text,
      author?.name,
      ...emailAddresses,
      ...phoneNumbers,
      ...facts.map(({ value }) => value),
    ];
    const searched = plainOf(all.filter((part) => typeof part === 'string').join('\n'));
    return wanted.every((word) => searched.includes(word));
  };
}
