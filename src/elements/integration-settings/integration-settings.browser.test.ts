import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { IntegrateDetail } from '../../protocol/events.ts';
import { configureTestPage, frameOf, greetAs } from '../frame-double.test-support.ts';
import {
  defineIntegrationSettings,
  type RscIntegrationSettingsElement,
} from './integration-settings.ts';

defineIntegrationSettings();
configureTestPage();

const render = (template = html`<rsc-integration-settings></rsc-integration-settings>`) =>
  fixture<RscIntegrationSettingsElement>(template);

async function linked(template?: ReturnType<typeof html>) {
  const element = await render(template);
  return { element, frame: greetAs(await frameOf(element.shadowRoot)) };
}

const requested = {
  integrationContext: 'urn:li:organization:5',
  integrationType: 'PROFILE_PLUGIN',
  tenantType: 'RECRUITER',
  dataProvider: 'ATS',
};

describe('<rsc-integration-settings>', () => {
  it('reserves its room and names its frame; it needs no candidate', async () => {
    const element = await render();
    const frame = await frameOf(element.shadowRoot);
    expect(new URL(frame.src).pathname).to.equal('/rsc/frame/integration-settings');
    expect(frame.title).to.equal('LinkedIn integrations');
    expect(element.getBoundingClientRect().height).to.equal(560);
    expect(element.state).to.equal('loading');
  });

  it('takes another height from the page', async () => {
    const element = await render(
      html`<rsc-integration-settings
        style="--rsc-integration-settings-height: 300px"
      ></rsc-integration-settings>`,
    );
    expect(element.getBoundingClientRect().height).to.equal(300);
  });

  it('asks for contexts about the integrations', async () => {
    const { frame } = await linked();
    frame.send({ t: 'need-context', id: 1, reason: 'boot' });
    expect(await frame.heard('context')).to.include({ id: 1, ticket: 'ticket-integrations' });
  });

  it('tells the frame which bundles the ATS supports, and nothing that is none', async () => {
    const { element, frame } = await linked(
      html`<rsc-integration-settings
        integration-types=" RECRUITER_SYSTEM_CONNECT_COMPANY, <b> ,APPLY_WITH_LINKEDIN"
      ></rsc-integration-settings>`,
    );
    const { settings } = await frame.heard('set');
    expect(settings.integrationTypes).to.deep.equal([
      'RECRUITER_SYSTEM_CONNECT_COMPANY',
      'APPLY_WITH_LINKEDIN',
    ]);
    element.integrationTypes = null;
    await waitUntil(() =>
      frame.received.some((m) => m.t === 'set' && m.settings.integrationTypes === undefined),
    );
  });

  it('tells the page what was requested, and believes no other shape', async () => {
    const { element, frame } = await linked();
    const heard = oneEvent<CustomEvent<IntegrateDetail>>(element, 'rsc-integrate');
    const event = (integrations: unknown): void => {
      frame.sendRaw({ t: 'event', name: 'rsc-integrate', detail: { integrations } });
    };
    event([]);
    event([{ ...requested, integrationContext: 'urn:li:person:1' }]);
    event([{ ...requested, integrationType: '<b>' }]);
    frame.sendRaw({ t: 'event', name: 'rsc-link', detail: { member: 'urn:li:person:1' } });
    event([requested, { ...requested, integrationType: 'NEW_TYPE' }]);
    const { detail, bubbles, composed } = await heard;
    expect(detail.integrations).to.deep.equal([
      requested,
      { ...requested, integrationType: 'NEW_TYPE' },
    ]);
    expect(bubbles && composed).to.equal(true);
  });
});
