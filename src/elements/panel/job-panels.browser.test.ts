import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { AddDetail, ExportDetail, OpenDetail } from '../../protocol/events.ts';
import { defineActivity, type RscActivityElement } from '../activity/activity.ts';
import { defineExportPanel, type RscExportPanelElement } from '../export-panel/export-panel.ts';
import { configureTestPage, frameOf, greetAs } from '../frame-double.test-support.ts';
import {
  defineRediscoveredCandidates,
  type RscRediscoveredCandidatesElement,
} from '../rediscovered-candidates/rediscovered-candidates.ts';

defineActivity();
defineExportPanel();
defineRediscoveredCandidates();
configureTestPage();

async function linked<T extends HTMLElement>(template: ReturnType<typeof html>) {
  const element = await fixture<T>(template);
  const document = await frameOf(element.shadowRoot);
  return { element, document, frame: greetAs(document) };
}

const exportId = 'e'.repeat(32);

describe('<rsc-export-panel>', () => {
  it('is about all exports, or about one job and then about another', async () => {
    const { element, document, frame } = await linked<RscExportPanelElement>(
      html`<rsc-export-panel></rsc-export-panel>`,
    );
    expect(new URL(document.src).pathname).to.equal('/rsc/frame/export-panel');
    expect(document.title).to.equal('LinkedIn exports');
    frame.send({ t: 'need-context', id: 1, reason: 'boot' });
    expect(await frame.heard('context')).to.include({ ticket: 'ticket-exports' });

    element.jobId = 'job 7';
    await waitUntil(() =>
      frame.received.some((m) => m.t === 'set' && m.settings.jobId === 'job 7'),
    );
    frame.received.length = 0;
    frame.send({ t: 'need-context', id: 2, reason: 'object' });
    expect(await frame.heard('context')).to.include({ ticket: 'ticket-job:job 7' });
  });

  it('tells the page what came in and who is to be opened, and believes no other shape', async () => {
    const { element, frame } = await linked(html`<rsc-export-panel></rsc-export-panel>`);
    const exported = oneEvent<CustomEvent<ExportDetail>>(element, 'rsc-export');
    const opened = oneEvent<CustomEvent<OpenDetail>>(element, 'rsc-open');
    const detail = { exportId, state: 'delivered', candidateId: 'c-1' };
    frame.sendRaw({ t: 'event', name: 'rsc-export', detail: { ...detail, exportId: 'short' } });
    frame.sendRaw({ t: 'event', name: 'rsc-link', detail: { member: 'urn:li:person:1' } });
    frame.sendRaw({ t: 'event', name: 'rsc-export', detail: { ...detail, email: 'a@b.test' } });
    expect((await exported).detail).to.deep.equal(detail);
    frame.sendRaw({ t: 'open', name: 'rsc-open', detail: { candidateId: '..' } });
    frame.sendRaw({ t: 'open', name: 'rsc-open', detail: { candidateId: 'c-1' } });
    const { detail: candidate, bubbles, composed } = await opened;
    expect(candidate).to.deep.equal({ candidateId: 'c-1' });
    expect(bubbles && composed).to.equal(true);
  });

  it('asks for no frame about an id that no job can have', async () => {
    const element = await fixture<RscExportPanelElement>(
      html`<rsc-export-panel job-id=".."></rsc-export-panel>`,
    );
    await waitUntil(() => element.state === 'misconfigured');
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
  });
});

describe('<rsc-rediscovered-candidates>', () => {
  it('is about one job, and cannot do without', async () => {
    const { element, frame } = await linked<RscRediscoveredCandidatesElement>(
      html`<rsc-rediscovered-candidates job-id="j-1"></rsc-rediscovered-candidates>`,
    );
    frame.send({ t: 'need-context', id: 1, reason: 'boot' });
    expect(await frame.heard('context')).to.include({ ticket: 'ticket-job:j-1' });

    const errors = oneEvent(element, 'rsc-error');
    element.jobId = null;
    expect((await errors).detail).to.include({ code: 'attribute_missing' });
    expect(element.state).to.equal('misconfigured');
  });

  it('tells the page who was added', async () => {
    const { element, frame } = await linked(
      html`<rsc-rediscovered-candidates job-id="j-1"></rsc-rediscovered-candidates>`,
    );
    const added = oneEvent<CustomEvent<AddDetail>>(element, 'rsc-add');
    frame.sendRaw({ t: 'event', name: 'rsc-add', detail: { candidateId: 'c-1' } });
    const detail = { candidateId: 'c-1', jobId: 'j-1', applicationId: 'a-1' };
    frame.sendRaw({ t: 'event', name: 'rsc-add', detail });
    expect((await added).detail).to.deep.equal(detail);
  });
});

describe('<rsc-activity>', () => {
  it('is about one candidate, and reserves its room', async () => {
    const { element, document, frame } = await linked<RscActivityElement>(
      html`<rsc-activity candidate-id="c-1" style="--rsc-activity-height: 400px"></rsc-activity>`,
    );
    expect(document.title).to.equal('Recruiting activities');
    expect(element.getBoundingClientRect().height).to.equal(400);
    frame.send({ t: 'need-context', id: 1, reason: 'boot' });
    expect(await frame.heard('context')).to.include({ ticket: 'ticket-candidate:c-1' });
  });
});
