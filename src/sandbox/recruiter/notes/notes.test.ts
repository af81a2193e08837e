/** Notes on members. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageReader } from '../../../../test/support/page-reader.ts';
import {
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import { noteLink, profileLink } from '../links.ts';

let world: RecruiterWorld;
let rita: Visitor;
let member: string;
beforeEach(async () => {
  world = createRecruiterWorld();
  member = world.people[3]!.personUrn;
  rita = await world.visitor('rita');
});

const write = async (text: string, visibility = 'PUBLIC'): Promise<PageReader> =>
  rita.press(await rita.get(profileLink(member)), 'Save note', { text, visibility });
const seenBy = async (account: string): Promise<string> =>
  (await (await world.visitor(account)).get(profileLink(member))).section('notes');
const stored = () => {
  const window = world.sandbox.state.prospectNotes.window(
    world.seatOf('rita').contract,
    [],
    0,
    Number.POSITIVE_INFINITY,
  );
  return window.slice(0, window.total);
};

describe('a note', () => {
  it('for everybody is seen on the whole contract, and not beyond', async () => {
    const page = await write('Prefers e-mail.');
    expect(page.notice).toBe('Note saved.');
    expect(page.section('notes')).toContain('Prefers e-mail.');
    expect(await seenBy('tom')).toContain('Prefers e-mail.');
    expect(await seenBy('olga')).not.toContain('Prefers e-mail.');
    expect(await seenBy('boris')).not.toContain('Prefers e-mail.');
  });

  it('for its author only is seen by nobody else', async () => {
    const page = await write('Too expensive.', 'PRIVATE');
    expect(page.section('notes')).toContain('Only you · Rita Admin');
    expect(await seenBy('tom')).not.toContain('Too expensive.');
  });

  it('keeps lines, and shows markup as text', async () => {
    const page = await write('One\r\n<b>two</b>');
    expect(page.section('notes')).toContain('<b>two</b>');
    expect(stored()).toMatchObject([{ text: 'One\n<b>two</b>' }]);
  });

  it('without words is not saved', async () => {
    const page = await write('   ', 'PRIVATE');
    expect(page.status).toBe(400);
    expect(page.alert).toContain('Write a note.');
    expect(page.form('Save note')?.fields.get('visibility')).toBe('PRIVATE');
    expect(stored()).toEqual([]);
    expect((await rita.press(page, 'Save note', { text: 'Now.' })).notice).toBe('Note saved.');
  });

  it('on somebody who does not exist is refused', async () => {
    expect((await rita.post('/talent/notes', { member: 'nobody', text: 'x' })).status).toBe(404);
  });
});

describe('its author', () => {
  it('changes text and visibility', async () => {
    const page = await rita.follow(await write('First.'), /^Edit or delete/);
    world.clock.nowMs += 60_000;
    const fields = { text: 'Second.', visibility: 'PRIVATE' };
    const changed = await rita.press(page, 'Save note', fields);
    expect(changed.notice).toBe('Note changed.');
    expect(changed.section('notes')).toContain('changed 2 Mar 2026, 10:01 UTC');
    expect(stored()).toMatchObject([
      { text: 'Second.', visibility: 'PRIVATE', lastModifiedAtMs: world.clock.nowMs },
    ]);
    expect((await rita.press(page, 'Save note', { text: '' })).status).toBe(400);
  });

  it('deletes it: gone from the page, inactive in the API', async () => {
    const page = await rita.follow(await write('Mistake.'), /^Edit or delete/);
    const deleted = await rita.press(page, 'Delete note');
    expect(deleted.notice).toMatch(/^Note deleted\./);
    expect(deleted.section('notes')).not.toContain('Mistake.');
    expect(stored()).toMatchObject([{ active: false, text: 'Mistake.' }]);
    expect((await rita.press(page, 'Delete note')).status).toBe(404);
    expect((await rita.press(page, 'Save note')).status).toBe(404);
  });

  it('is the only one who can', async () => {
    await write('Mine.');
    const id = stored()[0]!.id;
    const tom = await world.visitor('tom');
    expect((await tom.get(profileLink(member))).link(/^Edit or delete/)).toBeNull();
    expect((await tom.get(noteLink(id))).status).toBe(404);
    for (const action of ['edit', 'delete']) {
      const fields = { id: String(id), text: 'Yours.' };
      expect((await tom.post(`/talent/notes/${action}`, fields)).status).toBe(404);
    }
    expect(stored()).toMatchObject([{ text: 'Mine.', active: true }]);
    expect((await rita.get('/talent/notes/edit?id=nothing')).status).toBe(404);
  });
});
