// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { alice, group, networkFailure, problem } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { GroupRow } from './group-row';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };

async function rowAfterSending(outcome: () => Error): Promise<string | null> {
  const browser = new AlicesBrowser();
  browser.server.sayMany(1);
  await browser.open();
  for (let attempt = 0; attempt < 6; attempt++) {
    browser.server.beforeStoring.push(() => {
      throw outcome();
    });
  }
  await browser.send('hello');
  await browser.clock.advance(120_000);
  render(
    <LiveContext value={{ client: browser.client, me }}>
      <GroupRow group={browser.client.inbox.get(group) ?? expect.fail()} isOpen={false} isTabStop />
    </LiveContext>,
  );
  return screen.getByTestId('group-row').textContent;
}

afterEach(cleanup);

it('a refused message is told from outside', async () => {
  expect(await rowAfterSending(() => problem(422, 'message_refused'))).toContain('Not sent. Open to try again.');
});

it('a message whose outcome is unknown is not called unsent', async () => {
  expect(await rowAfterSending(networkFailure)).toContain('Not confirmed. Open to try again.');
});
